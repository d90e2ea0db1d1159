# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Developer Console's API takes an integration from nothing to a working credential."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from unit.simulator.cloud_client import PATIENCE, certificate, credential_of, headers, token
from unit.simulator.console_client import ANALYTICS, Console, logged_in

import simulator
from simulator import RunningFleet

IO_MANAGEMENT = "AdobeIOManagementAPISDK"


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="console")
def _console(fleet: RunningFleet) -> Console:
    fleet.reset(seed=7)
    return logged_in(fleet)


def test_an_integration_is_made_from_nothing(fleet: RunningFleet, console: Console) -> None:
    place = console.project()
    body = {"name": "AEM authors two", "description": "x"}
    created = console.call("POST", f"{place}/credentials/oauth-server-to-server", json=body)
    assert (created.status_code, set(created.json())) == (200, {"id", "apiKey", "orgId"})
    number = created.json()["id"]
    services = f"{place}/credentials/oauth_server_to_server/{number}/services"
    assert console.call("PUT", services, json=console.licence()).json() == {"sdkList": [ANALYTICS]}
    credential = credential_of(fleet, console.json(f"{place}/download"))
    assert credential.entry["integration_type"] == "oauth_server_to_server"
    answer = requests.get(f"{credential.url}/discovery/me", headers=headers(credential), timeout=PATIENCE)
    assert answer.json()["imsOrgs"][0]["companies"]
    (listed,) = console.json(f"{place}/credentials")
    assert (listed["id_integration"], listed["integration_type"]) == (number, "oauth_server_to_server")
    assert console.call("DELETE", f"{place}/credentials/{number}").status_code == 200
    assert token(credential).json()["error"] == "invalid_client"


def test_a_project_is_edited_and_removed(console: Console) -> None:
    project = console.project().rpartition("/workspaces")[0]
    assert console.json(project)["title"] == "Authors"
    assert console.call("PATCH", project, json={"title": " Other "}).json()["title"] == "Other"
    refused = console.call("POST", f"{project}/workspaces", json={"name": "Second"})
    assert (refused.status_code, refused.json()["message"]) == (
        400,
        "Only one workspace allowed for project type default",
    )
    assert console.call("POST", f"{project}/can-delete").json() == {"errors": []}
    assert console.call("DELETE", project).status_code == 200
    assert console.call("GET", project).status_code == 404


def test_projects_are_listed_page_by_page(console: Console) -> None:
    for number in range(3):
        fields = {"name": f"Project{number}", "title": f"T{number}", "type": "jaeger"}
        assert len(console.call("POST", f"{console.org()}/projects", json=fields).json()["workspaces"]) == 1
    assert len(console.json(f"{console.org()}/projects")) == 4
    assert [one["name"] for one in console.json(f"{console.org()}/projects?page=2&size=2")] == ["Project1", "Project2"]
    assert [one["name"] for one in console.json(f"{console.org()}/projects?title=T1")] == ["Project1"]


@pytest.mark.parametrize(
    "body", [{}, {"name": "a b", "title": "t", "type": "default"}, {"name": "a", "title": "t", "type": "x"}]
)
def test_a_wrong_project_is_refused(console: Console, body: dict[str, str]) -> None:
    assert console.call("POST", f"{console.org()}/projects", json=body).status_code == 400


def test_strangers_are_kept_out(fleet: RunningFleet, console: Console) -> None:
    url = f"{fleet.cloud.url}/console/organizations"
    for changed, status in (({"Authorization": "Bearer x"}, 401), ({"x-api-key": "x"}, 403)):
        assert requests.get(url, headers={**console.sent, **changed}, timeout=PATIENCE).status_code == status
    assert console.call("GET", "/organizations/1/services").status_code == 404
    fleet.configure("cloud", console_role="USER")
    assert console.call("GET", "/organizations").status_code == 403


def test_the_terms_must_be_accepted(fleet: RunningFleet, console: Console) -> None:
    org = console.org()
    fleet.configure("cloud", terms_current=False)
    assert console.call("GET", f"{org}/services").status_code == 403
    terms = f"/services/ims{org}/terms"
    assert console.json(terms) == {"accepted": True, "current": False}
    assert console.call("POST", terms).json()["current"] is True
    assert console.call("GET", f"{org}/services").status_code == 200


