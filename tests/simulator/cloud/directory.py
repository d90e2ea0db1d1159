# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory of everything that exists in the cloud, and how new things come into being."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from typing import Any

from cryptography import x509

from ..clock import Clock
from .accounts import (
    ANALYTICS,
    IO_MANAGEMENT,
    BoundCertificate,
    Client,
    Company,
    Kind,
    Organization,
    ProductProfile,
    Project,
    ReportSuite,
    Secret,
    Workspace,
)
from .assumptions import BASE_SCOPES, DEFAULT_WORKSPACE, PRODUCTION_WORKSPACE

ANALYTICS_SCOPES = (
    "openid",
    "AdobeID",
    "read_organizations",
    "additional_info.projectedProductContext",
    "additional_info.job_function",
)
IO_MANAGEMENT_SCOPES = (
    "AdobeID",
    "openid",
    "read_organizations",
    "additional_info.projectedProductContext",
    "additional_info.roles",
    "adobeio_api",
    "read_client_secret",
    "manage_client_secrets",
)
SCOPES_OF = {ANALYTICS: ANALYTICS_SCOPES, IO_MANAGEMENT: IO_MANAGEMENT_SCOPES}
METASCOPE_OF = {ANALYTICS: "ent_analytics_bulk_ingest_sdk", IO_MANAGEMENT: "ent_adobeio_sdk"}
SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
SUITES_OF_COMPANY = 23
ADMINISTRATOR = "administrator@simulator.invalid"
WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "indigo", "juniper", "larch", "maple")


