# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""health_check finds every cause of the table, and names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from unit.plugins.fleet_state import TITLE_PROPERTY, changes, pair, remove_configuration, set_property, state
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import (
    SERVICE_TITLE,
    TITLE,
    credential_options,
    hand_fields,
    health_options,
    ims_options,
    jwt_fields,
    service_options,
)
from unit.plugins.test_analytics_cloudservice import NAME, set_content

from ansible_collections.aemfleet.ims.plugins.module_utils._causes import CAUSES
from simulator import RunningFleet

PROBES = [
    "author_ready",
    "product_version",
    "ims_config",
    "token",
    "analytics_company",
    "report_suites",
    "cloudservice",
]
CLOSED = "http://127.0.0.1:9"

Prepare = Callable[[RunningFleet, Run], Result | None]


def found(result: Result) -> dict[str, dict[str, str]]:
    """The findings by probe; what every finding must have is checked on the way."""
    for each in result["probes"]:
        assert each["message"]
        assert each["code"] == "ok" if each["status"] == "ok" else each["code"] in CAUSES
        assert each["remedy"] == (CAUSES[each["code"]].remedy if each["code"] != "ok" else "")
        assert each["code"] == "ok" or is_as_documented(each), each
    return {each["probe"]: each for each in result["probes"]}


def is_as_documented(finding: Mapping[str, str]) -> bool:
    """The table knows that this probe finds this cause, and how it says so."""
    cause = CAUSES[finding["code"]]
    patterns = [re.sub(r"<[^<>]+>", ".+", re.escape(message)) for message in cause.messages]
    said = any(re.fullmatch(pattern, finding["message"], re.DOTALL) for pattern in patterns)
    return said and finding["probe"] in cause.probes


def healthy(fleet: RunningFleet, run: Run) -> None:
    """Integrate the first author."""
    run("ims_config", **ims_options(fleet))
    run("analytics_cloudservice", **service_options(fleet))
    fleet.clear_requests()


def in_the_cloud(**settings: Any) -> Prepare:
    """Set up trouble in Adobe's cloud."""
    return lambda fleet, run: fleet.configure("cloud", **settings)


def at_the_author(**settings: Any) -> Prepare:
    """Set up trouble in the author."""
    return lambda fleet, run: fleet.configure("author1", **settings)


def options(**changed: Any) -> Prepare:
    """Ask for something else."""
    return lambda fleet, run: changed


def page_says(what: str, value: Any) -> Prepare:
    """Change what the cloud service's page stores for a label."""
    return lambda fleet, run: set_content(fleet, NAME, **{getattr(fleet.authors[0].names.dialog, what): value})


def fault(**settings: Any) -> Prepare:
    """Let requests fail for as long as the test lasts."""

    def add(fleet: RunningFleet, run: Run) -> None:
        fleet.faults.add(times=99, **settings)

    return add


def settling(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", settling_reads=5)
    fleet.restart("author1", 0)


def not_an_author(fleet: RunningFleet, run: Run) -> Result:
    return {"author_url": fleet.cloud.url}


def reader(fleet: RunningFleet, run: Run) -> Result:
    fleet.configure("author1", accounts={"mona": {"password": "the-readers-password", "rights": "reader"}})
    return {"author_username": "mona", "author_password": "the-readers-password"}


def rotated(fleet: RunningFleet, run: Run) -> Result:
    return {"client_secret": fleet.cloud.rotate_secret(credential_options(fleet)["client_id"])}


def secret_revoked(fleet: RunningFleet, run: Run) -> Result:
    kept = credential_options(fleet)
    fleet.cloud.rotate_secret(kept["client_id"])
    return {"client_secret": kept["client_secret"]}


def without_analytics(fleet: RunningFleet, run: Run) -> Result:
    return credential_options(fleet, fleet.cloud.add_client(with_analytics=False))


def jwt_client(fleet: RunningFleet, run: Run) -> Result:
    fleet.configure("cloud", jwt_cut_off=None)
    download = fleet.cloud.add_client(kind="jwt")
    (entry,) = download["project"]["workspace"]["details"]["credentials"]
    return {"client_id": entry["jwt"]["client_id"], "client_secret": entry["jwt"]["client_secret"]}


def half(fleet: RunningFleet, run: Run) -> None:
    remove_configuration(fleet, pair(fleet, TITLE).customizer_pid)


def duplicate(fleet: RunningFleet, run: Run) -> None:
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title="Second"))
    set_property(fleet, second, TITLE_PROPERTY, TITLE)


