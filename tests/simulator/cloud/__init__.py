# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe's cloud at one address: IMS, Analytics, and the Developer Console (contract/adobe-cloud.md 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Protocol

from aiohttp import web

from ..clock import Clock
from .accounts import ANALYTICS, KINDS, Client, read_certificate
from .analytics import Analytics
from .assumptions import draw
from .components import Components
from .console_app_builder import ConsoleAppBuilder
from .console_certificates import ConsoleCertificates
from .console_credentials import ConsoleCredentials
from .console_lookup import ConsoleLookup
from .console_projects import ConsoleProjects
from .console_secrets import MOST_SECRETS, ConsoleSecrets
from .console_user_credentials import ConsoleUserCredentials
from .console_workspaces import ConsoleWorkspaces
from .developer_console import DeveloperConsole
from .directory import ADMINISTRATOR, Directory
from .errors import CloudError
from .hosts import serves
from .ims import Ims
from .settings import PARSERS, Settings
from .tokens import CONSOLE_CLIENT, Tokens
from .workspace import workspace_download
from .world import PLACES, World

__all__ = ["Cloud"]
CLIENT_FIELDS = (
    "kind", "name", "scopes", "metascopes", "certificates", "profiles", "secrets", "with_analytics", "requires_jti",
)  # fmt: skip


class _Service(Protocol):
    def throttled(self, seconds: int) -> CloudError: ...


