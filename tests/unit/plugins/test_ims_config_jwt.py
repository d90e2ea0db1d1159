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
    changes,
    config_files,
    halves,
    pages,
    pair,
    requested,
    secret_of,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.key_options import ALIAS, METASCOPE, jwt_download, jwt_options, jwt_singles, payload_of
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, ims_options
from unit.plugins.test_documentation import has_documented_results
from unit.plugins.test_ims_config import MODULE

from simulator import RunningFleet

JWT_ERA = ["6.5.12:7", "6.5.12:8", "6.5.12:9"]
OAUTH_ERA = ["6.5.17:7", "6.5.21:8", "lts:9"]
CLAIMS, TOKEN_URL = "auth.token.provider.default.claims", "auth.access.token.request"
KEY_ALIAS, GRANTS = "auth.token.provider.keypair.alias", "auth.token.provider.authorization.grants"
STAGE = "https://ims-na1-stg1.adobelogin.com"

Options = dict[str, Any]


@pytest.fixture(name="singles")
def _singles(fleet: RunningFleet) -> Options:
    """A JWT credential as single options."""
    return jwt_singles(jwt_download(fleet))


def single_options(fleet: RunningFleet, singles: Options, **changed: Any) -> Options:
    """Options without a payload."""
    own = {"title": TITLE, "credential_type": "jwt", "keypair_alias": ALIAS, "authorization_server": fleet.cloud.url}
    return {**own, **singles, **changed}


def with_payload(fleet: RunningFleet, singles: Options, server: str | None = None, **changed: Any) -> Options:
    """Options whose payload has other claims."""
    payload = payload_of(server or fleet.cloud.url, {**singles, **changed})
    return jwt_options(fleet, singles, payload=payload)


def claims_of(fleet: RunningFleet) -> Options:
    """The claims as the author stores them, read one by one."""
    texts = pair(fleet, TITLE).provider[CLAIMS]
    claims: Options = json.loads("{" + ",".join(texts) + "}")
    return claims


def by_hand(fleet: RunningFleet, singles: Options, **fields: str) -> str:
    """What an administrator pastes into the wizard of the documented page."""
    return fleet.by_hand_ims_config(
        "author1",
        **{
            "Title": TITLE,
            "Authorization Server": fleet.cloud.url,
            "API Key": singles["client_id"],
            "Client Secret": singles["client_secret"],
            "Payload": json.dumps(payload_of(fleet.cloud.url, singles), indent=2),
            "Certificate": ALIAS,
            **fields,
        },
    )


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


@pytest.mark.parametrize("made", [False, True])
@pytest.mark.parametrize("wanted", ["payload", "single options"])
@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_releases_that_know_oauth_take_no_such_entry(
    fleet: RunningFleet, run: Run, singles: Options, made: bool, wanted: str
) -> None:
    if made:
        by_hand(fleet, singles)
    options = jwt_options(fleet, singles) if wanted == "payload" else single_options(fleet, singles)
    refused = is_refused(fleet, run, "ims_config", "not_supported", **options)
    assert "neither creates nor updates Service Account (JWT) configurations" in refused["msg"]
    assert "oauth_server_to_server" in refused["error"]["advice"]
    assert repr(TITLE) in refused["msg"]


@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_such_an_entry_is_still_removed(fleet: RunningFleet, run: Run, singles: Options) -> None:
    by_hand(fleet, singles)
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent", credential_type="jwt")
    assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER), config_files(fleet)) == ({}, {}, [])


@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_a_conversion_keeps_what_others_refer_to(fleet: RunningFleet, run: Run, singles: Options) -> None:
    pid = by_hand(fleet, singles)
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company=fleet.cloud.company)
    before, page = pair(fleet, TITLE), pages(fleet)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    after = pair(fleet, TITLE)
    assert (done["provider_pid"], after.pid, after.customizer_pid) == (pid, pid, before.customizer_pid)
    assert pages(fleet) == page
    assert claims_of(fleet) == {"iss": ims_options(fleet)["org_id"]}
    assert not after.provider.get(KEY_ALIAS)
    assert (after.provider[GRANTS], after.provider[TOKEN_URL]) == (
        "client_credentials",
        f"{fleet.cloud.url}/ims/token/v3",
    )
    before_view = done["diff"]["before"]
    assert (before_view["technical_account_id"], before_view["metascopes"], before_view["keypair_alias"]) == (
        singles["technical_account_id"],
        sorted(singles["metascopes"]),
        ALIAS,
    )
    assert not {"technical_account_id", "metascopes", "keypair_alias"} & done["ims_config"].keys()
    assert secret_of(fleet, TITLE) == ims_options(fleet)["client_secret"]
    found = is_refused(fleet, run, "ims_config", "not_supported", **jwt_options(fleet, singles))
    assert pair(fleet, TITLE) == after, found["msg"]


JWT_NEEDS = ["keypair_alias is required", "client_secret is required"]
WRONG: dict[str, tuple[Options, list[str]]] = {
    "nothing": (
        {"keypair_alias": None, "client_secret": None, "payload": None},
        [
            *JWT_NEEDS,
            *(f"{name} is required" for name in ("client_id", "org_id", "technical_account_id", "metascopes")),
        ],
    ),
    "no alias": ({"keypair_alias": ""}, JWT_NEEDS[:1]),
    "no JSON": ({"payload": "{"}, ["payload is not valid JSON"]),
    "no object": ({"payload": "[]"}, ["payload must be a JSON object"]),
    "empty": (
        {"payload": "{}", "client_secret": None},
        [
            JWT_NEEDS[1],
            "payload lacks the claim iss",
            "payload lacks the claim sub",
            "payload lacks the claim aud of the form <authorization server>/c/<client id>",
            "payload lacks a claim <authorization server>/s/<metascope>",
        ],
    ),
    "contradictions": (
        {
            "client_id": "other",
            "org_id": "OTHER@AdobeOrg",
            "technical_account_id": "2@techacct.adobe.com",
            "metascopes": ["ent_user_sdk"],
        },
        [
            "client_id is not that of the payload, the-client",
            "org_id is not that of the payload, ORG@AdobeOrg",
            "technical_account_id is not that of the payload, 1@techacct.adobe.com",
            f"metascopes are not those of the payload, {METASCOPE}",
        ],
    ),
}
PAYLOAD = payload_of(
    STAGE,
    {
        "client_id": "the-client",
        "org_id": "ORG@AdobeOrg",
        "technical_account_id": "1@techacct.adobe.com",
        "metascopes": [METASCOPE],
    },
)


@pytest.mark.parametrize("wrong", list(WRONG))
@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_everything_that_is_wrong_is_told_before_the_first_request(fleet: RunningFleet, run: Run, wrong: str) -> None:
    changed, problems = WRONG[wrong]
    right = {"credential_type": "jwt", "keypair_alias": ALIAS, "client_secret": "the-secret-of-the-test"}
    before = state(fleet)
    refused = run("ims_config", title=TITLE, **{**right, "payload": PAYLOAD, **changed})
    assert (refused["failed"], refused["error"]["code"]) == (True, "invalid_options")
    assert refused["error"]["problems"] == problems
    assert (requested(fleet), changes(fleet), state(fleet)) == ([], [], before)


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_what_agrees_with_the_payload_may_be_given_too(fleet: RunningFleet, run: Run, singles: Options) -> None:
    options = {**singles, **jwt_options(fleet, singles), "metascopes": [*singles["metascopes"]] * 2}
    assert run("ims_config", **options)["changed"]
    has_documented_results("ims_config", run("ims_config", **options))
