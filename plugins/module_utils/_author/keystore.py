# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keystore of a user (contract/aem.md 1)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._errors import NotEstablished
from .._keys.names import canonical
from .client import Author, mapping
from .repository import address, find

USERS = "/home/users"


@dataclass(frozen=True)
class Entry:
    """A key under its alias, as far as the author tells."""

    alias: str
    subject: str
    issuer: str
    serial: int
    not_after: str


@dataclass(frozen=True)
class Keystore:
    """A user's keystore; one that was never created has no entries."""

    home: str
    exists: bool
    entries: tuple[Entry, ...] = ()

    def entry(self, alias: str) -> Entry | None:
        """The entry with an alias; stores fold its case."""
        return next((item for item in self.entries if item.alias.casefold() == alias.casefold()), None)


def home_of(author: Author, user: str) -> str:
    """The path of a user: looked up, because it can't be composed (contract/aem.md 1.1)."""
    found = find(author, USERS, **{"rep:authorizableId": user})
    if len(found) != 1:
        raise NotEstablished(
            f"{author.url} has {len(found) or 'no'} user {user!r} that owns a keystore.",
            advice="Give the service user that the Analytics integration of this release uses with the option user.",
        )
    return found[0]


def read(author: Author, home: str) -> Keystore:
    """Read the aliases with their certificates."""
    answer = author.get(f"{address(home)}.ks.json", attempt=f"read the keystore of {home}")
    document = mapping(answer, "a keystore")
    aliases = document.get("aliases")
    if not isinstance(aliases, list):
        return Keystore(home, bool(document.get("exists", False)))
    return Keystore(home, True, tuple(_entry(row) for row in aliases))


def create(author: Author, home: str, password: str) -> None:
    """Create the keystore; again with the same password has no effect (contract/aem.md 1.4)."""
    form = [(":operation", "createStore"), ("newPassword", password), ("rePassword", password)]
    _post(author, home, form, f"create the keystore of {home}")


def add(author: Author, home: str, alias: str, key_der: bytes, certificate_pem: str) -> None:
    """Add a key with its certificate under an alias."""
    files = {
        "pk": ("key.der", key_der, "application/octet-stream"),
        "cert-chain": ("certificate.crt", certificate_pem.encode(), "application/x-x509-ca-cert"),
    }
    _post(author, home, [("alias", alias)], f"add the key {alias!r} to the keystore of {home}", files)


def remove(author: Author, home: str, alias: str) -> None:
    """Remove an alias."""
    _post(author, home, [("removeAlias", alias)], f"remove the key {alias!r} from the keystore of {home}")


def _post(
    author: Author,
    home: str,
    form: list[tuple[str, str]],
    attempt: str,
    files: t.Mapping[str, tuple[str, bytes, str]] | None = None,
) -> None:
    author.post(f"{address(home)}.ks.html", form, files=files, attempt=attempt, expect=(200, 201), repeatable=True)


def _entry(row: t.Mapping[str, t.Any]) -> Entry:
    chain = row.get("chain") or [{}]
    first = chain[0]
    subject, issuer = canonical(str(first.get("subject", ""))), canonical(str(first.get("issuer", "")))
    serial = int(first.get("serialNumber") or 0)
    return Entry(str(row.get("alias", "")), subject, issuer, serial, str(first.get("notAfter", "")))


def download(author: Author, home: str) -> bytes:
    """The whole store as PKCS#12; its password opens it (contract/aem.md 1.3)."""
    return author.get(f"{address(home)}/keystore/store.p12", attempt=f"download the keystore of {home}").content
