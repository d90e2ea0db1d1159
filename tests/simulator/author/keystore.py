# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keystores of users and the servlet that reads and changes them (contract/aem.md 1.2 to 1.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import answers, assumptions, paths
from .form import Form, read_form
from .granite_answer import granite_page
from .java_text import java_date, x500_name
from .keystore_entry import Entry, KeyStore
from .keystore_file import KeyFileError, read_certificates, read_key, read_store, write_store
from .nodetypes import is_a
from .paths import Address
from .repository import Value

if TYPE_CHECKING:
    from . import Author

Servlet = Callable[["Author", web.Request, Form], Awaitable[web.StreamResponse]]

_STORE = "keystore/store.p12"


class Refused(Exception):
    """The keystore service threw an exception."""


class KeyStores:
    """All keystores of one author, by the path of their owner."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._stores: dict[str, KeyStore] = {}

    def get(self, home: str) -> KeyStore | None:
        """Return the store of an authorizable while its node is there: whoever deletes the node deletes it."""
        if self._author.repository.node(paths.join(home, _STORE)) is None:
            self._stores.pop(home, None)
        return self._stores.get(home)

    def opened(self, home: str) -> KeyStore:
        store = self.get(home)
        if store is None:
            raise Refused("The key store is not initialised")
        return store

    def create(self, home: str, password: str, repeated: str) -> None:
        """Create a store; the same password again has no effect, another one is refused (1.4)."""
        if not password or password != repeated:
            raise Refused("The passwords are empty or do not match")
        store = self.get(home)
        if store is None:
            self._save(home, KeyStore(password))
        elif store.password != password:
            raise Refused("Invalid password for existing key store")

    def change_password(self, home: str, current: str, password: str, repeated: str) -> None:
        store = self.opened(home)
        if store.password != current or not password or password != repeated:
            raise Refused("Invalid password for existing key store")
        store.password = password
        self._save(home, store)

    def add(self, home: str, alias: str, entry: Entry) -> None:
        """Add a key with its certificates under an alias."""
        store = self.opened(home)
        folded = assumptions.folded_alias(alias)
        if not folded:
            raise Refused("An alias is required")
        if folded in store.entries and self._author.assumptions.duplicate_alias == "refused":
            raise Refused(f"The alias {folded} is already used")
        store.hide_change(self._author.settings["visibility_delay"])
        store.entries[folded] = entry
        self._save(home, store)

    def remove(self, home: str, alias: str) -> None:
        store = self.opened(home)
        folded = assumptions.folded_alias(alias)
        if folded in store.entries:
            store.hide_change(self._author.settings["visibility_delay"])
            del store.entries[folded]
            self._save(home, store)
        elif self._author.assumptions.missing_alias == "refused":
            raise Refused(f"The alias {folded} does not exist")

    def snapshot(self) -> dict[str, Any]:
        """Return the truth about each store, hidden changes included."""
        found = ((home, self.get(home)) for home in list(self._stores))
        return {home: store.snapshot() for home, store in found if store is not None}

    def _save(self, home: str, store: KeyStore) -> None:
        repository, now = self._author.repository, self._author.clock.now()
        self._stores[home] = store
        repository.create(paths.join(home, "keystore"), {}, "nt:unstructured")
        node = paths.join(home, _STORE)
        repository.create(node, {}, "nt:file")
        content: dict[str, Value] = {"jcr:data": write_store(store), "jcr:mimeType": "application/x-pkcs12"}
        repository.create(paths.join(node, "jcr:content"), content, "nt:resource")
        repository.set(paths.join(home, "keystore"), "keystorePassword", self._author.crypto.protect(store.password))
        repository.set(paths.join(node, "jcr:content"), "jcr:lastModified", self._author.timestamp(now))


def servlet(author: Author, address: Address) -> dict[str, Servlet] | None:
    """Return the keystore servlet's methods when the address is that of a user's keystore."""
    if address.node is None and address.path.endswith((".ks.json", ".ks.html")):
        return {"GET": _missing, "POST": _missing}
    if address.node is None or address.selectors != ("ks",) or not is_a(address.node.primary_type, "rep:User"):
        return None
    methods: dict[str, dict[str, Servlet]] = {"json": {"GET": _read}, "html": {"POST": _change}}
    return methods.get(address.extension or "")


async def _missing(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer for an authorizable that does not exist."""
    return answers.not_found(request.path)


async def _read(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer `.ks.json`."""
    store = author.keystores.get(paths.resolve(author.repository, request.path).path)
    if store is None:
        return answers.json_text({"exists": False})
    return answers.json_text({"aliases": [_alias(author, name, entry) for name, entry in store.visible().items()]})


def _alias(author: Author, name: str, entry: Entry) -> dict[str, object]:
    return {
        "alias": name,
        "entryType": "privateKey",
        "algorithm": entry.algorithm,
        "format": "PKCS#8",
        "chain": [describe_certificate(author, certificate) for certificate in entry.chain],
    }


def describe_certificate(author: Author, certificate: Any) -> dict[str, object]:
    """Describe a certificate as the servlet does: Java dates, and the serial number as a plain number."""
    zone = assumptions.jvm_zone(author.seed, author.name)
    separator = author.assumptions.name_separator
    return {
        "subject": x500_name(certificate.subject, separator),
        "issuer": x500_name(certificate.issuer, separator),
        "notBefore": java_date(certificate.not_valid_before_utc, *zone),
        "notAfter": java_date(certificate.not_valid_after_utc, *zone),
        "serialNumber": certificate.serial_number,
    }


async def _change(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer a POST to `.ks.html`."""
    home = paths.resolve(author.repository, request.path).path
    form = await read_form(request)
    try:
        done = _carry_out(author, home, form)
    except (Refused, KeyFileError) as refusal:
        return granite_page(author.assumptions.keystore_refusal, "Key Store", str(refusal))
    return granite_page(200, "Key Store", done)


def _carry_out(author: Author, home: str, form: Form) -> str:
    stores, operation = author.keystores, form.get(":operation")
    if operation == "createStore":
        stores.create(home, form.get("newPassword"), form.get("rePassword"))
        return "Key store created"
    if operation:
        raise Refused(f"Unknown operation {operation}")
    if "removeAlias" in form.texts:
        stores.remove(home, form.get("removeAlias"))
        return "Alias removed"
    if "currentPassword" in form.texts:
        stores.change_password(home, form.get("currentPassword"), form.get("newPassword"), form.get("rePassword"))
        return "Password changed"
    return _import_key(author, home, form)


def _import_key(author: Author, home: str, form: Form) -> str:
    author.keystores.opened(home)
    if "pk" in form.files and "cert-chain" in form.files:
        chain = read_certificates(form.files["cert-chain"].content, author.assumptions.pem_bundle == "chain")
        entry = Entry(read_key(form.files["pk"].content), chain)
        author.keystores.add(home, form.get("alias"), entry)
    elif "keyStore" in form.files:
        store_type = form.get("keyStoreType", "jks")
        kind = {"jks": "jks", author.assumptions.pkcs12_type: "pkcs12"}.get(store_type)
        passwords = (form.get("keyStorePass"), form.get("keyPassword"))
        entry = read_store(kind, form.files["keyStore"].content, form.get("alias"), *passwords)
        author.keystores.add(home, form.get("newAlias") or form.get("alias"), entry)
    else:
        raise Refused("Neither a key nor a key store was sent")
    return "Key added"
