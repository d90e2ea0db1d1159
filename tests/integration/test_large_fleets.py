# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Large fleets on what exists: the page about them, run as it stands."""

from __future__ import annotations

import json
import shlex
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator
from integration.canaries import CANARY, Nest, nest_in
from integration.conftest import Record, announced_seed, draw_seed
from integration.slices import Coordinator, block
from integration.states import assert_connected, snapshots

AUTHORS, SLICES = 6, 3
# What the page's env -i lets through, and what ansible-runner adds.
LET_THROUGH = {"PATH", "HOME", "LANG"}
OF_THE_RUNNER = ("ANSIBLE_", "AWX_", "RUNNER_")


@pytest.fixture(name="fleet", scope="module")
def _fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[simulator.RunningFleet]:
    directory = tmp_path_factory.mktemp("large")
    with simulator.running(authors=AUTHORS, edition="6.5.21", seed=draw_seed(), directory=directory) as fleet:
        yield fleet


@pytest.fixture(name="nest")
def _nest(fleet: simulator.RunningFleet, record_property: Record) -> Nest:
    fleet.reset(seed=announced_seed(record_property))
    return nest_in(fleet)


@pytest.fixture(name="coordinator")
def _coordinator(nest: Nest, collection_archive: Path, tmp_path: Path) -> Coordinator:
    coordinator = Coordinator(tmp_path / "coordinator" / "work")
    coordinator.prepare(nest, collection_archive)
    return coordinator


def assert_unseen(nest: Nest, coordinator: Coordinator, shown: str) -> None:
    """No secret in what was said, shown to other users, sent by workers or left behind."""
    derived = nest.derived()
    assert len(derived) > AUTHORS
    for place, text in [("output or command line", shown), *coordinator.kept()]:
        assert not CANARY.search(text), place
        assert [name for name, secret in derived.items() if secret in text] == [], place


def test_one_stream_connects_the_authors_in_batches(nest: Nest, coordinator: Coordinator) -> None:
    coordinator.run(block("one_stream.sh")).succeeded()
    assert_connected(nest.fleet)
    (recap,) = coordinator.recaps()
    assert recap["processed"].keys() == {author.name for author in nest.fleet.authors}
    assert set(recap["changed"].values()) == {2}
    assert (recap["failures"], recap["dark"]) == ({}, {})
    assert Counter(event["event"] for event in coordinator.events())["playbook_on_play_start"] == AUTHORS // 2


def test_slices_add_up_and_a_second_run_changes_nothing(nest: Nest, coordinator: Coordinator) -> None:
    first = coordinator.run(f"sh slices.sh {SLICES}").succeeded()
    assert json.loads(first.stdout) == {"hosts": AUTHORS, "changed": AUTHORS, "failed": [], "strayed": []}
    assert_connected(nest.fleet)
    assert analytics_requests(nest.fleet) == 4 * AUTHORS
    assert_slices_were_apart(coordinator)

    connected = snapshots(nest.fleet)
    nest.fleet.clear_requests()
    again = coordinator.run(f"sh slices.sh {SLICES}").succeeded()
    assert json.loads(again.stdout) == {"hosts": AUTHORS, "changed": 0, "failed": [], "strayed": []}
    assert snapshots(nest.fleet) == connected
    assert analytics_requests(nest.fleet) == 2 * AUTHORS
    assert_a_lost_slice_is_told(coordinator)
    assert_unseen(nest, coordinator, first.shown + again.shown)


def analytics_requests(fleet: simulator.RunningFleet) -> int:
    """How many requests count for the limit of a credential (contract/adobe-cloud.md 7.5)."""
    return sum(request.target.startswith(("/discovery", "/api/")) for request in fleet.requests("cloud"))


def assert_slices_were_apart(coordinator: Coordinator) -> None:
    """Each worker had hosts and a folder of its own, and told nothing of the environment around it."""
    recaps, records = coordinator.recaps(), coordinator.first_records()
    assert [len(recap["processed"]) for recap in recaps] == [AUTHORS // SLICES] * SLICES
    assert len({record["cwd"] for record in records}) == SLICES
    for record in records:
        assert not Path(record["cwd"]).parent.exists()
        assert {name for name in record["env"] if not name.startswith(OF_THE_RUNNER)} == LET_THROUGH


def assert_a_lost_slice_is_told(coordinator: Coordinator) -> None:
    shutil.rmtree(coordinator.directory / "results" / "artifacts" / "01")
    without = coordinator.run("python3 sum_up.py")
    hosts = (coordinator.directory / "slices" / "01").read_text(encoding="utf-8").split()
    assert (without.status, json.loads(without.stdout)["strayed"]) == (1, hosts)


def test_a_failed_host_is_told(nest: Nest, coordinator: Coordinator) -> None:
    nest.fleet.faults.add(to="author2", kind="status", status=500, path="/system/console/bundles", times=9)
    ran = coordinator.run("sh slices.sh 1")
    told = json.loads(ran.stdout)
    assert (ran.status, told["hosts"], told["failed"], told["strayed"]) == (1, AUTHORS, ["author2"], [])


def test_without_the_scrubbing_the_environment_is_told(nest: Nest, coordinator: Coordinator) -> None:
    scrubbing = 'env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 '
    assert scrubbing in block("one_stream.sh")
    assert scrubbing in block("slices.sh")
    play = "- {hosts: localhost, gather_facts: false, tasks: []}"
    coordinator.run(f"echo {shlex.quote(play)} > fleet/project/nothing.yml").succeeded()
    pipe = block("one_stream.sh").replace(scrubbing, "").replace("aemfleet.ims.integrate", "nothing.yml")
    coordinator.run(pipe).succeeded()
    (copy,) = (coordinator.directory / "results").glob("artifacts/*/command")
    assert CANARY.search(copy.read_text(encoding="utf-8"))
    assert ["FLEET_TOKEN" in record["env"] for record in coordinator.first_records()] == [True]
