# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of the role by themselves, and what it says of all."""

from __future__ import annotations

import pytest

import simulator
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots, state_of

CHECK, HEALTH = "Check the author and the credential", "Check the health of the whole connection"
IMS, SERVICE = "Manage the IMS configuration", "Manage the Analytics cloud service"
STEPS = {
    "check": {CHECK},
    "ims_config": {CHECK, IMS},
    "cloudservice": {CHECK, SERVICE},
    "health": {HEALTH},
    "ims_config,health": {CHECK, IMS, HEALTH},
}


def steps(outcome: Outcome) -> set[str]:
    """The steps that ran on the first author."""
    ran = [entry.task for entry in outcome.of("author1") if entry.event != "skipped"]
    return {step for step in (CHECK, IMS, SERVICE, HEALTH) if any(step in task for task in ran)}


def test_each_tag_runs_its_step(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    controller.run(inventory).succeeded()
    connected = snapshots(fleet)
    for tags, wanted in STEPS.items():
        outcome = controller.run(inventory, "--tags", tags).succeeded()
        assert (tags, steps(outcome)) == (tags, wanted)
    assert snapshots(fleet) == connected


def test_steps_one_after_the_other_connect_the_authors(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    controller.run(inventory, "--tags", "ims_config").succeeded()
    assert not state_of(fleet, "author1").pages
    controller.run(inventory, "--tags", "cloudservice").succeeded()
    assert_connected(fleet)
    last = controller.run(inventory).succeeded()
    assert set(last.changes.values()) == {0}


def test_an_examination_by_itself_looks_at_what_no_task_has_read(
    fleet: simulator.RunningFleet, controller: Controller
) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    outcome = controller.run(inventory, "--tags", "health").failed()
    assert outcome.failures.keys() == {author.name for author in fleet.authors}
    assert all("ims_config" in message and "cloudservice" in message for message in outcome.failures.values())


@pytest.mark.parametrize("mode", [(), ("--check",)], ids=["done", "predicted"])
def test_it_says_what_comes_and_what_is_next(
    mode: tuple[str, ...], fleet: simulator.RunningFleet, controller: Controller
) -> None:
    outcome = controller.run(controller.write_inventory(inventory_of(fleet)), *mode).succeeded()
    company, suites = fleet.cloud.company, ", ".join(fleet.cloud.report_suites)
    begin = "Looks what would change of" if mode else "Takes care of"
    for author in fleet.authors:
        assert outcome.result("Say what comes", author.name).message == (
            f"{begin} the IMS configuration 'Adobe Analytics' and the cloud service 'Adobe Analytics' "
            f"for company {company} with {suites} on {author.url}."
        )
    end = outcome.result("Sum up", "author1").result["msg"]
    done = "not examined, would change" if mode else "ok, changed"
    assert end[:3] == [f"{author.name}: {done} ims_config and cloudservice" for author in fleet.authors]
    (following,) = end[3:]
    assert following.startswith("Next: run it without --check" if mode else "Next: a framework")


def test_a_second_run_has_nothing_more_to_say(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    controller.run(inventory).succeeded()
    connected = controller.run(inventory).succeeded().result("Sum up", "author1").result["msg"]
    assert connected == [f"{author.name}: ok, nothing to change" for author in fleet.authors]
