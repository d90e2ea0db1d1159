# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config where several entries have one title: which one is meant, and what becomes of the others."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CUSTOMIZER,
    PROVIDER,
    SITECATALYST,
    changes,
    config_files,
    halves,
    pair,
    remove_configuration,
    requested,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, Options, hand_fields, ims_options
from unit.plugins.test_ims_config import EVERYWHERE, MODULE, OTHER
from unit.plugins.test_references import plant

from simulator import RunningFleet

JOIN, TITLE_PROPERTY = "token.request.customizer.type", "auth.token.provider.title"
CLIENT_ID = "auth.token.provider.client.id"
PAGE = f"{SITECATALYST}/in-use"
FOLDER = "POST /apps/system/config/"


def twins(fleet: RunningFleet, *, in_use: bool = False) -> tuple[str, str]:
    """Two entries with one title, the second of which a cloud service may refer to."""
    first = fleet.by_hand_ims_config("author1", **hand_fields(fleet, **{"Client ID": "the-first"}))
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER, **{"Client ID": "the-second"}))
    if in_use:
        fleet.by_hand_cloudservice("author1", ims_title=OTHER, company="c", title="x", label="in-use")
    set_property(fleet, second, TITLE_PROPERTY, TITLE)
    fleet.clear_requests()
    return first, second


