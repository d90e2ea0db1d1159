# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `Author.configure` takes."""

from __future__ import annotations

import copy
from typing import Any

from .. import durations
from . import framework

_OWN: dict[str, Any] = {
    # name -> {"password": ..., "rights": "admin" | "reader"}
    "accounts": {},
    # "strict", "lenient", or None for what the seed draws
    "csrf": None,
    "allow_writes": True,
    # seconds between a request and its answer
    "latency": 0.0,
}
_RIGHTS = ("admin", "reader")
_CSRF = (None, "strict", "lenient")


def defaults() -> dict[str, Any]:
    return copy.deepcopy({**framework.SETTINGS, **_OWN})


def check(changes: dict[str, Any]) -> None:
    """Refuse what is no setting, or no value for it."""
    known = defaults()
    unknown = sorted(set(changes) - set(known))
    if unknown:
        raise ValueError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if changes.get("csrf") not in _CSRF:
        raise ValueError("csrf is strict, lenient or null")
    if not durations.is_duration(changes.get("latency", 0.0)):
        raise ValueError("latency is a number of seconds, zero or more")
    for name, fields in changes.get("accounts", {}).items():
        if "password" not in fields or fields.get("rights", "admin") not in _RIGHTS:
            raise ValueError(f"account {name} needs a password, and rights that are one of {', '.join(_RIGHTS)}")
