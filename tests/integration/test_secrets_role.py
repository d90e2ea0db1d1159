# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is seen when the role runs, whatever happens, at any verbosity."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.canaries import FIRST_SECRET, SECOND_SECRET, WRONG_PASSWORD, WRONG_SECRET, Nest, nest_in
from integration.inventories import inventory_of
from integration.mistakes import Mistake, inventory_of_mistakes
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, state_of

HOST = "author1"
LOUD = ("--limit", HOST, "-vvvv", "--diff")


@pytest.fixture(name="nest")
def _nest(fleet: simulator.RunningFleet) -> Nest:
    return nest_in(fleet)


def run(nest: Nest, controller: Controller, *arguments: str, **variables: Any) -> Outcome:
    inventory = inventory_of(nest.fleet, **nest.variables, **variables)
    return controller.run(controller.write_inventory(inventory), *LOUD, *arguments)


@pytest.mark.parametrize("runner", ["auto", "module"])
def test_nothing_is_seen_when_all_goes_well(nest: Nest, controller: Controller, runner: str) -> None:
    predicted = run(nest, controller, "--check", aemfleet_ims_runner=runner).succeeded()
    nest.assert_unseen(controller, predicted)
    first = run(nest, controller, aemfleet_ims_runner=runner).succeeded()
    nest.assert_unseen(controller, first)
    assert_connected(nest.fleet, HOST)
    again = run(nest, controller, aemfleet_ims_runner=runner).succeeded()
    nest.assert_unseen(controller, again)
    assert again.changes == {HOST: 0}
    # The search is worth something only if there was something to find.
    assert len(nest.derived()) > 3
    assert any("ansible-playbook" in line for line in first.command_lines)
    assert any("AnsiballZ" in line for line in first.command_lines) is (runner == "module")


def test_nothing_is_seen_when_the_secret_is_rotated_or_drifts(nest: Nest, controller: Controller) -> None:
    run(nest, controller).succeeded()
    before = state_of(nest.fleet, HOST).stored_secret
    rotated = json.loads(json.dumps(nest.workspace))
    (credential,) = rotated["project"]["workspace"]["details"]["credentials"]
    credential["oauth_server_to_server"]["client_secrets"] = [SECOND_SECRET, FIRST_SECRET]
    outcome = run(nest, controller, analytics_credential=rotated).succeeded()
    nest.assert_unseen(controller, outcome)
    assert before not in outcome.stdout + outcome.stderr + outcome.record


MISTAKES: Mapping[str, Mapping[str, Any]] = {
    "password": {"analytics_author_password": WRONG_PASSWORD},
    "secret": {"analytics_client_secret": WRONG_SECRET},
    "suite": {"analytics_report_suites": ["nosuchsuite"]},
    "types": {"analytics_timeout": "soon", "analytics_contract": "none"},
    "account_in_the_address": {"analytics_author_url": f"http://admin:{WRONG_PASSWORD}@127.0.0.1:4502"},
    "no_cloud": {"analytics_authorization_server": "http://127.0.0.1:9", "analytics_timeout": 1},
    "secret_as_a_list": {"analytics_client_secret": [WRONG_SECRET]},
    "part_of_a_credential": {"analytics_credential": {"client_secret": WRONG_SECRET}},
    "credential_as_a_list": {"analytics_credential": [WRONG_SECRET]},
    "malformed_text": {"analytics_credential": f'{{"client_secret": "{WRONG_SECRET}",'},
}
FILES = {
    "file_cut_short": f'{{"project": {{"client_secret": "{WRONG_SECRET}",',
    "incomplete_file": json.dumps({"CLIENT_SECRETS": [WRONG_SECRET]}),
    "service_account": json.dumps(
        {"API_KEY": "key", "CLIENT_SECRET": WRONG_SECRET, "ORG_ID": "o", "TECHNICAL_ACCOUNT_ID": "t"}
    ),
}


@pytest.mark.parametrize("runner", ["auto", "module"])
def test_nothing_is_seen_when_the_input_is_wrong(
    nest: Nest, controller: Controller, tmp_path: Path, runner: str
) -> None:
    common = {**nest.variables, "aemfleet_ims_runner": runner}
    mistakes = {name: Mistake((), {**common, **variables}) for name, variables in MISTAKES.items()}
    for name, content in FILES.items():
        path = tmp_path / f"{name}.json"
        path.write_text(content, encoding="utf-8")
        mistakes[name] = Mistake((), {**common, "analytics_credential_file": str(path)})
    inventory = controller.write_inventory(inventory_of_mistakes(nest.fleet, mistakes))
    outcome = controller.run(inventory, "-vvvv", "--diff").failed()
    assert set(outcome.failures) == set(mistakes)
    nest.assert_unseen(controller, outcome)


def test_nothing_is_seen_when_authors_fail_in_the_middle(nest: Nest, controller: Controller) -> None:
    failing = {
        "author1": "/libs/cq/adobeims-configuration",
        "author2": "/system/console/configMgr",
        "author3": "/etc/cloudservices",
    }
    for name, path in failing.items():
        nest.fleet.faults.add(to=name, kind="status", status=500, method="POST", path=path)
    inventory = controller.write_inventory(inventory_of(nest.fleet, **nest.variables))
    outcome = controller.run(inventory, "-vvvv", "--diff").failed()
    assert set(outcome.failures) == set(failing)
    assert all("answered 500" in said for said in outcome.failures.values())
    nest.assert_unseen(controller, outcome)
