# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cause of what a probe may find wrong."""

from __future__ import annotations

from dataclasses import dataclass

# What is told of a request that failed before an answer said why.
TRIED = "Could not <attempt>: <reason>."


@dataclass(frozen=True)
class Cause:
    """One row: the probes that find it, their messages, the remedy, and the section of the contract it rests on.

    In a message, `<...>` stands for what differs from author to author.
    """

    probes: tuple[str, ...]
    messages: tuple[str, ...]
    remedy: str
    evidence: str