def legacy(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", title=TITLE, state="absent", remove_referenced=True)
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))


def second_page(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="c", title=SERVICE_TITLE, label="second")


def dialog_lost(fleet: RunningFleet, run: Run) -> None:
    fleet.authors[0].call(lambda author: author.repository.remove("/libs/cq/analytics/components"))


IMS_POST, DISCOVERY, SUITES = {"method": "POST", "path": "/ims/"}, {"path": "/discovery/"}, {"path": "/suites"}
CASES: list[tuple[str, Prepare, str, str, str]] = [
    ("closed port", options(author_url=CLOSED), "author_ready", "failed", "author_unreachable"),
    ("stalled", fault(to="author1", kind="stall", seconds=2), "author_ready", "failed", "author_unreachable"),
    ("settling", settling, "author_ready", "failed", "author_not_ready"),
    ("starting", fault(to="author1", kind="status", status=503), "author_ready", "failed", "author_not_ready"),
    ("wrong password", options(author_password="a-wrong-one"), "author_ready", "failed", "author_login_refused"),
    ("reader", reader, "author_ready", "failed", "author_rights_missing"),
    ("the cloud", not_an_author, "author_ready", "failed", "not_an_author"),
    (
        "one page is refused",
        fault(to="author1", kind="status", status=403, path="configMgr"),
        "ims_config",
        "failed",
        "author_rights_missing",
    ),
    (
        "one page is late",
        fault(to="author1", kind="status", status=503, path="configMgr"),
        "ims_config",
        "failed",
        "author_not_ready",
    ),
    (
        "one page is broken",
        fault(to="author1", kind="status", status=500, path="configMgr"),
        "ims_config",
        "failed",
        "author_error",
    ),
    ("other title", options(title="No such"), "ims_config", "failed", "ims_config_absent"),
    ("half", half, "ims_config", "failed", "ims_config_half"),
    ("duplicate", duplicate, "ims_config", "failed", "ims_config_duplicate"),
    ("legacy", legacy, "ims_config", "failed", "ims_config_legacy"),
    ("other org", options(org_id="OTHER@AdobeOrg"), "ims_config", "warning", "ims_config_drifted"),
    ("other client", options(client_id="other"), "ims_config", "warning", "ims_config_drifted"),
    ("fewer scopes", options(scopes=["openid"]), "ims_config", "warning", "ims_config_drifted"),
    ("other server", options(authorization_server=CLOSED), "ims_config", "warning", "ims_config_drifted"),
    ("rotated", rotated, "ims_config", "warning", "client_secret_differs"),
    ("no title", options(title=None), "ims_config", "skipped", "not_asked"),
    ("revoked", secret_revoked, "token", "failed", "client_secret_wrong"),
    ("other client", options(client_id="other"), "token", "failed", "client_id_unknown"),
    ("other scopes", options(scopes=["openid", "none_such"]), "token", "failed", "scope_not_granted"),
    ("jwt client", jwt_client, "token", "failed", "ims_refused"),
    ("throttled", in_the_cloud(throttle=99), "token", "failed", "ims_throttled"),
    ("ims broken", fault(to="cloud", kind="status", status=500, **IMS_POST), "token", "failed", "ims_unavailable"),
    ("ims away", options(authorization_server=CLOSED), "token", "failed", "ims_unreachable"),
    ("ims cut", fault(to="cloud", kind="reset", **IMS_POST), "token", "failed", "ims_unreachable"),
    ("no credential", options(client_id=None, client_secret=None), "token", "skipped", "not_asked"),
    ("no profile", in_the_cloud(missing_profile=True), "analytics_company", "failed", "no_product_profile"),
    ("no companies", in_the_cloud(missing_profile="no_companies"), "analytics_company", "failed", "no_company"),
    ("other company", options(company="none-such"), "analytics_company", "failed", "company_not_accessible"),
    ("other org", options(org_id="OTHER@AdobeOrg"), "analytics_company", "failed", "wrong_organization"),
    ("no api", without_analytics, "analytics_company", "failed", "api_key_refused"),
    (
        "throttled",
        in_the_cloud(throttle={"calls": 99, "service": "analytics"}),
        "analytics_company",
        "failed",
        "analytics_throttled",
    ),
    ("outage", in_the_cloud(outage=True), "analytics_company", "failed", "analytics_unavailable"),
    (
        "proxy says no",
        fault(to="cloud", kind="status", status=403, **DISCOVERY),
        "analytics_company",
        "failed",
        "analytics_refused",
    ),
    ("away", options(analytics_endpoint=CLOSED), "analytics_company", "failed", "analytics_unreachable"),
    ("no company", options(company=None, report_suites=None), "analytics_company", "skipped", "not_asked"),
    ("revoked", secret_revoked, "analytics_company", "skipped", "blocked"),
    ("other suite", options(report_suites=["x"]), "report_suites", "failed", "report_suite_not_accessible"),
    ("grm", in_the_cloud(outage="grm"), "report_suites", "failed", "analytics_unavailable"),
    ("cut", fault(to="cloud", kind="reset", **SUITES), "report_suites", "failed", "analytics_unreachable"),
    ("no suites", options(report_suites=None), "report_suites", "skipped", "not_asked"),
    ("no profile", in_the_cloud(missing_profile=True), "report_suites", "skipped", "blocked"),
    ("other page", options(cloudservice_title="None such"), "cloudservice", "failed", "cloudservice_absent"),
    ("other name", options(cloudservice_name="none-such"), "cloudservice", "failed", "cloudservice_absent"),
    ("other title", options(title="No such"), "cloudservice", "failed", "cloudservice_drifted"),
    ("company", page_says("company", "other"), "cloudservice", "failed", "cloudservice_drifted"),
    ("credentials", page_says("authentication", "other"), "cloudservice", "failed", "cloudservice_drifted"),
    ("entry", page_says("ims_configuration", "other"), "cloudservice", "failed", "cloudservice_drifted"),
    ("two pages", second_page, "cloudservice", "failed", "cloudservice_duplicate"),
    ("two entries", duplicate, "cloudservice", "failed", "ims_config_duplicate"),
    ("no dialog", dialog_lost, "cloudservice", "failed", "contract_not_established"),
    ("no title", options(cloudservice_title=None), "cloudservice", "skipped", "not_asked"),
    ("wrong password", options(author_password="a-wrong-one"), "cloudservice", "skipped", "blocked"),
]


