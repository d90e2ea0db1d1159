# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --check predicts is what the run after it does, and it changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import simulator
from integration.hands import Administrator, wizard_fields
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots

AUTHOR = "author1"
MANAGING = ("Manage the IMS configuration", "Manage the Analytics cloud service")
Run = Callable[[], Outcome]
Preparation = Callable[[simulator.RunningFleet, Run], int]


def leave_fresh(fleet: simulator.RunningFleet, run: Run) -> int:
    """Nothing is there yet: two things to make."""
    return 2


def connect(fleet: simulator.RunningFleet, run: Run) -> int:
    """Everything is as it shall be."""
    run()
    return 0


def connect_and_let_drift(fleet: simulator.RunningFleet, run: Run) -> int:
    """Somebody changed a value in each of the two things."""
    run()
    administrator = Administrator(fleet, AUTHOR)
    administrator.change_client_id("changed by hand")
    administrator.change_page("adobe-analytics", cq__template="/libs/cq/analytics/templates/framework")
    return 2


def make_by_hand(fleet: simulator.RunningFleet, run: Run) -> int:
    """An administrator followed the documentation; the secret, and a field for report suites, are still to be set."""
    fleet.by_hand_ims_config(AUTHOR, **wizard_fields(fleet, "Adobe Analytics"))
    fleet.by_hand_cloudservice(
        AUTHOR, ims_title="Adobe Analytics", company=fleet.cloud.company, title="Adobe Analytics", label="by-hand"
    )
    return 2 if fleet.authors[0].names.dialog.report_suites else 1


@pytest.mark.parametrize("prepare", [leave_fresh, connect, connect_and_let_drift, make_by_hand])
def test_check_mode_predicts_exactly(
    prepare: Preparation, fleet: simulator.RunningFleet, controller: Controller
) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))

    def run(*arguments: str) -> Outcome:
        return controller.run(inventory, "--limit", AUTHOR, "--diff", *arguments).succeeded()

    changes = prepare(fleet, run)
    before = snapshots(fleet)
    predicted = run("--check")
    assert snapshots(fleet) == before
    done = run()

    assert predicted.changes == done.changes == {AUTHOR: changes}
    for task in MANAGING:
        before_done, after_done = done.diff(task, AUTHOR)
        assert (
            predicted.result(task, AUTHOR).changed == done.result(task, AUTHOR).changed == (before_done != after_done)
        )
        assert predicted.diff(task, AUTHOR) == (before_done, after_done)
    assert_connected(fleet, AUTHOR)
