# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ims_config refuses of a Service Account (JWT) credential, and how it converts such entries."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from unit.plugins.fleet_state import (
    CUSTOMIZER,
    PROVIDER,
    changes,
    config_files,
    halves,
    pages,
    pair,
    requested,
    secret_of,
    state,
)
from unit.plugins.grid import changes_once, is_refused
from unit.plugins.key_options import (
    ALIAS,
    METASCOPE,
    by_hand,
    claims_of,
    jwt_options,
    payload_of,
    single_options,
)
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, ims_options
from unit.plugins.test_documentation import has_documented_results
from unit.plugins.test_ims_config import MODULE
from unit.plugins.test_ims_config_jwt import GRANTS, JWT_ERA, KEY_ALIAS, STAGE, TOKEN_URL

from ansible_collections.aemfleet.ims.plugins.module_utils._errors import InvalidOptions
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.ims_claims import (
    Payload,
    as_texts,
    jwt_claims,
    members,
    parse_payload,
)
from simulator import RunningFleet

OAUTH_ERA = ["6.5.17:7", "6.5.21:8", "lts:9"]

Options = dict[str, Any]


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
    assert (done["provider_pid"], after.pid) == (pid, pid)
    assert list(halves(fleet, CUSTOMIZER)) == [after.customizer_pid] != [before.customizer_pid]
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


WORD = some.text(alphabet=string.ascii_letters + string.digits + "-_.", min_size=1, max_size=20)
PAYLOADS = some.builds(
    Payload,
    authorization_server=some.builds(
        "{}://{}{}".format, some.sampled_from(["http", "https"]), WORD, some.sampled_from(["", ":8080"])
    ),
    client_id=WORD,
    org_id=WORD.map("{}@AdobeOrg".format),
    technical_account_id=WORD.map("{}@techacct.adobe.com".format),
    metascopes=some.sets(WORD, min_size=1, max_size=4).map(lambda names: tuple(sorted(names))),
)


@given(payload=PAYLOADS, times=some.dictionaries(some.sampled_from(["exp", "iat", "jti"]), some.integers()))
def test_a_payload_survives_every_notation(payload: Payload, times: dict[str, int]) -> None:
    claims = jwt_claims(payload)
    for source in ({**times, **claims}, json.dumps({**claims, **times}), members(as_texts(claims))):
        assert parse_payload(source) == payload
    assert len(claims) == 3 + len(payload.metascopes)


@given(payload=PAYLOADS, data=some.data())
def test_a_payload_that_lacks_a_claim_is_none(payload: Payload, data: Any) -> None:
    claims = jwt_claims(payload)
    metascopes = {name for name in claims if "/s/" in name}
    lost = data.draw(some.sampled_from([{"iss"}, {"sub"}, {"aud"}, metascopes]))
    less = {name: value for name, value in claims.items() if name not in lost}
    for source in (less, {**claims, **dict.fromkeys(lost, False)}):
        with pytest.raises(InvalidOptions) as raised:
            parse_payload(source)
        assert len(raised.value.fields["problems"]) == 1
