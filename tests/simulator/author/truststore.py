# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The truststore of an author (contract/aem.md 1.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web
from cryptography.x509 import Certificate

from . import answers
from .form import Form
from .granite_answer import granite_page
from .keystore import describe_certificate
from .keystore_file import KeyFileError, read_certificates

if TYPE_CHECKING:
    from . import Author

READ = "/libs/granite/security/truststore.json"
CHANGE = "/libs/granite/security/post/truststore"


@dataclass
class TrustStore:
    """The trusted certificates by the alias that the author chose."""

    password: str = ""
    certificates: dict[str, Certificate] = field(default_factory=dict)
    added: int = 0

    def add(self, certificate: Certificate) -> str:
        alias = f"certalias___{self.added}"
        self.added += 1
        self.certificates[alias] = certificate
        return alias


async def read(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer what the truststore holds."""
    store = author.truststore
    if not store.password:
        return answers.json_text({"exists": False})
    aliases = [
        {"alias": alias, "entryType": "trustedCertificate", **describe_certificate(author, certificate)}
        for alias, certificate in store.certificates.items()
    ]
    return answers.json_text({"aliases": aliases})


async def change(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Create the store, add or remove a certificate."""
    refusal = _carry_out(author.truststore, form)
    if refusal:
        return granite_page(author.assumptions.keystore_refusal, "Trust Store", refusal)
    return granite_page(200, "Trust Store", "Done")


def _carry_out(store: TrustStore, form: Form) -> str:
    """Return why the change is refused, or nothing."""
    if form.get(":operation") == "createStore":
        return _create(store, form.get("newPassword"), form.get("rePassword"))
    if not store.password:
        return "The trust store is not initialised"
    if "removeAlias" in form.texts:
        removed = store.certificates.pop(form.get("removeAlias"), None)
        return "" if removed else "The alias does not exist"
    if "certificate" not in form.files:
        return "No certificate was sent"
    try:
        store.add(read_certificates(form.files["certificate"].content, whole_chain=False)[0])
    except KeyFileError as refusal:
        return str(refusal)
    return ""


def _create(store: TrustStore, password: str, repeated: str) -> str:
    if not password or password != repeated or store.password not in ("", password):
        return "Invalid password for existing trust store" if store.password else "The passwords do not match"
    store.password = password
    return ""
