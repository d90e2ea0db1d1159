# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter console_credential reads every download of the simulated Console, and refuses what is none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from unit.plugins.module_runner import Run

from ansible_collections.aemfleet.ims.plugins.filter.console_credential import FilterModule
from simulator import RunningFleet

SECRETS = ["first-secret-of-the-test", "second-secret-of-the-test"]
ORG = "0123456789ABCDEF@AdobeOrg"
ACCOUNT = {"technical_account_id": "1@techacct.adobe.com", "technical_account_email": "a@techacct.adobe.com"}
OAUTH_VALUES = {"client_id": "c", "client_secrets": SECRETS, "scopes": ["openid", "AdobeID"], **ACCOUNT}
JWT_VALUES = {"client_id": "c", "client_secret": SECRETS[0], "meta_scopes": ["ent_x"], **ACCOUNT}
OAUTH_FILE = {
    "CLIENT_ID": "c",
    "CLIENT_SECRETS": SECRETS,
    "ORG_ID": ORG,
    "SCOPES": ["openid", "AdobeID"],
    "TECHNICAL_ACCOUNT_ID": ACCOUNT["technical_account_id"],
    "TECHNICAL_ACCOUNT_EMAIL": ACCOUNT["technical_account_email"],
}
JWT_FILE = {
    "API_KEY": "c",
    "CLIENT_SECRET": SECRETS[0],
    "ORG_ID": ORG,
    "TECHNICAL_ACCOUNT_ID": ACCOUNT["technical_account_id"],
    "TECHNICAL_ACCOUNT_EMAIL": ACCOUNT["technical_account_email"],
}
KEY = ["-----BEGIN RSA PRIVATE KEY-----", "c2VjcmV0", "-----END RSA PRIVATE KEY-----"]


def read(source: Any, *positional: Any, **named: Any) -> dict[str, Any]:
    """Apply the filter."""
    result: dict[str, Any] = FilterModule().filters()["console_credential"](source, *positional, **named)
    return result


def workspace(*entries: dict[str, Any]) -> dict[str, Any]:
    """A workspace download with these credentials."""
    return {"project": {"org": {"ims_org_id": ORG}, "workspace": {"details": {"credentials": list(entries)}}}}


def entry(name: str, **kinds: Any) -> dict[str, Any]:
    """One credential of a workspace."""
    return {"id": "1", "name": name, **kinds}


def aio(**contexts: Any) -> dict[str, Any]:
    """A file of the aio tools."""
    return {"ims": {"contexts": contexts}}


@pytest.mark.parametrize("parsed", [True, False])
def test_the_simulated_download_gives_a_token(fleet: RunningFleet, run: Run, parsed: bool) -> None:
    download = fleet.cloud.credential
    credential = read(download if parsed else json.dumps(download))
    assert credential["credential_type"] == "oauth_server_to_server"
    asked = {name: credential[name] for name in ("client_id", "client_secret", "org_id", "scopes")}
    result = run("health_check", probes=["token"], authorization_server=fleet.cloud.url, **asked)
    assert result["status"] == "ok"


