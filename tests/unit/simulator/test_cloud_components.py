# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Analytics lists beside report suites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from unit.simulator.cloud_client import PATIENCE, credential_of, headers

import simulator
from simulator import RunningFleet


@dataclass(frozen=True)
class Company:
    """The first company, asked with the first credential."""

    fleet: RunningFleet
    sent: dict[str, str]

    def get(self, path: str) -> requests.Response:
        url = f"{self.fleet.cloud.url}/api/{self.fleet.cloud.company}/{path}"
        return requests.get(url, headers=self.sent, timeout=PATIENCE)

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="company")
def _company(fleet: RunningFleet) -> Company:
    fleet.reset(seed=7)
    return Company(fleet, headers(credential_of(fleet)))


@pytest.mark.parametrize(("kind", "prefix"), [("metrics", "metrics/"), ("dimensions", "variables/")])
def test_components_belong_to_a_report_suite(fleet: RunningFleet, company: Company, kind: str, prefix: str) -> None:
    rsid = fleet.cloud.report_suites[0]
    listed = company.json(f"{kind}?rsid={rsid}")
    assert all(one["id"].startswith(prefix) for one in listed)
    assert company.json(f"{kind}/{listed[0]['id'].removeprefix(prefix)}?rsid={rsid}") == listed[0]
    assert company.get(f"{kind}/nothing?rsid={rsid}").status_code == 404
    assert company.get(f"{kind}?rsid=elsewhere").json()["errorCode"] == "resource_not_found"
    assert company.get(kind).json()["errorCode"] == "invalid_parameters"


def test_report_suites_out_of_reach_have_no_components(fleet: RunningFleet, company: Company) -> None:
    near, far = fleet.cloud.report_suites
    fleet.configure("cloud", add_profile={"name": "One suite", "report_suites": [near]})
    client = fleet.snapshot("cloud")["clients"][0]["client_id"]
    fleet.configure("cloud", assign_profiles={"client_id": client, "profiles": ["One suite"]})
    assert company.get(f"metrics?rsid={near}").status_code == 200
    assert company.get(f"metrics?rsid={far}").status_code == 404


@pytest.mark.parametrize("kind", ["calculatedmetrics", "segments", "dateranges"])
def test_what_people_make_is_not_there_yet(company: Company, kind: str) -> None:
    page = company.json(kind)
    assert (page["content"], page["totalElements"], page["lastPage"]) == ([], 0, True)
    assert company.get(f"{kind}/1").status_code == 404


def test_users_are_the_technical_accounts_that_reach_the_company(fleet: RunningFleet, company: Company) -> None:
    fleet.cloud.add_client(name="Without profile", profiles=[])
    fleet.cloud.add_client(name="With profile")
    listed = company.json("users")["content"]
    assert len(listed) == 2
    assert company.json("users/me") in listed
    assert company.json("users?limit=1&page=1")["content"] == listed[1:]


def test_the_log_of_use_needs_both_dates(company: Company) -> None:
    assert company.json("auditlogs/usage?startDate=2021-01-01&endDate=2021-01-02")["content"] == []
    assert company.get("auditlogs/usage?startDate=2021-01-01").json()["errorCode"] == "invalid_parameters"


def test_the_gateway_stands_before_all_of_them(fleet: RunningFleet, company: Company) -> None:
    fleet.configure("cloud", missing_profile=True)
    for path in ("users", "metrics?rsid=x", "segments", "auditlogs/usage"):
        assert company.get(path).json()["error_code"] == "403025"
