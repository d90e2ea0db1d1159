# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: which request is hit, and how often. What a fault does is in effects.py."""

from __future__ import annotations

import itertools
import re
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import unquote

KINDS = ("refuse", "reset", "reset_after", "hold", "hold_after", "stall", "truncate", "status", "starting", "restart")
TIMED_KINDS = ("refuse", "stall", "starting", "restart")
STATUSES = (401, 403, 404, 429, 500, 502, 503)


@dataclass(frozen=True)
class Fault:
    """Hits the nth matching request to a target since the fault was set, and the `times` - 1 after it."""

    kind: str
    to: str
    method: str | None = None
    path: str | None = None
    nth: int = 1
    times: int = 1
    seconds: float = 0.0
    status: int = 0
    retry_after: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.kind == "status" and self.status not in STATUSES:
            raise ValueError(f"a status fault answers one of {STATUSES}, not {self.status!r}")
        if self.kind in TIMED_KINDS and not _is_duration(self.seconds):
            raise ValueError(f"the fault {self.kind} needs seconds greater than zero")
        if not _is_count(self.nth) or not _is_count(self.times):
            raise ValueError("nth and times are whole numbers from 1 on")
        _compile(self.path)

    def matches(self, to: str, method: str, target: str) -> bool:
        """The path expression is searched in the request target as sent, and in its decoded form."""
        if to != self.to or (self.method or method).upper() != method:
            return False
        pattern = _compile(self.path)
        return bool(pattern.search(target) or pattern.search(unquote(target)))


def _is_duration(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _compile(path: str | None) -> re.Pattern[str]:
    try:
        return re.compile(path or "")
    except (re.error, TypeError) as error:
        raise ValueError(f"path is not a regular expression: {error}") from error


class Faults:
    """The faults that are set, each with a count of the requests that matched it."""

    def __init__(self, targets: tuple[str, ...]) -> None:
        self._targets = targets
        self._numbers = itertools.count(1)
        self._set: dict[int, Fault] = {}
        self._seen: dict[int, int] = {}

    def add(self, **settings: Any) -> int:
        known = {field.name for field in fields(Fault)}
        if unknown := sorted(set(settings) - known):
            raise ValueError(f"unknown fault settings {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        if missing := sorted({"kind", "to"} - set(settings)):
            raise ValueError(f"a fault needs {' and '.join(missing)}")
        fault = Fault(**settings)
        if fault.to not in self._targets:
            raise ValueError(f"there is no target {fault.to!r} to hit")
        if fault.kind == "restart" and fault.to == "cloud":
            raise ValueError("only an author can be restarted")
        number = next(self._numbers)
        self._set[number], self._seen[number] = fault, 0
        return number

    def claim(self, to: str, method: str, target: str) -> Fault | None:
        """Count a request, and return the oldest fault that hits it."""
        hits = []
        for number, fault in self._set.items():
            if fault.matches(to, method, target):
                self._seen[number] += 1
                if fault.nth <= self._seen[number] < fault.nth + fault.times:
                    hits.append(fault)
        return hits[0] if hits else None

    def clear(self) -> None:
        self._set.clear()
        self._seen.clear()

    def listing(self) -> list[dict[str, Any]]:
        return [{"id": number, "seen": self._seen[number], **asdict(fault)} for number, fault in self._set.items()]
