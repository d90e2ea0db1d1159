# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the next self-test of contract_capture makes of one that the author or a signal interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from unit.plugins.fleet_state import config_files, state
from unit.plugins.key_options import entries_of, pair_options
from unit.plugins.module_runner import Run, connection
from unit.plugins.playbook_options import Options
from unit.plugins.test_capture import captured, configured, outcomes
from unit.plugins.test_capture_self_test import key_owner, leftovers

from simulator import RunningFleet

UTILS = "ansible_collections.aemfleet.ims.plugins.module_utils"
ALONE = f"""
import json, sys
from {UTILS}._perform import perform
from {UTILS}._resources import capture
perform(capture, json.load(sys.stdin), False)
"""


@pytest.mark.parametrize("kind", ["reset", "reset_after", "status"])
@pytest.mark.parametrize("nth", [1, 3, 8, 16, 19])
def test_a_failing_change_ends_neither_the_capture_nor_the_cleaning(
    fleet: RunningFleet, run: Run, kind: str, nth: int
) -> None:
    configured(fleet)
    before = state(fleet)
    further = {"status": 500} if kind == "status" else {}
    fleet.faults.add(to="author1", kind=kind, method="POST", nth=nth, **further)
    document = captured(run, self_test=True)
    fleet.faults.clear()
    assert document["contract"].keys() == {"wizard", "dialog", "osgi"}
    captured(run, self_test=True)
    assert (state(fleet) == before, leftovers(fleet)) == (True, [])


@pytest.mark.parametrize("nth", [1, 2])
def test_what_was_created_unseen_is_removed_too(fleet: RunningFleet, run: Run, nth: int) -> None:
    configured(fleet)
    before = state(fleet)
    fleet.configure("author1", visibility_delay=4, write_back=False)
    fleet.faults.add(to="author1", kind="reset_after", method="POST", path="Temporary PID", nth=nth)
    document = captured(run, self_test=True)
    assert outcomes(document)["entry_created"] == "unknown"
    assert (state(fleet) == before, leftovers(fleet)) == (True, [])


def interrupted(fleet: RunningFleet, run: Run, posts: int) -> None:
    """A self-test after which the author answers nothing any more, so that it could not clean."""
    fleet.faults.add(to="author1", kind="status", status=500, method="POST", nth=posts + 1, times=1000)
    assert not run("contract_capture", self_test=True, timeout=1).get("failed")
    fleet.faults.clear()


@pytest.mark.parametrize("posts", [2, 13, 15, 18, 22])
def test_the_next_run_removes_what_an_interrupted_one_left(fleet: RunningFleet, run: Run, posts: int) -> None:
    configured(fleet)
    before, files = state(fleet), config_files(fleet)
    interrupted(fleet, run, posts)
    assert leftovers(fleet) != []
    document = captured(run, self_test=True)
    assert (leftovers(fleet), config_files(fleet)) == ([], files)
    assert state(fleet) == before
    assert len(document["evidence"]["ims_configs"]) == 1


def process_that_captures(options: Options) -> subprocess.Popen[str]:
    """A process of its own, which can be killed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", ALONE], stdin=subprocess.PIPE, text=True, env=environment)
    assert process.stdin is not None
    with process.stdin as stdin:
        json.dump(options, stdin)
    return process


@pytest.mark.parametrize("created", [1, 2])
def test_the_next_run_removes_what_a_killed_one_left(fleet: RunningFleet, run: Run, created: int) -> None:
    configured(fleet)
    before = state(fleet)
    fleet.faults.add(to="author1", kind="stall", method="POST", path="Temporary PID", nth=created, seconds=5)
    options = {"self_test": True, "wait": 0.0, "polls": 1, "validate_certs": True, **connection(fleet), "timeout": 60.0}
    process = process_that_captures(options)
    deadline = time.monotonic() + 60
    while len(leftovers(fleet)) <= created and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    fleet.faults.clear()
    assert len(leftovers(fleet)) > created
    captured(run, self_test=True)
    assert (state(fleet) == before, leftovers(fleet)) == (True, [])


def test_leftovers_are_no_part_of_a_capture(fleet: RunningFleet, run: Run) -> None:
    configured(fleet)
    expected = captured(run)
    interrupted(fleet, run, 18)
    assert leftovers(fleet) != []
    assert captured(run) == expected


def test_a_file_without_its_configuration_is_removed(fleet: RunningFleet, run: Run) -> None:
    configured(fleet)
    files = config_files(fleet)
    interrupted(fleet, run, 18)

    def forget(author: Any) -> None:
        for found in author.configurations.everything():
            if any("aemfleet-capture-" in str(value.items) for value in found.properties.values()):
                author.configurations.delete(found.pid, keep_file=True)
                author.configurations._forgotten[found.pid] = author.configurations._installed.get(found.pid)

    fleet.authors[0].call(forget)
    captured(run, self_test=True)
    assert (leftovers(fleet), config_files(fleet)) == ([], files)


def test_an_alias_that_was_left_is_removed(fleet: RunningFleet, run: Run) -> None:
    user = key_owner(fleet, run)
    before = entries_of(fleet, user)
    run("keypair", user=user, alias="aemfleet-capture-0123abcd", keystore_password="of-the-store", **pair_options(2))
    assert len(entries_of(fleet, user)) == 2
    captured(run, self_test=True)
    assert entries_of(fleet, user) == before
