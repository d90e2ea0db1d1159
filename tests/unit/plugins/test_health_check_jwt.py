# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""health_check with a Service Account (JWT) credential: every cause of its key pair and of its token."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from unit.plugins.fleet_state import changes, requested, state
from unit.plugins.key_files import (
    PASSPHRASE,
    cert_pem,
    certificate,
    ec_key,
    key_pem,
    own_certificate,
    rsa_key,
)
from unit.plugins.key_options import (
    ALIAS,
    USER,
    entries_of,
    jwt_download,
    jwt_options,
    jwt_singles,
    keypair_options,
    pair_options,
    payload_of,
)
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE
from unit.plugins.test_health_check import found

from simulator import RunningFleet
from simulator.cloud.assumptions import draw

PROBES = [
    "author_ready",
    "product_version",
    "ims_config",
    "keypair",
    "token",
    "analytics_company",
    "report_suites",
]
OTHER_USER = "target-imsconfig-service"
CLOSED = "http://127.0.0.1:9"
HOUR = 3600

Options = dict[str, Any]
Prepare = Callable[[RunningFleet, Run, Options], Options | None]


def seed_where(chosen: Callable[[Any], bool]) -> str:
    """The author without OAuth in the first world in which the cloud answers so."""
    return f"6.5.12:{next(seed for seed in range(1, 100) if chosen(draw(seed)))}"


NAMES_THE_SECRET = seed_where(lambda drawn: "client_secret" in drawn.wrong_pair)
NAMES_NO_SECRET = seed_where(lambda drawn: "client_secret" not in drawn.wrong_pair)
CONVERTED_TO_500 = seed_where(lambda drawn: drawn.exchange_after_conversion[1] == "internal_error")
CONVERTED_TO_401 = seed_where(lambda drawn: drawn.exchange_after_conversion[1] == "invalid_client")


def listed(*numbers: int) -> list[str]:
    """Fingerprints as the Console's download spells them."""
    return [sha1(own_certificate(number)) for number in numbers]


def sha1(leaf: Any) -> str:
    """The fingerprint of a certificate, by another way than the collection's."""
    return hashlib.sha1(ssl.PEM_cert_to_DER_cert(cert_pem(leaf))).hexdigest()


def octets(number: int) -> list[str]:
    """A fingerprint, octet by octet."""
    return [f"{octet:02x}" for octet in bytes.fromhex(listed(number)[0])]


def asked(fleet: RunningFleet, singles: Options, **changed: Any) -> Options:
    """Options of health_check that ask for everything."""
    return {
        "title": TITLE,
        "credential_type": "jwt",
        "probes": PROBES,
        "client_secret": singles["client_secret"],
        "payload": json.dumps(payload_of(fleet.cloud.url, singles)),
        "keypair_user": USER,
        "keypair_alias": ALIAS,
        "certificate_fingerprints": listed(1),
        "company": fleet.cloud.company,
        "report_suites": fleet.cloud.report_suites,
        "analytics_endpoint": fleet.cloud.url,
        **pair_options(),
        **changed,
    }


def healthy(fleet: RunningFleet, run: Run, **fields: Any) -> Options:
    """Integrate the first author, and return what to ask."""
    singles = jwt_singles(jwt_download(fleet, **fields))
    run("keypair", **keypair_options(**pair_options()))
    run("ims_config", **jwt_options(fleet, singles))
    fleet.clear_requests()
    return asked(fleet, singles)


def options(**changed: Any) -> Prepare:
    """Ask for something else."""
    return lambda fleet, run, given: changed


def in_the_cloud(**settings: Any) -> Prepare:
    """Set up trouble in Adobe's cloud."""

    def configure(fleet: RunningFleet, run: Run, given: Options) -> None:
        fleet.configure("cloud", **settings)

    return configure


def fault(**settings: Any) -> Prepare:
    """Let requests fail for as long as the test lasts."""

    def add(fleet: RunningFleet, run: Run, given: Options) -> None:
        fleet.faults.add(times=99, **settings)

    return add


def claims(**changed: Any) -> Prepare:
    """Other claims in the payload."""
    return lambda fleet, run, given: {"payload": {**json.loads(given["payload"]), **changed}}


def other_metascope(fleet: RunningFleet, run: Run, given: Options) -> Options:
    return {"payload": {**json.loads(given["payload"]), f"{fleet.cloud.url}/s/ent_user_sdk": True}}


