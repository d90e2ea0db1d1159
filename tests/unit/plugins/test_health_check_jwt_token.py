# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""health_check with a Service Account (JWT) credential: what it signs, and what differs from world to world."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from unit.plugins.fleet_state import changes, requested
from unit.plugins.key_files import PASSPHRASE, ec_key, key_pem, rsa_key
from unit.plugins.key_options import (
    by_hand,
    entries_of,
    keypair_options,
    pair_options,
)
from unit.plugins.module_runner import Run
from unit.plugins.test_health_check import found
from unit.plugins.test_health_check_jwt import OTHER_USER, PROBES, asked, healthy, is_found, removed

from simulator import RunningFleet
from simulator.cloud.assumptions import draw

Options = dict[str, Any]


def seed_where(chosen: Callable[[Any], bool]) -> str:
    """The author without OAuth in the first world in which the cloud answers so."""
    return f"6.5.12:{next(seed for seed in range(1, 100) if chosen(draw(seed)))}"


NAMES_THE_SECRET = seed_where(lambda drawn: "client_secret" in drawn.wrong_pair)
NAMES_NO_SECRET = seed_where(lambda drawn: "client_secret" not in drawn.wrong_pair)
CONVERTED_TO_500 = seed_where(lambda drawn: drawn.exchange_after_conversion[1] == "internal_error")
CONVERTED_TO_401 = seed_where(lambda drawn: drawn.exchange_after_conversion[1] == "invalid_client")


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
def test_an_entry_of_the_jwt_era_on_a_later_release(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("keypair", **keypair_options(**pair_options()))
    by_hand(fleet, singles)
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
def test_what_cannot_be_used_is_refused(
    fleet: RunningFleet, run: Run, singles: Options, changed: Options, problems: list[str]
) -> None:
    given = asked(fleet, singles)
    refused = run("health_check", **{**given, **changed})
    assert (refused["failed"], refused["error"]["problems"]) == (True, problems)
    assert (requested(fleet), entries_of(fleet)) == ([], {})