class Cloud:
    """A target of its own; its state is drawn from the seed."""

    name = "cloud"

    def __init__(self, *, seed: int, clock: Clock, base_url: str) -> None:
        self._clock, self._base_url = clock, base_url
        self._seed = seed
        self.reset()

    def reset(self, seed: int | None = None, edition: str | None = None) -> None:
        self._seed = self._seed if seed is None else seed
        directory = Directory(self._seed, self._clock)
        self._world = World(self._base_url, self._clock, directory, draw(self._seed), Tokens(self._clock), Settings())
        self._first = self._issue({"kind": "oauth", "name": "AEM authors"})
        self._router, self._services = self._assemble()

    def _assemble(self) -> tuple[web.UrlDispatcher, dict[str, _Service]]:
        router = web.UrlDispatcher()
        ims, analytics, console = Ims(self._world), Analytics(self._world), DeveloperConsole(self._world)
        components = Components(self._world, analytics)
        parts = (ims, analytics, components, console, *(part(self._world) for part in CONSOLE_PARTS))
        for part in parts:
            part.add_routes(router)
        return router, {"ims": ims, "console": console, "analytics": analytics}

    @property
    def latency(self) -> float:
        """The seconds between a request and its answer."""
        return self._world.settings.latency

    async def handle(self, request: web.Request) -> web.StreamResponse:
        service = self._service_of(request.path)
        if not serves(request.url.host or "", service):
            raise web.HTTPNotFound
        match = await self._router.resolve(request)
        if match.http_exception is not None:
            raise match.http_exception
        request[PLACES] = match
        try:
            self._check_throttle(service)
            return await match.handler(request)
        except CloudError as error:
            return error.response()

    def _service_of(self, path: str) -> str:
        first = path.split("/")[1]
        return first if first in self._services else "analytics"

    def _check_throttle(self, service: str) -> None:
        seconds = self._world.settings.throttle.take(service)
        if seconds is not None:
            raise self._services[service].throttled(seconds)

    def snapshot(self) -> dict[str, Any]:
        settings = self._world.settings
        return {
            "seed": self._seed,
            "settings": {**asdict(settings), "jwt_cut_off": _dates(settings)},
            **self._world.directory.snapshot(),
        }

    def configure(self, settings: dict[str, Any]) -> None:
        """Throw switches, or do one of the deeds; nothing happens when one of the names is unknown."""
        deeds = self._deeds()
        if unknown := sorted(set(settings) - set(PARSERS) - set(deeds)):
            raise ValueError(f"unknown settings {', '.join(unknown)}; known are {', '.join([*PARSERS, *deeds])}")
        for name, value in settings.items():
            if name in deeds:
                kind, deed = deeds[name]
                if not isinstance(value, kind):
                    raise ValueError(f"{name} takes {'a client id' if kind is str else 'an object'}, not {value!r}")
                deed(value)
            else:
                self._world.settings.change(name, value)

    def _deeds(self) -> dict[str, tuple[type, Callable[[Any], Any]]]:
        return {
            "add_client": (dict, self.add_client),
            "rotate_secret": (str, self.rotate_secret),
            "remove_client": (str, self.remove_client),
            "invalidate_tokens": (str, self.invalidate_tokens),
            "add_profile": (dict, self.add_profile),
            "assign_profiles": (dict, self.assign_profiles),
        }

    @property
    def credential(self) -> dict[str, Any]:
        return workspace_download(self._world, self._first.project, self._first.workspace)

    @property
    def company(self) -> str:
        return self._world.directory.organization.companies[0].global_company_id

    @property
    def report_suites(self) -> list[str]:
        """One from the first page of the list, one from a later page."""
        suites = self._world.directory.organization.companies[0].suites
        return [suites[0].rsid, suites[-1].rsid]

    @property
    def console_token(self) -> dict[str, str]:
        token = self._world.tokens.issue(CONSOLE_CLIENT, ADMINISTRATOR, grant="user")
        return {"api_key": CONSOLE_CLIENT, "access_token": token}

    def add_client(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Issue a credential in a project of its own, and return the workspace download that holds it."""
        client = self._issue(fields)
        return workspace_download(self._world, client.project, client.workspace)

    def _issue(self, fields: dict[str, Any]) -> Client:
        if unknown := sorted(set(fields) - set(CLIENT_FIELDS)):
            raise ValueError(f"unknown fields {', '.join(unknown)}; known are {', '.join(CLIENT_FIELDS)}")
        kind = fields.get("kind", "oauth")
        if kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
        certificates = [read_certificate(str(pem).encode()) for pem in fields.get("certificates", [])]
        directory = self._world.directory
        profiles = [directory.organization.profile(name).number for name in self._profile_names(fields)]
        project = directory.project_by_chance()
        name = fields.get("name", f"Credential {project.number}")
        client = directory.add_client(kind, name=name, description="", project=project, workspace=project.workspaces[0])
        if fields.get("with_analytics", True):
            directory.subscribe(client, ANALYTICS, profiles)
        for certificate in certificates:
            directory.bind(client, certificate)
        self._adjust(client, fields)
        return client

    def _profile_names(self, fields: dict[str, Any]) -> list[str]:
        names = fields.get("profiles", [self._world.directory.organization.profiles[0].name])
        return [str(name) for name in names]

    def _adjust(self, client: Client, fields: dict[str, Any]) -> None:
        """What was asked for in place of what was drawn."""
        client.scopes = list(fields.get("scopes", client.scopes))
        client.metascopes = list(fields.get("metascopes", client.metascopes))
        client.requires_jti = bool(fields.get("requires_jti", False))
        if secrets := fields.get("secrets"):
            if not 1 <= len(secrets) <= MOST_SECRETS:
                raise ValueError(f"a credential has one to {MOST_SECRETS} secrets")
            client.secrets.clear()
            for text in secrets:
                self._world.directory.add_secret(client, text)

    def _client(self, client_id: str) -> Client:
        client = self._world.directory.client(client_id)
        if client is None:
            raise ValueError(f"there is no client {client_id!r}")
        return client

    def rotate_secret(self, client_id: str) -> str:
        """Add a secret, and remove all that were there."""
        client = self._client(client_id)
        client.secrets.clear()
        return self._world.directory.add_secret(client).text

    def remove_client(self, client_id: str) -> None:
        self._world.directory.clients.remove(self._client(client_id))
        self._world.tokens.forget(client_id)

    def invalidate_tokens(self, client_id: str) -> None:
        self._world.tokens.forget(self._client(client_id).client_id)

    def add_profile(self, fields: dict[str, Any]) -> None:
        if not {"name"} <= set(fields) <= {"name", "report_suites"}:
            raise ValueError("add_profile needs a name, and may have report_suites")
        self._world.directory.add_profile(fields["name"], fields.get("report_suites"))

    def assign_profiles(self, fields: dict[str, Any]) -> None:
        """Put a credential in exactly these profiles."""
        if set(fields) != {"client_id", "profiles"}:
            raise ValueError("assign_profiles needs client_id and profiles")
        organization = self._world.directory.organization
        profiles = [organization.profile(name).number for name in fields["profiles"]]
        self._client(fields["client_id"]).services[ANALYTICS] = profiles


def _dates(settings: Settings) -> dict[str, str | None]:
    return {name: str(day) if day else None for name, day in asdict(settings.jwt_cut_off).items()}


CONSOLE_PARTS = (
    ConsoleProjects,
    ConsoleWorkspaces,
    ConsoleCredentials,
    ConsoleUserCredentials,
    ConsoleLookup,
    ConsoleCertificates,
    ConsoleSecrets,
    ConsoleAppBuilder,
)
