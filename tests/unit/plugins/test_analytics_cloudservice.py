# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_cloudservice against simulated authors: absent, present and drifted, in check mode and not, twice."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import SITECATALYST, changes, pages, requested, state
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import (
    SERVICE_TITLE,
    TITLE,
    hand_fields,
    ims_options,
    jwt_fields,
    service_options,
)
from unit.plugins.test_ims_config import EVERYWHERE, OTHER

from simulator import RunningFleet

MODULE = ("analytics_cloudservice", "cloudservice")
NAME = "analytics-production"
BY_TITLE = {"title": SERVICE_TITLE, "state": "absent"}


@pytest.fixture(autouse=True)
def _entries(fleet: RunningFleet) -> None:
    """The IMS configurations that services refer to."""
    fields = jwt_fields if fleet.authors[0].edition == "6.5.12" else hand_fields
    for title in (TITLE, OTHER):
        fleet.by_hand_ims_config("author1", **fields(fleet, Title=title))
    fleet.clear_requests()


def dialog_values(fleet: RunningFleet, ims_title: str, company: str, report_suites: list[str]) -> dict[str, Any]:
    """What the author's dialog would store."""
    names = fleet.authors[0].names.dialog

    def reference(author: Any) -> str:
        for pid, each in author.configurations.snapshot().items():
            properties = each["properties"]
            if properties.get("auth.token.provider.title") == ims_title:
                return str({"pid": pid, "name": properties["name"], "title": ims_title}[names.ims_value_kind])
        raise AssertionError(ims_title)

    return {
        names.authentication: names.authentication_options["IMS"],
        names.ims_configuration: fleet.authors[0].call(reference),
        names.company: company,
        **({names.report_suites: report_suites} if names.report_suites else {}),
    }


def set_content(fleet: RunningFleet, name: str, **properties: Any) -> None:
    """Change a page as somebody does in CRXDE."""
    path = f"{SITECATALYST}/{name}/jcr:content"

    def change(author: Any) -> None:
        author.repository.node(path).properties.update(properties)

    fleet.authors[0].call(change)


@pytest.mark.parametrize("fleet", ["6.5.12", *EVERYWHERE], indirect=True)
def test_an_absent_service_is_created(fleet: RunningFleet, run: Run) -> None:
    options = service_options(fleet)
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["path"], done["diff"]["before"], done["warnings"]) == (f"{SITECATALYST}/{NAME}", {}, [])
    content = pages(fleet)[NAME]
    expected = {
        "jcr:title": SERVICE_TITLE,
        "cq:template": "/libs/cq/analytics/templates/sitecatalyst",
        "sling:resourceType": "cq/analytics/components/sitecatalystpage",
        "cq:cloudservicename": "sitecatalyst",
        **dialog_values(fleet, TITLE, options["company"], options["report_suites"]),
    }
    assert {name: content.get(name) for name in expected} == expected
    assert {name for name in content if not name.startswith("jcr:")} == expected.keys() - {"jcr:title"}
    assert done["cloudservice"]["ims_config"] == TITLE


def test_the_requests_of_a_creation(fleet: RunningFleet, run: Run) -> None:
    options = service_options(fleet)
    run("analytics_cloudservice", **options)
    assert requested(fleet, "cloud") == [
        "POST /ims/token/v3",
        "GET /discovery/me",
        f"GET /api/{options['company']}/reportsuites/collections/suites",
    ]
    assert changes(fleet) == [f"POST {SITECATALYST}/{NAME}"]
    assert requested(fleet).index("POST /ims/token/v3") < requested(fleet).index(f"POST {SITECATALYST}/{NAME}")


def test_a_second_run_is_cheap_and_asks_no_cloud(fleet: RunningFleet, run: Run) -> None:
    done = run("analytics_cloudservice", **service_options(fleet))
    fleet.clear_requests()
    run("analytics_cloudservice", **service_options(fleet))
    assert len(requested(fleet, "author1")) <= 4
    fleet.clear_requests()
    run("analytics_cloudservice", **service_options(fleet), contract=done["contract"])
    address = fleet.authors[0].names.dialog.options_address
    assert requested(fleet) == [f"GET {SITECATALYST}.2.json", f"GET {address}"]


