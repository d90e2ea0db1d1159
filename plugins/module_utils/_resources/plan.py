# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Before, after and the steps between: decided once, for every mode."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._author.client import Author
from .._errors import NotConverged, OutcomeUnknown

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
ROUNDS = 5
DOUBT_PATIENCE = 5.0

View = dict[str, t.Any]


class Step(t.Protocol):
    """One change at the author. Steps are values: equal steps do the same."""

    def carry_out(self, author: Author) -> None:
        """Do it."""


@dataclass(frozen=True)
class Plan:
    """What is, what shall be, and how to get there. Views hold no secrets."""

    before: View
    after: View
    steps: tuple[Step, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything has to be done."""
        return bool(self.steps)

    @property
    def diff(self) -> View:
        """The views as Ansible renders a diff."""
        return {"before": self.before, "after": self.after}


def converge(author: Author, plan: Plan, replan: t.Callable[[], Plan], what: str) -> None:
    """Apply a plan, then read and plan again until nothing is left to do.

    AEM accepts what it does not do and shows changes late (contract/aem.md 5.3, 1.3), so the new plan is the proof.
    A step that comes up again is one that is not visible yet: it is awaited, never repeated.
    """
    clock, sleep = author.transport.clock, author.transport.sleep
    deadline, pause, rounds = 0.0, FIRST_PAUSE, 0
    done: list[Step] = []
    doubt: OutcomeUnknown | None = None
    while plan.steps:
        fresh = [step for step in plan.steps if step not in done]
        if fresh and doubt is None and rounds < ROUNDS:
            doubt = _apply(author, fresh, done)
            patience = min(DOUBT_PATIENCE, author.transport.timeout) if doubt else author.transport.timeout
            deadline, pause, rounds = clock() + patience, FIRST_PAUSE, rounds + 1
        elif clock() > deadline:
            raise doubt or NotConverged(
                f"{author.url} accepted the change of {what}, but it did not become visible in time.",
                advice="Look at the author's log, then run again.",
            )
        else:
            sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        plan = replan()
        if doubt is not None and not any(step in done for step in plan.steps):
            doubt = None


def _apply(author: Author, steps: t.Sequence[Step], done: list[Step]) -> OutcomeUnknown | None:
    for step in steps:
        done.append(step)
        try:
            step.carry_out(author)
        except OutcomeUnknown as error:
            return error
    return None
