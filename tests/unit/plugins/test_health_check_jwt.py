# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""health_check with a Service Account (JWT) credential: every cause of its key pair and of its token."""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Callable
from typing import Any

import pytest
from unit.plugins.fleet_state import changes, state
from unit.plugins.key_files import (
    PASSPHRASE,
    cert_pem,
    certificate,
    key_pem,
    own_certificate,
    rsa_key,
)
from unit.plugins.key_options import (
    ALIAS,
    USER,
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
    run("keypair", user=USER, alias=ALIAS, state="absent", remove_referenced=True)


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
