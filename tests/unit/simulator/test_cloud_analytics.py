# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics answers those who hold key, token and profile, and says in the gateway's words what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from unit.simulator.cloud_client import PATIENCE, Credential, certificate, credential_of, headers

import simulator
from simulator import RunningFleet

PATHS = ("/reportsuites/collections/suites", "/collections/suites")


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="credential")
def _credential(fleet: RunningFleet) -> Credential:
    fleet.reset()
    return credential_of(fleet)


def get(credential: Credential, path: str, sent: dict[str, str] | None = None) -> requests.Response:
    url = credential.url + path
    return requests.get(url, headers=headers(credential) if sent is None else sent, timeout=PATIENCE)


def gateway(answer: requests.Response) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["error_code"], body["message"]


def test_discovery_names_organisation_and_companies(fleet: RunningFleet, credential: Credential) -> None:
    body = get(credential, "/discovery/me").json()
    (organization,) = body["imsOrgs"]
    assert organization["imsOrgId"] == credential.org
    assert fleet.cloud.company in [company["globalCompanyId"] for company in organization["companies"]]
    assert body["imsUserId"] == credential.oauth["technical_account_id"]


def test_the_user_is_the_technical_account(fleet: RunningFleet, credential: Credential) -> None:
    user = get(credential, f"/api/{fleet.cloud.company}/users/me").json()
    assert (user["login"], user["lastName"]) == (credential.oauth["technical_account_id"], "techacct.adobe.com")


@pytest.mark.parametrize("path", PATHS)
def test_all_pages_together_hold_every_suite_once(fleet: RunningFleet, credential: Credential, path: str) -> None:
    base, seen, number = f"/api/{fleet.cloud.company}{path}", [], 0
    while True:
        page = get(credential, f"{base}?page={number}").json()
        assert (page["number"], page["firstPage"]) == (number, number == 0)
        seen += [suite["rsid"] for suite in page["content"]]
        if page["lastPage"]:
            break
        number += 1
    assert (number, len(seen), page["totalElements"]) == (2, 23, 23)
    assert seen == fleet.snapshot("cloud")["organization"]["companies"][fleet.cloud.company]["suites"]
    assert get(credential, f"{base}?page=9").json()["content"] == []


@pytest.mark.parametrize("path", PATHS)
def test_one_suite_is_found_by_its_id(fleet: RunningFleet, credential: Credential, path: str) -> None:
    base, rsid = f"/api/{fleet.cloud.company}{path}", fleet.cloud.report_suites[1]
    assert get(credential, f"{base}/{rsid}").json()["rsid"] == rsid
    assert [one["rsid"] for one in get(credential, f"{base}?rsids={rsid}").json()["content"]] == [rsid]
    missing = get(credential, f"{base}/nothing")
    assert (missing.status_code, missing.json()["errorCode"]) == (404, "resource_not_found")


def test_expansions_are_given_when_asked_for(fleet: RunningFleet, credential: Credential) -> None:
    base = f"/api/{fleet.cloud.company}{PATHS[0]}"
    (suite,) = get(credential, f"{base}?limit=1&expansion=name,currency,calendarType").json()["content"]
    assert {"name", "currency", "calendarType"} <= set(suite)
    for query in ("limit=0", "limit=x", "page=-1", "expansion=colour"):
        answer = get(credential, f"{base}?{query}")
        assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalid_parameters")


def test_the_list_may_be_a_bare_array(fleet: RunningFleet, credential: Credential) -> None:
    fleet.configure("cloud", suites_shape="list")
    assert len(get(credential, f"/api/{fleet.cloud.company}{PATHS[0]}?limit=4").json()) == 4


def test_the_gateway_says_what_is_missing(fleet: RunningFleet, credential: Credential) -> None:
    sent = headers(credential)
    key, bearer = {"x-api-key": sent["x-api-key"]}, {"Authorization": sent["Authorization"]}
    path = "/discovery/me"
    assert gateway(get(credential, path, bearer)) == (403, "403000", "Api Key is required")
    assert gateway(get(credential, path, {**bearer, "x-api-key": "no"})) == (403, "403003", "Api Key is invalid")
    assert gateway(get(credential, path, key)) == (403, "403010", "Oauth token is missing.")
    wrong = {**key, "Authorization": "Bearer x.y.z"}
    assert gateway(get(credential, path, wrong)) == (401, "401013", "Oauth token is not valid")
    assert get(credential, path, sent).status_code == 200
    fleet.advance_clock(86_400)
    assert gateway(get(credential, path, sent))[1] == "401013"


