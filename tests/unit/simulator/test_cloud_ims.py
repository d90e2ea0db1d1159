# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IMS issues tokens to those who may have one, and says in Adobe's words why others may not."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import jwt
import pytest
import requests
from unit.simulator.cloud_client import (
    METASCOPE,
    PATIENCE,
    Credential,
    certificate,
    credential_of,
    headers,
    token,
)

import simulator
from simulator import RunningFleet

SECOND = 1000
DAY = 86_400


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="credential")
def _credential(fleet: RunningFleet) -> Credential:
    fleet.reset()
    return credential_of(fleet)


@pytest.fixture(name="service")
def _service(fleet: RunningFleet) -> Credential:
    """A JWT credential, before its end."""
    fleet.reset()
    fleet.configure("cloud", jwt_cut_off=None)
    return credential_of(fleet, fleet.cloud.add_client(kind="jwt", certificates=[certificate()]))


def refusal(answer: requests.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert set(body) == {"error", "error_description"}
    return answer.status_code, body["error"], body["error_description"]


@pytest.mark.parametrize(
    "path", [f"/ims/token/{version}{slash}" for version in ("v1", "v2", "v3", "v4") for slash in ("", "/")]
)
def test_every_token_endpoint_takes_every_kind_of_input(credential: Credential, path: str) -> None:
    url, form = credential.url + path, credential.form()
    answers = [
        requests.post(url, data=form, timeout=PATIENCE),
        requests.post(url, files={name: (None, value) for name, value in form.items()}, timeout=PATIENCE),
        requests.post(url, params=form, timeout=PATIENCE),
    ]
    lifetime = 86_399 * (SECOND if "v1" in path else 1)
    for answer in answers:
        assert answer.status_code == 200
        assert {"token_type": "bearer", "expires_in": lifetime}.items() <= answer.json().items()


def test_the_client_may_authenticate_with_basic(credential: Credential) -> None:
    pair = (credential.oauth["client_id"], credential.oauth["client_secrets"][0])
    form = credential.form(client_id=None, client_secret=None)
    url = f"{credential.url}/ims/token/v3"
    assert requests.post(url, data=form, auth=pair, timeout=PATIENCE).status_code == 200
    assert requests.post(url, data=form, auth=(pair[0], "x"), timeout=PATIENCE).status_code == 400


def test_access_tokens_carry_string_milliseconds_and_verify_with_the_published_key(credential: Credential) -> None:
    access = token(credential).json()["access_token"]
    (published,) = requests.get(f"{credential.url}/ims/keys", timeout=PATIENCE).json()["keys"]
    claims = jwt.decode(access, jwt.PyJWK(published), algorithms=["RS256"])
    assert (claims["type"], claims["as"]) == ("access_token", "ims-na1")
    assert claims["client_id"] == credential.oauth["client_id"]
    assert isinstance(claims["created_at"], str)
    assert claims["expires_in"] == "86399000"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"client_secret": "p8e-wrong"}, (400, "invalid_client", "invalid client_secret parameter")),
        ({"client_secret": None}, (400, "invalid_client", "invalid client_secret parameter")),
        ({"client_id": "nobody"}, (400, "invalid_client", "invalid client_id parameter")),
        ({"grant_type": "authorization_code"}, (400, "access_denied", "invalid authorization code")),
    ],
)
def test_a_wrong_client_is_refused_in_adobes_words(
    credential: Credential, changed: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(token(credential, **changed)) == expected


@pytest.mark.parametrize("scope", ["openid,user_management_sdk", "", None])
def test_a_scope_that_was_not_granted_is_refused(credential: Credential, scope: str | None) -> None:
    assert refusal(token(credential, scope=scope))[:2] == (400, "invalid_scope")


def test_scopes_may_be_separated_by_spaces(credential: Credential) -> None:
    assert token(credential, scope="openid AdobeID").status_code == 200


def test_both_secrets_of_a_client_hold_and_a_rotated_one_does_not(fleet: RunningFleet, credential: Credential) -> None:
    second = credential_of(fleet, fleet.cloud.add_client(secrets=["p8e-one", "p8e-two"]))
    assert [token(second, client_secret=text).status_code for text in ("p8e-one", "p8e-two")] == [200, 200]
    fresh = fleet.cloud.rotate_secret(credential.oauth["client_id"])
    assert refusal(token(credential))[2] == "invalid client_secret parameter"
    assert token(credential, client_secret=fresh).status_code == 200


def test_a_token_is_validated_and_invalidated(fleet: RunningFleet, credential: Credential) -> None:
    access, client = token(credential).json()["access_token"], credential.form()

    def valid() -> dict[str, Any]:
        form = {"type": "access_token", "client_id": client["client_id"]}
        url, bearer = f"{credential.url}/ims/validate_token/v1", {"Authorization": f"Bearer {access}"}
        body: dict[str, Any] = requests.post(url, data=form, headers=bearer, timeout=PATIENCE).json()
        return body

    assert valid() == {"valid": True}
    form = {**client, "token_type": "access_token", "token": access, "cascading": "all"}
    answer = requests.post(f"{credential.url}/ims/invalidate_token/v2", data=form, timeout=PATIENCE)
    assert (answer.status_code, answer.text) == (200, "")
    assert valid()["valid"] is False


def test_a_token_expires_with_the_clock(fleet: RunningFleet, credential: Credential) -> None:
    bearer = headers(credential)
    url = f"{credential.url}/ims/organizations/v6"
    assert credential.org.split("@")[0] in requests.get(url, headers=bearer, timeout=PATIENCE).text
    fleet.advance_clock(DAY)
    assert requests.get(url, headers=bearer, timeout=PATIENCE).status_code == 401


@pytest.mark.parametrize(
    "path", ["/ims/exchange/jwt", "/ims/exchange/jwt/", "/ims/exchange/v1/jwt", "/ims/exchange/v1/jwt/"]
)
def test_a_signed_assertion_is_exchanged(service: Credential, path: str) -> None:
    answer = service.exchange(service.claims())
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 86_399_000
    sent = parse_qsl(str(answer.request.body))
    multipart = {name: (None, value) for name, value in sent}
    assert requests.post(service.url + path, files=multipart, timeout=PATIENCE).status_code == 200
    assert requests.post(service.url + path, params=sent, timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"exp": 1}, 400, "invalid_token"),
        ({"exp": "Sun, 22 Nov 2026 12:00:00 GMT"}, 400, "invalid_token"),
        ({"exp": None}, 400, "invalid_token"),
        ({"jti": "one"}, 400, "invalid_token"),
        ({"aud": "https://ims-na1.adobelogin.com/c/other"}, 400, "invalid_client"),
        ({"iss": "0@AdobeOrg"}, 400, "bad_request"),
        ({"sub": "0@techacct.adobe.com"}, 400, "bad_request"),
    ],
)
def test_a_wrong_claim_is_refused(service: Credential, changed: dict[str, Any], status: int, error: str) -> None:
    assert refusal(service.exchange(service.claims(**changed)))[:2] == (status, error)


