# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_cloudservice undoes what it did, from what it returned."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import SITECATALYST, pages, requested, state
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import SERVICE_TITLE, TITLE, Options, hand_fields, service_options
from unit.plugins.test_analytics_cloudservice import BY_TITLE, MODULE, NAME, set_content
from unit.plugins.test_ims_config import EVERYWHERE, OTHER

from simulator import RunningFleet

SOME = ["6.5.17:7", "6.5.21:8", "lts:9"]
OF_A_USER = {
    "username": "somebody",
    "company": "The Old Company",
    "server": "https://api.omniture.com/admin/1.4/rest/",
    "connectedWhen": "username",
}


@pytest.fixture(autouse=True)
def _entries(fleet: RunningFleet) -> None:
    for title in (TITLE, OTHER):
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=title))
    fleet.clear_requests()


def undo(fleet: RunningFleet, run: Run, done: Result, **added: Any) -> Result:
    """Undo a task, as a playbook does it; Adobe's cloud has no say in it."""
    fleet.clear_requests()
    undone = changes_once(fleet, run, *MODULE, **{**done["previous"], **added})
    assert requested(fleet, "cloud") == []
    return undone


def of_a_user(fleet: RunningFleet) -> dict[str, Any]:
    """A page with user credentials, from before there was IMS (contract/aem.md 6.1)."""
    fleet.by_hand_cloudservice("author1", ims_title=OTHER, company="c", title=SERVICE_TITLE, label=NAME)
    names = fleet.authors[0].names.dialog
    password = fleet.authors[0].call(lambda author: author.crypto.protect("a-password-of-a-user"))

    def change(author: Any) -> None:
        properties = author.repository.node(f"{SITECATALYST}/{NAME}/jcr:content").properties
        for name in (names.authentication, names.ims_configuration):
            del properties[name]
        properties.update({**OF_A_USER, names.company: "The Old Company", "password": password})

    fleet.authors[0].call(change)
    return pages(fleet)


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_creation_is_undone(fleet: RunningFleet, run: Run) -> None:
    before = state(fleet)
    done = changes_once(fleet, run, *MODULE, **service_options(fleet))
    assert done["previous"] == {"title": SERVICE_TITLE, "name": NAME, "state": "absent"}
    undo(fleet, run, done)
    assert state(fleet) == before


@pytest.mark.parametrize("option", ["title", "template", "ims_config", "company", "report_suites", "properties", "all"])
@pytest.mark.parametrize("fleet", SOME, indirect=True)
def test_another_option_is_undone(fleet: RunningFleet, run: Run, option: str) -> None:
    run("analytics_cloudservice", **service_options(fleet, properties={"kept": 1, "replaced": ["a", "b"]}))
    before = pages(fleet)
    every = {
        "title": "Renamed",
        "template": "/libs/cq/analytics/templates/framework",
        "ims_config": OTHER,
        "company": "of another name",
        "report_suites": ["another-suite"],
        "properties": {"added": True, "replaced": ["c"], "kept": None},
    }
    changed = every if option == "all" else {option: every[option]}
    done = run("analytics_cloudservice", **service_options(fleet, name=NAME, verify=False, **changed))
    if not done["changed"]:
        assert (option, done["previous"]) == ("report_suites", {})
        return
    shown = undo(fleet, run, done)["cloudservice"]
    assert (pages(fleet), shown["title"], shown["ims_config"]) == (before, SERVICE_TITLE, TITLE)


@pytest.mark.parametrize("name", ["sling:resourceType", "cq:cloudservicename", "cq:template"])
def test_what_somebody_meddled_with_comes_back(fleet: RunningFleet, run: Run, name: str) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    set_content(fleet, NAME, **{name: "meddled"})
    before = pages(fleet)
    undo(fleet, run, run("analytics_cloudservice", **service_options(fleet)))
    assert pages(fleet) == before


@pytest.mark.parametrize("fleet", SOME, indirect=True)
def test_a_page_of_a_user_becomes_what_it_was(fleet: RunningFleet, run: Run) -> None:
    before = of_a_user(fleet)
    done = changes_once(fleet, run, *MODULE, **service_options(fleet))
    assert done["cloudservice"]["authentication"] == "ims"
    undone = undo(fleet, run, done)
    assert (undone["cloudservice"]["authentication"], pages(fleet)) == ("other", before)


@pytest.mark.parametrize("fleet", SOME, indirect=True)
def test_a_removal_is_undone(fleet: RunningFleet, run: Run) -> None:
    further = {"a": "b", "c": [""] * 2, "d": ["e", "f"], "g": True, "h": -1, "jcr:description": "told"}
    run("analytics_cloudservice", **service_options(fleet, properties=further))
    before = pages(fleet)[NAME]
    done = changes_once(fleet, run, *MODULE, **BY_TITLE)
    undo(fleet, run, done)
    after = pages(fleet)
    assert after == {NAME: {**before, "jcr:created": after[NAME]["jcr:created"]}}
    changes_nothing(fleet, run, *MODULE, **service_options(fleet))


def test_the_removal_of_a_page_of_a_user_is_undone_but_for_its_secrets(fleet: RunningFleet, run: Run) -> None:
    before = of_a_user(fleet)[NAME]
    set_content(fleet, NAME, secret="a plain secret")
    undo(fleet, run, run("analytics_cloudservice", **BY_TITLE))
    del before["password"]
    after = pages(fleet)
    assert after == {NAME: {**before, "jcr:created": after[NAME]["jcr:created"]}}


def test_it_is_undone_without_the_dialog_and_without_the_entry(fleet: RunningFleet, run: Run) -> None:
    done = run("analytics_cloudservice", **service_options(fleet))
    before = pages(fleet)
    changed = run("analytics_cloudservice", **service_options(fleet, ims_config=OTHER, contract=done["contract"]))
    fleet.authors[0].call(lambda author: author.repository.remove("/libs/cq/analytics/components/sitecatalystpage"))
    run("ims_config", title=OTHER, state="absent", remove_referenced=True)
    undo(fleet, run, changed)
    assert pages(fleet) == before


def test_a_page_that_is_gone_is_not_made_of_a_few_properties(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    done = run("analytics_cloudservice", **service_options(fleet, ims_config=OTHER))
    run("analytics_cloudservice", **BY_TITLE)
    is_refused(fleet, run, MODULE[0], "not_established", **done["previous"])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"restore": True}, "properties is required with restore=true"),
        ({"restore": True, "properties": {"jcr:primaryType": "x"}}, "properties must not set jcr:primaryType"),
        ({"properties": {"jcr:title": "x"}}, "properties must not set jcr:title"),
        ({"restore": True, "properties": {}, "title": None}, "title or name is required"),
    ],
)
def test_wrong_options_are_told(fleet: RunningFleet, run: Run, wrong: Options, told: str) -> None:
    refused = run("analytics_cloudservice", **service_options(fleet, **wrong))
    assert (refused["error"]["code"], requested(fleet)) == ("invalid_options", [])
    assert told in refused["msg"]