def test_a_project_without_the_api_has_an_invalid_key(fleet: RunningFleet, credential: Credential) -> None:
    plain = credential_of(fleet, fleet.cloud.add_client(with_analytics=False))
    assert gateway(get(plain, "/discovery/me"))[1] == "403003"


def test_a_credential_without_profile_is_not_valid(fleet: RunningFleet, credential: Credential) -> None:
    bare = credential_of(fleet, fleet.cloud.add_client(profiles=[]))
    assert gateway(get(bare, "/discovery/me")) == (403, "403025", "Profile is not valid")
    fleet.configure("cloud", missing_profile=True)
    assert gateway(get(credential, "/discovery/me"))[1] == "403025"
    fleet.configure("cloud", missing_profile="no_companies")
    assert get(credential, "/discovery/me").json()["imsOrgs"][0]["companies"] == []


def test_a_profile_limits_the_suites(fleet: RunningFleet, credential: Credential) -> None:
    wanted = fleet.cloud.report_suites[0]
    fleet.configure("cloud", add_profile={"name": "One suite", "report_suites": [wanted]})
    client = {"client_id": credential.oauth["client_id"], "profiles": ["One suite"]}
    fleet.configure("cloud", assign_profiles=client)
    suites = get(credential, f"/api/{fleet.cloud.company}{PATHS[0]}").json()["content"]
    assert [suite["rsid"] for suite in suites] == [wanted]
    assert len(get(credential, "/discovery/me").json()["imsOrgs"][0]["companies"]) == 1


def test_a_foreign_company_is_refused(credential: Credential) -> None:
    assert get(credential, f"/api/foreign0{PATHS[0]}").status_code in (403, 404)


def test_throttling_and_outage_are_switched_on(fleet: RunningFleet, credential: Credential) -> None:
    sent = headers(credential)
    fleet.configure("cloud", throttle=2)
    answers = [get(credential, "/discovery/me", sent) for dummy in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert gateway(answers[0]) == (429, "429050", "Too many requests")
    assert int(answers[0].headers["Retry-After"]) >= 1
    fleet.configure("cloud", outage=True)
    failed = get(credential, "/discovery/me", sent)
    assert (failed.status_code, set(failed.json())) == (500, {"errorCode", "errorDescription", "errorId"})
    fleet.configure("cloud", outage="grm")
    assert gateway(get(credential, f"/api/{fleet.cloud.company}{PATHS[0]}", sent))[1] == "500701"


def test_the_documented_rate_is_kept_when_switched_on(fleet: RunningFleet, credential: Credential) -> None:
    fleet.configure("cloud", rate_limit=True)
    sent = headers(credential)
    codes = [get(credential, "/discovery/me", sent).status_code for dummy in range(13)]
    assert codes == [200] * 12 + [429]
    fleet.advance_clock(6)
    assert get(credential, "/discovery/me", sent).status_code == 200


def test_a_jwt_token_needs_the_analytics_metascope(fleet: RunningFleet, credential: Credential) -> None:
    fleet.configure("cloud", jwt_cut_off=None)
    scopes = ["ent_analytics_bulk_ingest_sdk", "ent_adobeio_sdk"]
    download = fleet.cloud.add_client(kind="jwt", certificates=[certificate()], metascopes=scopes)
    service = credential_of(fleet, download)
    for metascope, status in zip(scopes, (200, 403), strict=True):
        claims = service.claims(**{f"{service.url}/s/{scopes[0]}": None, f"{service.url}/s/{metascope}": True})
        claims[f"{service.url}/s/{metascope}"] = True
        access = service.exchange(claims).json()["access_token"]
        sent = {"Authorization": f"Bearer {access}", "x-api-key": service.service["client_id"]}
        assert get(service, "/discovery/me", sent).status_code == status


def test_an_unknown_address_is_not_found(credential: Credential) -> None:
    assert get(credential, "/api/x").status_code == 404
    assert requests.get(f"{credential.url}/ims/token/v3", timeout=PATIENCE).status_code == 405
