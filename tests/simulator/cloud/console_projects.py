# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects of the Developer Console (contract/adobe-cloud.md 5.2)."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from .accounts import Project
from .console_access import Access, json_object, optional_text, refused
from .developer_console import ORG, PROJECT
from .world import World

TITLE_LENGTH, DESCRIPTION_LENGTH, PAGE_SIZE = 45, 1000, 100
PROJECT_NAME = r"[A-Za-z0-9]{1,20}"


class ConsoleProjects:
    """List, create, edit, delete."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(ORG + "/projects", self.projects)
        router.add_post(ORG + "/projects", self.create)
        router.add_get(PROJECT, self.project)
        router.add_patch(PROJECT, self.edit)
        router.add_delete(PROJECT, self.delete)
        router.add_post(PROJECT + "/can-delete", self.can_delete)

    async def projects(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        title = request.query.get("title")
        found = [one for one in self._world.directory.projects if title in (None, one.title)]
        if kind := request.query.get("projectType"):
            found = [one for one in found if one.kind == kind]
        if page := request.query.get("page"):
            size = _positive(request.query.get("size", str(PAGE_SIZE)))
            start = (_positive(page) - 1) * size
            found = found[start : start + size]
        return web.json_response([self._render(project) for project in found])

    def _render(self, project: Project) -> dict[str, Any]:
        rendered = {
            "id": project.number,
            "name": project.name,
            "title": project.title,
            "description": project.description,
            "type": project.kind,
            "org_id": self._world.directory.organization.number,
            "who_created": project.created_by,
        }
        return {**rendered, "appId": project.application} if project.application else rendered

    async def create(self, request: web.Request) -> web.Response:
        token = self._access.admit(request)
        self._access.check_organization(request)
        body = await json_object(request, "name", "title", "type")
        _check(body)
        if any(known.name == body["name"] for known in self._world.directory.projects):
            raise refused(409, "ERR_MSG_DUPLICATE_NAME")
        project = self._world.directory.add_project(
            name=body["name"],
            title=body["title"],
            description=optional_text(body, "description"),
            kind=body["type"],
            created_by=token.user_id,
        )
        return web.json_response(_created(project), status=201)

    async def project(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        return web.json_response(self._render(self._access.project(request)))

    async def edit(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        body = await json_object(request)
        _check(body)
        project.name = optional_text(body, "name", project.name)
        project.title = optional_text(body, "title", project.title).strip()
        project.description = optional_text(body, "description", project.description).strip()
        return web.json_response(self._render(project))

    async def delete(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        for client in self._world.directory.remove_project(self._access.project(request)):
            self._world.tokens.forget(client.client_id)
        return web.json_response({})

    async def can_delete(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.project(request)
        return web.json_response({"errors": []})


def _check(body: dict[str, Any]) -> None:
    if "name" in body and not re.fullmatch(PROJECT_NAME, str(body["name"])):
        raise refused(400, "A project name has at most 20 alphanumeric characters")
    if len(str(body.get("title", ""))) > TITLE_LENGTH or len(str(body.get("description", ""))) > DESCRIPTION_LENGTH:
        raise refused(400, "The title or the description is too long")
    if body.get("type", "default") not in ("default", "jaeger"):
        raise refused(400, "The type of a project is default or jaeger")


def _created(project: Project) -> dict[str, Any]:
    first = project.workspaces[0]
    created = {"projectId": project.number, "projectType": project.kind, "workspaceId": first.number}
    if project.application is None:
        return created
    workspaces = [{"workspaceId": one.number, "name": one.name} for one in project.workspaces]
    return {**created, "appId": project.application, "workspaces": workspaces, "runtime": {"namespaces": []}}


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise refused(400, "page and size are numbers from 1 on")
    return int(text)
