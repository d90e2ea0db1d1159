# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was made by hand is taken over, and what is no longer wanted goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.conftest import Record, announced_seed
from integration.hands import Administrator, wizard_fields
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots, state_of

ADOPT, REMOVE = "aemfleet.ims.adopt", "aemfleet.ims.remove"
TITLE = "Adobe Analytics"


def _run(controller: Controller, fleet: simulator.RunningFleet, playbook: str, *more: str, **variables: Any) -> Outcome:
    inventory = controller.write_inventory(inventory_of(fleet, **variables))
    return controller.run(inventory, *more, playbook=playbook)


def test_everything_is_removed_once(fleet: simulator.RunningFleet, controller: Controller) -> None:
    fresh = {author.name: state_of(fleet, author.name) for author in fleet.authors}
    controller.run(controller.write_inventory(inventory_of(fleet))).succeeded()
    connected = snapshots(fleet)

    predicted = _run(controller, fleet, REMOVE, "--check").succeeded()
    assert snapshots(fleet) == connected
    removed = _run(controller, fleet, REMOVE).succeeded()

    assert set(predicted.changes.values()) == set(removed.changes.values()) == {2}
    assert {author.name: state_of(fleet, author.name) for author in fleet.authors} == fresh
    assert set(_run(controller, fleet, REMOVE).succeeded().changes.values()) == {0}


def test_what_others_refer_to_is_kept_and_named(fleet: simulator.RunningFleet, controller: Controller) -> None:
    controller.run(controller.write_inventory(inventory_of(fleet))).succeeded()
    for author in fleet.authors:
        fleet.by_hand_cloudservice(
            author.name, ims_title=TITLE, company=fleet.cloud.company, title="Of others", label="of-others"
        )

    removed = _run(controller, fleet, REMOVE).succeeded()

    assert set(removed.changes.values()) == {1}
    assert "ims_config is kept for /etc/cloudservices/sitecatalyst/of-others" in removed.stdout
    for author in fleet.authors:
        state = state_of(fleet, author.name)
        assert (len(state.providers), len(state.secrets), list(state.pages)) == (1, 1, ["of-others"])


def test_the_key_pair_goes_last(controller: Controller, tmp_path: Path, record_property: Record) -> None:
    seed = announced_seed(record_property)
    with simulator.running(authors=1, edition="6.5.12", seed=seed, directory=tmp_path / "fleet") as fleet:
        legacy.connect(fleet, jwt_download(fleet), ["author1"])
        user = fleet.authors[0].names.product.service_user
        removed = _run(controller, fleet, REMOVE, analytics_keypair_user=user).succeeded()
        assert removed.changes == {"author1": 3}
        assert legacy.aliases(fleet, "author1") == []
        state = state_of(fleet, "author1")
        assert (state.providers, state.secrets, state.pages) == ({}, {}, {})


def test_what_was_made_by_hand_is_adopted(fleet: simulator.RunningFleet, controller: Controller) -> None:
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **wizard_fields(fleet, TITLE))
        fleet.by_hand_cloudservice(
            author.name, ims_title=TITLE, company=fleet.cloud.company, title=TITLE, label="by-hand"
        )
    before = {author.name: state_of(fleet, author.name) for author in fleet.authors}

    adopted = _run(controller, fleet, ADOPT).succeeded()

    assert_connected(fleet)
    for name, state in before.items():
        after = state_of(fleet, name)
        assert set(after.providers) == set(state.providers)
        assert list(after.pages) == ["by-hand"]
    assert all(adopted.changes.values())
    assert set(_run(controller, fleet, ADOPT).succeeded().changes.values()) == {0}


def test_duplicates_are_named_and_removed_only_on_request(
    fleet: simulator.RunningFleet, controller: Controller
) -> None:
    fields = wizard_fields(fleet, TITLE)
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **fields)
        fleet.by_hand_cloudservice(
            author.name, ims_title=TITLE, company=fleet.cloud.company, title=TITLE, label="by-hand"
        )
    in_use = {author.name: next(iter(state_of(fleet, author.name).providers)) for author in fleet.authors}
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **{**fields, "Title": "Another", "Client Secret": "p8e-of-nobody"})
        Administrator(fleet, author.name).rename_ims_config("Another", TITLE)
    before = snapshots(fleet)

    named = _run(controller, fleet, ADOPT).failed()
    assert snapshots(fleet) == before
    for name, pid in in_use.items():
        assert pid in named.failures[name]
        assert pid in named.result("Name the duplicates", name).message

    # An author whose pages refer by title, which the seed draws, can't tell its duplicates apart.
    by_title = {each.name for each in fleet.authors if each.names.dialog.ims_value_kind == "title"}
    meant = {name: {"analytics_provider_pid": pid} for name, pid in in_use.items() if name in by_title}
    _run(controller, fleet, ADOPT, analytics_duplicates="remove", hosts=meant).succeeded()
    assert_connected(fleet)
    assert {name: next(iter(state_of(fleet, name).providers)) for name in in_use} == in_use
    assert set(_run(controller, fleet, ADOPT).succeeded().changes.values()) == {0}
