# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding a credential by what is known of it, and its details (contract/adobe-cloud.md 5.2)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .accounts import Client
from .console_access import Access, refused
from .developer_console import ORG
from .workspace import flow_type, summary
from .world import PLACES, World


class ConsoleLookup:
    """Calls that start from the number or the client id of a credential."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(ORG + "/integrations/{credential}", self.details)
        router.add_get(ORG + "/projects_workspaces/credentials/{credential}", self.find_place)
        router.add_get(ORG + "/clients/{client}/project_workspace", self.find_workspace)
        router.add_get("/console/clients/{client}/credential", self.find)

    async def details(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        rendered = {
            "id": client.number,
            "orgId": self._world.directory.organization.number,
            "name": client.name,
            "description": client.description,
            "apiKey": client.client_id,
            "type": flow_type(client),
            "status": "ENABLED",
        }
        return web.json_response({**rendered, **self._own_details(client)})

    def _own_details(self, client: Client) -> dict[str, Any]:
        if client.sign_in is not None:
            return {
                "platform": client.sign_in.platform,
                "redirectUriList": list(client.sign_in.redirect_uris),
                "defaultRedirectUri": client.sign_in.default_redirect_uri,
                "serviceProperties": [],
            }
        licenses = {one.number: one.as_license() for one in self._world.directory.organization.profiles}
        return {
            "technicalAccountId": client.technical_account_id,
            "technicalAccountEmail": client.technical_account_email,
            "serviceProperties": [
                {"sdkCode": code, "licenseConfigs": [licenses[number] for number in numbers], "roles": None}
                for code, numbers in client.services.items()
            ],
        }

    async def find_place(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        return web.json_response({**_place(client), "credentialId": client.number})

    async def find_workspace(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        client = self._named(request)
        found = {**_place(client), "flow_type": flow_type(client), "services": list(client.services)}
        return web.json_response(found)

    async def find(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._named(request)
        ids = {"id": client.number, "orgId": self._world.directory.organization.number}
        return web.json_response({**ids, **summary(self._world, client), "services": list(client.services)})

    def _named(self, request: web.Request) -> Client:
        client = self._world.directory.client(request[PLACES]["client"])
        if client is None:
            raise refused(404, "Client not found")
        return client


def _place(client: Client) -> dict[str, str]:
    return {"projectId": client.project.number, "workspaceId": client.workspace.number}
