# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another credential for an IMS configuration: the author holds one that is whole at every moment."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fault_scenarios import other_entry
from unit.plugins.fleet_state import (
    CONFIGURATIONS,
    CUSTOMIZER,
    PROVIDER,
    REPLACES,
    SECOND,
    changes,
    config_files,
    halves,
    pair,
    requested,
    secret_of,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import TITLE, Options, hand_fields, ims_options
from unit.plugins.test_ims_config import CLIENT_ID, EVERYWHERE, MODULE, OTHER

from simulator import RunningFleet

JOIN = "token.request.customizer.type"
NO_ENTRY = {"title": TITLE, "state": "absent"}
BEFORE, AFTER = "configMgr/" + PROVIDER, "/apps/system/config"


def credential(fleet: RunningFleet, title: str = TITLE) -> tuple[Any, str]:
    """The client id and the secret beside it."""
    return pair(fleet, title).provider[CLIENT_ID], secret_of(fleet, title)


def of(options: Options) -> tuple[Any, str]:
    """The same as options."""
    return options["client_id"], options["client_secret"]


def killed(fleet: RunningFleet, run: Run, at: str, **options: Any) -> None:
    """A run that gets no further than the first request to an address."""
    fleet.faults.add(to="author1", kind="reset", path=f"^(?!.*factoryPid).*{at}", times=999)
    assert run("ims_config", **{**other_entry(fleet), "timeout": 0.5, **options})["failed"]
    fleet.faults.clear()


def mends(fleet: RunningFleet, run: Run, **options: Any) -> Result:
    """Check mode predicts it, one run does it, the next one finds nothing to do, and one half is left of each kind."""
    before = state(fleet)
    predicted = run("ims_config", check=True, diff=True, **options)
    assert state(fleet) == before
    done = run("ims_config", diff=True, **options)
    told = {"changed", "diff", "ims_config", "previous", "secret_changed", "warnings"}
    assert {name: predicted[name] for name in told} == {name: done[name] for name in told}
    assert done["changed"] is True
    changes_nothing(fleet, run, *MODULE, **options)
    count = 0 if options.get("state") == "absent" else 1
    assert (len(halves(fleet, PROVIDER)), len(halves(fleet, CUSTOMIZER))) == (count, count)
    assert len(config_files(fleet)) == 2 * count
    return done


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_secret_the_switch_and_then_the_rest(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **other_entry(fleet))
    assert (done["secret_changed"], JOIN in done["previous"]["properties"], done["warnings"]) == (True, False, [])
    after = pair(fleet, TITLE)
    assert (after.pid, credential(fleet)) == (before.pid, of(other_entry(fleet)))
    assert after.provider[JOIN] == f"{before.provider[JOIN]}{SECOND}"
    marks = [name for name in after.customizer if name.startswith(REPLACES)]
    assert (marks, len(after.digests)) == ([f"{REPLACES}{before.customizer_pid}"], 1)
    assert (list(halves(fleet, CUSTOMIZER)), len(config_files(fleet))) == ([after.customizer_pid], 2)
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == after


def test_every_request_of_a_switch(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    fleet.clear_requests()
    run("ims_config", **other_entry(fleet))
    instance = before.customizer_pid.removeprefix(f"{CUSTOMIZER}.")
    lines = [line for line in requested(fleet) if "token.json" not in line]
    read = f"GET {CONFIGURATIONS}"
    assert lines == [
        read,
        "POST /system/console/crypto/.json",
        f"POST /system/console/configMgr/{CUSTOMIZER}",
        next(line for line in lines if "Temporary PID" in line),
        read,
        f"POST /system/console/configMgr/{before.pid}",
        read,
        "GET /apps/system/config.1.json",
        f"POST /apps/system/config/{CUSTOMIZER}-{instance}.config",
        f"POST /system/console/configMgr/{before.customizer_pid}",
        read,
    ]


def test_the_next_switch_leads_back(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    changes_once(fleet, run, *MODULE, **other_entry(fleet))
    changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert pair(fleet, TITLE).provider == before.provider
    assert (credential(fleet), len(halves(fleet, CUSTOMIZER))) == (of(ims_options(fleet)), 1)


@pytest.mark.parametrize("options", [{"client_secret": "rotated"}, {"client_id": "other-client"}])
def test_half_a_credential_is_changed_in_place(fleet: RunningFleet, run: Run, options: Options) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    changes_once(fleet, run, *MODULE, **ims_options(fleet, **options))
    after = pair(fleet, TITLE)
    assert (after.customizer_pid, after.provider[JOIN]) == (before.customizer_pid, before.provider[JOIN])


@pytest.mark.parametrize("delay", [1, 3])
def test_a_half_that_is_late_is_awaited(fleet: RunningFleet, run: Run, delay: int) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.configure("author1", visibility_delay=delay)
    fleet.clear_requests()
    assert run("ims_config", **other_entry(fleet))["changed"]
    assert len([line for line in changes(fleet) if "Temporary PID" in line]) == 1
    assert (credential(fleet), len(halves(fleet, CUSTOMIZER))) == (of(other_entry(fleet)), 1)


def test_nothing_is_switched_to_a_half_that_is_not_seen(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    fleet.configure("author1", visibility_delay=999)
    refused = run("ims_config", **other_entry(fleet), timeout=1)
    assert (refused["error"]["code"], pair(fleet, TITLE)) == ("not_converged", before)
    fleet.restart("author1", 0)
    fleet.configure("author1", visibility_delay=0)
    mends(fleet, run, **other_entry(fleet))


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_run_that_ended_before_the_switch_is_completed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    killed(fleet, run, BEFORE)
    assert (pair(fleet, TITLE), len(halves(fleet, CUSTOMIZER))) == (before, 2)
    (prepared,) = halves(fleet, CUSTOMIZER).keys() - {before.customizer_pid}
    done = mends(fleet, run, **other_entry(fleet))
    assert (done["secret_changed"], done["previous"]["client_id"]) == (True, before.provider[CLIENT_ID])
    assert (pair(fleet, TITLE).customizer_pid, credential(fleet)) == (prepared, of(other_entry(fleet)))


WISHES: dict[str, Options] = {
    "another secret": {"client_id": "other-client", "client_secret": "the-third-secret"},
    "a third client": {"client_id": "third-client", "client_secret": "the-third-secret"},
    "a rotation": {"client_secret": "rotated"},
    "the other client alone": {"client_id": "other-client"},
}


@pytest.mark.parametrize("wish", list(WISHES))
def test_who_wants_something_else_by_then_gets_that(fleet: RunningFleet, run: Run, wish: str) -> None:
    run("ims_config", **ims_options(fleet))
    killed(fleet, run, BEFORE)
    wanted = ims_options(fleet, **WISHES[wish])
    mends(fleet, run, **wanted)
    assert (credential(fleet), len(pair(fleet, TITLE).digests)) == (of(wanted), 1)


def test_who_wants_nothing_any_more_has_the_rest_removed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    killed(fleet, run, BEFORE)
    done = mends(fleet, run, **ims_options(fleet))
    assert (done["previous"], done["secret_changed"], pair(fleet, TITLE)) == ({}, False, before)


@pytest.mark.parametrize("at", ["the list of files", "the file"])
def test_what_a_switch_left_is_removed_by_the_next_run(fleet: RunningFleet, run: Run, at: str) -> None:
    run("ims_config", **ims_options(fleet))
    former = pair(fleet, TITLE).customizer_pid
    file = former.removeprefix(f"{CUSTOMIZER}.")
    killed(fleet, run, {"the list of files": AFTER, "the file": f"{AFTER}/.*{file}"}[at])
    assert (credential(fleet), len(halves(fleet, CUSTOMIZER))) == (of(other_entry(fleet)), 2)
    fleet.clear_requests()
    done = mends(fleet, run, **other_entry(fleet))
    assert (done["previous"], done["secret_changed"]) == ({}, False)
    assert {line.rpartition("/")[2] for line in changes(fleet)} <= {former, f"{CUSTOMIZER}-{file}.config"}


@pytest.mark.parametrize("at", [BEFORE, AFTER])
def test_what_a_switch_left_goes_with_its_entry(fleet: RunningFleet, run: Run, at: str) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    kept = pair(fleet, OTHER)
    run("ims_config", **ims_options(fleet))
    killed(fleet, run, at)
    changes_once(fleet, run, *MODULE, **NO_ENTRY)
    assert (list(halves(fleet, PROVIDER)), list(halves(fleet, CUSTOMIZER))) == ([kept.pid], [kept.customizer_pid])
    assert (pair(fleet, OTHER), len(config_files(fleet))) == (kept, 2)


def test_an_interrupted_removal_is_completed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    killed(fleet, run, AFTER)
    killed(fleet, run, f"{AFTER}/{PROVIDER}", **NO_ENTRY)
    assert (len(halves(fleet, PROVIDER)), halves(fleet, CUSTOMIZER)) == (1, {})
    mends(fleet, run, **NO_ENTRY)


def test_a_half_of_somebody_else_is_no_leftover(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    other = pair(fleet, OTHER)
    fleet.authors[0].call(lambda author: author.configurations.delete(other.pid))
    changes_once(fleet, run, *MODULE, **other_entry(fleet))
    assert other.customizer_pid in halves(fleet, CUSTOMIZER)


def test_a_half_that_stands_at_the_other_value_is_taken(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    own, other = pair(fleet, TITLE), pair(fleet, OTHER)
    fleet.authors[0].call(lambda author: author.configurations.delete(other.pid))
    set_property(fleet, other.customizer_pid, "customizer.type", f"{own.provider[JOIN]}{SECOND}")
    assert changes_once(fleet, run, *MODULE, **other_entry(fleet))["secret_changed"] is True
    assert (list(halves(fleet, CUSTOMIZER)), credential(fleet)) == ([other.customizer_pid], of(other_entry(fleet)))
