# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of a JWT credential (contract/adobe-cloud.md 5.2 and 8)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from .accounts import BoundCertificate, Client, read_certificate
from .console_access import Access, refused
from .developer_console import ORG
from .settings import is_past
from .world import PLACES, World

BINDINGS = ORG + "/integrations/entp/{credential}/bindings"
GENERATE = (
    ORG + "/projects/{project}/workspaces/{workspace}/credentials/entp/{credential}/certificate/generateAndAssign"
)
GENERATED_VALIDITY = timedelta(days=365)


def uploaded_certificate(fields: Mapping[str, Any]) -> x509.Certificate:
    """The file in the multipart field `certificate`."""
    upload = fields.get("certificate")
    if not isinstance(upload, web.FileField):
        raise refused(400, "Missing the file certificate")
    try:
        return read_certificate(upload.file.read())
    except ValueError:
        raise refused(400, "The file is not a certificate") from None


class ConsoleCertificates:
    """List, add, delete, generate."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(BINDINGS, self.bindings)
        router.add_post(BINDINGS, self.bind)
        router.add_delete(BINDINGS + "/{binding}", self.unbind)
        router.add_post(GENERATE, self.generate)

    def _credential(self, request: web.Request) -> Client:
        client = self._access.client(request)
        if "jwt" not in self._world.grants_of(client):
            raise refused(404, "Credential not found")
        return client

    def _check_end(self) -> None:
        if is_past(self._world.settings.jwt_cut_off.no_new_certificates, self._world.clock.now()):
            raise refused(self._world.drawn.creation_refused, "Certificates can no longer be added")

    def _render(self, client: Client, bound: BoundCertificate) -> dict[str, Any]:
        return {
            "bindingId": bound.number,
            "orgId": self._world.directory.organization.number,
            "technicalAccountId": client.technical_account_id,
            "certificateFingerprint": bound.fingerprint,
            "notAfter": int(bound.not_after) * self._world.drawn.not_after_unit,
        }

    async def bindings(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._credential(request)
        return web.json_response([self._render(client, bound) for bound in client.certificates])

    async def bind(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._check_end()
        client = self._credential(request)
        bound = self._world.directory.bind(client, uploaded_certificate(await request.post()))
        return web.json_response([self._render(client, bound)])

    async def unbind(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._credential(request)
        for bound in client.certificates:
            if bound.number == request[PLACES]["binding"]:
                client.certificates.remove(bound)
                return web.json_response({})
        raise refused(404, "Binding not found")

    async def generate(self, request: web.Request) -> web.Response:
        """A key pair made by Adobe, who keeps the certificate only (4.2)."""
        self._access.admit(request)
        self._check_end()
        self._access.workspace(request)
        client = self._credential(request)
        key, certificate = _key_pair(self._world.clock.now())
        self._world.directory.bind(client, certificate)
        return web.Response(body=_archive(key, certificate), content_type="application/zip")


def _key_pair(now: float) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Developer Console")])
    start = datetime.fromtimestamp(now, UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + GENERATED_VALIDITY)
    return key, builder.sign(key, hashes.SHA256())


def _archive(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("private.key", pem)
        archive.writestr("certificate_pub.crt", certificate.public_bytes(serialization.Encoding.PEM))
    return packed.getvalue()
