# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The IMS wizard over a socket: its forms, what its servlets make and what they refuse (contract 3, 4.2, 14.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from unit.simulator.author_client import CUSTOMIZER, PAYLOAD, PROVIDER, client_of, values

from simulator.author import names as drawn
from simulator.author.names import Names
from simulator.embedded import RunningFleet

OAUTH_EDITIONS = ["6.5.17", "6.5.21", "lts"]
CONTENT = "/libs/cq/adobeims-configuration/content"
UPDATE = "cq/adobeims-configuration/components/admin/datasources/imsconfigurations/update"


def oauth_form(names: Names, title: str = "Analytics") -> dict[str, str]:
    """What a browser posts from the wizard."""
    wizard = names.wizard
    spoken = {
        "cloud_configuration": wizard.solutions["Adobe Analytics"],
        "authentication_type": wizard.authentication_types["oauth"],
        "title": title,
        "authorization_server": "https://ims.example.com",
        "client_id": "client",
        "client_secret": "canary",
        "organization_id": "1234@AdobeOrg",
        "scopes": "openid, AdobeID",
    }
    return {wizard.parameters[key]: value for key, value in spoken.items()} | dict(wizard.hidden)


def jwt_form(title: str = "Analytics") -> dict[str, str]:
    """The nine proven parameters."""
    return {
        "cloudServiceName": "Adobe Analytics",
        "keypairAliases": "key",
        "keypairAlias": "key",
        "newKeypairAlias": "key",
        "title": title,
        "authServerUrl": "https://ims.example.com",
        "apiKey": "client",
        "clientSecret": "canary",
        "jwtClaims": PAYLOAD,
    }


def stored(fleet: RunningFleet) -> dict[str, Any]:
    """All configurations, secrets included."""
    found: dict[str, Any] = fleet.snapshot("author1")["configurations"]
    return found


