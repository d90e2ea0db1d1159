# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service Account (JWT) connections become OAuth ones, on a fleet of mixed editions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.conftest import Record, announced_seed
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots, state_of

CONVERT, ROLL_BACK = "aemfleet.ims.convert", "aemfleet.ims.roll_back"
EDITIONS = "6.5.17,6.5.21,lts,6.5.21"
GRANTS = "auth.token.provider.authorization.grants"
NAMES = ("author1", "author2", "author3", "author4")


class Site:
    """A mixed fleet with legacy connections, and its operator."""

    def __init__(self, fleet: simulator.RunningFleet, controller: Controller) -> None:
        self.fleet, self._controller = fleet, controller
        download = jwt_download(fleet)
        legacy.connect(fleet, download, NAMES)
        self.variables: dict[str, Any] = {"analytics_former_client_secret": legacy.client_secret(download)}
        users = {author.name: {"analytics_keypair_user": author.names.product.service_user} for author in fleet.authors}
        self._hosts: dict[str, dict[str, Any]] = users

    def run(self, *arguments: str, playbook: str = CONVERT, **variables: Any) -> Outcome:
        """Run a playbook with the inventory of the fleet."""
        # Whether a page made by hand has its report suites depends on the author's dialog, which the seed draws.
        without = ("analytics_report_suites",)
        given = {**self.variables, **variables}
        inventory = inventory_of(self.fleet, hosts=self._hosts, without=without, **given)
        return self._controller.run(self._controller.write_inventory(inventory), *arguments, playbook=playbook)

    def is_oauth(self, name: str) -> bool:
        """Whether the only IMS configuration is an OAuth one."""
        (properties,) = state_of(self.fleet, name).providers.values()
        return properties.get(GRANTS) == "client_credentials"


def fail_the_examination(fleet: simulator.RunningFleet, name: str) -> None:
    """Refuse the third question for the states of the bundles: two come before the change, one after it."""
    fleet.faults.add(to=name, kind="status", status=403, method="GET", path=r"/system/console/bundles\.", nth=3)


@pytest.fixture
def site(controller: Controller, tmp_path: Path, record_property: Record) -> Iterator[Site]:
    seed = announced_seed(record_property)
    with simulator.running(authors=4, edition=EDITIONS, seed=seed, directory=tmp_path / "fleet") as fleet:
        yield Site(fleet, controller)


def test_a_mixed_fleet_is_converted_in_place(site: Site) -> None:
    before = {name: set(state_of(site.fleet, name).providers) for name in NAMES}
    untouched = snapshots(site.fleet)

    predicted = site.run("--check").succeeded()
    assert snapshots(site.fleet) == untouched
    converted = site.run().succeeded()

    assert predicted.changes == converted.changes == dict.fromkeys(NAMES, 2)
    assert_connected(site.fleet)
    for name in NAMES:
        assert site.is_oauth(name)
        assert set(state_of(site.fleet, name).providers) == before[name]
        assert legacy.aliases(site.fleet, name) == []
    done = snapshots(site.fleet)
    assert set(site.run().succeeded().changes.values()) == {0}
    assert snapshots(site.fleet) == done


def test_the_play_stops_at_the_author_that_fails_and_that_author_is_rolled_back(site: Site) -> None:
    before = snapshots(site.fleet)
    fail_the_examination(site.fleet, "author2")

    stopped = site.run().failed()

    assert list(stopped.failures) == ["author2"]
    told = stopped.failures["author2"]
    assert "author_ready" in told
    assert told.endswith("The IMS configuration has what it had before.")
    assert site.is_oauth("author1")
    assert not site.is_oauth("author2")
    assert legacy.aliases(site.fleet, "author2") == ["adobe-analytics"]
    # Author 3 was in the same batch (50 % of four), author 4 in the next one, which the play did not reach.
    assert site.is_oauth("author3")
    assert snapshots(site.fleet)["author4"] == before["author4"]

    site.run().succeeded()
    assert all(site.is_oauth(name) for name in NAMES)


def test_without_the_former_secret_the_configuration_stays_converted_and_that_is_said(site: Site) -> None:
    fail_the_examination(site.fleet, "author1")
    told = site.run("--limit", "author1", analytics_former_client_secret="").failed().failures["author1"]
    assert "analytics_former_client_secret" in told
    assert site.is_oauth("author1")


def test_nothing_is_taken_back_where_the_operator_says_so(site: Site) -> None:
    fail_the_examination(site.fleet, "author1")
    told = site.run("--limit", "author1", analytics_roll_back=False).failed().failures["author1"]
    assert told.endswith("The changes were left, as analytics_roll_back asks for.")
    assert site.is_oauth("author1")


def test_a_wrong_credential_converts_nothing(site: Site) -> None:
    before = snapshots(site.fleet)
    refused = site.run(analytics_client_secret="not the secret").failed()
    assert list(refused.failures) == ["author1"]
    assert snapshots(site.fleet) == before


def test_a_conversion_is_rolled_back_later(site: Site, tmp_path: Path) -> None:
    kept = tmp_path / "undo"
    kept.mkdir()
    before = state_of(site.fleet, "author2")
    site.run("--limit", "author2", analytics_undo_directory=str(kept)).succeeded()
    assert "secret: " not in (kept / "author2.yml").read_text(encoding="utf-8")

    rolled = site.run("--limit", "author2", "-e", f"analytics_undo_directory={kept}", playbook=ROLL_BACK).succeeded()

    assert rolled.changes == {"author2": 1}
    after = state_of(site.fleet, "author2")
    assert after.providers == before.providers
    assert after.pages == before.pages
    again = ("--limit", "author2", "-e", f"analytics_undo_directory={kept}")
    assert site.run(*again, playbook=ROLL_BACK).succeeded().changes == {"author2": 0}
