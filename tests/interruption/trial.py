# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One scenario: an undisturbed run, a killed one for each of its points, and one that completes what those left."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interruption.control_node import AT_ONCE, KillableController, Run
from interruption.history import History
from interruption.judgement import Figure, Judge
from interruption.points import Point, Step, points_of
from interruption.scenario import Scenario
from interruption.stages import Stage
from interruption.targets import remains, target, whole

import simulator
from simulator.author import Author

HOLD_SECONDS = 240.0
RELEASE_SECONDS = 10.0
LOOK_SECONDS = 1.0
LIMITED = (*AT_ONCE, "--forks", "8", "--limit")
EVERY = os.environ.get("AEMFLEET_INTERRUPTIONS") == "every"


@dataclass(frozen=True)
class Undisturbed:
    """What a run does that nobody interrupts, and where it leads."""

    steps: tuple[Step, ...]
    target: Any


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
        inventory = stage.controller.write_inventory(stage.inventory(variables))
        fleet.clear_requests()
        yield stage, inventory


def undisturbed(scenario: Scenario, seed: int, directory: Path) -> Undisturbed:
    """Run the playbook on one author, and note which of its requests change something."""
    with staged(scenario, 1, seed, directory) as (stage, inventory):
        fleet, steps = stage.fleet, list[Step]()
        states = [fleet.authors[0].call(whole)]

        def note(entry: simulator.RecordedRequest, author: Author) -> None:
            states.append(whole(author))
            steps.append(Step(f"{entry.method} {entry.target}", states[-1] != states[-2]))

        fleet.observe(note)
        stage.controller.run(inventory, playbook=scenario.playbook).succeeded()
        scenario.check(stage, "author1")
        return Undisturbed(tuple(steps), target(stage, "author1"))


def interrupted(scenario: Scenario, seed: int, directory: Path) -> Figure:
    """Kill a run at every point, each on an author of its own, complete what was left, and look at every author.

    Where killed runs left the same on author and controller, the next run finds the same: one of them is completed,
    and stands for all of them. With AEMFLEET_INTERRUPTIONS=every the run is killed at every request and every killed
    run is completed; without, the seed draws a part of the points, and one read of those between two changes.
    """
    expected = undisturbed(scenario, seed, directory / "undisturbed")
    points = points_of(expected.steps, None if EVERY else random.Random(seed))
    with staged(scenario, len(points), seed, directory / "interrupted") as (stage, inventory):
        at = {author.name: point for author, point in zip(stage.fleet.authors, points, strict=True)}
        judge = Judge(stage, scenario, History(stage.fleet), expected.target)
        kill_at(stage, inventory, scenario, at)
        cut_off = [point for name, point in at.items() if judge.is_cut_off(name)]
        ends, completed = complete(judge, inventory, list(at))
        complaints = {point: (*ends[name], *judge.watched(name)) for name, point in at.items()}
    found = {point: complaint for point, complaint in complaints.items() if complaint}
    return Figure(len(expected.steps), points, found, completed, cut_off)


def kill_at(stage: Stage, inventory: Path, scenario: Scenario, at: Mapping[str, Point]) -> None:
    """Kill one run on all authors when each has held the request at its point."""
    for name, point in at.items():
        stage.fleet.faults.add(to=name, kind=point.kind, nth=point.nth)
    with stage.controller.started(inventory, scenario.playbook, len(at)) as run:
        wait_for_all(stage.fleet, list(at), run)
    assert_at_rest(stage.fleet, at)


def complete(judge: Judge, inventory: Path, names: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], int]:
    """Complaints about where the next run leads each author, or the one that stands for it; and how many those are."""
    stage, playbook = judge.stage, judge.scenario.playbook
    left = {name: name if EVERY else remains(stage, name) for name in names}
    chosen = {remain: name for name, remain in left.items()}
    outcome = stage.controller.run(inventory, *LIMITED, ",".join(chosen.values()), playbook=playbook)
    ends = {remain: tuple(judge.completed(name, outcome)) for remain, name in chosen.items()}
    return {name: ends[remain] for name, remain in left.items()}, len(chosen)


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
