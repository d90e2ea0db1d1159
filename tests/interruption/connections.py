# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The IMS configurations of an author, as far as it depends on them whether a connection works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from integration.states import CLIENT_ID, CUSTOMIZER, PROVIDER, SECRET, TITLE
from simulator.author import Author

JOIN, JOINED = "token.request.customizer.type", "customizer.type"
GRANTS, ALIAS = "auth.token.provider.authorization.grants", "auth.token.provider.keypair.alias"
OAUTH = "client_credentials"
SERVICES = "/etc/cloudservices"

Properties = Mapping[str, Any]
Clients = Sequence[Properties]


@dataclass(frozen=True)
class Connection:
    """One IMS configuration; `certificates` are those of its key, for a Service Account (JWT)."""

    title: str
    is_jwt: bool
    client_id: str
    client_secret: str = field(repr=False)
    certificates: tuple[str, ...] = field(repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether it holds all that a token is requested with."""
        return bool(self.client_id and self.client_secret) and (bool(self.certificates) or not self.is_jwt)

    def is_granted(self, clients: Clients) -> bool:
        """Whether Adobe IMS would give it a token."""
        bound = {_fingerprint(certificate) for certificate in self.certificates}
        return any(
            client["client_id"] == self.client_id
            and self.client_secret in client["secrets"]
            and (bool(bound & set(client["certificates"])) if self.is_jwt else client["kind"] != "jwt")
            for client in clients
        )


@dataclass(frozen=True)
class Holding:
    """What an author holds at one moment."""

    connections: tuple[Connection, ...]
    pages: tuple[str, ...]

    def titled(self, title: str) -> list[Connection]:
        return [connection for connection in self.connections if connection.title == title]


def held_by(author: Author) -> Holding:
    """Look at an author, from inside the simulator."""
    snapshot = author.snapshot()
    found = snapshot["configurations"].values()
    providers = [each["properties"] for each in found if each["factoryPid"] == PROVIDER]
    halves = {each["properties"].get(JOINED): each["properties"] for each in found if each["factoryPid"] == CUSTOMIZER}
    keys = {alias: entry for store in snapshot["keystores"].values() for alias, entry in store["aliases"].items()}
    return Holding(
        connections=tuple(_connection(author, properties, halves, keys) for properties in providers),
        pages=_pages(snapshot["nodes"][SERVICES].get("sitecatalyst", {})),
    )


def _connection(
    author: Author, provider: Properties, halves: Mapping[object, Properties], keys: Mapping[str, Properties]
) -> Connection:
    stored = str(halves.get(provider.get(JOIN), {}).get(SECRET, ""))
    alias = str(provider.get(ALIAS, "")).lower()
    return Connection(
        title=str(provider.get(TITLE, "")),
        is_jwt=provider.get(GRANTS) != OAUTH,
        client_id=str(provider.get(CLIENT_ID, "")),
        client_secret=author.crypto.unprotect(stored) if author.crypto.is_protected(stored) else stored,
        certificates=tuple(keys[alias]["chain"]) if alias in keys else (),
    )


def _fingerprint(certificate: str) -> str:
    return x509.load_pem_x509_certificate(certificate.encode()).fingerprint(hashes.SHA1()).hex()


def _pages(services: Properties) -> tuple[str, ...]:
    nodes = ((name, node.get("jcr:content", {})) for name, node in services.items() if isinstance(node, dict))
    return tuple(sorted(name for name, content in nodes if "cq:template" in content))
