# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a run is interrupted: before and after each of its requests to an author."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

DRAWN = 5


@dataclass(frozen=True)
class Point:
    """One killed run: at its nth request, before the author carries it out or before it answers.

    Before and after a request that changes nothing are the same to both sides: the author is as it was, and the client
    has no answer. One killed run stands for both of these interruptions, and counts as two.
    """

    nth: int
    request: str
    carried_out: bool
    interruptions: int

    @property
    def kind(self) -> str:
        """The fault of the simulator that stops a run here."""
        return "hold_after" if self.carried_out else "hold"

    def __str__(self) -> str:
        return f"{'after' if self.carried_out else 'before'} request {self.nth}, {self.request}"


@dataclass(frozen=True)
class Step:
    """A request of an undisturbed run, and whether it left the author another than it was."""

    request: str
    changes: bool


def points_of(steps: Sequence[Step], draw: random.Random | None) -> list[Point]:
    """Every point of a run that takes these steps.

    With a draw only one read of each stretch between two changes, and of all that only as many as DRAWN.
    """
    points = list[Point]()
    for changes, stretch in groupby(enumerate(steps, 1), lambda numbered: numbered[1].changes):
        numbered = list(stretch)
        if changes:
            points += [Point(nth, step.request, after, 1) for nth, step in numbered for after in (False, True)]
        else:
            chosen = numbered if draw is None else [draw.choice(numbered)]
            points += [Point(nth, step.request, False, 2) for nth, step in chosen]
    if draw is None or len(points) <= DRAWN:
        return points
    return sorted(draw.sample(points, DRAWN), key=lambda point: (point.nth, point.carried_out))
