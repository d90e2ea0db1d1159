# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain client of the simulated cloud, for tests."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from simulator import RunningFleet

PATIENCE = 10
METASCOPE = "ent_analytics_bulk_ingest_sdk"


@cache
def key(name: str = "first") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(name: str = "first", days: int = 30) -> str:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key(name).public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
    return builder.sign(key(name), hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@dataclass(frozen=True)
class Credential:
    """One credential out of a workspace download."""

    url: str
    org: str
    entry: dict[str, Any]

    @property
    def oauth(self) -> dict[str, Any]:
        fields: dict[str, Any] = self.entry["oauth_server_to_server"]
        return fields

    @property
    def service(self) -> dict[str, Any]:
        fields: dict[str, Any] = self.entry["jwt"]
        return fields

    def form(self, **changed: Any) -> dict[str, Any]:
        fields = {
            "grant_type": "client_credentials",
            "client_id": self.oauth["client_id"],
            "client_secret": self.oauth["client_secrets"][0],
            "scope": ",".join(self.oauth["scopes"]),
        }
        return {name: value for name, value in {**fields, **changed}.items() if value is not None}

    def claims(self, **changed: Any) -> dict[str, Any]:
        claims = {
            "exp": int(time.time()) + 300,
            "iss": self.org,
            "sub": self.service["technical_account_id"],
            "aud": f"{self.url}/c/{self.service['client_id']}",
            f"{self.url}/s/{METASCOPE}": True,
        }
        return {name: value for name, value in {**claims, **changed}.items() if value is not None}

    def exchange(self, claims: dict[str, Any], *, signer: str = "first", **changed: Any) -> requests.Response:
        form = {
            "client_id": self.service["client_id"],
            "client_secret": self.service["client_secret"],
            "jwt_token": jwt.PyJWS().encode(jwt_payload(claims), key(signer), algorithm="RS256"),
        }
        return requests.post(f"{self.url}/ims/exchange/jwt", data={**form, **changed}, timeout=PATIENCE)


def jwt_payload(claims: dict[str, Any]) -> bytes:
    """PyJWT's own encoder refuses the malformed claims that tests need."""
    return json.dumps(claims).encode()


def credential_of(fleet: RunningFleet, download: dict[str, Any] | None = None) -> Credential:
    project = (download or fleet.cloud.credential)["project"]
    (entry,) = project["workspace"]["details"]["credentials"]
    return Credential(fleet.cloud.url, project["org"]["ims_org_id"], entry)


def token(credential: Credential, **changed: Any) -> requests.Response:
    return requests.post(f"{credential.url}/ims/token/v3", data=credential.form(**changed), timeout=PATIENCE)


def headers(credential: Credential) -> dict[str, str]:
    access = token(credential).json()["access_token"]
    return {"Authorization": f"Bearer {access}", "x-api-key": credential.oauth["client_id"]}