@pytest.mark.parametrize("fleet", ["6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
@pytest.mark.parametrize("option", ["title", "template", "ims_config", "company", "report_suites", "properties"])
def test_another_option_updates_in_place(fleet: RunningFleet, run: Run, option: str) -> None:
    run("analytics_cloudservice", **service_options(fleet, properties={"kept": "as it is"}))
    before = pages(fleet)[NAME]
    value = {
        "title": "Renamed",
        "template": "/libs/cq/analytics/templates/framework",
        "ims_config": OTHER,
        "company": "Amber Heron 23",
        "report_suites": fleet.cloud.report_suites[:1],
        "properties": {"added": "one"},
    }[option]
    if option == "company":
        value = fleet.snapshot("cloud")["organization"]["companies"][fleet.cloud.company]["name"]
    options = service_options(fleet, name=NAME, **{option: value})
    if option == "report_suites" and not fleet.authors[0].names.dialog.report_suites:
        changes_nothing(fleet, run, *MODULE, **options)
        return
    done = changes_once(fleet, run, *MODULE, **options)
    differing = {key for key in done["diff"]["after"] if done["diff"]["before"].get(key) != done["diff"]["after"][key]}
    assert differing == {option}
    after = pages(fleet)[NAME]
    assert list(pages(fleet)) == [NAME]
    assert len({name for name in {*before, *after} if before.get(name) != after.get(name)}) == 1
    assert after["kept"] == "as it is"


@pytest.mark.parametrize("what", ["authentication", "ims_configuration", "company"])
@pytest.mark.parametrize("fleet", ["6.5.12", "6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
def test_drift_made_by_hand_is_mended(fleet: RunningFleet, run: Run, what: str) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    before = pages(fleet)[NAME]
    set_content(fleet, NAME, **{getattr(fleet.authors[0].names.dialog, what): "meddled"})
    changes_once(fleet, run, *MODULE, **service_options(fleet))
    assert pages(fleet) == {NAME: before}


@pytest.mark.parametrize("name", ["sling:resourceType", "cq:cloudservicename", "cq:template"])
def test_what_makes_a_service_is_mended(fleet: RunningFleet, run: Run, name: str) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    before = pages(fleet)[NAME]
    set_content(fleet, NAME, **{name: "meddled"})
    assert run("analytics_cloudservice", **service_options(fleet))["changed"]
    assert pages(fleet) == {NAME: before}
    changes_nothing(fleet, run, *MODULE, **service_options(fleet))


@pytest.mark.parametrize("fleet", ["6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
def test_a_page_made_by_hand_is_adopted_by_its_title(fleet: RunningFleet, run: Run) -> None:
    company = fleet.cloud.company
    path = fleet.by_hand_cloudservice(
        "author1", ims_title=OTHER, company=company, title=SERVICE_TITLE, label="clicked_together"
    )
    done = changes_once(fleet, run, *MODULE, **service_options(fleet, report_suites=None))
    assert (done["path"], done["cloudservice"]["name"]) == (path, "clicked_together")
    assert (done["diff"]["before"]["ims_config"], done["diff"]["after"]["ims_config"]) == (OTHER, TITLE)
    assert list(pages(fleet)) == ["clicked_together"]
    changes_once(fleet, run, *MODULE, **BY_TITLE)
    assert pages(fleet) == {}


def test_a_page_made_by_hand_as_wanted_is_left_alone(fleet: RunningFleet, run: Run) -> None:
    company = fleet.cloud.company
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company=company, title=SERVICE_TITLE, label="clicked")
    changes_nothing(fleet, run, *MODULE, **service_options(fleet, report_suites=None))


@pytest.mark.parametrize("wanted", ["present", "absent"])
def test_two_pages_with_one_title_are_refused_until_named(fleet: RunningFleet, run: Run, wanted: str) -> None:
    for label in ("first", "second"):
        fleet.by_hand_cloudservice("author1", ims_title=OTHER, company="c", title=SERVICE_TITLE, label=label)
    options = service_options(fleet, state=wanted)
    message = is_refused(fleet, run, "analytics_cloudservice", "conflict", **options)["msg"]
    assert "first, second" in message
    before = pages(fleet)
    changes_once(fleet, run, *MODULE, **options, name="second")
    assert pages(fleet)["first"] == before["first"]


def test_a_given_name_wins_over_the_title(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    done = changes_once(fleet, run, *MODULE, **service_options(fleet, name="Other_Name.1"))
    assert (done["path"], sorted(pages(fleet))) == (f"{SITECATALYST}/Other_Name.1", ["Other_Name.1", NAME])
    changes_once(fleet, run, *MODULE, name=NAME, state="absent")
    assert list(pages(fleet)) == ["Other_Name.1"]


def test_a_service_is_removed_for_good(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    fleet.by_hand_cloudservice("author1", ims_title=OTHER, company="c", title="Kept", label="kept")
    kept = pages(fleet)["kept"]
    done = changes_once(fleet, run, *MODULE, **BY_TITLE)
    assert (done["cloudservice"], done["path"], pages(fleet)) == ({}, "", {"kept": kept})
    fleet.restart("author1", 0)
    changes_nothing(fleet, run, *MODULE, **BY_TITLE)
    fleet.clear_requests()
    run("analytics_cloudservice", **BY_TITLE)
    assert requested(fleet) == [f"GET {SITECATALYST}.2.json"]


def test_a_page_with_frameworks_is_not_removed(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    framework = f"{SITECATALYST}/{NAME}/my-framework"
    fleet.authors[0].call(lambda author: author.repository.create(framework, {"jcr:title": "F"}, "cq:Page"))
    message = is_refused(fleet, run, "analytics_cloudservice", "conflict", **BY_TITLE)["msg"]
    assert "my-framework" in message
    changes_nothing(fleet, run, *MODULE, **service_options(fleet))
    changes_once(fleet, run, *MODULE, **BY_TITLE, remove_referenced=True)
    assert pages(fleet) == {}


def test_the_state_survives_a_restart(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    before = state(fleet)
    fleet.restart("author1", 0)
    assert state(fleet) == before
    changes_nothing(fleet, run, *MODULE, **service_options(fleet))


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_recreated_entry_is_referred_to_anew(fleet: RunningFleet, run: Run) -> None:
    run("analytics_cloudservice", **service_options(fleet))
    run("ims_config", title=TITLE, state="absent", remove_referenced=True)
    run("ims_config", **ims_options(fleet))
    stale = fleet.authors[0].names.dialog.ims_value_kind != "title"
    assert run("analytics_cloudservice", **service_options(fleet))["changed"] is stale
    expected = dialog_values(fleet, TITLE, fleet.cloud.company, fleet.cloud.report_suites)
    assert expected.items() <= {k: v for k, v in pages(fleet)[NAME].items() if k in expected}.items()
