# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --check predicts is what the run after it does, and it changes nothing itself."""

from __future__ import annotations

from pathlib import Path

import simulator
from integration.conftest import Record, announced_seed
from integration.hands import Administrator, wizard_fields
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected, snapshots

MANAGING = ("Manage the IMS configuration", "Manage the Analytics cloud service")
FRESH, UNCHANGED, DRIFTED, BY_HAND = AUTHORS = ("author1", "author2", "author3", "author4")


def prepare(fleet: simulator.RunningFleet, controller: Controller, inventory: Path) -> dict[str, int]:
    """Bring each author into a state of its own, and tell how many of the two things differ there."""
    controller.run(inventory, "--limit", f"{UNCHANGED},{DRIFTED}").succeeded()
    administrator = Administrator(fleet, DRIFTED)
    administrator.change_client_id("changed by hand")
    administrator.change_page("adobe-analytics", cq__template="/libs/cq/analytics/templates/framework")
    title = "Adobe Analytics"
    fleet.by_hand_ims_config(BY_HAND, **wizard_fields(fleet, title))
    fleet.by_hand_cloudservice(BY_HAND, ims_title=title, company=fleet.cloud.company, title=title, label="by-hand")
    # No digest vouches for a secret typed by hand, and the dialog may have a field for report suites.
    left_to_do = 2 if fleet.authors[0].names.dialog.report_suites else 1
    return {FRESH: 2, UNCHANGED: 0, DRIFTED: 2, BY_HAND: left_to_do}


def test_check_mode_predicts_exactly(controller: Controller, tmp_path: Path, record_property: Record) -> None:
    seed = announced_seed(record_property)
    with simulator.running(authors=len(AUTHORS), edition="6.5.21", seed=seed, directory=tmp_path / "fleet") as fleet:
        inventory = controller.write_inventory(inventory_of(fleet))
        changes = prepare(fleet, controller, inventory)
        before = snapshots(fleet)
        predicted = controller.run(inventory, "--check", "--diff").succeeded()
        assert snapshots(fleet) == before
        done = controller.run(inventory, "--diff").succeeded()
        assert_connected(fleet)

    assert predicted.changes == done.changes == changes
    for author in AUTHORS:
        for task in MANAGING:
            was, became = done.diff(task, author)
            assert predicted.result(task, author).changed == done.result(task, author).changed == (was != became)
            assert predicted.diff(task, author) == (was, became)
