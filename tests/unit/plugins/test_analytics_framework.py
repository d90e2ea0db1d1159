# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_framework against simulated authors: absent, present and drifted, in check mode and not, twice."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import SITECATALYST, changes, requested
from unit.plugins.framework_state import (
    BOTH,
    FRAMEWORK_TITLE,
    NAME,
    OTHER_CONFIG,
    PATH,
    SERVICE,
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
    understood,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE

from simulator import RunningFleet

MODULE = ("analytics_framework", "framework")
ABSENT = {"cloudservice_name": SERVICE, "name": NAME, "state": "absent"}
PUBLIC, MAPPINGS = f"{PATH}/jcr:content/public", f"{PATH}/jcr:content/public/mappings"
# The node of a real framework (contract/aem.md 7).
EMPTY = {
    "jcr:primaryType": "nt:unstructured",
    "sling:resourceType": "cq/analytics/components/mappings/maparsys",
}
SHAPE = {
    "jcr:primaryType": "cq:PageContent",
    "jcr:title": FRAMEWORK_TITLE,
    "cq:template": "/libs/cq/analytics/templates/framework",
    "sling:resourceType": "cq/analytics/components/framework",
    "cq:cloudservicename": "sitecatalyst",
    "cq:designPath": "/etc/designs/cloudservices/framework-design",
    "public": {
        "jcr:primaryType": "nt:unstructured",
        "reportsuite": "example.prod",
        "reportsuites": "example.prod;",
        "mappings": EMPTY,
    },
}


C = "jcr:content"


def served(path: str) -> str:
    """A path as it is asked for."""
    return path.replace(C, "_jcr_content")


def without_modified(tree: dict[str, Any]) -> dict[str, Any]:
    """A tree without the moments that its author's editor wrote."""
    kept = {name: value for name, value in tree.items() if name != "jcr:lastModified"}
    return {name: without_modified(value) if isinstance(value, dict) else value for name, value in kept.items()}


@pytest.fixture(autouse=True)
def _service(fleet: RunningFleet) -> None:
    prepare(fleet)


@pytest.mark.parametrize("fleet", ["6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
def test_an_absent_framework_is_created(fleet: RunningFleet, run: Run) -> None:
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet))
    assert (done["path"], done["diff"]["before"], done["warnings"]) == (PATH, {}, [])
    made = content(fleet)
    assert {name: value for name, value in made.items() if not name.startswith("jcr:created")} == SHAPE
    assert understood(fleet) == [{**SUITE, "run_mode": "all"}] == done["framework"]["report_suites"]


def test_the_requests_of_a_creation(fleet: RunningFleet, run: Run) -> None:
    tree = mapped_tree(fleet)
    fleet.clear_requests()
    run("analytics_framework", **framework_options(fleet, mappings=tree, pages=[SITE, SHOP]))
    assert changes(fleet) == [f"POST {served(path)}" for path in (PATH, PUBLIC, f"{SITE}/{C}", f"{SHOP}/{C}")]
    assert len(requested(fleet)) == 3 + 1 + 4 + 4, "read, a token, write, read"


def test_nothing_to_change_takes_one_request_or_two(fleet: RunningFleet, run: Run) -> None:
    tree = mapped_tree(fleet)
    run("analytics_framework", **framework_options(fleet, mappings=tree))
    services, mappings = f"GET {SITECATALYST}.4.json", f"GET {served(MAPPINGS)}.infinity.json"
    for option, expected in (({}, [services]), ({"mappings": tree}, [services, mappings])):
        fleet.clear_requests()
        assert not run("analytics_framework", **framework_options(fleet, **option))["changed"]
        assert requested(fleet) == expected
    fleet.clear_requests()
    run("analytics_framework", cloudservice_name="none-such", name=NAME, state="absent")
    assert requested(fleet) == [services]


@pytest.mark.parametrize(
    ("option", "value", "where"),
    [
        ("title", "Renamed", ["jcr:title"]),
        ("report_suites", [{"rsid": "another"}], ["reportsuite", "reportsuites"]),
        ("tracking_server", "t.example.net", ["cq:trackingServer"]),
        ("tracking_server_secure", "s.example.net", ["cq:trackingServerSecure"]),
        ("visitor_namespace", "example", ["cq:visitorNamespace"]),
        ("visitor_namespace", "", ["cq:visitorNamespace"]),
        ("properties", {"added": True, "kept": None, "list": ["a", "b"]}, ["added", "kept", "list"]),
    ],
)
def test_another_option_updates_in_place(
    fleet: RunningFleet, run: Run, option: str, value: Any, where: list[str]
) -> None:
    by_hand(fleet, report_suites=[SUITE], mapped=2)
    set_properties(fleet, PUBLIC, kept="as it is")
    before = content(fleet)
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet, name=NAME, **{option: value}))
    differing = {key for key in done["diff"]["after"] if done["diff"]["before"].get(key) != done["diff"]["after"][key]}
    assert differing - {"main_report_suite"} == {option}
    after = content(fleet)
    flat = [{**each, **each["public"]} for each in (before, after)]
    names = {name for each in flat for name in each if name != "public"}
    assert sorted(name for name in names if flat[0].get(name) != flat[1].get(name)) == where
    assert [line for line in changes(fleet) if line.startswith("POST")] == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{PATH}/jcr:content", "sling:resourceType"),
        (f"{PATH}/jcr:content", "cq:cloudservicename"),
        (f"{PATH}/jcr:content", "cq:template"),
        (f"{PATH}/jcr:content", "cq:designPath"),
        (PUBLIC, "reportsuite"),
        (PUBLIC, "reportsuites"),
    ],
)
def test_drift_made_by_hand_is_mended(fleet: RunningFleet, run: Run, path: str, name: str) -> None:
    run("analytics_framework", **framework_options(fleet))
    before = content(fleet)
    set_properties(fleet, path, **{name: "meddled"})
    changes_once(fleet, run, *MODULE, **framework_options(fleet))
    assert content(fleet) == before