def whole(fleet: RunningFleet) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every provider with the halves that have its join."""
    customizers = halves(fleet, CUSTOMIZER).values()
    return {
        pid: (each, [half for half in customizers if half["customizer.type"] == each[JOIN]])
        for pid, each in halves(fleet, PROVIDER).items()
    }


def lose_the_secret(fleet: RunningFleet, pid: str) -> None:
    """An entry of which one half is left."""
    join = halves(fleet, PROVIDER)[pid][JOIN]
    (half,) = [key for key, each in halves(fleet, CUSTOMIZER).items() if each["customizer.type"] == join]
    remove_configuration(fleet, half)


@pytest.mark.parametrize("handling", ["keep", "remove"])
@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_one_that_a_service_refers_to_is_meant(fleet: RunningFleet, run: Run, handling: str) -> None:
    first, second = twins(fleet, in_use=True)
    before = whole(fleet)[first]
    options = ims_options(fleet, duplicates=handling)
    if fleet.authors[0].names.dialog.ims_value_kind == "title":
        is_refused(fleet, run, "ims_config", "conflict", **options)
        return
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["provider_pid"], done["duplicates"]) == (second, [first])
    after = whole(fleet)
    assert after[second][0][CLIENT_ID] == options["client_id"]
    assert after.get(first) == (before if handling == "keep" else None)
    assert [first in warning for warning in done["warnings"]] == ([True] if handling == "keep" else [])
    assert len(config_files(fleet)) == len(halves(fleet, CUSTOMIZER)) * 2 == len(after) * 2
    assert done["diff"]["before"].get("duplicates") == ([first] if handling == "remove" else None)
    fleet.restart("author1", 0)
    assert whole(fleet) == after


@pytest.mark.parametrize("handling", ["keep", "remove"])
def test_the_one_that_is_whole_is_meant(fleet: RunningFleet, run: Run, handling: str) -> None:
    first, second = twins(fleet)
    lose_the_secret(fleet, first)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, duplicates=handling))
    assert (done["provider_pid"], done["duplicates"]) == (second, [first])
    assert list(halves(fleet, PROVIDER)) == ([first, second] if handling == "keep" else [second])


@pytest.mark.parametrize("handling", ["keep", "remove"])
def test_what_cannot_be_told_apart_is_refused_until_said(fleet: RunningFleet, run: Run, handling: str) -> None:
    first, second = twins(fleet)
    refused = is_refused(fleet, run, "ims_config", "conflict", **ims_options(fleet, duplicates=handling))
    assert all(text in refused["msg"] for text in (first, second, "provider_pid"))
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, duplicates=handling, provider_pid=first))
    assert (done["provider_pid"], done["duplicates"]) == (first, [second])
    assert list(halves(fleet, PROVIDER)) == ([first, second] if handling == "keep" else [first])


def test_duplicates_are_refused_by_default(fleet: RunningFleet, run: Run) -> None:
    first, dummy = twins(fleet)
    refused = is_refused(fleet, run, "ims_config", "conflict", **ims_options(fleet, provider_pid=first))
    assert "option duplicates" in refused["error"]["advice"]


def test_the_wanted_one_is_there_before_the_others_go(fleet: RunningFleet, run: Run) -> None:
    first, second = twins(fleet)
    run("ims_config", **ims_options(fleet, duplicates="remove", provider_pid=second))
    lines = [line for line in changes(fleet) if "crypto" not in line]
    deleted = lines.index(f"POST /system/console/configMgr/{first}")
    assert lines.index(f"POST /system/console/configMgr/{second}") < deleted == len(lines) - 1
    assert [line.startswith(FOLDER) for line in lines[-4:]] == [True, False, True, False]
    reads = [number for number, line in enumerate(requested(fleet)) if "service.factoryPid" in line]
    # Before, with the second half, with the switch, and without the others.
    assert len(reads) == 4


def test_only_duplicates_are_removed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    own = pair(fleet, TITLE)
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    set_property(fleet, second, TITLE_PROPERTY, TITLE)
    options = ims_options(fleet, duplicates="remove", provider_pid=own.pid)
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["previous"], done["secret_changed"], pair(fleet, TITLE)) == ({}, False, own)


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_duplicate_that_a_service_refers_to_is_kept(fleet: RunningFleet, run: Run) -> None:
    first, second = twins(fleet, in_use=True)
    plant(fleet, f"{SITECATALYST}/by-pid", anyProperty=second)
    options = ims_options(fleet, duplicates="remove", provider_pid=first)
    done = changes_once(fleet, run, *MODULE, **options)
    assert f"{SITECATALYST}/by-pid" in done["referenced_by"]
    assert [second in warning and "remove_referenced" in warning for warning in done["warnings"]] == [True]
    assert (done["duplicates"], list(halves(fleet, PROVIDER))) == ([second], [first, second])
    changes_once(fleet, run, *MODULE, **options, remove_referenced=True)
    assert list(whole(fleet)) == [first]


def test_a_secret_that_the_meant_one_shares_stays(fleet: RunningFleet, run: Run) -> None:
    first, second = twins(fleet)
    lose_the_secret(fleet, second)
    set_property(fleet, second, JOIN, str(halves(fleet, PROVIDER)[first][JOIN]))
    before = list(halves(fleet, CUSTOMIZER))
    options = ims_options(fleet, client_id="the-first", duplicates="remove", provider_pid=first)
    changes_once(fleet, run, *MODULE, **options)
    assert (list(whole(fleet)), list(halves(fleet, CUSTOMIZER))) == ([first], before)


@pytest.mark.parametrize("shared", [False, True])
def test_all_are_removed(fleet: RunningFleet, run: Run, shared: bool) -> None:
    first, second = twins(fleet)
    if shared:
        lose_the_secret(fleet, second)
        set_property(fleet, second, JOIN, str(halves(fleet, PROVIDER)[first][JOIN]))
    kept = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title="Kept"))
    done = changes_once(fleet, run, *MODULE, title=TITLE, state="absent", duplicates="remove")
    assert (done["duplicates"], list(halves(fleet, PROVIDER))) == ([second], [kept])
    assert (len(halves(fleet, CUSTOMIZER)), len(config_files(fleet))) == (1, 2)


def test_one_of_several_is_removed(fleet: RunningFleet, run: Run) -> None:
    first, second = twins(fleet, in_use=True)
    options = {"title": TITLE, "state": "absent", "duplicates": "keep"}
    refused = run("ims_config", **options)
    assert (refused["error"]["code"], "provider_pid" in refused["msg"]) == ("invalid_options", True)
    done = changes_once(fleet, run, *MODULE, **options, provider_pid=first)
    assert (done["duplicates"], list(whole(fleet))) == ([second], [second])
    kept = changes_nothing(fleet, run, *MODULE, **options, provider_pid=first)
    assert kept["duplicates"] == [second]


def test_of_several_one_that_is_referred_to_is_kept(fleet: RunningFleet, run: Run) -> None:
    dummy, second = twins(fleet, in_use=True)
    if fleet.authors[0].names.dialog.ims_value_kind == "title":
        pytest.fail("the seed of these tests has no reference of its own")
    options: Options = {"title": TITLE, "state": "absent"}
    kept = changes_nothing(fleet, run, *MODULE, **options, duplicates="keep", provider_pid=second)
    assert kept["referenced_by"] == [PAGE]
    assert changes_nothing(fleet, run, *MODULE, **options, duplicates="remove")["referenced_by"] == [PAGE]


def test_a_pid_must_be_of_the_title(fleet: RunningFleet, run: Run) -> None:
    wrong = ims_options(fleet, provider_pid=f"{PROVIDER}.none")
    assert "none" in is_refused(fleet, run, "ims_config", "conflict", **wrong)["msg"]
    run("ims_config", **ims_options(fleet))
    own = pair(fleet, TITLE)
    assert own.pid in is_refused(fleet, run, "ims_config", "conflict", **wrong)["msg"]
    changes_nothing(fleet, run, *MODULE, **{**wrong, "state": "absent"})
    before = state(fleet)
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet, provider_pid=own.pid, duplicates="remove"))
    assert (len(requested(fleet)), state(fleet)) == (2, before)