def other_client(fleet: RunningFleet, run: Run, given: Options) -> Options:
    return {"payload": {**json.loads(given["payload"]), "aud": f"{fleet.cloud.url}/c/other"}}


def other_server(fleet: RunningFleet, run: Run, given: Options) -> Options:
    return {"payload": given["payload"].replace(fleet.cloud.url, CLOSED)}


def ahead(seconds: float) -> Prepare:
    """Let the clocks of the simulated world go before that of the machine."""

    def advance(fleet: RunningFleet, run: Run, given: Options) -> None:
        fleet.advance_clock(seconds)

    return advance


def removed(fleet: RunningFleet, run: Run, given: Options) -> None:
    run("keypair", user=USER, alias=ALIAS, state="absent")


def elsewhere(fleet: RunningFleet, run: Run, given: Options) -> None:
    removed(fleet, run, given)
    run("keypair", **keypair_options(**pair_options()) | {"user": OTHER_USER})


def ending_in(days: float, *, told: bool) -> Prepare:
    """A key whose certificate ends soon, which is told to the module or not."""

    def replace(fleet: RunningFleet, run: Run, given: Options) -> Options:
        pair = pair_options(2, days)
        run("keypair", **keypair_options(**pair))
        known = pair if told else {"certificate": None, "private_key": None}
        return {**known, "certificate_fingerprints": None}

    return replace


IMS = {"to": "cloud", "path": "/ims/exchange"}
KEYSTORE = {"to": "author1", "path": r"\.ks\.json"}
CHAIN = cert_pem(certificate(rsa_key(3)), own_certificate())
CASES: list[tuple[str, Prepare, str, str, str]] = [
    ("as it should be", options(), "keypair", "ok", "ok"),
    ("other case", options(keypair_alias=ALIAS.upper()), "keypair", "ok", "ok"),
    ("chain", options(certificate=CHAIN), "keypair", "ok", "ok"),
    ("other notation", options(certificate_fingerprints=[":".join(octets(1)).upper()]), "keypair", "ok", "ok"),
    ("no certificate", options(certificate=None, certificate_fingerprints=listed(2)), "keypair", "ok", "ok"),
    ("no user", options(keypair_user=None), "keypair", "skipped", "not_asked"),
    ("no alias", options(keypair_alias=None), "keypair", "skipped", "not_asked"),
    ("wrong password", options(author_password="a-wrong-one"), "keypair", "skipped", "blocked"),
    ("removed", removed, "keypair", "failed", "key_absent"),
    ("other alias", options(keypair_alias="other"), "keypair", "failed", "key_absent"),
    ("unknown user", options(keypair_user="nobody"), "keypair", "failed", "key_owner_wrong"),
    ("elsewhere", elsewhere, "keypair", "failed", "key_owner_wrong"),
    ("other user", options(keypair_user=OTHER_USER), "keypair", "failed", "key_owner_wrong"),
    ("other pair", options(**pair_options(2)), "keypair", "failed", "key_differs"),
    ("not listed", options(certificate_fingerprints=listed(2, 3)), "keypair", "failed", "certificate_not_known"),
    ("expired", ending_in(-1, told=True), "keypair", "failed", "certificate_expired"),
    ("expired, not told", ending_in(-1, told=False), "keypair", "failed", "certificate_expired"),
    ("expiring", ending_in(29, told=True), "keypair", "warning", "certificate_expiring"),
    ("expiring, not told", ending_in(29, told=False), "keypair", "warning", "certificate_expiring"),
    ("lasting", ending_in(32, told=True), "keypair", "ok", "ok"),
    ("lasting, not told", ending_in(32, told=False), "keypair", "ok", "ok"),
    ("broken", fault(kind="status", status=500, **KEYSTORE), "keypair", "failed", "author_error"),
    ("late", fault(kind="status", status=503, **KEYSTORE), "keypair", "failed", "author_not_ready"),
    ("refused", fault(kind="status", status=403, **KEYSTORE), "keypair", "failed", "author_rights_missing"),
    ("as it should be", options(), "token", "ok", "ok"),
    ("only what is signed", options(keypair_user=None, certificate=None, title=None), "token", "ok", "ok"),
    (
        "encrypted",
        options(private_key=key_pem(rsa_key(), PASSPHRASE), private_key_passphrase=PASSPHRASE),
        "token",
        "ok",
        "ok",
    ),
    ("no key", options(private_key=None), "token", "skipped", "not_asked"),
    ("other key", options(**pair_options(2)), "token", "failed", "certificate_not_bound"),
    ("expired there", in_the_cloud(expire_certificates=True), "token", "failed", "certificate_not_bound"),
    ("other metascope", other_metascope, "token", "failed", "metascope_not_granted"),
    ("other org", claims(iss="OTHER@AdobeOrg"), "token", "failed", "jwt_refused"),
    ("other account", claims(sub="2@techacct.adobe.com"), "token", "failed", "jwt_refused"),
    ("other client", other_client, "token", "failed", "client_id_unknown"),
    ("clock", ahead(HOUR), "token", "failed", "clock_skew"),
    ("clock a bit off", ahead(30), "token", "ok", "ok"),
    ("throttled", in_the_cloud(throttle=99), "token", "failed", "ims_throttled"),
    ("broken", fault(kind="status", status=500, **IMS), "token", "failed", "ims_unavailable"),
    ("refused", fault(kind="status", status=403, **IMS), "token", "failed", "ims_refused"),
    ("cut", fault(kind="reset", **IMS), "token", "failed", "ims_unreachable"),
    ("away", other_server, "token", "failed", "ims_unreachable"),
    ("as it should be", options(), "report_suites", "ok", "ok"),
    ("no key", options(private_key=None), "analytics_company", "skipped", "not_asked"),
    ("no key", options(private_key=None), "report_suites", "skipped", "not_asked"),
    ("other key", options(**pair_options(2)), "analytics_company", "skipped", "blocked"),
    ("as it should be", options(), "product_version", "ok", "ok"),
    ("as it should be", options(), "ims_config", "ok", "ok"),
    ("other org", claims(iss="OTHER@AdobeOrg"), "ims_config", "warning", "ims_config_drifted"),
    ("other metascope", other_metascope, "ims_config", "warning", "ims_config_drifted"),
]


