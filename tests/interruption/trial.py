# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One scenario: an undisturbed run, then as many killed runs as it has points, and one run that completes them all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interruption.connections import held_by
from interruption.control_node import KillableController, Run
from interruption.history import History
from interruption.points import Point, Step, points_of
from interruption.scenarios import Scenario
from interruption.stages import Stage
from interruption.targets import comparable

import simulator
from integration.inventories import inventory_of
from simulator.author import Author

HOLD_SECONDS = 240.0
RELEASE_SECONDS = 10.0
LOOK_SECONDS = 1.0
FORKS = "8"


@dataclass(frozen=True)
class Undisturbed:
    """What a run does that nobody interrupts, and where it leads."""

    steps: tuple[Step, ...]
    target: Any


@dataclass(frozen=True)
class Figure:
    """How many interruptions were tried, and what became of those that were not survived."""

    tried: int
    complaints: Mapping[Point, tuple[str, ...]]

    @property
    def survived(self) -> int:
        return self.tried - sum(point.interruptions for point in self.complaints)

    def __str__(self) -> str:
        return f"tried {self.tried}, survived {self.survived}"

    def explained(self) -> str:
        return "\n".join(f"{point}: {complaint}" for point, found in self.complaints.items() for complaint in found)


@contextmanager
def staged(scenario: Scenario, authors: int, seed: int, directory: Path) -> Iterator[tuple[Stage, Path]]:
    """A fleet that is ready for the scenario, with its inventory."""
    fleet_directory = directory / "fleet"
    with simulator.running(authors=authors, edition=scenario.edition, seed=seed, directory=fleet_directory) as fleet:
        # The seed draws this for each author; all shall need as many requests as the first.
        for author in fleet.authors:
            fleet.configure(author.name, csrf="strict")
        stage = Stage(fleet, KillableController(directory / "controller"))
        variables = scenario.prepare(stage)
        inventory = stage.controller.write_inventory(inventory_of(fleet, **variables))
        fleet.clear_requests()
        yield stage, inventory


def undisturbed(scenario: Scenario, seed: int, directory: Path) -> Undisturbed:
    """Run the playbook on one author, and note which of its requests change something."""
    with staged(scenario, 1, seed, directory) as (stage, inventory):
        fleet, steps = stage.fleet, list[Step]()
        states = [fleet.authors[0].call(_state)]

        def note(entry: simulator.RecordedRequest, author: Author) -> None:
            states.append(_state(author))
            steps.append(Step(f"{entry.method} {entry.target}", states[-1] != states[-2]))

        fleet.observe(note)
        stage.controller.run(inventory, playbook=scenario.playbook).succeeded()
        scenario.check(stage, "author1")
        return Undisturbed(tuple(steps), _target(fleet, "author1"))


def interrupted(scenario: Scenario, seed: int, directory: Path) -> Figure:
    """Kill a run at every point, each on an author of its own, run once more, and look at every author."""
    expected = undisturbed(scenario, seed, directory / "undisturbed")
    points = points_of(expected.steps)
    with staged(scenario, len(points), seed, directory / "interrupted") as (stage, inventory):
        at = {author.name: point for author, point in zip(stage.fleet.authors, points, strict=True)}
        history = History(stage.fleet)
        for name, point in at.items():
            stage.fleet.faults.add(to=name, kind=point.kind, nth=point.nth)
        with stage.controller.started(inventory, scenario.playbook, len(points)) as run:
            wait_for_all(stage.fleet, list(at), run)
        assert_at_rest(stage.fleet, at)
        outcome = stage.controller.run(inventory, "--forks", FORKS, playbook=scenario.playbook)
        complaints = {
            point: (
                *([outcome.failures[name]] if name in outcome.failures else []),
                *([] if name in outcome.recap else ["the second run left it out"]),
                *(complaint for rule in scenario.rules for complaint in rule(history.of(name), scenario.title)),
                *_differences(stage, scenario, name, expected.target),
            )
            for name, point in at.items()
        }
    tried = sum(point.interruptions for point in points)
    return Figure(tried, {point: found for point, found in complaints.items() if found})


def wait_for_all(fleet: simulator.RunningFleet, names: Sequence[str], run: Run) -> None:
    """Wait until every author holds its request; a run that ends before that has missed one."""
    deadline = time.monotonic() + HOLD_SECONDS
    while missing := sorted(set(names) - fleet.wait_until_held(names, LOOK_SECONDS)):
        assert not run.is_over, f"the run ended, and {missing} held nothing:\n{run.output}"
        assert time.monotonic() < deadline, f"{missing} held nothing in time:\n{run.output}"


def assert_at_rest(fleet: simulator.RunningFleet, at: Mapping[str, Point]) -> None:
    """No process of the killed run is left that could reach an author: each got the requests up to its point."""
    assert fleet.wait_until_released(RELEASE_SECONDS) == frozenset()
    received = {name: [entry.status for entry in fleet.requests(name)] for name in at}
    for name, point in at.items():
        assert len(received[name]) == point.nth, f"{name}: {received[name]}, {point}"
        assert received[name][-1] is None, f"{name} answered {point}"
    fleet.faults.clear()


def _state(author: Author) -> dict[str, Any]:
    return author.snapshot()


def _target(fleet: simulator.RunningFleet, name: str) -> Any:
    (author,) = [author for author in fleet.authors if author.name == name]
    held = author.call(held_by)
    connections = [(one.title, one.is_jwt, one.client_id, one.client_secret) for one in held.connections]
    return [sorted(connections), comparable(fleet.snapshot(name))]


def _differences(stage: Stage, scenario: Scenario, name: str, target: Any) -> Iterator[str]:
    found = _target(stage.fleet, name)
    if found != target:
        yield f"ends in another state:\n  {found}\nthan an undisturbed run:\n  {target}"
    try:
        scenario.check(stage, name)
    except AssertionError as difference:
        yield str(difference)
