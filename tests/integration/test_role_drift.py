# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was changed or removed by hand between two runs is put right by the second, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import simulator
from integration.conftest import Record, announced_seed
from integration.hands import Administrator
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected, state_of

PAGE = "adobe-analytics"
TASKS = {"ims_config": "Manage the IMS configuration", "cloudservice": "Manage the Analytics cloud service"}
Deed = Callable[[Administrator], None]


def change_the_client_id(administrator: Administrator) -> None:
    administrator.change_client_id("changed by hand")


def change_the_secret(administrator: Administrator) -> None:
    administrator.change_secret("changed by hand")


def remove_the_ims_configuration(administrator: Administrator) -> None:
    administrator.remove_ims_config()


def change_the_template(administrator: Administrator) -> None:
    administrator.change_page(PAGE, cq__template="/libs/cq/analytics/templates/framework")


def remove_the_page(administrator: Administrator) -> None:
    administrator.remove_page(PAGE)


# Each on an author of its own.
REPAIRED: Mapping[Deed, str] = {
    change_the_client_id: "ims_config",
    change_the_secret: "ims_config",
    remove_the_ims_configuration: "ims_config",
    change_the_template: "cloudservice",
    remove_the_page: "cloudservice",
}


def test_drift_is_repaired(controller: Controller, tmp_path: Path, record_property: Record) -> None:
    seed = announced_seed(record_property)
    with simulator.running(authors=len(REPAIRED), edition="6.5.21", seed=seed, directory=tmp_path / "fleet") as fleet:
        deeds = {author.name: deed for author, deed in zip(fleet.authors, REPAIRED, strict=True)}
        inventory = controller.write_inventory(inventory_of(fleet))
        controller.run(inventory).succeeded()
        wanted = {name: state_of(fleet, name) for name in deeds}
        for name, deed in deeds.items():
            deed(Administrator(fleet, name))
            assert state_of(fleet, name) != wanted[name]

        outcome = controller.run(inventory).succeeded()

        assert_connected(fleet)
        for name, deed in deeds.items():
            assert state_of(fleet, name).client_id == wanted[name].client_id
            changed = {thing for thing, task in TASKS.items() if outcome.result(task, name).changed}
            # A page may refer to the configuration by its PID, which is another one when it was made anew.
            followed = {"cloudservice"} if deed is remove_the_ims_configuration else set()
            assert changed - followed == {REPAIRED[deed]}, f"{deed.__name__}: {changed}"
        assert set(controller.run(inventory).succeeded().changes.values()) == {0}
