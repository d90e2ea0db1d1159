# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role on mixed fleets, and what it costs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import simulator
from integration.conftest import Record, announced_seed
from integration.inventories import inventory_of
from integration.playbooks import Controller, Outcome
from integration.states import assert_connected, snapshots

EDITIONS = ("6.5.12", "6.5.17", "6.5.21", "lts")
EACH = 2
FIRST_RUN_BUDGET, UNCHANGED_BUDGET, TASK_BUDGET = 20, 8, 6
TOO_OLD = re.compile(
    r"http://127\.\S+ is not healthy\. product_version \(oauth_not_supported\): "
    r"AEM 6\.5\.12\.0, adobeims\.core 1\.0\.\d+ does not know OAuth Server-to-Server\. "
    r"Install service pack 6\.5\.21 or later, or on 6\.5\.11 to 6\.5\.20 the package "
    r"ims-jwt-compatibility-package-6\.5 with adobeims\.core 1\.1\.26 or later\."
)


def requests_per_author(fleet: simulator.RunningFleet) -> Counter[str]:
    return Counter(request.to for request in fleet.requests() if request.to != "cloud")


@pytest.mark.parametrize("position", range(3))
def test_every_edition_that_knows_oauth_is_connected_within_its_budget(
    position: int, controller: Controller, tmp_path: Path, record_property: Record
) -> None:
    seed = announced_seed(record_property, position)
    authors = EACH * len(EDITIONS)
    with simulator.running(
        authors=authors, edition=",".join(EDITIONS), seed=seed, directory=tmp_path / "fleet"
    ) as fleet:
        too_old = {author.name for author in fleet.authors if author.edition == "6.5.12"}
        able = {author.name for author in fleet.authors} - too_old
        inventory = controller.write_inventory(inventory_of(fleet))
        fresh = snapshots(fleet)

        first, first_requests = run_and_count(fleet, controller, inventory)
        assert_connected(fleet, *able)
        connected = snapshots(fleet)
        again, again_requests = run_and_count(fleet, controller, inventory)

        for outcome in (first, again):
            assert set(outcome.failures) == too_old
            assert all(TOO_OLD.fullmatch(message) for message in outcome.failures.values())
        assert {name: fresh[name] for name in too_old} == {name: connected[name] for name in too_old}
        assert first.changes == {**dict.fromkeys(able, 2), **dict.fromkeys(too_old, 0)}
        assert set(again.changes.values()) == {0}
        assert snapshots(fleet) == connected
    record_property("measured", f"most requests to one author {first_requests}, then {again_requests}")
    assert first_requests <= FIRST_RUN_BUDGET
    assert again_requests <= UNCHANGED_BUDGET


def run_and_count(fleet: simulator.RunningFleet, controller: Controller, inventory: Path) -> tuple[Outcome, int]:
    """Run the role, and tell how many requests the author got that got the most."""
    fleet.clear_requests()
    outcome = controller.run(inventory).failed()
    return outcome, max(requests_per_author(fleet).values())


def test_a_host_runs_six_tasks_at_most(
    fleet: simulator.RunningFleet, controller: Controller, record_property: Record
) -> None:
    outcome = controller.run(controller.write_inventory(inventory_of(fleet))).succeeded()
    ran = [entry for entry in outcome.results if entry.event != "skipped"]
    for_all = [task for task, hosts in Counter(entry.task for entry in ran).items() if hosts == len(fleet.authors)]
    record_property("measured", f"{len(for_all)} tasks for every host, {len(ran)} results for 3 hosts")
    assert len(for_all) <= TASK_BUDGET
    # What all hosts share: the credential's file is read once, and the end is told once.
    assert len(ran) - len(for_all) * len(fleet.authors) <= 2
