# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of the authors whose runs were killed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interruption.history import History, is_cut_off, never_lost
from interruption.points import Point
from interruption.scenario import Scenario
from interruption.stages import Stage
from interruption.targets import target

from integration.playbooks import Outcome


@dataclass(frozen=True)
class Figure:
    """How many interruptions were tried, and what became of those that were not survived."""

    requests: int
    points: Sequence[Point]
    complaints: Mapping[Point, tuple[str, ...]]
    completed: int
    cut_off: Sequence[Point]

    @property
    def tried(self) -> int:
        return sum(point.interruptions for point in self.points)

    @property
    def survived(self) -> int:
        return self.tried - sum(point.interruptions for point in self.complaints)

    def __str__(self) -> str:
        detail = f"of {self.requests} requests; {len(self.points)} killed runs, {self.completed} of them completed"
        if self.cut_off:
            count = sum(point.interruptions for point in self.cut_off)
            detail += f"; {count} left an author without a token until then, that had got one before"
        return f"tried {self.tried}, survived {self.survived} ({detail})"

    def explained(self) -> str:
        return "\n".join(f"{point}: {complaint}" for point, found in self.complaints.items() for complaint in found)


@dataclass(frozen=True)
class Judge:
    """Compares authors with what an undisturbed run leads to, and with what must hold all the time."""

    stage: Stage
    scenario: Scenario
    history: History
    expected: Any

    def is_cut_off(self, name: str) -> bool:
        """Whether a connection that worked, and shall go on working, does not work at this moment."""
        if never_lost not in self.scenario.rules:
            return False
        clients = self.stage.fleet.snapshot("cloud")["clients"]
        return is_cut_off(self.history.of(name), self.scenario.title, clients)

    def watched(self, name: str) -> Iterator[str]:
        """Complaints about any moment of both runs."""
        clients = self.stage.fleet.snapshot("cloud")["clients"]
        for rule in self.scenario.rules:
            yield from rule(self.history.of(name), self.scenario.title, clients)

    def completed(self, name: str, outcome: Outcome) -> Iterator[str]:
        """Complaints about the end of the second run."""
        if name in outcome.failures:
            yield f"{name}: {outcome.failures[name]}"
        elif name not in outcome.recap:
            yield f"{name} was left out:\n{outcome.stdout}{outcome.stderr}"
        found = target(self.stage, name)
        if found != self.expected:
            yield f"{name} ends in another state than an undisturbed run:\n{_compared(found, self.expected)}"
        try:
            self.scenario.check(self.stage, name)
        except AssertionError as difference:
            yield f"{name}: {difference}"


def _compared(found: Any, expected: Any) -> str:
    before, after = (json.dumps(state, indent=1).splitlines() for state in (expected, found))
    return "\n".join(difflib.unified_diff(before, after, "expected", "found", n=1, lineterm=""))