class Directory:
    """One enterprise organisation, one developer organisation as a decoy, and what is in them; drawn from the seed."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._clock = clock
        self._random = random.Random(f"{seed}:cloud")
        self.organization = self._create_organization("entp")
        self.decoy = self._create_organization("developer")
        self._fill(self.organization)
        self.projects: list[Project] = []
        self.clients: list[Client] = []

    def number(self) -> str:
        return str(self._random.randrange(10**5, 10**6))

    def hexadecimal(self, digits: int) -> str:
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _words(self) -> tuple[str, str]:
        first, second = self._random.sample(WORDS, 2)
        return first, second

    def _create_organization(self, kind: str) -> Organization:
        name = " ".join(self._words()).title()
        return Organization(self.number(), f"{self.hexadecimal(24).upper()}@AdobeOrg", name, kind)

    def _fill(self, organization: Organization) -> None:
        for count in (SUITES_OF_COMPANY, 2):
            first, second = self._words()
            prefix = f"{first}{second}"[:7] + self._random.choice("0123456789")
            suites = [ReportSuite(f"{prefix}{word}{n}", f"{word.title()} {n}") for n, word in self._suite_names(count)]
            organization.companies.append(Company(prefix, f"{first} {second} {count}".title(), tuple(suites)))
        product = self.hexadecimal(20).upper()
        for name in ("Analytics - all suites", "Analytics - second profile"):
            organization.profiles.append(ProductProfile(self.number(), name, product))

    def _suite_names(self, count: int) -> Iterable[tuple[int, str]]:
        return [(number, self._random.choice(WORDS)) for number in range(1, count + 1)]

    def add_profile(self, name: str, report_suites: Iterable[str] | None = None) -> ProductProfile:
        suites = None if report_suites is None else tuple(report_suites)
        profile = ProductProfile(self.number(), name, self.organization.profiles[0].product_id, suites)
        self.organization.profiles.append(profile)
        return profile

    def add_project(
        self, *, name: str, title: str, description: str = "", kind: str = "default", created_by: str = ADMINISTRATOR
    ) -> Project:
        project = Project(self.number(), name, title.strip(), description.strip(), kind, created_by)
        self.projects.append(project)
        if kind == "jaeger":
            project.application = self.number()
        self.add_workspace(project, name=PRODUCTION_WORKSPACE if project.application else DEFAULT_WORKSPACE)
        return project

    def add_workspace(self, project: Project, *, name: str, title: str = "", description: str = "") -> Workspace:
        workspace = Workspace(self.number(), name, title.strip(), description.strip())
        project.workspaces.append(workspace)
        return workspace

    def project_by_chance(self) -> Project:
        first, second = self._words()
        name = f"{self._random.randrange(100, 1000)}{first.title()}{second.title()}"[:20]
        return self.add_project(name=name, title=f"{first.title()} {second.title()}")

    def add_client(self, kind: Kind, *, name: str, description: str, project: Project, workspace: Workspace) -> Client:
        client = Client(
            number=self.number(),
            client_id=self.hexadecimal(32),
            kind=kind,
            name=name,
            description=description,
            project=project,
            workspace=workspace,
            technical_account_id=f"{self.hexadecimal(24).upper()}@techacct.adobe.com",
            technical_account_email=f"{self._uuid()}@techacct.adobe.com",
            scopes=list(BASE_SCOPES),
        )
        self.add_secret(client)
        self.clients.append(client)
        return client

    def remove_project(self, project: Project) -> list[Client]:
        """The credentials that went with it."""
        self.projects.remove(project)
        return self._remove_clients([client for client in self.clients if client.project is project])

    def remove_workspace(self, project: Project, workspace: Workspace) -> list[Client]:
        """The credentials that went with it."""
        project.workspaces.remove(workspace)
        return self._remove_clients([client for client in self.clients if client.workspace is workspace])

    def _remove_clients(self, gone: list[Client]) -> list[Client]:
        for client in gone:
            self.clients.remove(client)
        return gone

    def add_secret(self, client: Client, text: str | None = None) -> Secret:
        drawn = "".join(self._random.choices(SECRET_ALPHABET, k=32))
        secret = Secret(self._uuid(), text or f"p8e-{drawn}", self._clock.now())
        client.secrets.append(secret)
        return secret

    def bind(self, client: Client, certificate: x509.Certificate) -> BoundCertificate:
        """The binding of a certificate; binding it twice changes nothing."""
        bound = BoundCertificate(self.number(), certificate)
        for known in client.certificates:
            if known.fingerprint == bound.fingerprint:
                return known
        client.certificates.append(bound)
        return bound

    def subscribe(self, client: Client, service: str, profiles: list[str]) -> None:
        """Add an API to a credential, which thereby is granted the scopes of that API."""
        client.services[service] = profiles
        client.scopes += [scope for scope in SCOPES_OF[service] if scope not in client.scopes]
        if METASCOPE_OF[service] not in client.metascopes:
            client.metascopes.append(METASCOPE_OF[service])

    def unsubscribe(self, client: Client, service: str) -> None:
        """Remove an API, and the scopes that no other API of the credential grants."""
        client.services.pop(service, None)
        kept = {scope for other in client.services for scope in SCOPES_OF[other]} | set(BASE_SCOPES)
        client.scopes[:] = [scope for scope in client.scopes if scope in kept]
        client.metascopes[:] = [METASCOPE_OF[other] for other in client.services]

    def client(self, client_id: str | None) -> Client | None:
        return next((client for client in self.clients if client.client_id == client_id), None)

    def profiles_of(self, client: Client) -> list[ProductProfile]:
        granted = client.services.get(ANALYTICS, [])
        return [profile for profile in self.organization.profiles if profile.number in granted]

    def suites_of(self, client: Client, company: Company) -> list[ReportSuite]:
        profiles = self.profiles_of(client)
        if any(profile.report_suites is None for profile in profiles):
            return list(company.suites)
        granted = {rsid for profile in profiles for rsid in profile.report_suites or ()}
        return [suite for suite in company.suites if suite.rsid in granted]

    def snapshot(self) -> dict[str, Any]:
        return {
            "organization": {
                "id": self.organization.number,
                "ims_org_id": self.organization.ims_org_id,
                "name": self.organization.name,
                "profiles": [profile.as_license() for profile in self.organization.profiles],
                "companies": {
                    company.global_company_id: {"name": company.name, "suites": [one.rsid for one in company.suites]}
                    for company in self.organization.companies
                },
            },
            "projects": [
                {"id": project.number, "name": project.name, "workspaces": [one.number for one in project.workspaces]}
                for project in self.projects
            ],
            "clients": [_truth(client) for client in self.clients],
        }


def _truth(client: Client) -> dict[str, Any]:
    """A credential with its secrets, for tests need the truth."""
    return {
        "id": client.number,
        "client_id": client.client_id,
        "kind": client.kind,
        "name": client.name,
        "project": client.project.number,
        "workspace": client.workspace.number,
        "secrets": [secret.text for secret in client.secrets],
        "technical_account_id": client.technical_account_id,
        "scopes": list(client.scopes),
        "metascopes": list(client.metascopes),
        "services": {service: list(profiles) for service, profiles in client.services.items()},
        "certificates": [bound.fingerprint for bound in client.certificates],
    }