def test_a_framework_without_its_inner_node_is_completed(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet)
    fleet.authors[0].call(lambda author: author.repository.remove(PUBLIC))
    changes_once(fleet, run, *MODULE, **framework_options(fleet))
    assert understood(fleet) == [{**SUITE, "run_mode": "all"}]


def test_a_framework_made_by_hand_is_adopted_by_its_title(fleet: RunningFleet, run: Run) -> None:
    path = by_hand(fleet, label="clicked", report_suites=[{"rsid": "old"}], mapped=2)
    before = content(fleet, path)
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet))
    assert (done["path"], done["diff"]["before"]["report_suites"][0]["rsid"]) == (path, "old")
    after = content(fleet, path)
    assert after["public"]["mappings"] == before["public"]["mappings"]
    assert after["public"]["cq:trackingServer"] == "old.sc.example.net"
    assert node(fleet, PATH) is None


def test_a_framework_made_by_hand_as_wanted_is_left_alone(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, report_suites=[SUITE], mapped=1)
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet))
    set_properties(fleet, PUBLIC, reportsuites=["example.prod;"], reportsuite=["example.prod"])
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet))


def test_two_with_one_title_are_refused_until_named(fleet: RunningFleet, run: Run) -> None:
    for label in ("first", "second"):
        by_hand(fleet, label=label)
    refused = is_refused(fleet, run, MODULE[0], "conflict", **framework_options(fleet))
    assert "first, second" in refused["msg"]
    changes_once(fleet, run, *MODULE, **framework_options(fleet, name="second"))
    assert understood(fleet, f"{SITECATALYST}/{SERVICE}/first") == []


def test_a_service_is_needed_but_in_check_mode(fleet: RunningFleet, run: Run) -> None:
    options = framework_options(fleet, cloudservice_title="None Such")
    predicted = run("analytics_framework", check=True, **options)
    assert (predicted["changed"], len(predicted["warnings"])) == (True, 1)
    assert predicted["path"] == f"{SITECATALYST}/none-such/{NAME}"
    refused = run("analytics_framework", **options)
    assert (refused["error"]["code"], changes(fleet)) == ("not_established", [])
    assert "analytics_cloudservice" in refused["error"]["advice"]
    changes_nothing(fleet, run, *MODULE, **{**options, "state": "absent"})


def test_mappings_are_replaced_as_a_whole(fleet: RunningFleet, run: Run) -> None:
    tree = mapped_tree(fleet)
    by_hand(fleet, report_suites=[SUITE], mapped=1)
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet))
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet, mappings=tree))
    assert node(fleet, MAPPINGS) == without_modified(tree)
    assert done["framework"]["mappings"].keys() == {name for name, each in tree.items() if isinstance(each, dict)}
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet, mappings=done["framework"]["mappings"]))
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet, mappings=dict(reversed(tree.items()))))
    changes_once(fleet, run, *MODULE, **framework_options(fleet, mappings={}))
    assert node(fleet, MAPPINGS) == EMPTY


@pytest.mark.parametrize("drift", [{"own": "meddled"}, {"own": None}, {"more": 1}])
def test_mappings_that_drifted_are_mended(fleet: RunningFleet, run: Run, drift: dict[str, Any]) -> None:
    tree = {"a node": {"own": "text", "n": 5, "f": 1.5, "on": True, "list": ["ü", "b"], "deep": {"x": {"y": "z"}}}}
    tree["a node"]["when"] = "2026-11-22T10:20:30.000+01:00"
    changes_once(fleet, run, *MODULE, **framework_options(fleet, mappings=tree))
    set_properties(fleet, f"{MAPPINGS}/a node", **drift)
    changes_once(fleet, run, *MODULE, **framework_options(fleet, mappings=tree))
    stored = node(fleet, f"{MAPPINGS}/a node")
    assert stored is not None
    assert (stored["own"], stored["on"], stored["deep"]["x"]["y"]) == ("text", True, "z")
    set_properties(fleet, f"{MAPPINGS}/a node", **{"jcr:lastModifiedBy": "somebody"})
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet, mappings=tree))


