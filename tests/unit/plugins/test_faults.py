# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault at every request of every task: success or one clear error, and the next run mends what is left."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from unit.plugins.fault_scenarios import SCENARIOS, Scenario
from unit.plugins.fault_scenarios_framework import FRAMEWORKS
from unit.plugins.fault_scenarios_life import LIFE
from unit.plugins.fleet_state import changes, requested, state
from unit.plugins.module_runner import RUNNERS, ModuleRunner, Result

import simulator
from simulator import RunningFleet

EVERY = os.environ.get("AEMFLEET_INTERRUPTIONS") == "every"
BRIEF, ENOUGH, PATIENT, OUTAGE = 0.6, 2.0, 10.0, 0.15
# What is over before the time is up: no error is due, but where it is not known whether something was created.
SHORT = {"refuse", "reset", "truncate", "starting", "restart"}
READERS = {"health_check", "author_info"}
FAULTS: dict[str, dict[str, Any]] = {
    "refuse": {"kind": "refuse", "seconds": OUTAGE},
    "reset": {"kind": "reset"},
    "reset_after": {"kind": "reset_after"},
    "stall": {"kind": "stall", "seconds": BRIEF + 0.2},
    "truncate": {"kind": "truncate"},
    "401": {"kind": "status", "status": 401},
    "403": {"kind": "status", "status": 403},
    "404": {"kind": "status", "status": 404},
    "500": {"kind": "status", "status": 500},
    "starting": {"kind": "starting", "seconds": OUTAGE},
    "restart": {"kind": "restart", "seconds": OUTAGE},
    # As if the task was killed between two requests: nothing gets through any more.
    "killed": {"kind": "reset", "times": 999},
}


@pytest.fixture(scope="module", name="lone_fleet")
def _lone_fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=1, edition="6.5.21", seed=7) as fleet:
        yield fleet


@pytest.fixture(name="run", params=RUNNERS)
def _run(lone_fleet: RunningFleet, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleRunner:
    monkeypatch.setenv("NO_PROXY", "*")
    return ModuleRunner(lone_fleet, RUNNERS[request.param])


class Rehearsal:
    """One scenario, to be run from its start as often as is needed."""

    def __init__(self, scenario: Scenario, fleet: RunningFleet, run: ModuleRunner) -> None:
        self._scenario, self._fleet, self._run = scenario, fleet, run

    def begin(self) -> None:
        self._fleet.reset(seed=7, edition=self._scenario.edition)
        self._scenario.prepare(self._fleet, self._run)
        self._fleet.clear_requests()

    def run(self, timeout: float) -> Result:
        return self._run(self._scenario.module, **{**self._scenario.options(self._fleet), "timeout": timeout})

    def requests(self) -> tuple[Result, list[tuple[str, int, str]]]:
        """The result of a clean run, and for each request its target, its number there, and what it was."""
        self.begin()
        result = self.run(PATIENT)
        assert not result.get("failed"), result["msg"]
        counted: Counter[str] = Counter()
        positions = []
        for entry, line in zip(self._fleet.requests(), requested(self._fleet), strict=True):
            counted[entry.to] += 1
            positions.append((entry.to, counted[entry.to], line))
        return result, positions


def come_up(fleet: RunningFleet) -> None:
    """Wait until faults are over and everything answers."""
    fleet.faults.clear()
    fleet.advance_clock(2 * OUTAGE)
    deadline = time.monotonic() + PATIENT
    for url in (fleet.authors[0].url, fleet.cloud.url):
        while not answers(url):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def answers(url: str) -> bool:
    """Whether connections are taken."""
    try:
        return requests.get(f"{url}/libs/granite/csrf/token.json", timeout=PATIENT).status_code < 500
    except requests.ConnectionError:
        return False


def is_clear(scenario: Scenario, outcome: Result, clean: Result, kind: str) -> None:
    """Success with the true result, or an error that says what to do."""
    if outcome.get("failed"):
        assert outcome["msg"]
        assert kind not in SHORT or outcome.get("error", {}).get("code") == "outcome_unknown", outcome["msg"]
        if scenario.module == "health_check":
            assert any(each["status"] == "failed" for each in outcome["probes"])
            assert all(each["remedy"] for each in outcome["probes"] if each["status"] != "ok")
        else:
            assert outcome["error"]["advice"], outcome["error"]
    elif scenario.module not in READERS:
        assert outcome["changed"]
    elif kind != "404":
        # Something that is not there is a fact for a reader, whoever says so.
        without = {"invocation", "warnings"}
        assert {k: v for k, v in outcome.items() if k not in without} == {
            k: v for k, v in clean.items() if k not in without
        }


@pytest.mark.timeout(110)
@pytest.mark.parametrize("kind", list(FAULTS))
@pytest.mark.parametrize("scenario", [*SCENARIOS, *FRAMEWORKS, *LIFE], ids=str)
def test_a_fault_at_every_request(
    lone_fleet: RunningFleet, run: ModuleRunner, scenario: Scenario, kind: str, request: pytest.FixtureRequest
) -> None:
    fleet, rehearsal = lone_fleet, Rehearsal(scenario, lone_fleet, run)
    clean, positions = rehearsal.requests()
    assert len(positions) > 2
    turn = list(RUNNERS).index(request.node.callspec.params["run"]) + list(FAULTS).index(kind)
    # The runners take turns: each request meets each kind in one of them, and half of the kinds in either.
    for to, number, line in positions if EVERY else positions[turn % 2 :: 2]:
        if kind == "restart" and to == "cloud":
            continue
        before, outcome = met(rehearsal, fleet, kind, to, number)
        told = f"{kind} at {number}. request to {to}: {line}: {outcome.get('msg', 'success')}"
        assert any(entry.fault for entry in fleet.requests()), told
        come_up(fleet)
        is_clear(scenario, outcome, clean, kind)
        scenario.kept(fleet)
        mends(scenario, rehearsal, fleet, outcome, told)
        if scenario.module in READERS:
            assert (state(fleet) == before, changes(fleet)) == (True, []), told


def met(rehearsal: Rehearsal, fleet: RunningFleet, kind: str, to: str, number: int) -> tuple[Any, Result]:
    """The state before a run that meets a fault, and its result; a busy machine may need more time to come so far."""
    for timeout in (ENOUGH, PATIENT) if kind in SHORT else (BRIEF, ENOUGH, PATIENT):
        rehearsal.begin()
        before = state(fleet)
        fleet.faults.add(to=to, nth=number, **FAULTS[kind])
        outcome = rehearsal.run(timeout)
        if any(entry.fault for entry in fleet.requests()):
            break
    return before, outcome


def mends(scenario: Scenario, rehearsal: Rehearsal, fleet: RunningFleet, outcome: Result, told: str) -> None:
    """A run without faults reaches the wanted state, and the one after it finds nothing to do."""
    again = rehearsal.run(PATIENT)
    assert not again.get("failed"), f"{told}; then {again.get('msg')}"
    assert not (again["changed"] and not outcome.get("failed")), told
    scenario.reached(fleet)
    assert rehearsal.run(PATIENT)["changed"] is False, told
