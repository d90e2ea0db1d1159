# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the values of Ansible to plain ones: tagged texts, vaulted ones and lazy containers stay outside."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping


def plain(value: t.Any) -> t.Any:
    """The value as a module would be given it, that is after its way through JSON."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def texts(value: t.Any) -> set[str]:
    """Every text in a value that is to be hidden, of whatever type it wrongly is."""
    if isinstance(value, Mapping):
        return texts(list(value.values()))
    if isinstance(value, list):
        return {text for each in value for text in texts(each)}
    return set() if value in (None, "") or isinstance(value, bool) else {str(value)}
