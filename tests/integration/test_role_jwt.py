# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented page's own procedure: key pair, Developer Console, then the rest, with a Service Account (JWT)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulator
from integration.canaries import CANARY, PASSPHRASE
from integration.conftest import Record, announced_seed
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots, state_of
from integration.test_role_fleet import UNCHANGED_BUDGET, requests_per_author


def assert_unseen(controller: Controller, outcome: Outcome) -> None:
    """Neither the passphrase nor a private key is shown or left behind."""
    for text in (outcome.stdout, outcome.stderr, outcome.record, controller.leftovers(), *outcome.command_lines):
        assert not CANARY.search(text)


def test_the_role_waits_for_the_developer_console(
    controller: Controller, tmp_path: Path, record_property: Record
) -> None:
    seed, certificates = announced_seed(record_property), tmp_path / "certificates"
    with simulator.running(authors=2, edition="6.5.12", seed=seed, directory=tmp_path / "fleet") as fleet:
        fleet.configure("cloud", jwt_cut_off=None)
        inventory = inventory_of(
            fleet,
            analytics_credential_type="jwt",
            analytics_credential_file="",
            analytics_contract={"keystore": {"user": fleet.authors[0].names.product.service_user}},
            analytics_keypair_file=str(tmp_path / "fleet.p12"),
            analytics_keypair_passphrase=PASSPHRASE,
            analytics_certificate_directory=str(certificates),
        )
        waiting = controller.run(controller.write_inventory(inventory), "-vvvv", "--diff").succeeded()
        assert_unseen(controller, waiting)
        assert set(waiting.changes.values()) == {1}
        assert "4. Download the JSON of the project" in waiting.stdout
        assert [state_of(fleet, author.name).providers for author in fleet.authors] == [{}, {}]

        # One pair for the whole fleet, so any of the exported certificates will do.
        certificate = (certificates / "author2.crt").read_text(encoding="ascii")
        credential = tmp_path / "credential.json"
        workspace = fleet.cloud.add_client(kind="jwt", certificates=[certificate])
        credential.write_text(json.dumps(workspace), encoding="utf-8")
        inventory["authors"]["vars"]["analytics_credential_file"] = str(credential)

        connected = controller.run(controller.write_inventory(inventory), "-vvvv", "--diff").succeeded()
        assert_unseen(controller, connected)
        assert_connected(fleet)
        assert set(connected.changes.values()) == {2}
        before = snapshots(fleet)
        fleet.clear_requests()
        assert set(controller.run(controller.write_inventory(inventory)).succeeded().changes.values()) == {0}
        assert snapshots(fleet) == before
        assert max(requests_per_author(fleet).values()) <= UNCHANGED_BUDGET


@pytest.mark.parametrize("runner", ["auto", "module"])
def test_relative_paths_count_from_where_the_playbook_is_called(
    runner: str, controller: Controller, tmp_path: Path, record_property: Record
) -> None:
    seed = announced_seed(record_property)
    with simulator.running(authors=1, edition="6.5.12", seed=seed, directory=tmp_path / "fleet") as fleet:
        inventory = inventory_of(
            fleet,
            aemfleet_ims_runner=runner,
            analytics_credential_type="jwt",
            analytics_credential_file="",
            analytics_keypair_user=fleet.authors[0].names.product.service_user,
            analytics_keypair_file="pairs/fleet.p12",
            analytics_keypair_passphrase=PASSPHRASE,
            analytics_certificate_directory="certificates",
        )
        (controller.directory / "pairs").mkdir(parents=True)
        controller.run(controller.write_inventory(inventory)).succeeded()
    assert (controller.directory / "certificates" / "author1.crt").is_file()
    assert (controller.directory / "pairs" / "fleet.p12").is_file()
