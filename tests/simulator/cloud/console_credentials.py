# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials in the Developer Console: create, list, delete, subscribe (contract/adobe-cloud.md 5.2)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .accounts import ANALYTICS, Client, Kind
from .console_access import Access, json_body, json_object, refused
from .console_certificates import uploaded_certificate
from .developer_console import ORG, PROJECT
from .directory import SCOPES_OF
from .settings import is_past
from .workspace import summary
from .world import PLACES, World

CREDENTIALS = PROJECT + "/workspaces/{workspace}/credentials"
AT_ORG = ORG + "/credentials/oauth-server-to-server"
TYPES: dict[str, tuple[Kind, ...]] = {
    "oauth_server_to_server": ("oauth", "migrate"),
    "oauth-server-to-server": ("oauth", "migrate"),
    "entp": ("jwt", "migrate"),
}


class ConsoleCredentials:
    """The calls that concern a credential, but neither its certificates nor its secrets."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(CREDENTIALS, self.credentials)
        router.add_post(CREDENTIALS + "/oauth-server-to-server", self.create)
        router.add_post(CREDENTIALS + "/entp", self.create_with_certificate)
        router.add_delete(CREDENTIALS + "/{credential}", self.delete)
        router.add_put(CREDENTIALS + "/{type}/{credential}/services", self.subscribe)
        router.add_post(AT_ORG, self.create_at_organization)
        router.add_put(AT_ORG + "/{credential}/services", self.subscribe_at_organization)
        router.add_patch(AT_ORG + "/{credential}/service/subscribe", self.add_services)
        router.add_patch(AT_ORG + "/{credential}/service/unsubscribe", self.remove_services)

    async def credentials(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        listed = [
            summary(self._world, client) for client in self._world.directory.clients if client.workspace is workspace
        ]
        return web.json_response(listed)

    async def create(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project, workspace = self._access.workspace(request)
        body = await json_object(request, "name", "description")
        self._access.check_credential_name(body["name"])
        client = self._world.directory.add_client(
            "oauth", name=body["name"], description=body["description"], project=project, workspace=workspace
        )
        self._subscribe(client, body.get("services") or [])
        return web.json_response(self._access.created(client))

    async def create_at_organization(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        body = await json_object(request, "name", "description")
        self._access.check_credential_name(body["name"])
        project = self._world.directory.project_by_chance()
        client = self._world.directory.add_client(
            "oauth",
            name=body["name"],
            description=body["description"],
            project=project,
            workspace=project.workspaces[0],
        )
        codes = self._subscribe(client, body.get("services") or [])
        created = {
            **self._access.created(client),
            "technicalAccountId": client.technical_account_id,
            "projectId": project.number,
            "workspaceId": client.workspace.number,
            "subscriptionResult": {"sdkList": codes, "errorList": []},
        }
        return web.json_response(created, status=201)

    async def create_with_certificate(self, request: web.Request) -> web.Response:
        """A JWT credential, as long as Adobe still issues them (3.1)."""
        self._access.admit(request)
        project, workspace = self._access.workspace(request)
        if is_past(self._world.settings.jwt_cut_off.no_new_credentials, self._world.clock.now()):
            raise refused(self._world.drawn.creation_refused, "Service Account (JWT) credentials are no longer issued")
        fields = await request.post()
        name, description = fields.get("name"), fields.get("description")
        if not isinstance(name, str) or not isinstance(description, str):
            raise refused(400, "Missing name or description")
        self._access.check_credential_name(name)
        certificate = uploaded_certificate(fields)
        client = self._world.directory.add_client(
            "jwt", name=name, description=description, project=project, workspace=workspace
        )
        self._world.directory.bind(client, certificate)
        return web.json_response(self._access.created(client))

    async def delete(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        client = self._access.client(request)
        if client.workspace is not workspace:
            raise refused(404, "Credential not found")
        self._world.directory.clients.remove(client)
        self._world.tokens.forget(client.client_id)
        return web.json_response({})

    async def subscribe(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        client = self._access.client(request)
        if client.workspace is not workspace or client.kind not in TYPES.get(request[PLACES]["type"], ()):
            raise refused(404, "Credential not found")
        return web.json_response({"sdkList": self._put(client, await json_body(request))})

    async def subscribe_at_organization(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        # Adobe's OpenAPI text knows errorList as well; the answer that its own suite expects has none.
        return web.json_response({"sdkList": self._put(client, await json_body(request))})

    async def add_services(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        return web.json_response({"sdkList": self._subscribe(client, await json_body(request)), "errorList": []})

    async def remove_services(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        wishes = self._wishes(await json_body(request), licensed=False)
        for code in wishes:
            self._world.directory.unsubscribe(client, code)
        return web.json_response({"sdkList": list(wishes), "errorList": []})

    def _put(self, client: Client, body: Any) -> list[str]:
        wishes = self._wishes(body)
        if self._world.drawn.subscription_replaces:
            for code in set(client.services) - set(wishes):
                self._world.directory.unsubscribe(client, code)
        return self._subscribe(client, body)

    def _subscribe(self, client: Client, body: Any) -> list[str]:
        wishes = self._wishes(body)
        for code, profiles in wishes.items():
            self._world.directory.subscribe(client, code, profiles)
        return list(wishes)

    def _wishes(self, body: Any, *, licensed: bool = True) -> dict[str, list[str]]:
        """The services asked for with their profiles; a service with profiles needs at least one (5.3)."""
        if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
            raise refused(400, "The body must be an array of services")
        wishes = {}
        for one in body:
            code = one.get("sdkCode")
            if code not in SCOPES_OF:
                raise refused(400, f"Unknown sdkCode {code}")
            wishes[code] = [self._profile(entry) for entry in one.get("licenseConfigs") or []]
            if licensed and code == ANALYTICS and not wishes[code]:
                raise refused(400, f"{code} needs at least one product profile")
        return wishes

    def _profile(self, entry: Any) -> str:
        for profile in self._world.directory.organization.profiles:
            if entry == {"op": "add", "id": profile.number, "productId": profile.product_id}:
                return profile.number
        raise refused(400, f"Unknown product profile {entry}")