@pytest.mark.parametrize("value", [None, False, "true"])
def test_a_metascope_must_be_true(service: Credential, value: object) -> None:
    claims = service.claims(**{f"{service.url}/s/{METASCOPE}": value})
    assert refusal(service.exchange(claims))[:2] == (400, "invalid_scope")


def test_a_metascope_beyond_the_binding_is_refused(service: Credential) -> None:
    answer = service.exchange(service.claims(**{f"{service.url}/s/ent_user_sdk": True}))
    text = "The metascopes in the JWT are not a subset of the metascopes in the binding."
    assert refusal(answer) == (400, "invalid_scope", text)


UNBOUND = (400, "invalid_token", "Could not match JWT signature to any of the bindings")


def test_a_foreign_key_is_not_bound(service: Credential) -> None:
    assert refusal(service.exchange(service.claims(), signer="second")) == UNBOUND


def test_any_bound_key_may_sign_until_its_certificate_expires(fleet: RunningFleet, service: Credential) -> None:
    pair = [certificate("first", days=10), certificate("second", days=50)]
    both = credential_of(fleet, fleet.cloud.add_client(kind="jwt", certificates=pair))
    assert [both.exchange(both.claims(), signer=name).status_code for name in ("first", "second")] == [200, 200]
    fleet.advance_clock(20 * DAY)
    later = both.claims(exp=both.claims()["exp"] + 20 * DAY)
    assert refusal(both.exchange(later, signer="first")) == UNBOUND
    assert both.exchange(later, signer="second").status_code == 200
    fleet.configure("cloud", expire_certificates=True)
    assert refusal(both.exchange(later, signer="second")) == UNBOUND


