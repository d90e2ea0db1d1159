# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets stay unseen while credentials are converted, taken back, rotated and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.canaries import FIRST_SECRET, SECOND_SECRET, WRONG_SECRET, Nest, nest_in
from integration.conftest import Record, announced_seed
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.test_life_convert import fail_the_examination

LOUD = ("-vvvv", "--diff")


def test_no_secret_is_seen_in_the_life_of_a_credential(
    controller: Controller, tmp_path: Path, record_property: Record
) -> None:
    seed, undo = announced_seed(record_property), tmp_path / "undo"
    undo.mkdir()
    with simulator.running(edition="6.5.21", seed=seed, directory=tmp_path / "fleet") as fleet:
        nest = nest_in(fleet)
        legacy.connect(fleet, jwt_download(fleet, secrets=[WRONG_SECRET]), ["author1"])
        user = fleet.authors[0].names.product.service_user
        given = {"analytics_keypair_user": user, "analytics_undo_directory": str(undo)}

        fail_the_examination(fleet, "author1")
        taken_back = _loud(nest, controller, "convert", analytics_former_client_secret=WRONG_SECRET, **given).failed()
        assert taken_back.failures["author1"].endswith("The IMS configuration has what it had before.")
        _loud(nest, controller, "convert", **given).succeeded()
        _loud(nest, controller, "rotate_secret", analytics_client_secret=SECOND_SECRET, **given).succeeded()
        former = {"analytics_former_client_secret": FIRST_SECRET}
        _loud(nest, controller, "roll_back", "-e", f"analytics_undo_directory={undo}", **former, **given).succeeded()
        _loud(nest, controller, "remove", **given).succeeded()


def _loud(nest: Nest, controller: Controller, name: str, *arguments: str, **variables: Any) -> Outcome:
    inventory = inventory_of(nest.fleet, without=("analytics_report_suites",), **{**nest.variables, **variables})
    path = controller.write_inventory(inventory)
    outcome = controller.run(path, *LOUD, *arguments, playbook=f"aemfleet.ims.{name}")
    nest.assert_unseen(controller, outcome)
    return outcome
