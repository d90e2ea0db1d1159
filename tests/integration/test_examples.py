# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the documentation runs: predicted, done, and done again without a change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.examples import (
    MODULES,
    PLUGINS,
    Task,
    examples_of,
    examples_of_filter,
    grounds_of,
    play,
    variables_of,
)
from integration.inventories import as_single_variables, handed_over
from integration.playbooks import Controller
from integration.states import snapshots

LOCAL = Path("localhost,")
FILTERS = sorted(path.stem for path in (PLUGINS / "filter").glob("*.yml"))


@pytest.fixture(name="variables")
def _variables(pair: simulator.RunningFleet, tmp_path: Path) -> dict[str, Any]:
    author = pair.authors[0]
    return variables_of(pair, pair.cloud.credential, tmp_path, username=author.username, password=author.password)


def named(task: Task, suffix: str, **keywords: Any) -> Task:
    return {**task, **keywords, "name": f"{task['name']} ({suffix})"}


def test_the_examples_run_in_check_mode(
    pair: simulator.RunningFleet, variables: dict[str, Any], controller: Controller
) -> None:
    examples = [example for module in MODULES for example in examples_of(module)]
    before = snapshots(pair)
    playbook = controller.write_playbook(play(variables, examples))
    outcome = controller.run(LOCAL, "--check", "--diff", playbook=playbook).succeeded()
    assert len(outcome.results) == len(examples)
    assert snapshots(pair) == before


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_do_what_was_predicted_and_nothing_twice(
    module: str, pair: simulator.RunningFleet, variables: dict[str, Any], controller: Controller
) -> None:
    tasks = grounds_of(module)
    for example in examples_of(module):
        tasks += [named(example, "predicted", check_mode=True), named(example, "done"), named(example, "again")]
    outcome = controller.run(LOCAL, playbook=controller.write_playbook(play(variables, tasks))).succeeded()
    for example in examples_of(module):
        predicted, done, again = (
            outcome.result(f"{example['name']} ({suffix})", "localhost").changed
            for suffix in ("predicted", "done", "again")
        )
        assert predicted == done, example["name"]
        assert not again, example["name"]


@pytest.mark.parametrize("name", FILTERS)
def test_the_examples_of_filters_run(name: str, pair: simulator.RunningFleet, controller: Controller) -> None:
    wanted = as_single_variables(pair.cloud.credential)
    told = {"name": "Show", "ansible.builtin.debug": {"msg": "{{ credential | to_json }}"}}
    variables = {"analytics_credential_file": str(handed_over(pair, "workspace.json"))}
    playbook = controller.write_playbook(play(variables, [*examples_of_filter(name), told]))
    outcome = controller.run(LOCAL, playbook=playbook).succeeded()
    read = outcome.result("Show", "localhost").result["msg"]
    credential = read if isinstance(read, dict) else json.loads(read)
    assert {f"analytics_{key}": value for key, value in credential.items()}.items() >= wanted.items()
