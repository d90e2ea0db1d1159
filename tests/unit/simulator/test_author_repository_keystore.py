# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keystore servlet, its files and its refusals (contract/aem.md 1.2 to 1.4, 1.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from unit.simulator.key_material import SERIAL, Material, create_material, write_jks

if TYPE_CHECKING:
    from unit.simulator.conftest import AuthorSession

PASSWORD = "store-password"
JAVA_DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [A-Z]{3,4} \d{4}")


@pytest.fixture(scope="module")
def first() -> Material:
    return create_material("first")


@pytest.fixture(scope="module")
def second() -> Material:
    return create_material("second", serial=42)


@pytest.fixture
def home(author: AuthorSession) -> str:
    """The home of a system user below a folder, without a keystore."""
    return author.fleet.authors[0].call(lambda one: one.users.create_system("key-owner", "deep"))


def _create(author: AuthorSession, home: str, password: str = PASSWORD) -> Any:
    fields = {":operation": "createStore", "newPassword": password, "rePassword": password}
    return author.post(f"{home}.ks.html", fields)


def _add(author: AuthorSession, home: str, alias: str, material: Material, chain: bytes | None = None) -> Any:
    files = {"pk": ("key.der", material.der), "cert-chain": ("chain.crt", chain or material.pem)}
    return author.post(f"{home}.ks.html", {"alias": alias}, files=files)


def _refused(author: AuthorSession, answer: Any) -> bool:
    shaped = "foundation-form-response-status-message" in answer.text
    return shaped and answer.status_code == author.draws().keystore_refusal


def test_life_of_a_key(author: AuthorSession, home: str, first: Material) -> None:
    assert author.json(f"{home}.ks.json") == {"exists": False}
    assert _create(author, home).status_code == 200
    assert author.json(f"{home}.ks.json") == {"aliases": []}
    assert _add(author, home, "Analytics", first).status_code == 200

    (entry,) = author.json(f"{home}.ks.json")["aliases"]
    kept = {name: entry[name] for name in ("alias", "entryType", "algorithm", "format")}
    assert kept == {"alias": "analytics", "entryType": "privateKey", "algorithm": "RSA", "format": "PKCS#8"}
    (link,) = entry["chain"]
    assert link["subject"].replace(", ", ",") == "CN=first,O=Fleet"
    assert link["serialNumber"] == SERIAL
    assert JAVA_DATE.fullmatch(link["notBefore"])
    assert link["notAfter"].endswith("2027")

    assert author.post(f"{home}.ks.html", {"removeAlias": "ANALYTICS"}).status_code == 200
    assert author.json(f"{home}.ks.json") == {"aliases": []}


def test_store_may_be_created_by_the_query_string(author: AuthorSession, home: str) -> None:
    query = f":operation=createStore&newPassword={PASSWORD}&rePassword={PASSWORD}"

    assert author.post(f"{home}.ks.html?{query}").status_code == 200
    assert author.snapshot()["keystores"][home]["password"] == PASSWORD


