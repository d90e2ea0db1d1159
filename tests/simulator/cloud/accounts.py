# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What exists in the simulated organisation: companies, product profiles, projects, workspaces, credentials."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

from cryptography import x509
from cryptography.hazmat.primitives import serialization

Kind = Literal["oauth", "jwt", "migrate", "user"]
KINDS: tuple[Kind, ...] = ("oauth", "jwt", "migrate")
"""The server-to-server credentials; a user credential signs people in, and is no way to an access token here."""
ANALYTICS, IO_MANAGEMENT = "AdobeAnalyticsSDK", "AdobeIOManagementAPISDK"


@dataclass(frozen=True)
class ReportSuite:
    rsid: str
    name: str


@dataclass(frozen=True)
class Company:
    """A login company, by the names of contract/adobe-cloud.md 7.1."""

    global_company_id: str
    name: str
    suites: tuple[ReportSuite, ...]


@dataclass(frozen=True)
class ProductProfile:
    """Grants report suites to the credentials in it; None stands for all of them."""

    number: str
    name: str
    product_id: str
    report_suites: tuple[str, ...] | None = None

    def as_license(self) -> dict[str, str]:
        return {"id": self.number, "name": self.name, "productId": self.product_id, "description": ""}


@dataclass(frozen=True)
class Secret:
    uuid: str
    text: str
    created: float


@dataclass(frozen=True)
class BoundCertificate:
    """A certificate whose key may sign for a credential (contract/adobe-cloud.md 5.2, 8)."""

    number: str
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return hashlib.sha1(self.certificate.public_bytes(serialization.Encoding.DER)).hexdigest()

    @property
    def not_after(self) -> float:
        return self.certificate.not_valid_after_utc.timestamp()


@dataclass
class Workspace:
    number: str
    name: str
    title: str
    description: str = ""
    endpoints: dict[str, Any] = field(default_factory=dict)


@dataclass
class Project:
    """`application` is the id of the App Builder application that a project of type jaeger holds."""

    number: str
    name: str
    title: str
    description: str
    kind: str
    created_by: str
    application: str | None = None
    workspaces: list[Workspace] = field(default_factory=list)


@dataclass(frozen=True)
class SignIn:
    """How a user credential signs people in (contract/adobe-cloud.md 4.1)."""

    platform: str
    redirect_uris: tuple[str, ...]
    default_redirect_uri: str


@dataclass
class Client:
    """A credential of a workspace; what it may do follows from its kind, services and profiles."""

    number: str
    client_id: str
    kind: Kind
    name: str
    description: str
    project: Project
    workspace: Workspace
    technical_account_id: str
    technical_account_email: str
    secrets: list[Secret] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    metascopes: list[str] = field(default_factory=list)
    certificates: list[BoundCertificate] = field(default_factory=list)
    services: dict[str, list[str]] = field(default_factory=dict)
    requires_jti: bool = False
    used_jti: set[int] = field(default_factory=set)
    sign_in: SignIn | None = None

    def accepts(self, secret: str | None) -> bool:
        return any(secret == known.text for known in self.secrets)


@dataclass
class Organization:
    number: str
    ims_org_id: str
    name: str
    kind: str
    companies: list[Company] = field(default_factory=list)
    profiles: list[ProductProfile] = field(default_factory=list)

    def profile(self, name: str) -> ProductProfile:
        """By name or number, as the aio CLI matches them (contract/adobe-cloud.md 5.3)."""
        for profile in self.profiles:
            if name in (profile.number, profile.name):
                return profile
        raise ValueError(f"there is no product profile {name!r}; there are {[one.name for one in self.profiles]}")


def read_certificate(raw: bytes) -> x509.Certificate:
    """PEM or DER (contract/adobe-cloud.md 8)."""
    if b"-----BEGIN" in raw:
        return x509.load_pem_x509_certificate(raw)
    return x509.load_der_x509_certificate(raw)
