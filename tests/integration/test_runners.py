# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tasks are run in the worker and which are handed to the module, and that it makes no other difference."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected

SWITCH = "aemfleet_ims_runner"
EDITIONS = ("6.5.17", "6.5.21", "lts")
# PIDs, digests, protected values, times.
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|v1(\.[0-9a-f]+){3}|\{[0-9a-f]{16,}\}|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT[+-]\d{4}"
)
# About the way in which a module was run.
OF_MODULES = {"ansible_facts", "exception", "_ansible_no_log", "_ansible_parsed", "_ansible_verbose_always"}
READ = {
    "name": "Look at the author",
    "aemfleet.ims.author_info": {"gather": ["product"]},
    "module_defaults": {
        "group/aemfleet.ims.author": "{{ lookup('aemfleet.ims.analytics_options', 'connection') }}",
    },
}


def ran_modules(outcome: Outcome) -> bool:
    """Whether a process was started for a module."""
    return any("AnsiballZ_" in line for line in outcome.command_lines)


def look(fleet: simulator.RunningFleet, controller: Controller, task: dict[str, Any], **variables: Any) -> Outcome:
    """Run one reading task on one author."""
    play = {"hosts": "author1", "gather_facts": False, "tasks": [{**READ, **task}]}
    jobs = {"ansible_async_dir": str(controller.directory / "jobs")}
    inventory = controller.write_inventory(inventory_of(fleet, **{**jobs, **variables}))
    return controller.run(inventory, playbook=controller.write_playbook(play)).succeeded()


@pytest.mark.parametrize(
    ("task", "variables"),
    [
        ({}, {}),
        ({"delegate_to": "localhost"}, {"ansible_connection": "bastion"}),
        ({}, {"ansible_python_interpreter": "auto_silent"}),
        ({"environment": {}}, {}),
        ({"check_mode": True}, {SWITCH: "auto"}),
    ],
    ids=["local", "delegated to the controller", "any interpreter", "empty environment", "asked for"],
)
def test_what_stays_on_the_controller_starts_no_process(
    fleet: simulator.RunningFleet, controller: Controller, task: dict[str, Any], variables: dict[str, Any]
) -> None:
    outcome = look(fleet, controller, task, **variables)
    assert not ran_modules(outcome)
    assert outcome.result("Look at the author", "author1").result["product"]


@pytest.mark.parametrize(
    ("task", "variables"),
    [
        ({}, {"ansible_connection": "bastion"}),
        ({"environment": {"NO_PROXY": "*"}}, {}),
        ({"async": 30, "poll": 1}, {}),
        ({}, {SWITCH: "module"}),
        ({"vars": {SWITCH: "{{ 'module' }}"}}, {}),
    ],
    ids=["another machine", "environment", "async", "the group wants it", "the task wants it"],
)
def test_every_other_task_is_handed_to_the_module(
    fleet: simulator.RunningFleet, controller: Controller, task: dict[str, Any], variables: dict[str, Any]
) -> None:
    outcome = look(fleet, controller, task, **variables)
    assert ran_modules(outcome)
    assert outcome.result("Look at the author", "author1").result["product"]


def test_another_interpreter_is_obeyed(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    another = tmp_path / "python"
    another.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    another.chmod(0o755)
    outcome = look(fleet, controller, {}, ansible_python_interpreter=str(another))
    assert any("AnsiballZ_" in line and str(another) in line for line in outcome.command_lines)


def test_an_unknown_runner_is_refused(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet, aemfleet_ims_runner="fast"))
    play = {"hosts": "author1", "gather_facts": False, "tasks": [READ]}
    outcome = controller.run(inventory, playbook=controller.write_playbook(play)).failed()
    assert f"{SWITCH} must be auto or module, not fast." in outcome.failures["author1"]
    assert fleet.requests() == []


def test_the_whole_role_starts_no_process(fleet: simulator.RunningFleet, controller: Controller) -> None:
    outcome = controller.run(controller.write_inventory(inventory_of(fleet))).succeeded()
    assert_connected(fleet, *(author.name for author in fleet.authors))
    assert not ran_modules(outcome)


@pytest.mark.parametrize("edition", EDITIONS)
def test_both_runners_give_the_same(fleet: simulator.RunningFleet, controller: Controller, edition: str) -> None:
    """First run, predicted run, unchanged run, drift and removal: results, requests, diffs and state are equal."""
    assert life(fleet, controller, edition, "auto") == life(fleet, controller, edition, "module")


def life(fleet: simulator.RunningFleet, controller: Controller, edition: str, runner: str) -> list[Any]:
    """All that came of an author's life, without what is drawn at random."""
    fleet.reset(seed=7, edition=edition)
    inventory = controller.write_inventory(inventory_of(fleet, aemfleet_ims_runner=runner))
    told: list[Any] = []
    for arguments, playbook in (
        (("--check", "--diff"), "aemfleet.ims.integrate"),
        (("--diff",), "aemfleet.ims.integrate"),
        ((), "aemfleet.ims.integrate"),
        (("--diff", "-e", "analytics_title=Other"), "aemfleet.ims.integrate"),
        (("-e", "analytics_timeout=-1"), "aemfleet.ims.integrate"),
        (("--diff",), "aemfleet.ims.remove"),
    ):
        fleet.clear_requests()
        outcome = controller.run(inventory, "--limit", "author1", *arguments, playbook=playbook)
        assert ran_modules(outcome) is (runner == "module")
        told += [essence(outcome), [(request.method, request.target) for request in fleet.requests()]]
    told.append(fleet.snapshot("author1"))
    return [json.loads(RANDOM.sub("random", json.dumps(each, sort_keys=True, default=str))) for each in told]


def essence(outcome: Outcome) -> list[Any]:
    """Every result and diff, as callbacks are told."""
    entries = [*outcome.results, *outcome.diffs]
    return [
        [entry.task, entry.event, {k: v for k, v in entry.result.items() if k not in OF_MODULES}] for entry in entries
    ]