def test_create_again(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    _add(author, home, "kept", first)

    assert _create(author, home).status_code == 200
    assert _refused(author, _create(author, home, "another"))
    assert set(author.snapshot()["keystores"][home]["aliases"]) == {"kept"}


def test_passwords_must_match_and_be_right(author: AuthorSession, home: str) -> None:
    fields = {":operation": "createStore", "newPassword": "a", "rePassword": "b"}
    assert _refused(author, author.post(f"{home}.ks.html", fields))
    assert author.json(f"{home}.ks.json") == {"exists": False}

    _create(author, home)
    change = {"currentPassword": "wrong", "newPassword": "new", "rePassword": "new"}
    assert _refused(author, author.post(f"{home}.ks.html", change))
    assert author.post(f"{home}.ks.html", {**change, "currentPassword": PASSWORD}).status_code == 200
    assert author.snapshot()["keystores"][home]["password"] == "new"


def test_missing_authorizable(author: AuthorSession, home: str) -> None:
    assert author.get("/home/users/system/none.ks.json").status_code == 404
    assert _create(author, "/home/users/system/none").status_code == 404
    assert author.get("/home/users/system/none.json").status_code == 404


def test_store_that_is_not_initialised(author: AuthorSession, home: str, first: Material) -> None:
    assert _refused(author, _add(author, home, "x", first))
    assert _refused(author, author.post(f"{home}.ks.html", {"removeAlias": "x"}))
    assert author.json(f"{home}.ks.json") == {"exists": False}


def test_key_must_be_der(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    pem = first.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files = {"pk": ("key.pem", pem), "cert-chain": ("chain.crt", first.pem)}

    assert _refused(author, author.post(f"{home}.ks.html", {"alias": "x"}, files=files))
    assert author.json(f"{home}.ks.json") == {"aliases": []}


def test_unknown_operations_and_methods(author: AuthorSession, home: str) -> None:
    _create(author, home)

    assert _refused(author, author.post(f"{home}.ks.html", {":operation": "dance"}))
    assert _refused(author, author.post(f"{home}.ks.html", {}))
    assert author.get(f"{home}.ks.html").status_code == 405
    assert author.post(f"{home}.ks.json", {"removeAlias": "x"}).status_code == 405


@pytest.mark.parametrize("seed", range(6))
def test_what_is_unknown_is_drawn(author: AuthorSession, first: Material, second: Material, seed: int) -> None:
    author.fleet.reset(seed=seed)
    author.fleet.configure("author1", csrf="lenient")
    home = author.fleet.authors[0].call(lambda one: one.users.create_system("key-owner"))
    draws = author.draws()
    _create(author, home)
    _add(author, home, "taken", first, chain=first.pem + second.pem)

    again = _add(author, home, "TAKEN", second)
    missing = author.post(f"{home}.ks.html", {"removeAlias": "none"})
    stored = author.snapshot()["keystores"][home]["aliases"]["taken"]["chain"]

    replaced = draws.duplicate_alias == "replaces"
    assert again.status_code == (200 if replaced else draws.keystore_refusal)
    expected = [first.pem, second.pem] if draws.pem_bundle == "chain" else [first.pem]
    assert stored == [pem.decode() for pem in ([second.pem] if replaced else expected)]
    assert missing.status_code == (200 if draws.missing_alias == "ignored" else draws.keystore_refusal)


def test_download_is_a_real_pkcs12_file(author: AuthorSession, home: str, first: Material, second: Material) -> None:
    _create(author, home)
    _add(author, home, "one", first)
    _add(author, home, "two", second)

    content = author.get(f"{home}/keystore/store.p12").content

    found = pkcs12.load_pkcs12(content, PASSWORD.encode())
    assert found.cert is not None
    assert found.cert.friendly_name == b"one"
    assert found.cert.certificate == first.certificate
    assert [link.friendly_name for link in found.additional_certs] == [b"two"]
    with pytest.raises(ValueError, match=r"[Ii]nvalid password"):
        pkcs12.load_pkcs12(content, b"wrong")


def test_deleting_the_node_deletes_the_store(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    _add(author, home, "one", first)

    assert author.post(f"{home}/keystore/store.p12", {":operation": "delete"}).status_code == 200

    assert author.json(f"{home}.ks.json") == {"exists": False}
    assert home not in author.snapshot()["keystores"]
    assert _create(author, home, "fresh").status_code == 200
    assert author.json(f"{home}.ks.json") == {"aliases": []}


def test_change_stays_invisible_for_the_reads_that_are_set(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    author.fleet.configure("author1", visibility_delay=2)
    _add(author, home, "late", first)

    seen = [len(author.json(f"{home}.ks.json")["aliases"]) for dummy in range(3)]

    assert seen == [0, 0, 1]


def test_keystore_survives_a_restart(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    _add(author, home, "one", first)

    author.fleet.restart("author1", 0)

    assert [entry["alias"] for entry in author.json(f"{home}.ks.json")["aliases"]] == ["one"]


def test_pkcs12_upload_needs_the_type_that_was_drawn(author: AuthorSession, home: str, first: Material) -> None:
    _create(author, home)
    encryption = serialization.BestAvailableEncryption(b"file-password")
    content = pkcs12.serialize_key_and_certificates(b"inside", first.key, first.certificate, None, encryption)

    def upload(**fields: str) -> Any:
        named = {"keyStorePass": "file-password", "alias": "inside", "keyPassword": "file-password", **fields}
        return author.post(f"{home}.ks.html", {**named, "newAlias": "new"}, files={"keyStore": ("a.p12", content)})

    assert _refused(author, upload())
    assert _refused(author, upload(keyStoreType="none"))
    assert _refused(author, upload(keyStoreType=author.draws().pkcs12_type, keyStorePass="wrong"))
    assert _refused(author, upload(keyStoreType=author.draws().pkcs12_type, alias="other"))
    assert author.json(f"{home}.ks.json") == {"aliases": []}
    assert upload(keyStoreType=author.draws().pkcs12_type).status_code == 200
    assert [entry["alias"] for entry in author.json(f"{home}.ks.json")["aliases"]] == ["new"]


@pytest.mark.parametrize("store_type", [None, "jks"])
def test_jks_upload(author: AuthorSession, home: str, first: Material, store_type: str | None) -> None:
    _create(author, home)
    content = write_jks("inside", first, "key-password", "file-password")

    def upload(store_password: str, key_password: str) -> Any:
        fields = {"keyStorePass": store_password, "alias": "Inside", "keyPassword": key_password, "newAlias": "new"}
        typed = {**fields, "keyStoreType": store_type} if store_type else fields
        return author.post(f"{home}.ks.html", typed, files={"keyStore": ("a.jks", content)})

    assert _refused(author, upload("wrong", "key-password"))
    assert "Cannot recover key" in upload("file-password", "wrong").text
    assert upload("file-password", "key-password").status_code == 200
    (link,) = author.json(f"{home}.ks.json")["aliases"][0]["chain"]
    assert link["serialNumber"] == SERIAL


def test_truststore(author: AuthorSession, first: Material) -> None:
    read, change = "/libs/granite/security/truststore.json", "/libs/granite/security/post/truststore"
    before = author.json(read)
    early = author.post(change, files={"certificate": ("a.crt", first.pem)})
    author.post(change, {":operation": "createStore", "newPassword": "p", "rePassword": "p"})
    author.post(change, files={"certificate": ("a.crt", first.pem)})
    (entry,) = author.json(read)["aliases"]
    removed = author.post(change, {"removeAlias": entry["alias"]})

    assert before == {"exists": False}
    assert _refused(author, early)
    assert (entry["entryType"], entry["serialNumber"]) == ("trustedCertificate", SERIAL)
    assert removed.status_code == 200
    assert author.json(read) == {"aliases": []}