def forms(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every form in a tree."""
    for node in tree.values():
        if isinstance(node, dict):
            if str(node.get("sling:resourceType")).endswith("/foundation/form"):
                yield node
            yield from forms(node)


def labels(tree: dict[str, Any]) -> set[str]:
    """Every label in a tree."""
    found = {str(tree["fieldLabel"]).rstrip(" *:")} if "fieldLabel" in tree else set()
    return found.union(*(labels(node) for node in tree.values() if isinstance(node, dict)))


@pytest.mark.parametrize("edition", ["6.5.12", *OAUTH_EDITIONS])
def test_one_form_only_offers_a_cloud_configuration(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        names: Names = fleet.authors[0].names
        found = list(forms(client.get(f"{CONTENT}.infinity.json").json()))
        assert len(found) >= 3
        (wizard,) = [form for form in found if "Cloud Configuration" in labels(form)]
        action = wizard.get("action")
        assert {
            "6.5.12": action == names.wizard.create_node,
            "6.5.17": action == names.wizard.create_node,
            "6.5.21": str(action).startswith("${"),
            "lts": action is None,
        }[edition]
        assert client.get(f"{names.wizard.create_node}.json").json()["sling:resourceType"] == UPDATE
        assert ("Client Secret" in labels(wizard)) is (edition != "6.5.17"), "there a lazy step holds it"


def test_a_lazy_step_is_a_page_of_its_own() -> None:
    with client_of("6.5.17") as (fleet, client):
        names: Names = fleet.authors[0].names
        page = client.get(f"{names.wizard.step_page}.infinity.json").json()
        assert labels(page) >= {"Title", "Authorization Server", "Client Secret"}


def test_the_whole_tree_of_one_edition_is_too_large() -> None:
    for edition, status in (("6.5.12", 200), ("6.5.21", 300)):
        with client_of(edition) as (_fleet, client):
            assert client.get("/libs/cq/adobeims-configuration.infinity.json").status_code == status


@pytest.mark.parametrize("edition", OAUTH_EDITIONS)
def test_the_wizard_makes_the_pair(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        names: Names = fleet.authors[0].names
        answer = client.post(names.wizard.create_node, oauth_form(names))
        assert answer.status_code == 200
        (provider,) = client.configurations(answer.text)
        found = values(provider)
        assert provider["factoryPid"] == PROVIDER
        assert found["auth.token.provider.title"] == "Analytics"
        assert found["auth.token.provider.client.id"] == "client"
        assert found["auth.token.provider.default.claims"] == ['"iss" : "1234@AdobeOrg"']
        assert found["auth.access.token.request"] == "https://ims.example.com/ims/token/v3"
        assert found["auth.token.provider.authorization.grants"] == "client_credentials"
        assert found["auth.token.validator.type"] == names.product.validator_types["Adobe Analytics"]
        assert found["name"].startswith(names.product.provider_prefix)
        (customizer,) = client.configurations(f"(customizer.type={found['token.request.customizer.type']})")
        assert customizer["factoryPid"] == CUSTOMIZER
        secret = values(customizer)["auth.ims.client.secret"]
        assert (secret == "canary") is not names.product.secret_protected
        assert len(fleet.snapshot("author1")["nodes"]["/apps/system/config"]) >= 2


def test_the_wizard_of_the_jwt_era_takes_the_proven_parameters() -> None:
    with client_of("6.5.12") as (fleet, client):
        names: Names = fleet.authors[0].names
        answer = client.post(names.wizard.create_node, jwt_form())
        assert answer.status_code == 200
        found = values(client.configurations(answer.text)[0])
        assert found["auth.token.provider.keypair.alias"] == "key"
        assert found["auth.access.token.request"] == "https://ims.example.com/ims/exchange/jwt"
        assert '"iss" : "1234@AdobeOrg"' in found["auth.token.provider.default.claims"]
        assert client.post(names.wizard.create_node, jwt_form("Two") | {"scopes": "openid"}).status_code in (400, 500)
        assert client.post(names.wizard.create_node, jwt_form("Two") | {"jwtClaims": "{"}).status_code in (400, 500)
        assert len(stored(fleet)) == 2


@pytest.mark.parametrize("edition", OAUTH_EDITIONS)
def test_what_the_wizard_refuses_leaves_nothing_behind(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        names: Names = fleet.authors[0].names
        wizard, good = names.wizard, oauth_form(names)
        bad: list[Any] = [good | {"strange": "1"}, [*good.items(), (wizard.parameters["title"], "Again")]]
        bad += [{name: value for name, value in good.items() if name != missing} for missing in good]
        bad += [
            good | {wizard.parameters["title"]: " "},
            good | {wizard.parameters["cloud_configuration"]: "Adobe Analytics"},
        ]
        bad += [good | {wizard.parameters["authentication_type"]: wizard.authentication_types["jwt"]}]
        bad += [good | {wizard.parameters["authorization_server"]: "ims.example.com"}, jwt_form()]
        for form in bad:
            answer = client.post(wizard.create_node, form)
            assert answer.status_code in (400, 500), form
            assert answer.headers["Content-Type"].startswith("text/html")
        old = good | {wizard.parameters["authentication_type"]: wizard.authentication_types["jwt"]}
        assert "JWT is deprecated" in client.post(wizard.create_node, old).text
        assert stored(fleet) == {}
        assert client.post(wizard.create_node, good | {"_charset_": "utf-8"}).status_code == 200
        assert client.post(wizard.create_node, good).status_code in (400, 500), "the title is taken"
        assert len(stored(fleet)) == 2


def test_another_ims_bundle_makes_every_form_count_as_empty() -> None:
    with client_of("6.5.17") as (fleet, client):
        names: Names = fleet.authors[0].names
        fleet.configure("author1", ims_bundle_version="1.1.20")
        answer = client.post(names.wizard.create_node, oauth_form(names))
        assert answer.status_code in (400, 500)
        assert "Invalid, null or empty parameters" in answer.text
        fleet.configure("author1", ims_bundle_version=None)
        assert client.post(names.wizard.create_node, oauth_form(names)).status_code == 200


@pytest.mark.parametrize("edition", OAUTH_EDITIONS)
def test_an_old_jwt_entry_is_migrated_through_its_properties(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        names: Names = fleet.authors[0].names
        fields = {"Title": "Old", "Authorization Server": "https://ims.example.com", "Client ID": "client"}
        fields |= {"Client Secret": "old", "Payload": PAYLOAD, "Certificate": "key"}
        pid = fleet.by_hand_ims_config("author1", **fields)
        before = stored(fleet)[pid]["properties"]
        form = oauth_form(names, "New") | {names.wizard.configuration_id: pid}
        answer = client.post(names.wizard.create_node, form)
        assert (answer.status_code, answer.text) == (200, pid)
        after = stored(fleet)[pid]["properties"]
        assert len(stored(fleet)) == 2
        assert after["name"] == before["name"]
        assert after["auth.token.provider.title"] == "New"
        assert after["auth.token.provider.authorization.grants"] == "client_credentials"
        assert "auth.token.provider.keypair.alias" not in after
        gone = form | {names.wizard.configuration_id: f"{PROVIDER}.nobody"}
        assert client.post(names.wizard.create_node, gone).status_code in (400, 500)


def test_delete_removes_the_pair_and_leaves_the_files() -> None:
    with client_of("6.5.21") as (fleet, client):
        names: Names = fleet.authors[0].names
        pid = client.post(names.wizard.create_node, oauth_form(names)).text
        assert client.post(names.wizard.delete_node, {}).status_code in (400, 500)
        assert client.post(names.wizard.delete_node, {"configurationIds": pid}).status_code == 200
        assert client.configurations(pid) == []
        assert stored(fleet) == {}
        fleet.restart("author1", 0)
        assert [found["pid"] for found in client.configurations(pid)] == [pid], "its file was never removed"


def test_an_administrator_fills_the_form_in_by_label() -> None:
    with client_of("6.5.21") as (fleet, client):
        fields = {"Title": "A", "Authorization Server": "https://ims.example.com", "API Key": "client"}
        fields |= {"Client Secret": "s", "Organisation ID": "1@AdobeOrg", "Scopes": "openid"}
        pid = fleet.by_hand_ims_config("author1", **fields)
        assert values(client.configurations(pid)[0])["auth.token.provider.orgId"] == "1@AdobeOrg"
        with pytest.raises(ValueError, match="with the title A exists"):
            fleet.by_hand_ims_config("author1", **fields)
        with pytest.raises(ValueError, match="no field Colour"):
            fleet.by_hand_ims_config("author1", Colour="red")


def test_names_are_shared_by_an_edition_and_differ_between_seeds() -> None:
    assert drawn.draw(7, "6.5.21") == drawn.draw(7, "6.5.21")
    one, other = drawn.draw(7, "6.5.21").wizard, drawn.draw(8, "6.5.21").wizard
    assert not set(one.parameters.values()) & set(other.parameters.values())
    assert one.create_node != other.create_node
    assert drawn.draw(7, "lts").dialog.ims_configuration != drawn.draw(7, "6.5.21").dialog.ims_configuration