@pytest.mark.parametrize(
    ("prepare", "probe", "status", "code"),
    [case[1:] for case in CASES],
    ids=[f"{case[2]} {case[0]} {case[4]}" for case in CASES],
)
def test_every_cause_is_found(
    fleet: RunningFleet, run: Run, prepare: Prepare, probe: str, status: str, code: str
) -> None:
    healthy(fleet, run)
    changed = prepare(fleet, run) or {}
    fleet.clear_requests()
    before = state(fleet)
    result = run("health_check", **{**health_options(fleet), "timeout": 1.2, **changed}, fail_on="never")
    assert not result.get("failed")
    assert list(found(result)) == PROBES
    assert (found(result)[probe]["status"], found(result)[probe]["code"]) == (status, code), result["probes"]
    assert (changes(fleet), state(fleet) == before, result["changed"]) == ([], True, False)


@pytest.mark.parametrize("fleet", ["6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
@pytest.mark.parametrize("check", [False, True])
def test_a_healthy_author(fleet: RunningFleet, run: Run, check: bool) -> None:
    healthy(fleet, run)
    result = run("health_check", check=check, **health_options(fleet), fail_on="warning")
    assert {name: each["code"] for name, each in found(result).items()} == dict.fromkeys(PROBES, "ok")
    assert (result["status"], result["summary"]) == ("ok", ", ".join(f"{name}: ok" for name in PROBES))
    assert changes(fleet) == []


@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8"], indirect=True)
@pytest.mark.parametrize(
    ("version", "status", "code"), [(None, "failed", "oauth_not_supported"), ("soon", "warning", "version_unknown")]
)
def test_an_author_without_oauth(fleet: RunningFleet, run: Run, version: str | None, status: str, code: str) -> None:
    def rename(author: Any) -> None:
        author.names = replace(author.names, console=replace(author.names.console, version=version))

    if version:
        fleet.authors[0].call(rename)
    result = run("health_check", probes=["product_version"], fail_on="never")
    assert [(each["status"], each["code"]) for each in result["probes"]] == [(status, code)]
    assert result["status"] == status
