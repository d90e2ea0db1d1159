# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config with the legacy Service Account (JWT) credential, on authors that know no other, and on those that do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CONFIGURATIONS,
    CUSTOMIZER,
    PROVIDER,
    config_files,
    halves,
    pair,
    requested,
    secret_of,
    set_property,
)
from unit.plugins.grid import changes_nothing, changes_once
from unit.plugins.key_options import ALIAS, METASCOPE, by_hand, claims_of, jwt_options, payload_of, single_options
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE
from unit.plugins.test_ims_config import MODULE

from simulator import RunningFleet

JWT_ERA = ["6.5.12:7", "6.5.12:8", "6.5.12:9"]
CLAIMS, TOKEN_URL = "auth.token.provider.default.claims", "auth.access.token.request"
KEY_ALIAS, GRANTS = "auth.token.provider.keypair.alias", "auth.token.provider.authorization.grants"
STAGE = "https://ims-na1-stg1.adobelogin.com"

Options = dict[str, Any]


def with_payload(fleet: RunningFleet, singles: Options, server: str | None = None, **changed: Any) -> Options:
    """Options whose payload has other claims."""
    payload = payload_of(server or fleet.cloud.url, {**singles, **changed})
    return jwt_options(fleet, singles, payload=payload)


@pytest.mark.parametrize("fleet", JWT_ERA, indirect=True)
def test_the_wizard_gets_the_proven_parameters(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    address = fleet.authors[0].names.wizard.create_node
    (post,) = [entry for entry in fleet.requests("author1") if (entry.method, entry.target) == ("POST", address)]
    form = dict(post.form)
    claims = payload_of(fleet.cloud.url, singles)
    del claims["exp"]
    assert json.loads(form.pop("jwtClaims")) == claims
    assert form == {
        "_charset_": "utf-8",
        "cloudServiceName": "Adobe Analytics",
        "keypairAliases": ALIAS,
        "keypairAlias": ALIAS,
        "title": TITLE,
        "authServerUrl": fleet.cloud.url,
        "apiKey": singles["client_id"],
        "clientSecret": singles["client_secret"],
    }
    assert len(post.form) == len(form) + 1


@pytest.mark.parametrize("fleet", JWT_ERA, indirect=True)
@pytest.mark.parametrize("form", ["text", "data", "single options"])
def test_an_absent_entry_is_created(fleet: RunningFleet, run: Run, singles: Options, form: str) -> None:
    payload = payload_of(fleet.cloud.url, singles)
    options = {
        "text": jwt_options(fleet, singles, payload=json.dumps(payload, indent=2)),
        "data": jwt_options(fleet, singles, payload=payload),
        "single options": single_options(fleet, singles),
    }
    done = changes_once(fleet, run, *MODULE, **options[form])
    assert (done["diff"]["before"], done["warnings"], list(done["contract"])) == ({}, [], ["wizard_jwt"])
    assert done["ims_config"] == {
        "title": TITLE,
        "credential_type": "jwt",
        "authorization_server": fleet.cloud.url,
        "client_id": singles["client_id"],
        "client_secret": "as given",
        "org_id": singles["org_id"],
        "technical_account_id": singles["technical_account_id"],
        "metascopes": sorted(singles["metascopes"]),
        "keypair_alias": ALIAS,
    }
    made = pair(fleet, TITLE)
    assert (done["provider_pid"], len(made.digests), claims_of(fleet)) == (
        made.pid,
        1,
        {name: value for name, value in payload.items() if name != "exp"},
    )
    assert (made.provider[KEY_ALIAS], made.provider[TOKEN_URL]) == (ALIAS, f"{fleet.cloud.url}/ims/exchange/jwt")
    assert secret_of(fleet, TITLE) == singles["client_secret"]
    for other in options.values():
        changes_nothing(fleet, run, *MODULE, **other, expected=done["ims_config"])


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_a_second_run_costs_one_request(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    fleet.clear_requests()
    run("ims_config", **with_payload(fleet, singles))
    assert requested(fleet) == [f"GET {CONFIGURATIONS}"]


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_times_in_the_payload_are_of_one_token_only(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    payload = {**payload_of(fleet.cloud.url, singles), "exp": 1, "iat": 2, "jti": 3}
    changes_nothing(fleet, run, *MODULE, **jwt_options(fleet, singles, payload=payload))


DRIFTS: dict[str, tuple[Options, str, Any]] = {
    "org": ({"org_id": "OTHER@AdobeOrg"}, "org_id", "OTHER@AdobeOrg"),
    "account": ({"technical_account_id": "2@techacct.adobe.com"}, "technical_account_id", "2@techacct.adobe.com"),
    "metascopes": ({"metascopes": ["ent_user_sdk", METASCOPE]}, "metascopes", [METASCOPE, "ent_user_sdk"]),
    "client": ({"client_id": "other-client"}, "client_id", "other-client"),
    "server": ({"server": STAGE}, "authorization_server", STAGE),
}


@pytest.mark.parametrize("drift", list(DRIFTS))
@pytest.mark.parametrize("fleet", JWT_ERA[:2], indirect=True)
def test_another_claim_updates_in_place(fleet: RunningFleet, run: Run, singles: Options, drift: str) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    before = pair(fleet, TITLE)
    changed, option, shown = DRIFTS[drift]
    done = changes_once(fleet, run, *MODULE, **with_payload(fleet, singles, **changed))
    assert done["diff"]["after"] == {**done["diff"]["before"], option: shown}
    after = pair(fleet, TITLE)
    assert (after.pid, after.customizer_pid, after.customizer) == (before.pid, before.customizer_pid, before.customizer)
    server = changed.get("server", fleet.cloud.url)
    wanted = payload_of(server, {**singles, **changed})
    del wanted["exp"]
    assert (claims_of(fleet), after.provider[TOKEN_URL]) == (wanted, f"{server}/ims/exchange/jwt")
    assert after.provider["auth.token.provider.client.id"] == changed.get("client_id", singles["client_id"])
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == after


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_another_alias_and_secret_update_in_place(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **jwt_options(fleet, singles, keypair_alias="other"))
    assert (done["diff"]["before"]["keypair_alias"], done["ims_config"]["keypair_alias"]) == (ALIAS, "other")
    assert pair(fleet, TITLE).provider == {**before.provider, KEY_ALIAS: "other"}
    changes_once(fleet, run, *MODULE, **jwt_options(fleet, singles, keypair_alias="other", client_secret="the-new-one"))
    assert (secret_of(fleet, TITLE), len(pair(fleet, TITLE).digests)) == ("the-new-one", 1)


CONSOLE_DRIFTS = [
    ("auth.token.provider.client.id", "meddled"),
    (CLAIMS, '"iss" : "MEDDLED@AdobeOrg"'),
    (TOKEN_URL, "https://ims.example.com/ims/exchange/jwt"),
    (KEY_ALIAS, "meddled"),
]


@pytest.mark.parametrize(("name", "value"), CONSOLE_DRIFTS)
@pytest.mark.parametrize("fleet", JWT_ERA[1:], indirect=True)
def test_drift_made_in_the_console_is_mended(
    fleet: RunningFleet, run: Run, singles: Options, name: str, value: str
) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    before = pair(fleet, TITLE)
    set_property(fleet, before.pid, name, value)
    done = changes_once(fleet, run, *MODULE, **jwt_options(fleet, singles))
    assert done["ims_config"]["credential_type"] == "jwt"
    after = pair(fleet, TITLE)
    assert (after.pid, after.customizer) == (before.pid, before.customizer)
    assert {**after.provider, CLAIMS: ()} == {**before.provider, CLAIMS: ()}
    assert claims_of(fleet)["iss"] == singles["org_id"]


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_a_property_that_the_release_does_not_know_is_left_alone(
    fleet: RunningFleet, run: Run, singles: Options
) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    set_property(fleet, pair(fleet, TITLE).pid, GRANTS, "client_credentials")
    changes_nothing(fleet, run, *MODULE, **jwt_options(fleet, singles))
    run("ims_config", **jwt_options(fleet, singles, keypair_alias="other"))
    assert pair(fleet, TITLE).provider[GRANTS] == "client_credentials"


@pytest.mark.parametrize("fleet", JWT_ERA, indirect=True)
def test_an_entry_made_by_hand_is_adopted(fleet: RunningFleet, run: Run, singles: Options) -> None:
    pid = by_hand(fleet, singles)
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **jwt_options(fleet, singles))
    assert done["diff"]["before"] == {**done["diff"]["after"], "client_secret": "stored"}
    after = pair(fleet, TITLE)
    assert (done["provider_pid"], after.provider, after.customizer_pid) == (pid, before.provider, before.customizer_pid)
    assert (secret_of(fleet, TITLE), len(after.digests)) == (singles["client_secret"], 1)


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_an_adopted_entry_is_corrected(fleet: RunningFleet, run: Run, singles: Options) -> None:
    pid = by_hand(fleet, singles, **{"API Key": "mistyped", "Payload": '{"iss": "x@AdobeOrg"}', "Certificate": "y"})
    done = changes_once(fleet, run, *MODULE, **jwt_options(fleet, singles))
    assert (done["provider_pid"], done["diff"]["before"]["client_id"]) == (pid, "mistyped")
    assert (pair(fleet, TITLE).provider[KEY_ALIAS], claims_of(fleet)["iss"]) == (ALIAS, singles["org_id"])


@pytest.mark.parametrize("fleet", JWT_ERA, indirect=True)
def test_an_entry_is_removed_for_good(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **jwt_options(fleet, singles))
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent", credential_type="jwt")
    for dummy in range(2):
        assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER), config_files(fleet)) == ({}, {}, [])
        fleet.restart("author1", 0)


@pytest.mark.parametrize("fleet", JWT_ERA[:2], indirect=True)
def test_a_given_form_is_not_read_again(fleet: RunningFleet, run: Run, singles: Options) -> None:
    contract = run("author_info", author="author2", gather=["contract"])["contract"]
    fleet.clear_requests()
    done = run("ims_config", **jwt_options(fleet, singles), contract={"wizard_jwt": contract["wizard_jwt"]})
    assert done["contract"] == {"wizard_jwt": contract["wizard_jwt"]}
    assert not any("/libs/cq" in line for line in requested(fleet) if line.startswith("GET "))
    changes_nothing(fleet, run, *MODULE, **jwt_options(fleet, singles))


@pytest.mark.parametrize("title", ["Ümläute & Größen — 分析", 'comma, equals=sign "quoted" back\\slash'])
@pytest.mark.parametrize("fleet", JWT_ERA[1:2], indirect=True)
def test_any_title_is_kept_as_it_is(fleet: RunningFleet, run: Run, singles: Options, title: str) -> None:
    options = jwt_options(fleet, singles, title=title, keypair_alias=title)
    assert changes_once(fleet, run, *MODULE, **options)["ims_config"]["keypair_alias"] == title
