# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends the same requests to a real Sling and to a simulated author, and tells where they part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import facts
from .known import KNOWN, Known
from .peer import Peer
from .steps import Scenario, Step

ABSENT = "(absent)"


@dataclass(frozen=True)
class Difference:
    """One thing in which the two peers are not alike."""

    generation: str
    step: str
    aspect: str
    real: Any
    simulated: Any

    def told(self) -> str:
        """The difference in a few lines."""
        return (
            f"{self.generation}: {self.step}: {self.aspect}\n"
            f"    Sling:     {str(self.real)[:300]}\n    simulator: {str(self.simulated)[:300]}"
        )


@dataclass
class Outcome:
    """What a comparison came to."""

    compared: int = 0
    known: set[Known] = field(default_factory=set)
    unknown: list[Difference] = field(default_factory=list)

    def take(self, difference: Difference) -> None:
        """File a difference: known with its reason, or not."""
        reasons = [known for known in KNOWN if known.explains(difference)]
        self.known.update(reasons[:1])
        if not reasons:
            self.unknown.append(difference)

    def add(self, other: Outcome) -> None:
        """Take over another outcome."""
        self.compared += other.compared
        self.known |= other.known
        self.unknown += other.unknown


@dataclass(frozen=True)
class Pair:
    """A real Sling of one generation, and the simulated author that stands for it."""

    generation: str
    real: Peer
    simulated: Peer

    def clean(self) -> None:
        """Begin anew on both sides."""
        self.real.clean()
        self.simulated.clean()

    def compare(self, scenario: str, step: Step, configurations: bool, outcome: Outcome) -> None:
        """Carry out one step on both sides and file the differences."""
        found = [_observed(peer, step, configurations) for peer in (self.real, self.simulated)]
        outcome.compared += 1
        for aspect, real, simulated in differing(found[0], found[1]):
            outcome.take(Difference(self.generation, f"{scenario}: {step.name}", aspect, real, simulated))

    def replay(self, scenario: Scenario) -> Outcome:
        """Carry out a scenario on a clean slate."""
        outcome = Outcome()
        self.clean()
        for step in scenario.steps:
            self.compare(scenario.name, step, scenario.configurations, outcome)
        return outcome


def differing(real: Any, simulated: Any, aspect: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place where two structures differ."""
    if isinstance(real, dict) and isinstance(simulated, dict):
        for name in {**real, **simulated}:
            yield from differing(real.get(name, ABSENT), simulated.get(name, ABSENT), f"{aspect}/{name}")
    elif isinstance(real, list) and isinstance(simulated, list) and len(real) == len(simulated):
        for place, (one, other) in enumerate(zip(real, simulated, strict=True)):
            yield from differing(one, other, f"{aspect}/{place}")
    elif real != simulated:
        yield aspect, real, simulated


def _observed(peer: Peer, step: Step, configurations: bool) -> facts.Facts:
    answer = peer.send(step)
    # Read first: the instances that a step has made get their numbers here.
    stored = facts.of_configurations(peer) if configurations else None
    observed: facts.Facts = {"answer": facts.of_answer(answer, peer)}
    if stored is not None:
        observed["configurations"] = stored
    for path in step.looks_at:
        observed[path] = facts.of_content(peer.read(path), peer)
    return observed