def test_a_subscription_needs_a_profile_that_exists(console: Console) -> None:
    place = console.project()
    body = {"name": "AEM authors two", "description": "x"}
    number = console.call("POST", f"{place}/credentials/oauth-server-to-server", json=body).json()["id"]
    path = f"{place}/credentials/oauth_server_to_server/{number}/services"
    wrong = [{"op": "add", "id": "1", "productId": "X"}]
    refused: tuple[Any, ...] = ([{"sdkCode": ANALYTICS, "licenseConfigs": None}], [{"sdkCode": "X"}], {})
    for services in refused:
        assert console.call("PUT", path, json=services).status_code == 400
    assert console.call("PUT", path, json=[{"sdkCode": ANALYTICS, "licenseConfigs": wrong}]).status_code == 400
    entp = path.replace("oauth_server_to_server", "entp")
    assert console.call("PUT", entp, json=console.licence()).status_code == 404


def test_whether_a_subscription_replaces_depends_on_the_seed(fleet: RunningFleet, console: Console) -> None:
    found = set()
    for seed in range(12):
        fleet.reset(seed=seed)
        login = fleet.cloud.console_token
        fresh = Console(fleet, {"Authorization": f"Bearer {login['access_token']}", "x-api-key": login["api_key"]})
        number = fleet.snapshot("cloud")["clients"][0]["id"]
        path = f"{fresh.org()}/credentials/oauth-server-to-server/{number}/services"
        fresh.call("PUT", path, json=[{"sdkCode": IO_MANAGEMENT, "licenseConfigs": None}])
        found.add(tuple(sorted(fleet.snapshot("cloud")["clients"][0]["services"])))
    assert found == {(ANALYTICS, IO_MANAGEMENT), (IO_MANAGEMENT,)}


def test_secrets_are_rotated_with_the_clients_own_token(fleet: RunningFleet, console: Console) -> None:
    number = fleet.snapshot("cloud")["clients"][0]["id"]
    subscribe = f"{console.org()}/credentials/oauth-server-to-server/{number}/service/subscribe"
    assert console.call("PATCH", subscribe, json=[{"sdkCode": IO_MANAGEMENT}]).json()["sdkList"] == [IO_MANAGEMENT]
    credential = credential_of(fleet)
    own = Console(fleet, headers(credential))
    secrets = f"{console.org()}/credentials/{number}/secrets"
    (old,) = own.json(secrets)["client_secrets"]
    assert "client_secret" not in old
    assert old["expires_at"] == "PERMANENT"
    added = own.call("POST", secrets)
    assert added.status_code in (200, 201)
    assert own.call("POST", secrets).status_code in (400, 403, 409)
    assert token(credential, client_secret=added.json()["client_secret"]).status_code == 200
    assert own.call("DELETE", f"{secrets}/{old['uuid']}").status_code in (200, 204)
    assert token(credential).json()["error_description"] == "invalid client_secret parameter"
    plain = console.json(f"{console.org()}/integrations/{number}/secrets")
    assert [one["client_secret"] for one in plain["client_secrets"]] == [added.json()["client_secret"]]


def test_a_token_without_the_scope_rotates_nothing(fleet: RunningFleet, console: Console) -> None:
    number = fleet.snapshot("cloud")["clients"][0]["id"]
    secrets = f"{console.org()}/credentials/{number}/secrets"
    assert Console(fleet, headers(credential_of(fleet))).call("POST", secrets).status_code == 403
    subscribe = f"{console.org()}/credentials/oauth-server-to-server/{number}/service/subscribe"
    assert console.call("PATCH", subscribe, json=[{"sdkCode": IO_MANAGEMENT}]).ok
    credential = credential_of(fleet)
    access = token(credential, scope="openid,AdobeID").json()["access_token"]
    narrow = {"Authorization": f"Bearer {access}", "x-api-key": credential.oauth["client_id"]}
    assert Console(fleet, narrow).call("POST", secrets).status_code == 403
    assert Console(fleet, headers(credential)).call("POST", secrets).ok


