# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a run may end other than well."""

from __future__ import annotations


class Lacking(Exception):
    """The machine lacks something; the message is one sentence."""


class Failed(Exception):
    """Something does not hold; the message says what was expected and what came."""
