# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An assumption about AEM that no public page proves, and what one author says to it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._errors import CollectionError, NotAuthenticated, NotPermitted, Unreachable

HOLDS, FAILS, UNKNOWN = "holds", "fails", "unknown"
# What an author says when it could not be asked proves nothing about the assumption.
NOT_ASKED = (Unreachable, NotAuthenticated, NotPermitted)

Subject = t.TypeVar("Subject")


@dataclass(frozen=True)
class Verdict:
    """Whether an assumption holds, and what was seen."""

    outcome: str
    evidence: str


@dataclass(frozen=True)
class Assumption:
    """One row of the table."""

    id: str
    sentence: str
    section: str
    method: str
    outcome: str
    evidence: str


@dataclass(frozen=True)
class Check(t.Generic[Subject]):
    """How an assumption is tested; `section` is the one of contract/aem.md."""

    id: str
    sentence: str
    section: str
    method: str
    examine: t.Callable[[Subject], Verdict]

    def settle(self, subject: Subject) -> Assumption:
        """Examine the subject; an author that refuses or answers nonsense refutes the assumption."""
        try:
            verdict = self.examine(subject)
        except CollectionError as error:
            verdict = Verdict(UNKNOWN if isinstance(error, NOT_ASKED) else FAILS, error.message)
        return self._as(verdict)

    def untested(self, reason: str) -> Assumption:
        """The row of an assumption that was not examined."""
        return self._as(Verdict(UNKNOWN, reason))

    def _as(self, verdict: Verdict) -> Assumption:
        return Assumption(self.id, self.sentence, self.section, self.method, verdict.outcome, verdict.evidence)


def judged(right: bool, evidence: str) -> Verdict:
    """A verdict that is one way or the other."""
    return Verdict(HOLDS if right else FAILS, evidence)


def unknown(evidence: str) -> Verdict:
    """A verdict that lacks its ground."""
    return Verdict(UNKNOWN, evidence)


def table(assumptions: t.Sequence[Assumption]) -> list[str]:
    """One readable line for each assumption, and a last one that counts them."""
    lines = [
        f"{row.outcome:<7} {row.id}: {row.sentence} (contract/aem.md {row.section}) {row.evidence}".rstrip()
        for row in assumptions
    ]
    return [*lines, summary(assumptions)]


def summary(assumptions: t.Sequence[Assumption]) -> str:
    """How many hold, fail and are unknown."""
    counts = [sum(row.outcome == outcome for row in assumptions) for outcome in (HOLDS, FAILS, UNKNOWN)]
    return "{} assumptions: {} hold, {} fail, {} unknown".format(len(assumptions), *counts)
