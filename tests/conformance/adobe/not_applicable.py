# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of Adobe's suites that are not expected to pass, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from .outcome import Outcome

SKIPPED_BY_ADOBE = "Adobe skips it itself"
REASONS = {
    "aio-lib-console: Workspace credential test AdobeID credentials getAtlas": (
        f"{SKIPPED_BY_ADOBE}: its own cloud answers 405 (IOC-4290)."
    ),
    "aio-lib-console: Organization Integration tests ": (
        f"{SKIPPED_BY_ADOBE}: deleting such an integration fails in its own cloud (IOC-4291)."
    ),
}
UNEXPLAINED = "It was skipped, and nobody has written down why."
IDLE = "A reason is written down for it, but it was not skipped."


def explained(outcomes: Iterable[Outcome]) -> list[tuple[str, str]]:
    """Every skipped test that has a reason."""
    return [(one.test, reason) for one in outcomes if one.status == "skipped" and (reason := _reason(one.test))]


def unexplained(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """A skipped test without a reason has failed, and so has a reason without a test."""
    skipped = [one.test for one in outcomes if one.status == "skipped"]
    bare = [Outcome(test, "failed", UNEXPLAINED) for test in skipped if _reason(test) is None]
    idle = [name for name in REASONS if not any(test.startswith(name) for test in skipped)]
    return [*bare, *(Outcome(name, "failed", IDLE) for name in idle)]


def _reason(test: str) -> str | None:
    return next((reason for name, reason in REASONS.items() if test.startswith(name)), None)
