# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is seen when a module runs as a task, whether it succeeds or fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.canaries import (
    PASSPHRASE,
    PASSWORD,
    USERNAME,
    WRONG_PASSWORD,
    WRONG_SECRET,
    Nest,
    nest_in,
)
from integration.examples import MODULES, Task, examples_of, grounds_of, play, variables_of
from integration.playbooks import Controller

LOCAL = Path("localhost,")
LOUD = ("-vvvv", "--diff")


@pytest.fixture(name="nest")
def _nest(pair: simulator.RunningFleet) -> Nest:
    return nest_in(pair)


@pytest.fixture(name="variables")
def _variables(nest: Nest, tmp_path: Path) -> dict[str, Any]:
    return variables_of(
        nest.fleet, nest.workspace, tmp_path, username=USERNAME, password=PASSWORD, passphrase=PASSPHRASE
    )


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_seen_of_a_module_that_succeeds(
    module: str, nest: Nest, variables: dict[str, Any], controller: Controller
) -> None:
    tasks = [*grounds_of(module), *examples_of(module)]
    playbook = controller.write_playbook(play(variables, tasks))
    nest.assert_unseen(controller, controller.run(LOCAL, *LOUD, playbook=playbook).succeeded())


@pytest.mark.parametrize(
    "wrong",
    [{"author_password": WRONG_PASSWORD}, {"client_secret": WRONG_SECRET, "org_id": WRONG_SECRET}, {"timeout": "x"}],
    ids=["password", "credential", "type"],
)
def test_nothing_is_seen_of_modules_that_fail(
    wrong: dict[str, Any], nest: Nest, variables: dict[str, Any], controller: Controller
) -> None:
    tasks = [with_options(examples_of(module)[0], wrong) for module in MODULES]
    playbook = controller.write_playbook(play(variables, tasks))
    outcome = controller.run(LOCAL, *LOUD, playbook=playbook).succeeded()
    assert "ignored" in {entry.event for entry in outcome.results}
    nest.assert_unseen(controller, outcome)


def with_options(task: Task, options: dict[str, Any]) -> Task:
    """The task with other options, as far as its module has them, and a failure that does not end the play."""
    (action,) = [key for key in task if key.startswith("aemfleet.ims.")]
    own = {name: value for name, value in options.items() if name in {*task[action], "timeout"}}
    return {**task, action: {**task[action], **own}, "ignore_errors": True}
