# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which credential each host gets, and how often it is read."""

from __future__ import annotations

import json
from typing import Any

import simulator
from integration.inventories import as_single_variables, handed_over, inventory_of
from integration.playbooks import Controller
from integration.readers import counted
from integration.states import assert_connected, state_of


def client_id(workspace: dict[str, Any]) -> str:
    return str(as_single_variables(workspace)["analytics_client_id"])


def secrets_used(fleet: simulator.RunningFleet) -> set[tuple[str, str]]:
    """Every client id with the secret that came to Adobe IMS with it."""
    forms = [dict(request.form) for request in fleet.requests("cloud") if request.method == "POST"]
    return {(form["client_id"], form["client_secret"]) for form in forms}


def test_a_file_that_all_hosts_share_is_read_once(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    with counted(handed_over(fleet, "workspace.json")) as openings:
        # One host after the other, so that no two openings coincide.
        controller.run(inventory, "--forks", "1", "--limit", "author1,author2").succeeded()
    assert openings.count == 1
    assert_connected(fleet, "author1", "author2")


def test_every_host_may_have_a_credential_of_its_own(fleet: simulator.RunningFleet, controller: Controller) -> None:
    shared = fleet.cloud.credential
    as_file, as_document = fleet.cloud.add_client(name="Second"), fleet.cloud.add_client(name="Third")
    path = controller.directory / "second.json"
    inventory = controller.write_inventory(
        inventory_of(
            fleet,
            hosts={
                "author2": {"analytics_credential_file": str(path)},
                "author3": {"analytics_credential": as_document},
            },
        )
    )
    path.write_text(json.dumps(as_file), encoding="utf-8")

    controller.run(inventory).succeeded()

    wanted = {"author1": shared, "author2": as_file, "author3": as_document}
    assert {name: state_of(fleet, name).client_id for name in wanted} == {
        name: client_id(workspace) for name, workspace in wanted.items()
    }
    assert secrets_used(fleet) == {_pair(workspace) for workspace in wanted.values()}


def test_single_variables_go_before_the_document(fleet: simulator.RunningFleet, controller: Controller) -> None:
    other = as_single_variables(fleet.cloud.add_client(name="Other"))
    alone = {**other, "analytics_credential_file": ""}
    inventory = controller.write_inventory(inventory_of(fleet, hosts={"author2": other, "author3": alone}))
    controller.run(inventory, "--limit", "author2,author3").succeeded()
    assert state_of(fleet, "author2").client_id == other["analytics_client_id"]
    assert state_of(fleet, "author3").client_id == other["analytics_client_id"]


def test_a_document_with_two_credentials_is_chosen_from_by_name(
    fleet: simulator.RunningFleet, controller: Controller
) -> None:
    workspace = fleet.cloud.credential
    second = fleet.cloud.add_client(name="Second")
    of = workspace["project"]["workspace"]["details"]["credentials"]
    of += second["project"]["workspace"]["details"]["credentials"]
    inventory = controller.write_inventory(
        inventory_of(fleet, analytics_credential=workspace, analytics_credential_name="Second")
    )
    controller.run(inventory, "--limit", "author1").succeeded()
    assert state_of(fleet, "author1").client_id == client_id(second)


def test_a_host_whose_file_cannot_be_read_stops_no_other(fleet: simulator.RunningFleet, controller: Controller) -> None:
    missing = str(controller.directory / "nowhere.json")
    # The first host is the one that reads what all others share.
    inventory = inventory_of(fleet, hosts={"author1": {"analytics_credential_file": missing}})
    outcome = controller.run(controller.write_inventory(inventory), "--limit", "author1,author2").failed()
    assert list(outcome.failures) == ["author1"]
    assert missing in outcome.failures["author1"]
    assert_connected(fleet, "author2")


def test_a_rotated_secret_reaches_every_author(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    controller.run(inventory, "--limit", "author1").succeeded()
    before = state_of(fleet, "author1").stored_secret

    fleet.cloud.rotate_secret(client_id(fleet.cloud.credential))
    handed_over(fleet, "workspace.json").write_text(json.dumps(fleet.cloud.credential), encoding="utf-8")
    rotated = controller.run(inventory, "--limit", "author1").succeeded()

    assert rotated.changes == {"author1": 1}
    assert state_of(fleet, "author1").stored_secret != before
    assert_connected(fleet, "author1")


def _pair(workspace: dict[str, Any]) -> tuple[str, str]:
    variables = as_single_variables(workspace)
    return variables["analytics_client_id"], variables["analytics_client_secret"]
