# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""configMgr over a socket: read, create, update, delete, and the pitfalls (contract 5.1 to 5.3)."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from unit.simulator.author_client import (
    CUSTOMIZER,
    NEW_PLACEHOLDER,
    OLD_PLACEHOLDER,
    PROVIDER,
    AuthorClient,
    client_of,
    values,
)

ALL = "(service.factoryPid=*)"
EDITIONS = ["6.5.12", "6.5.17", "lts"]
PLACEHOLDERS = {"6.5.12": OLD_PLACEHOLDER, "6.5.17": OLD_PLACEHOLDER, "lts": NEW_PLACEHOLDER}
PROPERTY_LIST = "name,auth.token.provider.default.claims,auth.token.provider.reuse.access.token,extra"
FORM = (
    ("action", "ajaxConfigManager"),
    ("apply", "true"),
    ("factoryPid", PROVIDER),
    ("propertylist", PROPERTY_LIST),
    ("name", "one"),
    ("auth.token.provider.default.claims", '"a" : 1'),
    ("auth.token.provider.default.claims", '"b" : 2'),
    ("auth.token.provider.reuse.access.token", "false"),
    ("extra", "x"),
    ("extra", "y"),
)


def create(client: AuthorClient, edition: str) -> str:
    """Create an instance and return its PID."""
    answer = client.configure(PLACEHOLDERS[edition], *FORM)
    assert answer.status_code == 302
    (found,) = client.configurations(f"(service.factoryPid={PROVIDER})")
    told = unquote(answer.headers["Location"].rpartition("/")[2])
    assert told == (OLD_PLACEHOLDER if edition == "6.5.17" else found["pid"])
    return str(found["pid"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_instance_is_created_with_the_types_of_its_metatype(edition: str) -> None:
    with client_of(edition) as (fleet, client):
        pid = create(client, edition)
        assert re.fullmatch(re.escape(PROVIDER) + r"\.[0-9a-f-]{36}", pid)
        (found,) = client.configurations(pid)
        assert found["factoryPid"] == PROVIDER
        assert found["properties"]["auth.token.provider.default.claims"]["values"] == ['"a" : 1', '"b" : 2']
        assert found["properties"]["auth.token.provider.reuse.access.token"]["value"] is False
        assert found["properties"]["auth.token.provider.relaxed.ssl"]["is_set"] is False
        assert found["additionalProperties"] == "extra"
        stored = fleet.snapshot("author1")["configurations"][pid]
        assert stored["factoryPid"] == PROVIDER
        assert stored["properties"]["extra"] == "x", "without metatype only one value survives"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_placeholder_of_the_other_generation(edition: str) -> None:
    with client_of(edition) as (_fleet, client):
        wrong = NEW_PLACEHOLDER if edition != "lts" else OLD_PLACEHOLDER
        client.configure(wrong, *FORM)
        (found,) = client.configurations(wrong) or client.configurations(f"(service.factoryPid={PROVIDER})")
        assert (found["pid"] == wrong) is (edition == "6.5.12")
        assert ("factoryPid" in found) is (edition != "6.5.12")


@pytest.mark.parametrize("edition", EDITIONS)
def test_create_true_tells_the_placeholder(edition: str) -> None:
    with client_of(edition) as (_fleet, client):
        answer = client.configure(PROVIDER, ("create", "true")).json()
        assert answer["pid"] == PLACEHOLDERS[edition]
        assert answer["factoryPid"] == PROVIDER
        assert client.configurations(ALL) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_unlisted_properties_vanish_and_listed_but_unsent_scalars_stay(edition: str) -> None:
    with client_of(edition) as (_fleet, client):
        pid = create(client, edition)
        claims, reuse = "auth.token.provider.default.claims", "auth.token.provider.reuse.access.token"
        form = [("apply", "true"), ("propertylist", f"name,{claims},{reuse}"), ("name", "two")]
        assert client.configure(pid, *form).status_code == 302
        (found,) = client.configurations(pid)
        emptied: dict[str, list[str]] = {} if edition == "6.5.17" else {claims: []}
        assert values(found) == {"name": "two", reuse: False, **emptied}
        assert "additionalProperties" not in found


@pytest.mark.parametrize(("edition", "kept"), [("6.5.12", False), ("6.5.17", True), ("lts", True)])
def test_apply_update_keeps_the_rest_in_newer_consoles_only(edition: str, kept: bool) -> None:
    with client_of(edition) as (_fleet, client):
        pid = create(client, edition)
        client.configure(pid, ("apply", "update"), ("propertylist", "name"), ("name", "two"))
        (found,) = client.configurations(pid)
        assert values(found)["name"] == "two"
        assert ("auth.token.provider.default.claims" in values(found)) is kept


@pytest.mark.parametrize(("edition", "status"), [("6.5.12", 302), ("6.5.17", 400), ("lts", 400)])
def test_a_missing_property_list_changes_nothing(edition: str, status: int) -> None:
    with client_of(edition) as (_fleet, client):
        pid = create(client, edition)
        before = client.configurations(pid)
        assert client.configure(pid, ("apply", "true"), ("name", "two")).status_code == status
        assert client.configurations(pid) == before


@pytest.mark.parametrize(("edition", "status"), [("6.5.12", 500), ("6.5.17", 400), ("lts", 400)])
@pytest.mark.parametrize("pid", ["a&b", "a<b", "(&(name=one)(name=*))", "(n>=1)"])
def test_odd_characters_are_refused_in_pids_and_filters(edition: str, status: int, pid: str) -> None:
    with client_of(edition) as (_fleet, client):
        path = "/system/console/configMgr/" + "".join(f"%{ord(character):02x}" for character in pid)
        assert client.get(f"{path}.json").status_code == status
        assert client.post(path, {"apply": "true", "propertylist": ""}).status_code == status


def test_filters_select_and_unknown_pids_give_an_empty_list() -> None:
    with client_of("6.5.21") as (_fleet, client):
        for name in ("one", "two"):
            form = [("apply", "true"), ("propertylist", "customizer.type"), ("customizer.type", name)]
            client.configure(f"com.x.{name}", *form)
        assert [found["pid"] for found in client.configurations("(customizer.type=tw*)")] == ["com.x.two"]
        assert len(client.configurations("(|(customizer.type=one)(service.pid=com.x.two))")) == 2
        assert [found["pid"] for found in client.configurations("com.x.*")] == ["com.x.one", "com.x.two"]
        assert client.configurations("com.nobody") == []
        assert client.configurations(PROVIDER) == []


def test_delete_answers_the_same_whether_or_not_there_was_something() -> None:
    with client_of("lts") as (fleet, client):
        pid = create(client, "lts")
        for _time in range(2):
            answer = client.configure(pid, ("apply", "1"), ("delete", "1"))
            assert (answer.status_code, answer.json()) == (200, {"status": True})
        assert client.configurations(pid) == []
        assert fleet.snapshot("author1")["configurations"] == {}


def test_reserved_names_need_a_dollar() -> None:
    with client_of("6.5.21") as (fleet, client):
        form = [("apply", "true"), ("propertylist", "action,delete,plain"), ("$action", "a"), ("$delete", "d")]
        client.configure("com.x", *form, ("action", "ajaxConfigManager"), ("plain", "p"))
        found = fleet.snapshot("author1")["configurations"]["com.x"]["properties"]
        assert found == {"action": "a", "delete": "d", "plain": "p"}


def test_passwords_are_masked_and_the_mask_leaves_them_alone() -> None:
    with client_of("6.5.17") as (fleet, client):
        pid = "com.day.cq.mailer.DefaultMailService"
        names = ("propertylist", "smtp.key,smtp.password")
        client.configure(pid, ("apply", "true"), names, ("smtp.key", "k"), ("smtp.password", "p"))
        client.configure(pid, ("apply", "true"), names, ("smtp.key", "unmodified"), ("smtp.password", "q"))
        (found,) = client.configurations(pid)
        assert found["properties"]["smtp.key"] | {"description": ""} == {
            "name": "SMTP key",
            "optional": False,
            "is_set": True,
            "type": 12,
            "value": "unmodified",
            "description": "",
        }
        stored = fleet.snapshot("author1")["configurations"][pid]["properties"]
        assert stored == {"smtp.key": "k", "smtp.password": "q"}


def test_types_and_option_lists_are_shown() -> None:
    with client_of("6.5.17") as (_fleet, client):
        client.configure("org.apache.sling.commons.log.LogManager", ("apply", "true"), ("propertylist", ""))
        (found,) = client.configurations("org.apache.sling.commons.log.LogManager")
        level = found["properties"]["org.apache.sling.commons.log.level"]
        assert level["type"] == {"labels": ["Debug", "Information", "Error"], "values": ["debug", "info", "error"]}
        assert (level["value"], level["is_set"]) == ("info", False)
        number = found["properties"]["org.apache.sling.commons.log.file.number"]
        assert (number["type"], number["value"]) == (2, "5")


def test_a_location_binds_and_unbind_frees() -> None:
    with client_of("6.5.21") as (_fleet, client):
        form = [("apply", "true"), ("propertylist", "a"), ("a", "1")]
        client.configure("com.x", *form, ("$location", "slinginstall:x.jar"))
        assert client.configurations("com.x")[0]["bundle_location"] == "slinginstall:x.jar"
        assert client.configure("com.x", ("unbind", "1")).json() == {"status": True}
        assert client.configurations("com.x")[0]["bundleLocation"] == ""


def test_the_page_embeds_the_list() -> None:
    with client_of("6.5.12") as (_fleet, client):
        pid = create(client, "6.5.12")
        page = client.get("/system/console/configMgr").text
        assert '"fpids"' in page
        assert f'{{"id": "{pid}", "name": "Adobe Granite OAuth Access Token provider", "has_config": true' in page
        assert '"nameHint": "one"' in page


def test_grants_and_organisation_are_typed_only_where_the_hotfix_is() -> None:
    for edition, known in (("6.5.12", False), ("6.5.17", True)):
        with client_of(edition) as (_fleet, client):
            shown = client.configure(PROVIDER, ("create", "true")).json()["properties"]
            assert ("auth.token.provider.authorization.grants" in shown) is known
            assert ("auth.token.provider.orgId" in shown) is known


def test_other_methods_and_plug_ins_are_refused() -> None:
    with client_of("6.5.21") as (_fleet, client):
        assert client.get("/system/console/nothing").status_code == 404
        assert client.post("/system/console/bundles.json", {}).status_code == 405
        assert client.get("/system/console").status_code == 302
        assert client.configure(CUSTOMIZER, ("create", "true")).status_code == 200


@pytest.mark.parametrize(("edition", "setting"), [("6.5.17", None), ("6.5.12", True)])
def test_some_consoles_do_not_store_what_equals_the_default(edition: str, setting: bool | None) -> None:
    with client_of(edition) as (fleet, client):
        fleet.configure("author1", drops_defaults=setting)
        switches = ("auth.token.provider.relaxed.ssl", "auth.token.provider.reuse.access.token")
        form = [("apply", "true"), ("factoryPid", PROVIDER), ("propertylist", ",".join(("name", *switches)))]
        form += [("name", "one"), (switches[0], "false"), (switches[1], "false")]
        client.configure(OLD_PLACEHOLDER, *form)
        (found,) = client.configurations(f"(service.factoryPid={PROVIDER})")
        assert values(found) == {"name": "one", switches[1]: False}
        assert found["properties"][switches[0]]["value"] == "false"
