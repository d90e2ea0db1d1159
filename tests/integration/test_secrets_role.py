# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is seen when the role runs, whatever happens, at any verbosity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.canaries import FIRST_SECRET, SECOND_SECRET, WRONG_PASSWORD, WRONG_SECRET, Nest, nest_in
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, state_of

HOST = "author1"
LOUD = ("--limit", HOST, "-vvvv", "--diff")


@pytest.fixture(name="nest")
def _nest(fleet: simulator.RunningFleet) -> Nest:
    return nest_in(fleet)


def run(nest: Nest, controller: Controller, *arguments: str, **variables: Any) -> Outcome:
    inventory = inventory_of(nest.fleet, **{**nest.variables, **variables})
    return controller.run(controller.write_inventory(inventory), *LOUD, *arguments)


def test_nothing_is_seen_when_all_goes_well(nest: Nest, controller: Controller) -> None:
    predicted = run(nest, controller, "--check").succeeded()
    nest.assert_unseen(controller, predicted)
    first = run(nest, controller).succeeded()
    nest.assert_unseen(controller, first)
    assert_connected(nest.fleet, HOST)
    again = run(nest, controller).succeeded()
    nest.assert_unseen(controller, again)
    assert again.changes == {HOST: 0}
    # The search is worth something only if there was something to find.
    assert len(nest.derived()) > 3
    assert any("ansible-playbook" in line for line in first.command_lines)
    assert any("AnsiballZ" in line for line in first.command_lines)


def test_nothing_is_seen_when_the_secret_is_rotated_or_drifts(nest: Nest, controller: Controller) -> None:
    run(nest, controller).succeeded()
    before = state_of(nest.fleet, HOST).stored_secret
    rotated = json.loads(json.dumps(nest.workspace))
    (credential,) = rotated["project"]["workspace"]["details"]["credentials"]
    credential["oauth_server_to_server"]["client_secrets"] = [SECOND_SECRET, FIRST_SECRET]
    outcome = run(nest, controller, analytics_credential=rotated).succeeded()
    nest.assert_unseen(controller, outcome)
    assert before not in outcome.stdout + outcome.stderr + outcome.record


@pytest.mark.parametrize(
    "wrong",
    [
        {"analytics_author_password": WRONG_PASSWORD},
        {"analytics_client_secret": WRONG_SECRET},
        {"analytics_report_suites": ["nosuchsuite"]},
        {"analytics_timeout": "soon", "analytics_contract": "none"},
        {"analytics_author_url": f"http://admin:{WRONG_PASSWORD}@127.0.0.1:4502"},
        {"analytics_authorization_server": "http://127.0.0.1:9"},
        {"analytics_client_secret": [WRONG_SECRET]},
        {"analytics_credential": {"client_secret": WRONG_SECRET}},
        {"analytics_credential": [WRONG_SECRET]},
        {"analytics_credential": f'{{"client_secret": "{WRONG_SECRET}",'},
    ],
    ids=[
        "password", "secret", "suite", "types", "account in the address", "no cloud", "secret as a list",
        "part of a credential", "list", "malformed text",
    ],
)  # fmt: skip
def test_nothing_is_seen_when_the_input_is_wrong(wrong: dict[str, Any], nest: Nest, controller: Controller) -> None:
    own = {name: value for name, value in wrong.items() if name == "analytics_author_url"}
    outcome = run(nest, controller, hosts={HOST: own}, **{"analytics_timeout": 5, **wrong}).failed()
    nest.assert_unseen(controller, outcome)


@pytest.mark.parametrize(
    "content",
    [
        f'{{"project": {{"client_secret": "{WRONG_SECRET}",',
        json.dumps({"CLIENT_SECRETS": [WRONG_SECRET]}),
        json.dumps({"API_KEY": "key", "CLIENT_SECRET": WRONG_SECRET, "ORG_ID": "o", "TECHNICAL_ACCOUNT_ID": "t"}),
    ],
    ids=["cut short", "incomplete", "service account"],
)
def test_nothing_is_seen_of_a_file_that_is_refused(
    content: str, nest: Nest, controller: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "credential.json"
    path.write_text(content, encoding="utf-8")
    outcome = run(nest, controller, analytics_credential_file=str(path)).failed()
    nest.assert_unseen(controller, outcome)


@pytest.mark.parametrize("path", ["/system/console/crypto", "/system/console/configMgr", "/etc/cloudservices"])
def test_nothing_is_seen_when_the_author_fails_in_the_middle(path: str, nest: Nest, controller: Controller) -> None:
    nest.fleet.faults.add(to=HOST, kind="status", status=500, method="POST", path=path)
    outcome = run(nest, controller).failed()
    assert "answered 500" in outcome.failures[HOST]
    nest.assert_unseen(controller, outcome)
    assert run(nest, controller).succeeded().changes[HOST] > 0
    assert_connected(nest.fleet, HOST)
