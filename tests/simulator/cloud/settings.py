# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches of the cloud (contract/adobe-cloud.md 9.4 point 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from ..durations import is_duration

SERVICES = ("ims", "analytics", "console")
ROLES = ("ADMIN", "DEVELOPER", "USER")


@dataclass
class Throttle:
    """The next calls to a service (or to any) answer 429."""

    calls: int = 0
    retry_after: int = 1
    service: str | None = None

    def take(self, service: str) -> int | None:
        """The seconds to wait for, when this call is throttled."""
        if self.calls < 1 or self.service not in (None, service):
            return None
        self.calls -= 1
        return self.retry_after


@dataclass(frozen=True)
class JwtLifecycle:
    """When JWT credentials end; the defaults are Adobe's dates (contract/adobe-cloud.md 3.1)."""

    no_new_credentials: date | None = date(2024, 6, 3)
    no_new_certificates: date | None = date(2025, 6, 30)
    converted: date | None = date(2026, 3, 1)


def is_past(day: date | None, now: float) -> bool:
    return day is not None and now >= datetime.combine(day, time(), UTC).timestamp()


@dataclass
class Settings:
    """Every switch, off (or as Adobe has it) from the start."""

    throttle: Throttle = field(default_factory=Throttle)
    missing_profile: bool | str = False
    expire_certificates: bool = False
    jwt_cut_off: JwtLifecycle = field(default_factory=JwtLifecycle)
    suites_shape: str = "page"
    outage: bool | str = False
    rate_limit: bool = False
    console_accepts_server_tokens: bool | None = None
    console_role: str = "ADMIN"
    terms_accepted: bool = True
    terms_current: bool = True
    latency: float = 0.0

    def change(self, name: str, value: Any) -> None:
        setattr(self, name, PARSERS[name](name, value))


def _one_of(*choices: Any) -> Callable[[str, Any], Any]:
    def parse(name: str, value: Any) -> Any:
        if not any(value is choice or (isinstance(choice, str) and value == choice) for choice in choices):
            raise ValueError(f"{name} is one of {', '.join(repr(choice) for choice in choices)}, not {value!r}")
        return value

    return parse


def _throttle(name: str, value: Any) -> Throttle:
    wish = value if isinstance(value, dict) else {"calls": value}
    if not set(wish) <= {"calls", "retry_after", "service"} or wish.get("service") not in (None, *SERVICES):
        raise ValueError(f"throttle is a number of calls, or calls, retry_after and service (one of {SERVICES})")
    for key in ("calls", "retry_after"):
        number = wish.get(key, 0)
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise ValueError(f"throttle: {key} is a number, zero or more")
    return Throttle(**wish)


def _lifecycle(name: str, value: Any) -> JwtLifecycle:
    if value == "adobe":
        return JwtLifecycle()
    if value is None:
        return JwtLifecycle(None, None, None)
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"jwt_cut_off is a date such as 2026-03-01, null, or 'adobe', not {value!r}") from None
    return JwtLifecycle(day, day, day)


def _seconds(name: str, value: Any) -> float:
    if not is_duration(value):
        raise ValueError(f"{name} is a number of seconds, zero or more, not {value!r}")
    return float(value)


PARSERS: dict[str, Callable[[str, Any], Any]] = {
    "throttle": _throttle,
    "missing_profile": _one_of(True, False, "no_companies"),
    "expire_certificates": _one_of(True, False),
    "jwt_cut_off": _lifecycle,
    "suites_shape": _one_of("page", "list"),
    "outage": _one_of(True, False, "grm"),
    "rate_limit": _one_of(True, False),
    "console_accepts_server_tokens": _one_of(True, False, None),
    "console_role": _one_of(*ROLES),
    "terms_accepted": _one_of(True, False),
    "terms_current": _one_of(True, False),
    "latency": _seconds,
}
