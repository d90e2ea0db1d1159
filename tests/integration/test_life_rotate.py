# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Client secrets and key pairs are replaced while the connection keeps working."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.conftest import Record, announced_seed
from integration.inventories import as_single_variables, inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots, state_of

INTEGRATE = "aemfleet.ims.integrate"
ROTATE_SECRET, ROTATE_KEYPAIR = "aemfleet.ims.rotate_secret", "aemfleet.ims.rotate_keypair"
NEW_ALIAS = "adobe-analytics-2"
ALIAS_PROPERTY = "auth.token.provider.keypair.alias"


class Secrets:
    """Three connected authors, and a credential of which two secrets are valid."""

    first, second = "p8e-CANARY-first-secret", "p8e-CANARY-second-secret"

    def __init__(self, fleet: simulator.RunningFleet, controller: Controller) -> None:
        self.fleet, self._controller = fleet, controller
        both = [self.first, self.second]
        self._single = as_single_variables(fleet.cloud.add_client(kind="oauth", secrets=both))
        self.run(self.first, playbook=INTEGRATE).succeeded()

    def run(self, secret: str, playbook: str = ROTATE_SECRET, **variables: Any) -> Outcome:
        """Run a playbook with a secret."""
        given = {**self._single, "analytics_client_secret": secret, **variables}
        inventory = self._controller.write_inventory(inventory_of(self.fleet, **given))
        return self._controller.run(inventory, "-e", "analytics_serial=3", playbook=playbook)

    def spoil_examination(self, name: str) -> None:
        """Stop a bundle once the author was checked; what else is done does not look at the bundles."""
        self.fleet.clear_requests()
        self.run(self.first).succeeded()
        # Without a change, only the check before it looks at them.
        looks = sum("bundles.json" in entry.target for entry in self.fleet.requests(to=name))
        self.fleet.faults.add(to=name, kind="status", status=500, path="bundles.json", nth=looks + 1, times=100)


@pytest.fixture
def secrets(fleet: simulator.RunningFleet, controller: Controller) -> Secrets:
    return Secrets(fleet, controller)


def test_another_secret_of_the_same_credential_is_written(secrets: Secrets) -> None:
    before = {author.name: state_of(secrets.fleet, author.name) for author in secrets.fleet.authors}

    rotated = secrets.run(secrets.second).succeeded()

    assert set(rotated.changes.values()) == {1}
    for name, state in before.items():
        after = state_of(secrets.fleet, name)
        assert (after.providers, after.pages) == (state.providers, state.pages)
        assert after.stored_secret != state.stored_secret
        assert f"{name}: ok, changed ims_config" in rotated.stdout
    assert set(secrets.run(secrets.second).succeeded().changes.values()) == {0}


def test_a_wrong_secret_changes_nothing(secrets: Secrets) -> None:
    before = snapshots(secrets.fleet)
    refused = secrets.run("p8e-not-the-secret").failed()
    assert set(refused.failures) == {author.name for author in secrets.fleet.authors}
    assert all("client_secret_wrong" in message for message in refused.failures.values())
    assert snapshots(secrets.fleet) == before


def test_a_secret_is_taken_back_when_the_examination_fails(secrets: Secrets) -> None:
    secrets.spoil_examination("author1")
    given: dict[str, Any] = {"analytics_former_client_secret": secrets.first, "analytics_wait": 0.5}

    told = secrets.run(secrets.second, **given).failed().failures

    assert list(told) == ["author1"]
    assert told["author1"].endswith("The IMS configuration has what it had before.")
    secrets.fleet.faults.clear()
    assert secrets.run(secrets.first).succeeded().changes == {"author1": 0, "author2": 1, "author3": 1}


class Site:
    """Two authors with a legacy connection each, and their operator."""

    def __init__(self, controller: Controller, fleet: simulator.RunningFleet, folder: Path) -> None:
        self._controller, self.fleet = controller, fleet
        self.names = [author.name for author in fleet.authors]
        self.certificates, credential = folder / "certificates", folder / "credential.json"
        download = jwt_download(fleet)
        legacy.connect(fleet, download, self.names)
        credential.write_text(json.dumps(download), encoding="utf-8")
        self._variables = {
            "analytics_credential_type": "jwt",
            "analytics_credential_file": str(credential),
            "analytics_keypair_user": fleet.authors[0].names.product.service_user,
            "analytics_keypair_alias": NEW_ALIAS,
            "analytics_certificate_directory": str(self.certificates),
        }

    def rotate(self, **variables: Any) -> Outcome:
        """Run the playbook."""
        inventory = inventory_of(self.fleet, **{**self._variables, **variables})
        return self._controller.run(self._controller.write_inventory(inventory), playbook=ROTATE_KEYPAIR)

    def in_use(self) -> set[str]:
        """The aliases that the IMS configurations of the authors refer to."""
        found = (state_of(self.fleet, name).providers.values() for name in self.names)
        return {str(properties[ALIAS_PROPERTY]) for providers in found for properties in providers}


@pytest.fixture
def site(controller: Controller, tmp_path: Path, record_property: Record) -> Iterator[Site]:
    seed = announced_seed(record_property)
    with simulator.running(authors=2, edition="6.5.12", seed=seed, directory=tmp_path / "fleet") as fleet:
        yield Site(controller, fleet, tmp_path)


def test_a_rotation_needs_the_names_of_two_key_pairs(site: Site) -> None:
    before = snapshots(site.fleet)
    for former in ("", NEW_ALIAS.upper()):
        told = site.rotate(analytics_keypair_former_alias=former).failed().failures
        assert all("analytics_keypair_former_alias must name" in message for message in told.values())
    assert snapshots(site.fleet) == before


def test_a_key_pair_is_replaced_step_by_step(site: Site) -> None:
    given = {"analytics_keypair_former_alias": legacy.KEY_ALIAS}
    waiting = site.rotate(**given).succeeded()
    assert set(waiting.changes.values()) == {1}
    assert "analytics_keypair_bound" in waiting.stdout
    assert (site.certificates / "author2.crt").exists()
    assert [legacy.aliases(site.fleet, name) for name in site.names] == [[legacy.KEY_ALIAS, NEW_ALIAS]] * 2
    assert site.in_use() == {legacy.KEY_ALIAS}
    assert set(site.rotate(**given).succeeded().changes.values()) == {0}

    switched = site.rotate(**given, analytics_keypair_bound=True).succeeded()
    assert set(switched.changes.values()) == {2}
    assert_connected(site.fleet)
    assert site.in_use() == {NEW_ALIAS}
    assert [legacy.aliases(site.fleet, name) for name in site.names] == [[NEW_ALIAS]] * 2
    done = snapshots(site.fleet)
    assert set(site.rotate(**given, analytics_keypair_bound=True).succeeded().changes.values()) == {0}
    assert snapshots(site.fleet) == done