def test_whether_an_integration_may_manage_projects_is_drawn(fleet: RunningFleet, console: Console) -> None:
    number = fleet.snapshot("cloud")["clients"][0]["id"]
    subscribe = f"{console.org()}/credentials/oauth-server-to-server/{number}/service/subscribe"
    assert console.call("PATCH", subscribe, json=[{"sdkCode": IO_MANAGEMENT}]).ok
    own = Console(fleet, headers(credential_of(fleet)))
    for accepted, status in ((True, 200), (False, 403)):
        fleet.configure("cloud", console_accepts_server_tokens=accepted)
        assert own.call("GET", "/organizations").status_code == status


def test_certificates_are_bound_and_unbound(fleet: RunningFleet, console: Console) -> None:
    fleet.configure("cloud", jwt_cut_off=None)
    place, pem = console.project(), certificate()
    upload = {"certificate": ("certificate_pub.crt", pem)}
    fields = {"name": "AEM service", "description": "x"}
    created = console.call("POST", f"{place}/credentials/entp", data=fields, files=upload)
    assert created.status_code == 200, created.text
    bindings = f"{console.org()}/integrations/entp/{created.json()['id']}/bindings"
    (bound,) = console.json(bindings)
    assert bound["certificateFingerprint"] == _fingerprint(pem)
    second = certificate("second")
    other = {"certificate": ("c.der", _der(second))}
    assert console.call("POST", bindings, files=other).status_code == 200
    assert len(console.json(bindings)) == 2
    service = credential_of(fleet, console.json(f"{place}/download"))
    assert service.entry["integration_type"] == "service"
    assert console.call("DELETE", f"{bindings}/{bound['bindingId']}").status_code == 200
    assert [one["certificateFingerprint"] for one in console.json(bindings)] == [_fingerprint(second)]


def _der(pem: str) -> bytes:
    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(serialization.Encoding.DER)


def _fingerprint(pem: str) -> str:
    return hashlib.sha1(_der(pem)).hexdigest()


def test_a_generated_pair_is_bound(fleet: RunningFleet, console: Console) -> None:
    fleet.configure("cloud", jwt_cut_off=None)
    download = fleet.cloud.add_client(kind="jwt")
    project = download["project"]
    place = f"{console.org()}/projects/{project['id']}/workspaces/{project['workspace']['id']}"
    number = credential_of(fleet, download).entry["id"]
    answer = console.call("POST", f"{place}/credentials/entp/{number}/certificate/generateAndAssign")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        pem = archive.read("certificate_pub.crt").decode()
    (bound,) = console.json(f"{console.org()}/integrations/entp/{number}/bindings")
    assert bound["certificateFingerprint"] == _fingerprint(pem)


def test_after_their_end_jwt_credentials_are_not_created(fleet: RunningFleet, console: Console) -> None:
    place = console.project()
    upload = {"certificate": ("certificate_pub.crt", certificate())}
    fields = {"name": "AEM service", "description": "x"}
    refused = console.call("POST", f"{place}/credentials/entp", data=fields, files=upload)
    assert refused.status_code in (400, 403, 410)
    assert console.json(f"{place}/credentials") == []


def test_credentials_are_found_by_client_id(fleet: RunningFleet, console: Console) -> None:
    client = fleet.snapshot("cloud")["clients"][0]
    assert console.json(f"/clients/{client['client_id']}/credential")["id"] == client["id"]
    found = console.json(f"{console.org()}/clients/{client['client_id']}/project_workspace")
    assert (found["projectId"], found["workspaceId"]) == (client["project"], client["workspace"])
    details = console.json(f"{console.org()}/integrations/{client['id']}")
    assert details["apiKey"] == client["client_id"]
    assert details["serviceProperties"][0]["licenseConfigs"]


def test_names_of_credentials_are_unique(console: Console) -> None:
    path = f"{console.org()}/credentials/oauth-server-to-server"
    body = {"name": "AEM authors three", "description": "x", "services": console.licence()}
    created = console.call("POST", path, json=body)
    assert (created.status_code, created.json()["subscriptionResult"]["sdkList"]) == (201, [ANALYTICS])
    again = console.call("POST", path, json=body)
    assert (again.status_code, again.json()["message"]) == (409, "ERR_MSG_DUPLICATE_NAME")