def test_an_assertion_that_is_none_is_refused(service: Credential) -> None:
    text = "JWT token is incorrectly formatted, and can not be decoded."
    for assertion in ("", "x", "a.b.c", _unsigned(service.claims())):
        answer = service.exchange(service.claims(), jwt_token=assertion)
        assert refusal(answer) in ((400, "invalid_token", text), UNBOUND)


def _unsigned(claims: dict[str, Any]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)]
    return b".".join([*parts, b""]).decode()


def test_a_wrong_pair_is_unauthorized(service: Credential) -> None:
    assert refusal(service.exchange(service.claims(), client_secret="p8e-wrong"))[:2] == (401, "invalid_client")


def test_an_oauth_credential_has_nothing_to_exchange(service: Credential, fleet: RunningFleet) -> None:
    oauth = credential_of(fleet).oauth
    answer = service.exchange(service.claims(), client_id=oauth["client_id"], client_secret=oauth["client_secrets"][0])
    assert refusal(answer)[:2] == (401, "invalid_client")


def test_adobe_has_converted_jwt_credentials(fleet: RunningFleet, service: Credential) -> None:
    assert service.exchange(service.claims()).status_code == 200
    fleet.configure("cloud", jwt_cut_off="adobe")
    assert refusal(service.exchange(service.claims()))[:2] in ((500, "internal_error"), (401, "invalid_client"))
    client = next(one for one in fleet.snapshot("cloud")["clients"] if one["kind"] == "jwt")
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["secrets"][0],
        "scope": ",".join(client["scopes"]),
    }
    assert requests.post(f"{service.url}/ims/token/v3", data=form, timeout=PATIENCE).status_code == 200


def test_a_credential_in_migration_works_both_ways(fleet: RunningFleet, service: Credential) -> None:
    both = credential_of(fleet, fleet.cloud.add_client(kind="migrate", certificates=[certificate()]))
    assert both.entry["integration_type"] == "oauth_server_to_server_migrate"
    assert token(both).status_code == 200
    assert both.exchange(both.claims()).status_code == 200


def test_a_binding_may_demand_a_fresh_jti(fleet: RunningFleet, service: Credential) -> None:
    once = credential_of(fleet, fleet.cloud.add_client(kind="jwt", certificates=[certificate()], requires_jti=True))
    assert refusal(once.exchange(once.claims()))[:2] == (400, "invalid_token")
    codes = [once.exchange(once.claims(jti=number)).status_code for number in (1, 1, 2)]
    assert codes == [200, 400, 200]


def test_ims_throttles_on_demand(fleet: RunningFleet, credential: Credential) -> None:
    fleet.configure("cloud", throttle={"calls": 1, "retry_after": 4, "service": "ims"})
    answer = token(credential)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "4")
    assert token(credential).status_code == 200


def test_what_is_unknown_differs_from_seed_to_seed(fleet: RunningFleet) -> None:
    texts = set()
    for seed in range(20):
        fleet.reset(seed=seed)
        texts.add(refusal(token(credential_of(fleet), scope="nothing"))[2])
    fleet.reset(seed=7)
    assert len(texts) > 1