@pytest.mark.parametrize(("kind", "expected"), [("jwt", "jwt"), ("migrate", "oauth_server_to_server")])
def test_legacy_downloads(fleet: RunningFleet, kind: str, expected: str) -> None:
    fleet.configure("cloud", jwt_cut_off=None)
    credential = read(fleet.cloud.add_client(kind=kind))
    assert credential["credential_type"] == expected
    assert credential["client_id"]
    assert credential["client_secret"] == credential["client_secrets"][0]
    assert bool(credential["metascopes"]) is (expected == "jwt")
    assert bool(credential["scopes"]) is (expected != "jwt")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (OAUTH_FILE, "oauth_server_to_server"),
        (JWT_FILE, "jwt"),
        (workspace(entry("a", oauth_server_to_server=OAUTH_VALUES)), "oauth_server_to_server"),
        (workspace(entry("a", jwt=JWT_VALUES)), "jwt"),
        (workspace(entry("a", jwt=JWT_VALUES, oauth_server_to_server=OAUTH_VALUES)), "oauth_server_to_server"),
        (aio(mine={**OAUTH_VALUES, "ims_org_id": ORG}), "oauth_server_to_server"),
        (aio(mine={**JWT_VALUES, "ims_org_id": ORG, "private_key": KEY}, config={"current": "mine"}), "jwt"),
        ({**OAUTH_VALUES, "ims_org_id": ORG, "scopes": "openid, AdobeID"}, "oauth_server_to_server"),
    ],
)
def test_every_form_becomes_one(source: dict[str, Any], kind: str) -> None:
    for text in (source, json.dumps(source), json.dumps(source).encode()):
        credential = read(text, credential_type=kind)
        assert (credential["credential_type"], credential["client_id"], credential["org_id"]) == (kind, "c", ORG)
        assert credential["client_secret"] == SECRETS[0]
        assert credential["technical_account_id"] == ACCOUNT["technical_account_id"]
        assert credential["technical_account_email"] == ACCOUNT["technical_account_email"]
        if kind == "oauth_server_to_server":
            assert (credential["client_secrets"], credential["scopes"]) == (SECRETS, ["openid", "AdobeID"])
    assert read(aio(mine={**JWT_VALUES, "ims_org_id": ORG, "private_key": KEY}))["private_key"] == "\n".join(KEY)


def test_a_name_chooses_among_several() -> None:
    other = {**OAUTH_VALUES, "client_id": "d"}
    several = workspace(
        entry("first", oauth_server_to_server=OAUTH_VALUES), entry("second", oauth_server_to_server=other)
    )
    assert read(several, "second")["client_id"] == read(several, name="second")["client_id"] == "d"
    contexts = aio(
        first={**OAUTH_VALUES, "ims_org_id": ORG}, second={**OAUTH_VALUES, "client_id": "d", "ims_org_id": ORG}
    )
    assert read(contexts, "second")["client_id"] == "d"
    for source in (several, contexts):
        for name in (None, "third"):
            with pytest.raises(AnsibleFilterError, match=r"(2|0) .*names: first, second"):
                read(source, name)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "no credential is given"),
        (None, "no credential is given"),
        ("{", r"not valid JSON \(line 1, column 2\)"),
        (f'{{"CLIENT_SECRETS": ["{SECRETS[0]}"', "not valid JSON"),
        (b"\xff{}", "not valid JSON"),
        ([SECRETS[0]], "must be a JSON object"),
        ({"secret": SECRETS[0]}, "none of the known JSON forms"),
        ({"project": SECRETS[0]}, "lacks the key project.workspace.details.credentials"),
        ({"project": {"workspace": {"details": {"credentials": [SECRETS[0]]}}}}, "has 0 server-to-server credentials"),
        (workspace(), "names: none"),
        (workspace(entry("a", oauth_server_to_server=SECRETS[0])), "lacks the key"),
        (workspace(entry("a", oauth_server_to_server={"client_secrets": SECRETS})), "lacks the key client_id"),
        (workspace(entry("a", oauth_server_to_server={**OAUTH_VALUES, "client_secrets": []})), "client_secrets"),
        ({key: value for key, value in OAUTH_FILE.items() if key != "ORG_ID"}, "lacks the key ORG_ID"),
        ({"CLIENT_ID": "c", "CLIENT_SECRETS": SECRETS}, "ORG_ID.*SCOPES"),
        ({"ims": SECRETS[0]}, "lacks the key ims.contexts"),
        ({"ims": {"contexts": SECRETS}}, "ims.contexts"),
        (aio(mine=SECRETS[0]), "has 0 contexts"),
    ],
)
def test_what_is_no_credential_is_told_without_its_secrets(source: Any, told: str) -> None:
    with pytest.raises(AnsibleFilterError, match=told) as refused:
        read(source)
    assert not any(secret in str(refused.value) for secret in SECRETS)
    assert refused.value.__cause__ is None


def test_the_wrong_type_is_refused() -> None:
    with pytest.raises(AnsibleFilterError, match=r"type jwt is needed, the one given is of type oauth_server"):
        read(OAUTH_FILE, credential_type="jwt")
