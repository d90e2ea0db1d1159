# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_framework undoes what it did, from what it returned."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import requested, state
from unit.plugins.framework_state import (
    BOTH,
    PATH,
    SHOP,
    SITE,
    SUITE,
    add_page,
    by_hand,
    content,
    framework_options,
    mapped_tree,
    node,
    prepare,
    references,
    set_properties,
)
from unit.plugins.grid import changes_once, is_refused
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import Options
from unit.plugins.test_analytics_framework import ABSENT, MODULE, PUBLIC, without_modified

from simulator import RunningFleet

SOME = ["6.5.17:7", "6.5.21:8", "lts:9"]


@pytest.fixture(autouse=True)
def _service(fleet: RunningFleet) -> None:
    prepare(fleet)


def undo(fleet: RunningFleet, run: Run, done: Result) -> Result:
    """Undo a task, as a playbook does it."""
    return changes_once(fleet, run, *MODULE, **done["previous"])


@pytest.mark.parametrize("fleet", SOME, indirect=True)
def test_a_creation_is_undone(fleet: RunningFleet, run: Run) -> None:
    tree = mapped_tree(fleet)
    before = state(fleet)
    options = framework_options(fleet, mappings=tree, pages=[SITE, SHOP], tracking_server="t.example.net")
    done = run("analytics_framework", **options)
    assert done["previous"]["state"] == "absent"
    undo(fleet, run, done)
    assert state(fleet) == before


@pytest.mark.parametrize("option", ["title", "report_suites", "visitor_namespace", "mappings", "properties", "pages"])
def test_another_option_is_undone(fleet: RunningFleet, run: Run, option: str) -> None:
    by_hand(fleet, report_suites=BOTH, mapped=2)
    set_properties(fleet, PUBLIC, kept=1, replaced=["a", "b"])
    changed: dict[str, Any] = {
        "title": "Renamed",
        "report_suites": [SUITE],
        "visitor_namespace": "another",
        "mappings": {"another": {"a": "b"}},
        "properties": {"added": True, "replaced": ["c"], "kept": None},
        "pages": [SITE, SHOP],
    }
    before, pages = content(fleet), [references(fleet, page) for page in (SITE, SHOP)]
    options = {**framework_options(fleet, name="web-shop", report_suites=None), option: changed[option]}
    undo(fleet, run, run("analytics_framework", **options))
    assert without_modified(content(fleet)) == without_modified(before)
    assert [references(fleet, page) for page in (SITE, SHOP)] == pages


@pytest.mark.parametrize("name", ["sling:resourceType", "cq:template", "cq:designPath"])
def test_what_somebody_meddled_with_comes_back(fleet: RunningFleet, run: Run, name: str) -> None:
    by_hand(fleet, report_suites=[SUITE])
    set_properties(fleet, f"{PATH}/jcr:content", **{name: "meddled"})
    before = content(fleet)
    undo(fleet, run, run("analytics_framework", **framework_options(fleet)))
    assert content(fleet) == before


@pytest.mark.parametrize("fleet", SOME, indirect=True)
def test_a_removal_is_undone(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, report_suites=BOTH, mapped=2)
    run("analytics_framework", **framework_options(fleet, report_suites=None, pages=[SITE, SHOP]))
    before, former = content(fleet), state(fleet)
    done = run("analytics_framework", **ABSENT, pages=[SITE, SHOP])
    undo(fleet, run, done)
    after = content(fleet)
    assert without_modified({**after, "jcr:created": ""}) == without_modified({**before, "jcr:created": ""})
    assert [each["nodes"]["/content"] for each in state(fleet)] == [each["nodes"]["/content"] for each in former]


def test_one_that_is_gone_is_not_made_of_a_few_properties(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, report_suites=[SUITE])
    done = run("analytics_framework", **framework_options(fleet, name="web-shop", title="Renamed"))
    run("analytics_framework", **ABSENT)
    is_refused(fleet, run, MODULE[0], "not_established", **done["previous"])


def test_what_a_task_freed_from_nothing_is_not_bound_again(fleet: RunningFleet, run: Run) -> None:
    add_page(fleet, "/content/stale", [PATH])
    assert run("analytics_framework", **ABSENT, pages=["/content/stale"])["previous"] == {}
    assert node(fleet, PATH) is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"restore": True}, "properties and page_properties are required with restore=true"),
        ({"restore": True, "properties": {}}, "properties and page_properties are required with restore=true"),
        ({"page_properties": {"a": "b"}}, "page_properties is for restore=true only"),
        (
            {"restore": True, "properties": {}, "page_properties": {"jcr:primaryType": "x"}},
            "page_properties must not set jcr:primaryType",
        ),
    ],
)
def test_wrong_options_are_told(fleet: RunningFleet, run: Run, wrong: Options, told: str) -> None:
    refused = run("analytics_framework", **framework_options(fleet, **wrong))
    assert (refused["error"]["code"], requested(fleet)) == ("invalid_options", [])
    assert told in refused["msg"]
