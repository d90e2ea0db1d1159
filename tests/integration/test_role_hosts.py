# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of a fleet, one author after the other, and one that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from integration.conftest import draw_seed
from integration.inventories import handed_over, inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected, snapshots


def order_of_arrival(fleet: simulator.RunningFleet) -> list[str]:
    """The authors in the order in which each got its requests; a name comes again when another came between."""
    names = [request.to for request in fleet.requests() if request.to != "cloud"]
    return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]


def test_a_limit_leaves_the_other_authors_alone(fleet: simulator.RunningFleet, controller: Controller) -> None:
    untouched = {name: state for name, state in snapshots(fleet).items() if name != "author2"}
    outcome = controller.run(controller.write_inventory(inventory_of(fleet)), "--limit", "author2").succeeded()
    assert outcome.changes == {"author2": 2}
    assert order_of_arrival(fleet) == ["author2"]
    assert untouched.items() <= snapshots(fleet).items()
    assert_connected(fleet, "author2")


def test_authors_can_be_taken_one_after_the_other(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    outcome = controller.run(inventory, "-e", "analytics_serial=1", "--limit", "author1,author3").succeeded()
    assert order_of_arrival(fleet) == ["author1", "author3"]
    for name in ("author1", "author3"):
        assert f"{name}: ok, changed ims_config and cloudservice" in outcome.stdout


def test_another_group_can_be_named(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = inventory_of(fleet)
    inventory["production"] = {"hosts": {"author3": {}}}
    outcome = controller.run(controller.write_inventory(inventory), "-e", "analytics_hosts=production").succeeded()
    assert outcome.changes == {"author3": 2}


def test_a_failing_author_stops_no_other_and_is_named(fleet: simulator.RunningFleet, controller: Controller) -> None:
    failing, others = "author2", {"author1", "author3"}
    fleet.configure(failing, allow_writes=False)
    fresh = fleet.snapshot(failing)

    outcome = controller.run(controller.write_inventory(inventory_of(fleet))).failed()

    assert list(outcome.failures) == [failing]
    assert outcome.failures[failing].startswith("Could not create")
    assert fleet.snapshot(failing) == fresh
    assert_connected(fleet, *others)
    assert outcome.recap[failing]["failures"] == 1
    assert all(f"{name}: ok, changed ims_config and cloudservice" in outcome.stdout for name in others)


@pytest.mark.parametrize("given", [True, False], ids=["with_ca", "without_ca"])
def test_tls_is_verified_with_the_authority_that_is_given(given: bool, controller: Controller, tmp_path: Path) -> None:
    with simulator.running(tls=True, seed=draw_seed(), directory=tmp_path / "fleet") as fleet:
        without = () if given else ("analytics_ca_path",)
        inventory = controller.write_inventory(inventory_of(fleet, without=without))
        fresh = snapshots(fleet)
        outcome = controller.run(inventory)
        if given:
            assert outcome.succeeded().changes == {"author1": 2}
            assert_connected(fleet)
            return
        message = outcome.failed().failures["author1"]
        assert "author_ready (author_" in message
        assert "TLS" in message
        assert "ca_path" in message
        assert snapshots(fleet) == fresh
        assert fleet.requests() == []


def test_tls_need_not_be_verified(controller: Controller, tmp_path: Path) -> None:
    with simulator.running(tls=True, seed=draw_seed(), directory=tmp_path / "fleet") as fleet:
        inventory = inventory_of(fleet, without=("analytics_ca_path",), analytics_validate_certs=False)
        controller.run(controller.write_inventory(inventory)).succeeded()
        assert_connected(fleet)
        assert handed_over(fleet, "ca.pem").exists()
