# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a probe finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .._causes import remedy

OK, WARNING, FAILED, SKIPPED = "ok", "warning", "failed", "skipped"
SEVERITY = (SKIPPED, OK, WARNING, FAILED)
BLOCKED = "blocked"


@dataclass(frozen=True)
class Finding:
    """The outcome of one probe."""

    probe: str
    status: str
    code: str
    message: str
    remedy: str = ""
    # When what was found comes to its end, as ISO 8601 has it; empty where nothing tells.
    ends: str = ""


def finding(probe: str, status: str, code: str, message: str, ends: str = "") -> Finding:
    """A finding with the remedy of its cause."""
    return Finding(probe, status, code, message, remedy(code), ends)


def passed(probe: str, message: str, ends: str = "") -> Finding:
    """A finding without a cause."""
    return Finding(probe, OK, "ok", message, ends=ends)


def as_mapping(item: Finding) -> dict[str, str]:
    """A finding as results have it."""
    return {name: value for name, value in asdict(item).items() if value or name != "ends"}


def not_asked(probe: str, option: str) -> Finding:
    """A probe that lacks the option that says what to look for."""
    return finding(probe, SKIPPED, "not_asked", f"The option {option} is not given.")


def blocked(probe: str, by: str) -> Finding:
    """A probe whose ground is missing."""
    return finding(probe, SKIPPED, BLOCKED, f"The probe {by} did not succeed.")
