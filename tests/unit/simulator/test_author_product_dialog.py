# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Analytics cloud service: dialog, options, templates, and what a fresh author holds (contract 2, 6, 14.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from unit.simulator.author_client import AuthorClient, client_of

from simulator.author.names import Names

COMPONENT = "/libs/cq/analytics/components/sitecatalystpage"
SERVICE = "/etc/cloudservices/sitecatalyst"


def dialog_of(client: AuthorClient) -> dict[str, Any]:
    """The dialog, be it the component's own or an inherited one."""
    component = client.get(f"{COMPONENT}.infinity.json").json()
    if "dialog" not in component:
        component = client.get(f"/libs/{component['sling:resourceSuperType']}.infinity.json").json()
    found: dict[str, Any] = component["dialog"]
    return found


def widgets(client: AuthorClient, tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every widget, included ones too."""
    for node in tree.values():
        if isinstance(node, dict):
            yield node
            yield from widgets(client, node)
            if node.get("xtype") == "cqinclude":
                yield from widgets(client, {"included": client.get(node["path"]).json()})


def labelled(client: AuthorClient) -> dict[str, dict[str, Any]]:
    """Widgets by label; two with one label would be an ambiguous dialog."""
    found = [node for node in widgets(client, dialog_of(client)) if "fieldLabel" in node]
    assert len({node["fieldLabel"] for node in found}) == len(found)
    return {node["fieldLabel"]: node for node in found}


@pytest.mark.parametrize("edition", ["6.5.12", "6.5.17", "6.5.21", "lts"])
def test_the_dialog_names_its_properties_by_label(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        names: Names = fleet.authors[0].names
        component = client.get(f"{COMPONENT}.infinity.json").json()
        assert ("dialog" in component) is (edition in ("6.5.12", "6.5.21"))
        assert ("cqinclude" in str(dialog_of(client))) is (edition in ("6.5.21", "lts"))
        found = labelled(client)
        authentication = found["Authentication"]
        options = [node for node in authentication["options"].values() if isinstance(node, dict)]
        assert authentication["name"] == f"./{names.dialog.authentication}"
        assert {node["text"]: node["value"] for node in options} == names.dialog.authentication_options
        assert found["IMS Configuration"]["name"] == f"./{names.dialog.ims_configuration}"
        assert {"Company", "Username", "Password"} <= found.keys()
        assert ("Report Suites" in found) is (names.dialog.report_suites is not None)
        assert "Connect to Analytics" in str(list(widgets(client, dialog_of(client))))


def test_the_options_are_served_and_their_values_are_of_a_drawn_kind() -> None:
    kinds = set()
    for seed in range(8):
        with client_of("6.5.17", seed) as (fleet, client):
            names: Names = fleet.authors[0].names
            address = labelled(client)["IMS Configuration"]["options"]
            assert client.get(address).json() == []
            server = "https://ims.example.com"
            fields = {"Title": "Mine", "Authorization Server": server, "Client ID": "c", "Client Secret": "s"}
            pid = fleet.by_hand_ims_config("author1", **fields, **{"Organization ID": "1@AdobeOrg", "Scopes": "openid"})
            stored = fleet.snapshot("author1")["configurations"][pid]["properties"]
            expected = {"pid": pid, "name": stored["name"], "title": "Mine"}[names.dialog.ims_value_kind]
            assert client.get(address).json() == [{"text": "Mine", "value": expected}]
            kinds.add(names.dialog.ims_value_kind)
    assert len(kinds) > 1


def test_a_page_made_by_hand_holds_what_the_dialog_stores() -> None:
    with client_of("lts") as (fleet, client):
        names: Names = fleet.authors[0].names
        fields = {"Title": "Mine", "Authorization Server": "https://ims.example.com", "Client ID": "c"}
        fields |= {"Client Secret": "s", "Organization ID": "1@AdobeOrg", "Scopes": "openid"}
        fleet.by_hand_ims_config("author1", **fields)
        with pytest.raises(ValueError, match="no IMS configuration 'Other'"):
            fleet.by_hand_cloudservice("author1", ims_title="Other", company="acme")
        path = fleet.by_hand_cloudservice("author1", ims_title="Mine", company="acme")
        content = client.get(f"{path}/_jcr_content.json").json()
        address = labelled(client)["IMS Configuration"]["options"]
        assert content[names.dialog.authentication] == names.dialog.authentication_options["IMS"]
        assert content[names.dialog.ims_configuration] == client.get(address).json()[0]["value"]
        assert content[names.dialog.company] == "acme"
        assert content["sling:resourceType"] == "cq/analytics/components/sitecatalystpage"
        assert content["cq:template"] == "/libs/cq/analytics/templates/sitecatalyst"


def test_templates_service_page_and_users_are_there() -> None:
    with client_of("6.5.21") as (fleet, client):
        names: Names = fleet.authors[0].names
        for template in ("sitecatalyst", "framework"):
            found = client.get(f"/libs/cq/analytics/templates/{template}.1.json").json()
            assert found["jcr:primaryType"] == "cq:Template"
            assert found["jcr:content"]["jcr:primaryType"] == "cq:PageContent"
        service = client.get(f"{SERVICE}.1.json").json()
        assert service["jcr:primaryType"] == "cq:Page"
        assert {"defaults", "statistics"} <= service.keys()
        user = client.get(f"/home/users/system/{names.product.service_user}.json").json()
        assert user["jcr:primaryType"] == "rep:SystemUser"
        assert client.get("/home/users/system/dam/dam-update-service.json").status_code == 200
