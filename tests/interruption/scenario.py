# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is interrupted: a playbook, and the authors that it is run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interruption.history import Moment, never_lost, never_refused, never_two
from interruption.stages import TITLE, Stage

Variables = Mapping[str, Any]
# Complaints about the moments of one author, given a title, and what the cloud knows of its clients.
Rule = Callable[[Sequence[Moment], str, Sequence[Mapping[str, Any]]], Iterator[str]]
KEPT: tuple[Rule, ...] = (never_two, never_lost)
# Where a token is granted before the playbook, one is granted at every moment.
ALWAYS: tuple[Rule, ...] = (*KEPT, never_refused)


@dataclass(frozen=True)
class Scenario:
    """One playbook; `prepare` makes the authors what they are before it, and returns its variables.

    A variable that is None is taken out of the inventory.
    """

    name: str
    playbook: str
    edition: str
    prepare: Callable[[Stage], Variables]
    check: Callable[[Stage, str], None]
    rules: tuple[Rule, ...] = KEPT
    title: str = TITLE

    def __str__(self) -> str:
        return self.name
