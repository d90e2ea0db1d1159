# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_cloudservice: what it checks before it writes, what it waits for, and values of every type."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import SITECATALYST, pages, requested, set_property
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import SERVICE_TITLE, TITLE, hand_fields, ims_options, service_options
from unit.plugins.test_analytics_cloudservice import MODULE, NAME, set_content
from unit.plugins.test_ims_config import OTHER
from unit.plugins.test_ims_config_entries import TEXTS

from simulator import RunningFleet

UNUSED = {"client_id": "x", "client_secret": "an-unused-secret", "org_id": "z@AdobeOrg"}
VALUES: list[Any] = [
    "text",
    *TEXTS,
    5,
    -(2**40),
    1.5,
    True,
    False,
    ["one"],
    ["b", "a, c", "ü=}"],
]


@pytest.fixture(autouse=True)
def _entry(fleet: RunningFleet) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    fleet.clear_requests()


def companies(fleet: RunningFleet) -> dict[str, Any]:
    """The organization's companies by their global id."""
    found: dict[str, Any] = fleet.snapshot("cloud")["organization"]["companies"]
    return found


@pytest.mark.parametrize("fold", [str, str.upper])
def test_a_company_is_known_by_its_name(fleet: RunningFleet, run: Run, fold: Any) -> None:
    name = fold(companies(fleet)[fleet.cloud.company]["name"])
    done = changes_once(fleet, run, *MODULE, **service_options(fleet, company=name))
    assert done["cloudservice"]["company"] == name
    assert pages(fleet)[NAME][fleet.authors[0].names.dialog.company] == name


def test_the_second_company_has_its_own_suites(fleet: RunningFleet, run: Run) -> None:
    second = list(companies(fleet))[1]
    suites = companies(fleet)[second]["suites"]
    changes_once(fleet, run, *MODULE, **service_options(fleet, company=second, report_suites=suites))
    own = {"company": fleet.cloud.company, "report_suites": suites}
    is_refused(fleet, run, MODULE[0], "report_suite_not_accessible", **service_options(fleet, **own))


@pytest.mark.parametrize("shape", ["page", "list"])
def test_suites_come_in_either_shape(fleet: RunningFleet, run: Run, shape: str) -> None:
    fleet.configure("cloud", suites_shape=shape)
    suites = companies(fleet)[fleet.cloud.company]["suites"]
    changes_once(fleet, run, *MODULE, **service_options(fleet, report_suites=suites))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"report_suites": ["no-such-suite"]}, "report_suite_not_accessible"),
        ({"company": "no-such-company"}, "company_not_accessible"),
        ({"org_id": "OTHER@AdobeOrg"}, "wrong_organization"),
        ({"client_secret": "a-wrong-secret"}, "client_secret_wrong"),
        ({"client_id": "unknown"}, "client_id_unknown"),
        ({"scopes": ["openid", "not_granted"]}, "scope_not_granted"),
    ],
)
def test_what_adobe_refuses_is_not_written(fleet: RunningFleet, run: Run, changes: dict[str, Any], code: str) -> None:
    is_refused(fleet, run, MODULE[0], code, **service_options(fleet, **changes))


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"missing_profile": True}, "no_product_profile"),
        ({"missing_profile": "no_companies"}, "no_company"),
        ({"outage": True}, "analytics_unavailable"),
        ({"outage": "grm"}, "analytics_unavailable"),
        ({"throttle": {"calls": 99, "retry_after": 1, "service": "ims"}}, "ims_throttled"),
        ({"throttle": {"calls": 99, "retry_after": 1, "service": "analytics"}}, "analytics_throttled"),
    ],
)
def test_trouble_in_the_cloud_changes_nothing(
    fleet: RunningFleet, run: Run, settings: dict[str, Any], code: str
) -> None:
    fleet.configure("cloud", **settings)
    is_refused(fleet, run, MODULE[0], code, **service_options(fleet, timeout=1.2))


