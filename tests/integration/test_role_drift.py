# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was changed or removed by hand between two runs is put right by the second, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import simulator
from integration.hands import Administrator
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected, state_of

AUTHOR, PAGE = "author1", "adobe-analytics"
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


@pytest.mark.parametrize(
    ("deed", "repaired"),
    [
        (change_the_client_id, "ims_config"),
        (change_the_secret, "ims_config"),
        (remove_the_ims_configuration, "ims_config"),
        (change_the_template, "cloudservice"),
        (remove_the_page, "cloudservice"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_drift_is_repaired(deed: Deed, repaired: str, fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    controller.run(inventory, "--limit", AUTHOR).succeeded()
    wanted = state_of(fleet, AUTHOR)
    deed(Administrator(fleet, AUTHOR))
    assert state_of(fleet, AUTHOR) != wanted

    outcome = controller.run(inventory, "--limit", AUTHOR).succeeded()

    assert_connected(fleet, AUTHOR)
    assert state_of(fleet, AUTHOR).client_id == wanted.client_id
    changed = {thing for thing, task in TASKS.items() if outcome.result(task, AUTHOR).changed}
    # A page may refer to the configuration by its PID, which is another one when it was made anew.
    followed = {"cloudservice"} if deed is remove_the_ims_configuration else set()
    assert changed - followed == {repaired}
    assert controller.run(inventory, "--limit", AUTHOR).succeeded().changes == {AUTHOR: 0}