def test_content_pages_refer_to_it_beside_what_they_had(fleet: RunningFleet, run: Run) -> None:
    add_page(fleet, "/content/single", OTHER_CONFIG)
    wanted = [SITE, SHOP, "/content/single"]
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet, pages=wanted))
    assert done["framework"]["pages"] == wanted
    assert [references(fleet, page) for page in wanted] == [[OTHER_CONFIG, PATH], [PATH], [OTHER_CONFIG, PATH]]
    less = framework_options(fleet, pages=[SITE], pages_absent=[SHOP, "/content/none-such"])
    changes_once(fleet, run, *MODULE, **less)
    assert [references(fleet, page) for page in (SITE, SHOP)] == [[OTHER_CONFIG, PATH], None]


def test_a_page_that_is_not_there_is_told_before_anything_is_written(fleet: RunningFleet, run: Run) -> None:
    options = framework_options(fleet, pages=[SITE, "/content/none-such"])
    assert "/content/none-such" in is_refused(fleet, run, MODULE[0], "not_established", **options)["msg"]


def test_a_framework_is_removed_with_its_references(fleet: RunningFleet, run: Run) -> None:
    run("analytics_framework", **framework_options(fleet, pages=[SITE, SHOP]))
    done = changes_once(fleet, run, *MODULE, **ABSENT, pages=[SITE, SHOP])
    assert (done["framework"], done["path"], node(fleet, PATH)) == ({}, "", None)
    assert [references(fleet, page) for page in (SITE, SHOP)] == [[OTHER_CONFIG], None]
    assert changes(fleet) == []
    run("analytics_framework", **ABSENT)
    assert node(fleet, f"{SITECATALYST}/{SERVICE}/jcr:content")


def test_a_removal_asks_for_nothing_that_only_a_creation_needs(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet)
    unknown = framework_options(fleet, report_suites=BOTH, mappings={}, tracking_server="t", pages=["/content/none"])
    changes_once(fleet, run, *MODULE, **{**unknown, "state": "absent"})


def test_the_requests_of_a_removal(fleet: RunningFleet, run: Run) -> None:
    run("analytics_framework", **framework_options(fleet, pages=[SITE]))
    fleet.clear_requests()
    run("analytics_framework", **ABSENT, pages=[SITE])
    assert changes(fleet) == [f"POST {served(f'{SITE}/{C}')}", f"POST {PATH}"]
    assert len(requested(fleet)) == 4 + 1 + 2 + 2


def test_one_that_pages_refer_to_is_kept(fleet: RunningFleet, run: Run) -> None:
    run("analytics_framework", **framework_options(fleet, pages=[SITE, SHOP]))
    same = changes_nothing(fleet, run, *MODULE, **ABSENT, pages=[SITE])
    assert (same["referenced_by"], len(same["warnings"])) == ([SHOP], 1)
    assert all(word in same["warnings"][0] for word in (SHOP, PATH, "remove_referenced"))
    changes_once(fleet, run, *MODULE, **ABSENT, pages=[SITE], remove_referenced=True)
    assert references(fleet, SHOP) == [PATH]


def test_pages_that_refer_to_one_that_is_gone_are_freed(fleet: RunningFleet, run: Run) -> None:
    add_page(fleet, "/content/stale", [PATH])
    changes_once(fleet, run, *MODULE, **ABSENT, pages=["/content/stale"])
    assert references(fleet, "/content/stale") is None


def test_one_with_pages_below_it_is_refused(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet)
    add_page(fleet, f"{PATH}/child", None)
    assert "child" in is_refused(fleet, run, MODULE[0], "conflict", **ABSENT)["msg"]


@pytest.mark.parametrize(("where", "served"), [("elsewhere", True), (SERVICE, False)])
def test_more_than_an_author_serves_at_once(fleet: RunningFleet, run: Run, where: str, served: bool) -> None:
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="c", title="Elsewhere", label="elsewhere")
    for number in range(70):
        by_hand(fleet, service=where, label=f"f{number}", title=f"Framework {number}")
    if served:
        changes_once(fleet, run, *MODULE, **framework_options(fleet))
    else:
        is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet))


def test_mappings_that_an_author_does_not_serve_are_told(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, report_suites=[SUITE], mapped=201)
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet))
    is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, mappings={}))
    assert "mappings" not in changes_once(fleet, run, *MODULE, **ABSENT)["previous"]