def is_found(
    fleet: RunningFleet, run: Run, given: Options, probe: str, status: str, code: str
) -> dict[str, dict[str, str]]:
    """Run all probes, look at one, and see that nothing was changed."""
    fleet.clear_requests()
    before = state(fleet)
    result = run("health_check", **{"timeout": 1.2, **given}, fail_on="never")
    assert not result.get("failed"), result["msg"]
    findings = found(result)
    assert list(findings) == PROBES
    assert (findings[probe]["status"], findings[probe]["code"]) == (status, code), result["probes"]
    assert (changes(fleet), state(fleet) == before, result["changed"]) == ([], True, False)
    return findings


@pytest.mark.parametrize(
    ("prepare", "probe", "status", "code"),
    [case[1:] for case in CASES],
    ids=[f"{case[2]} {case[0]} {case[4]}" for case in CASES],
)
@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_every_cause_is_found(
    fleet: RunningFleet, run: Run, prepare: Prepare, probe: str, status: str, code: str
) -> None:
    given = healthy(fleet, run)
    is_found(fleet, run, {**given, **(prepare(fleet, run, given) or {})}, probe, status, code)


@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8", "6.5.12:9"], indirect=True)
@pytest.mark.parametrize("check", [False, True])
def test_a_healthy_author(fleet: RunningFleet, run: Run, check: bool) -> None:
    given = healthy(fleet, run)
    result = run("health_check", check=check, **given, fail_on="warning")
    assert {name: each["code"] for name, each in found(result).items()} == dict.fromkeys(PROBES, "ok")
    assert re.search(r"valid for 86(399|400) s", found(result)["token"]["message"])
    assert requested(fleet).count("POST /ims/exchange/jwt") == 1
    assert changes(fleet) == []


@pytest.mark.parametrize(
    ("fleet", "code"),
    [(NAMES_THE_SECRET, "client_secret_wrong"), (NAMES_NO_SECRET, "client_refused")],
    indirect=["fleet"],
)
def test_a_wrong_secret(fleet: RunningFleet, run: Run, code: str) -> None:
    given = healthy(fleet, run)
    findings = is_found(fleet, run, {**given, "client_secret": "a-wrong-secret"}, "token", "failed", code)
    assert findings["ims_config"]["code"] == "client_secret_differs"


@pytest.mark.parametrize(
    ("fleet", "code"),
    [(CONVERTED_TO_500, "flow_retired"), (CONVERTED_TO_401, "client_refused")],
    indirect=["fleet"],
)
def test_a_credential_that_adobe_converted(fleet: RunningFleet, run: Run, code: str) -> None:
    given = healthy(fleet, run)
    fleet.configure("cloud", jwt_cut_off="2026-03-01")
    is_found(fleet, run, given, "token", "failed", code)