def test_a_short_throttle_is_waited_for(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("cloud", throttle={"calls": 1, "retry_after": 1})
    assert run("analytics_cloudservice", **service_options(fleet))["changed"]
    assert requested(fleet, "cloud").count("POST /ims/token/v3") == 2


@pytest.mark.parametrize(
    "credential", [{}, {"client_id": "x", "client_secret": "an-unused-secret", "org_id": "z@AdobeOrg"}]
)
def test_without_verification_no_cloud_is_asked(fleet: RunningFleet, run: Run, credential: dict[str, Any]) -> None:
    options: dict[str, Any] = {"title": SERVICE_TITLE, "ims_config": TITLE, "company": "unheard-of"}
    options["report_suites"] = ["nowhere"]
    changes_once(fleet, run, *MODULE, **{**options, **credential, "verify": False})
    assert requested(fleet, "cloud") == []


def test_without_a_company_nothing_is_verified(fleet: RunningFleet, run: Run) -> None:
    done = changes_once(fleet, run, *MODULE, title=SERVICE_TITLE, ims_config=TITLE)
    assert (requested(fleet, "cloud"), done["cloudservice"]["company"]) == ([], "")


@pytest.mark.parametrize("value", VALUES)
def test_properties_of_every_type(fleet: RunningFleet, run: Run, value: Any) -> None:
    changes_once(fleet, run, *MODULE, **service_options(fleet, properties={"own": value}))
    assert (pages(fleet)[NAME]["own"], type(pages(fleet)[NAME]["own"])) == (value, type(value))
    set_content(fleet, NAME, own="meddled")
    changes_once(fleet, run, *MODULE, **service_options(fleet, properties={"own": value}))
    assert pages(fleet)[NAME]["own"] == value


@pytest.mark.parametrize("nothing", [None, [], "", [""]])
def test_a_property_is_removed(fleet: RunningFleet, run: Run, nothing: Any) -> None:
    run("analytics_cloudservice", **service_options(fleet, properties={"own": ["some", "thing"], "kept": "yes"}))
    changes_once(fleet, run, *MODULE, **service_options(fleet, properties={"own": nothing}))
    content = pages(fleet)[NAME]
    assert (content.get("own") or None, content["kept"]) == (None, "yes")


@pytest.mark.parametrize("nothing", [None, [], "", [""]])
def test_an_absent_property_is_not_created(fleet: RunningFleet, run: Run, nothing: Any) -> None:
    changes_once(fleet, run, *MODULE, **service_options(fleet, properties={"own": nothing}))
    assert "own" not in pages(fleet)[NAME]


@pytest.mark.parametrize("title", TEXTS)
def test_any_title_is_kept_as_it_is(fleet: RunningFleet, run: Run, title: str) -> None:
    done = changes_once(fleet, run, *MODULE, **service_options(fleet, title=title))
    assert done["cloudservice"]["title"] == title
    assert [content["jcr:title"] for content in pages(fleet).values()] == [title]
    changes_once(fleet, run, *MODULE, title=title, state="absent")
    assert pages(fleet) == {}


def test_a_missing_entry_is_a_warning_in_check_mode_only(fleet: RunningFleet, run: Run) -> None:
    options = service_options(fleet, ims_config=OTHER)
    predicted = run("analytics_cloudservice", check=True, **options)
    assert (predicted["changed"], [OTHER in warning for warning in predicted["warnings"]]) == (True, [True])
    refused = run("analytics_cloudservice", **options)
    assert (refused["failed"], refused["error"]["code"], pages(fleet)) == (True, "not_converged", {})
    assert TITLE in refused["msg"]


def test_a_new_entry_is_waited_for(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", visibility_delay=1)
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    done = run("analytics_cloudservice", **service_options(fleet, ims_config=OTHER))
    assert (done["changed"], done["cloudservice"]["ims_config"]) == (True, OTHER)


def test_two_entries_with_one_title_are_refused(fleet: RunningFleet, run: Run) -> None:
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    set_property(fleet, second, "auth.token.provider.title", TITLE)
    is_refused(fleet, run, MODULE[0], "conflict", **service_options(fleet))


def test_a_missing_template_is_told(fleet: RunningFleet, run: Run) -> None:
    options = service_options(fleet, template="/apps/no/such/template")
    assert "/apps/no/such/template" in is_refused(fleet, run, MODULE[0], "not_established", **options)["msg"]


def test_an_author_without_analytics_is_told(fleet: RunningFleet, run: Run) -> None:
    fleet.authors[0].call(lambda author: author.repository.remove(SITECATALYST))
    is_refused(fleet, run, MODULE[0], "not_established", **service_options(fleet))


@pytest.mark.parametrize("fleet", ["6.5.17", "6.5.21", "lts"], indirect=True)
def test_a_dialog_without_the_labels_is_told(fleet: RunningFleet, run: Run) -> None:
    known = run("author_info", gather=["contract"])["contract"]["dialog"]

    def strip(author: Any) -> None:
        for dummy, node in author.repository.walk("/libs/cq/analytics/components"):
            if node.properties.get("fieldLabel") == "IMS Configuration":
                node.properties["fieldLabel"] = "Something else"

    fleet.authors[0].call(strip)
    message = is_refused(fleet, run, MODULE[0], "not_established", **service_options(fleet))["msg"]
    assert "IMS Configuration" in message
    assert "Authentication" not in message
    changes_once(fleet, run, *MODULE, **service_options(fleet, contract={"dialog": known}))


@pytest.mark.parametrize("csrf", ["strict", "lenient"])
def test_changes_carry_a_csrf_token(fleet: RunningFleet, run: Run, csrf: str) -> None:
    fleet.configure("author1", csrf=csrf)
    assert run("analytics_cloudservice", **service_options(fleet))["changed"]
    (post,) = [entry for entry in fleet.requests("author1") if entry.method == "POST"]
    assert post.headers.get("CSRF-Token")


def test_a_read_only_repository_is_told(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", allow_writes=False)
    refused = run("analytics_cloudservice", **service_options(fleet))
    assert (refused["failed"], bool(refused["error"]["advice"]), pages(fleet)) == (True, True, {})


def test_the_whole_sequence_on_a_fresh_author(fleet: RunningFleet, run: Run) -> None:
    fleet.reset()
    predicted = run("analytics_cloudservice", check=True, **service_options(fleet))
    assert predicted["changed"]
    run("ims_config", **ims_options(fleet))
    done = run("analytics_cloudservice", **service_options(fleet))
    assert done["cloudservice"] == predicted["cloudservice"]
    changes_nothing(fleet, run, *MODULE, **service_options(fleet))
