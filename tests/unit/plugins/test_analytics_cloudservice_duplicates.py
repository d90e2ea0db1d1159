# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_cloudservice where several pages have one title."""

from __future__ import annotations

import pytest
from unit.plugins.fleet_state import SITECATALYST, changes, pages, set_property
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import SERVICE_TITLE, TITLE, hand_fields, service_options
from unit.plugins.test_analytics_cloudservice import BY_TITLE, MODULE
from unit.plugins.test_ims_config import EVERYWHERE, OTHER

from simulator import RunningFleet

FIRST, SECOND = f"{SITECATALYST}/first", f"{SITECATALYST}/second"


@pytest.fixture(autouse=True)
def _twins(fleet: RunningFleet) -> None:
    """Two pages with one title, the second of which has the wanted entry and company; and one more."""
    for title in (TITLE, OTHER):
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=title))
    for label, ims_title in (("first", OTHER), ("second", TITLE)):
        fleet.by_hand_cloudservice(
            "author1", ims_title=ims_title, company=fleet.cloud.company, title=SERVICE_TITLE, label=label
        )
    fleet.by_hand_cloudservice("author1", ims_title=OTHER, company="c", title="Kept", label="kept")
    fleet.clear_requests()


@pytest.mark.parametrize("handling", ["keep", "remove"])
@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_one_that_agrees_is_meant(fleet: RunningFleet, run: Run, handling: str) -> None:
    before = pages(fleet)["first"]
    options = service_options(fleet, duplicates=handling, properties={"added": "yes"})
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["path"], done["duplicates"]) == (SECOND, [FIRST])
    assert [FIRST in warning for warning in done["warnings"]] == ([True] if handling == "keep" else [])
    assert done["diff"]["before"].get("duplicates") == ([FIRST] if handling == "remove" else None)
    after = pages(fleet)
    assert after["second"]["added"] == "yes"
    assert after.get("first") == (before if handling == "keep" else None)
    assert "kept" in after


def test_the_wanted_one_is_there_before_the_others_go(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet, duplicates="remove", properties={"added": "yes"}))
    assert changes(fleet) == [f"POST {SECOND}/_jcr_content", f"POST {FIRST}"]


def test_only_duplicates_are_removed(fleet: RunningFleet, run: Run) -> None:
    options = service_options(fleet, duplicates="remove", report_suites=None)
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["previous"], sorted(pages(fleet))) == ({}, ["kept", "second"])


@pytest.mark.parametrize("handling", ["keep", "remove"])
@pytest.mark.parametrize("wanted", [{"company": "another"}, {"ims_config": "None such"}])
def test_what_cannot_be_told_apart_is_refused_until_named(
    fleet: RunningFleet, run: Run, handling: str, wanted: dict[str, str]
) -> None:
    if "ims_config" in wanted:
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=wanted["ims_config"]))
    options = service_options(fleet, duplicates=handling, verify=False, **wanted)
    refused = is_refused(fleet, run, MODULE[0], "conflict", **options)
    assert all(text in refused["msg"] for text in ("first, second", "option name"))
    done = changes_once(fleet, run, *MODULE, **options, name="first")
    assert (done["path"], done["duplicates"]) == (FIRST, [SECOND])
    assert ("second" in pages(fleet)) is (handling == "keep")


def test_all_are_removed(fleet: RunningFleet, run: Run) -> None:
    done = changes_once(fleet, run, *MODULE, **BY_TITLE, duplicates="remove")
    assert (done["duplicates"], list(pages(fleet))) == ([SECOND], ["kept"])


def test_one_of_several_is_removed(fleet: RunningFleet, run: Run) -> None:
    refused = run("analytics_cloudservice", **BY_TITLE, duplicates="keep")
    assert (refused["error"]["code"], "name is required" in refused["msg"]) == ("invalid_options", True)
    options = {**BY_TITLE, "duplicates": "keep", "name": "first"}
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["duplicates"], sorted(pages(fleet))) == ([SECOND], ["kept", "second"])
    assert changes_nothing(fleet, run, *MODULE, **options)["duplicates"] == [SECOND]


@pytest.mark.parametrize("wanted", ["present", "absent"])
def test_a_page_with_frameworks_is_not_removed(fleet: RunningFleet, run: Run, wanted: str) -> None:
    fleet.authors[0].call(lambda author: author.repository.create(f"{FIRST}/my-framework", {}, "cq:Page"))
    options = service_options(fleet, state=wanted, duplicates="remove", properties={"added": "yes"})
    assert "my-framework" in is_refused(fleet, run, MODULE[0], "conflict", **options)["msg"]


def test_ambiguous_choices_stay_refused(fleet: RunningFleet, run: Run) -> None:
    pid = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title="Third"))
    set_property(fleet, pid, "auth.token.provider.title", TITLE)
    refused = is_refused(fleet, run, MODULE[0], "conflict", **service_options(fleet, duplicates="remove"))
    assert "offers 2 IMS configurations" in refused["msg"]