@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_a_credential_that_wants_every_token_to_be_new(fleet: RunningFleet, run: Run) -> None:
    given = healthy(fleet, run, requires_jti=True)
    is_found(fleet, run, given, "token", "failed", "jwt_refused")


@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_messages_name_what_they_are_about(fleet: RunningFleet, run: Run) -> None:
    given = healthy(fleet, run)
    without = {**given, "private_key": None, "certificate": None}
    findings = is_found(fleet, run, without, "token", "skipped", "not_asked")
    assert all("private_key" in findings[name]["message"] for name in ("token", "analytics_company", "report_suites"))
    run("keypair", **keypair_options(**pair_options()) | {"user": OTHER_USER})
    removed(fleet, run, given)
    findings = is_found(fleet, run, given, "keypair", "failed", "key_owner_wrong")
    assert f"/home/users/system/{OTHER_USER}" in findings["keypair"]["message"]
    findings = is_found(fleet, run, {**given, "keypair_user": "nobody"}, "keypair", "failed", "key_owner_wrong")
    assert "'nobody'" in findings["keypair"]["message"]


@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_what_is_signed_lives_for_five_minutes(fleet: RunningFleet, run: Run) -> None:
    given = healthy(fleet, run)
    run("health_check", **given)
    (post,) = [entry for entry in fleet.requests("cloud") if entry.target == "/ims/exchange/jwt"]
    form = dict(post.form)
    assert form.keys() == {"client_id", "client_secret", "jwt_token"}
    signed = decoded(form["jwt_token"])
    expected = json.loads(given["payload"])
    assert 0 < signed.pop("exp") - post.time <= 300
    del expected["exp"]
    assert signed == expected


def decoded(token: str) -> Options:
    """The claims of a JWT, as its owner's key signed them."""
    found: Options = jwt.decode(token, rsa_key().public_key(), algorithms=["RS256"], options={"verify_aud": False})
    return found


@pytest.mark.parametrize("fleet", ["6.5.17:7", "6.5.21:8", "lts:9"], indirect=True)
def test_an_entry_of_the_jwt_era_on_a_later_release(fleet: RunningFleet, run: Run) -> None:
    singles = jwt_singles(jwt_download(fleet))
    run("keypair", **keypair_options(**pair_options()))
    fields = {"Title": TITLE, "Authorization Server": fleet.cloud.url, "API Key": singles["client_id"]}
    payload = json.dumps(payload_of(fleet.cloud.url, singles))
    secret = {"Client Secret": singles["client_secret"]}
    fleet.by_hand_ims_config("author1", **fields, **secret, Payload=payload, Certificate=ALIAS)
    findings = is_found(fleet, run, asked(fleet, singles), "token", "ok", "ok")
    assert {name: each["code"] for name, each in findings.items() if each["code"] != "ok"} == {
        "product_version": "jwt_deprecated",
        "ims_config": "client_secret_differs",
    }


@pytest.mark.parametrize("version", ["6.5.11.0", "soon"])
@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_a_release_of_which_nobody_knows(fleet: RunningFleet, run: Run, version: str) -> None:
    def rename(author: Any) -> None:
        author.names = replace(author.names, console=replace(author.names.console, version=version))

    given = healthy(fleet, run)
    fleet.authors[0].call(rename)
    is_found(fleet, run, given, "product_version", "warning", "version_unknown")


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"private_key": "neither-key"}, ["private_key is not a PEM private key that private_key_passphrase opens"]),
        ({"private_key": key_pem(ec_key())}, ["the private key is not an RSA key"]),
        ({"certificate": "x"}, ["certificate is not a PEM certificate"]),
        (
            {"private_key": key_pem(rsa_key(), PASSPHRASE), "certificate": "x", "payload": "[]"},
            [
                "payload must be a JSON object",
                "certificate is not a PEM certificate",
                "private_key is not a PEM private key that private_key_passphrase opens",
            ],
        ),
    ],
)
@pytest.mark.parametrize("fleet", ["6.5.12:7"], indirect=True)
def test_what_cannot_be_used_is_refused(fleet: RunningFleet, run: Run, changed: Options, problems: list[str]) -> None:
    given = asked(fleet, jwt_singles(jwt_download(fleet)))
    refused = run("health_check", **{**given, **changed})
    assert (refused["failed"], refused["error"]["problems"]) == (True, problems)
    assert (requested(fleet), entries_of(fleet)) == ([], {})
