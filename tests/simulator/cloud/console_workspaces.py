# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspaces of a project (contract/adobe-cloud.md 5.2), with what App Builder keeps in them."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .accounts import Workspace
from .console_access import Access, json_object, optional_text, refused
from .developer_console import ORG, PROJECT
from .workspace import workspace_download
from .world import PLACES, World

WORKSPACE = PROJECT + "/workspaces/{workspace}"


class ConsoleWorkspaces:
    """List, create, edit, delete, download."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(PROJECT + "/workspaces", self.workspaces)
        router.add_post(PROJECT + "/workspaces", self.create)
        router.add_get(WORKSPACE, self.workspace)
        router.add_patch(WORKSPACE, self.edit)
        router.add_delete(WORKSPACE, self.delete)
        router.add_get(WORKSPACE + "/download", self.download)
        router.add_get(WORKSPACE + "/endpoints", self.endpoints)
        router.add_put(WORKSPACE + "/endpoints", self.put_endpoints)
        router.add_get(ORG + "/projects_workspaces/workspaces/{workspace}", self.find)

    async def workspaces(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        return web.json_response([_render(one) for one in self._access.project(request).workspaces])

    async def create(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        body = await json_object(request, "name")
        if project.kind == "default" and project.workspaces:
            raise refused(400, "Only one workspace allowed for project type default")
        title, description = optional_text(body, "title"), optional_text(body, "description")
        workspace = self._world.directory.add_workspace(
            project, name=body["name"], title=title, description=description
        )
        return web.json_response({"projectId": project.number, "workspaceId": workspace.number}, status=201)

    async def workspace(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        return web.json_response(_render(workspace))

    async def edit(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        body = await json_object(request)
        workspace.name = optional_text(body, "name", workspace.name)
        workspace.title = optional_text(body, "title", workspace.title).strip()
        workspace.description = optional_text(body, "description", workspace.description).strip()
        return web.json_response(_render(workspace))

    async def delete(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        for client in self._world.directory.remove_workspace(*self._access.workspace(request)):
            self._world.tokens.forget(client.client_id)
        return web.json_response({})

    async def download(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        return web.json_response(workspace_download(self._world, *self._access.workspace(request)))

    async def endpoints(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        return web.json_response({"endpoints": workspace.endpoints})

    async def put_endpoints(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        dummy, workspace = self._access.workspace(request)
        body = await json_object(request)
        if not isinstance(body.get("endpoints"), dict):
            raise refused(400, "Missing endpoints")
        workspace.endpoints = body["endpoints"]
        return web.json_response({"endpoints": workspace.endpoints})

    async def find(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        for project in self._world.directory.projects:
            for workspace in project.workspaces:
                if workspace.number == request[PLACES]["workspace"]:
                    return web.json_response({"projectId": project.number, "workspaceId": workspace.number})
        raise refused(404, "Workspace not found")


def _render(workspace: Workspace) -> dict[str, Any]:
    return {
        "id": workspace.number,
        "name": workspace.name,
        "title": workspace.title,
        "description": workspace.description,
        "enabled": 1,
    }
