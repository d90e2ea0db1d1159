# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Developer Console's API: organisations, services, projects, workspaces (contract/adobe-cloud.md 5.2)."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from . import errors
from .accounts import ANALYTICS, IO_MANAGEMENT, Organization, Project
from .console_access import Access, json_object, refused
from .errors import CloudError
from .workspace import workspace_download
from .world import PLACES, World

ORG = "/console/organizations/{org}"
PROJECT = ORG + "/projects/{project}"
TITLE_LENGTH, DESCRIPTION_LENGTH, PAGE_SIZE = 45, 1000, 100
PROJECT_NAME = r"[A-Za-z0-9]{1,20}"


class DeveloperConsole:
    """The calls that do not concern a credential."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/console/organizations", self.organizations)
        router.add_get("/console/services/ims/organizations/{org}/terms", self.terms)
        router.add_post("/console/services/ims/organizations/{org}/terms", self.accept_terms)
        router.add_get(ORG + "/services", self.services)
        router.add_get(ORG + "/services/v2", self.services_by_code)
        router.add_get(ORG + "/projects", self.projects)
        router.add_post(ORG + "/projects", self.create_project)
        router.add_get(PROJECT, self.project)
        router.add_patch(PROJECT, self.edit_project)
        router.add_delete(PROJECT, self.delete_project)
        router.add_post(PROJECT + "/can-delete", self.can_delete)
        router.add_get(PROJECT + "/workspaces", self.workspaces)
        router.add_post(PROJECT + "/workspaces", self.create_workspace)
        router.add_get(PROJECT + "/workspaces/{workspace}/download", self.download)

    def throttled(self, seconds: int) -> CloudError:
        return errors.gateway("429050", retry_after=seconds)

    async def organizations(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        directory = self._world.directory
        return web.json_response([self._organization(one) for one in (directory.organization, directory.decoy)])

    def _organization(self, organization: Organization) -> dict[str, Any]:
        role = self._world.settings.console_role
        return {
            "id": organization.number,
            "code": organization.ims_org_id,
            "name": organization.name,
            "description": None,
            "type": organization.kind,
            "role": role,
            "roles": {"admin": role == "ADMIN"},
        }

    async def terms(self, request: web.Request) -> web.Response:
        self._access.identify(request)
        self._access.check_organization(request)
        settings = self._world.settings
        return web.json_response({"accepted": settings.terms_accepted, "current": settings.terms_current})

    async def accept_terms(self, request: web.Request) -> web.Response:
        self._access.identify(request)
        self._access.check_organization(request)
        self._world.settings.terms_accepted = self._world.settings.terms_current = True
        return web.json_response({"accepted": True, "current": True})

    async def services(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        return web.json_response(self._services(request))

    async def services_by_code(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request, by_code=True)
        services = self._services(request)
        codes = [service["code"] for service in services]
        return web.json_response({"orgCode": request[PLACES]["org"], "sdkCodes": codes, "services": services})

    def _services(self, request: web.Request) -> list[dict[str, Any]]:
        """Two entries carry the code of Analytics; the one of type entp is the right one (5.3)."""
        licenses = [profile.as_license() for profile in self._world.directory.organization.profiles]
        services = [
            _service(ANALYTICS, "Adobe Analytics service", "analytics", []),
            _service(ANALYTICS, "Adobe Analytics", "entp", licenses),
            _service(IO_MANAGEMENT, "I/O Management API", "entp", []),
        ]
        wanted = {code for code in request.query.get("sdkCodes", "").split(",") if code}
        return [service for service in services if not wanted or service["code"] in wanted]

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
        return {
            "id": project.number,
            "name": project.name,
            "title": project.title,
            "description": project.description,
            "type": project.kind,
            "org_id": self._world.directory.organization.number,
        }

    async def create_project(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        body = await json_object(request, "name", "title", "type")
        self._check_project(body)
        if any(known.name == body["name"] for known in self._world.directory.projects):
            raise refused(409, "ERR_MSG_DUPLICATE_NAME")
        project = self._world.directory.add_project(
            name=body["name"], title=body["title"], description=body.get("description", ""), kind=body["type"]
        )
        created: dict[str, Any] = {"projectId": project.number, "projectType": project.kind}
        created["workspaceId"] = project.workspaces[0].number
        if project.kind == "jaeger":
            created["workspaces"] = [{"workspaceId": one.number, "name": one.name} for one in project.workspaces]
        return web.json_response(created, status=201)

    def _check_project(self, body: dict[str, Any]) -> None:
        if "name" in body and not re.fullmatch(PROJECT_NAME, str(body["name"])):
            raise refused(400, "A project name has at most 20 alphanumeric characters")
        if len(str(body.get("title", ""))) > TITLE_LENGTH or len(str(body.get("description", ""))) > DESCRIPTION_LENGTH:
            raise refused(400, "The title or the description is too long")
        if body.get("type", "default") not in ("default", "jaeger"):
            raise refused(400, "The type of a project is default or jaeger")

    async def project(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        return web.json_response(self._render(self._access.project(request)))

    async def edit_project(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        body = await json_object(request)
        self._check_project(body)
        project.name = body.get("name", project.name)
        project.title = body.get("title", project.title).strip()
        project.description = body.get("description", project.description).strip()
        return web.json_response(self._render(project))

    async def delete_project(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        directory = self._world.directory
        directory.projects.remove(project)
        directory.clients[:] = [client for client in directory.clients if client.project is not project]
        return web.json_response({})

    async def can_delete(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.project(request)
        return web.json_response({"errors": []})

    async def workspaces(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        listed = [
            {"id": one.number, "name": one.name, "title": one.title, "description": one.description, "enabled": 1}
            for one in project.workspaces
        ]
        return web.json_response(listed)

    async def create_workspace(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project = self._access.project(request)
        body = await json_object(request, "name")
        if project.kind == "default":
            raise refused(400, "Only one workspace allowed for project type default")
        workspace = self._world.directory.add_workspace(
            project, name=body["name"], title=body.get("title", ""), description=body.get("description", "")
        )
        return web.json_response({"projectId": project.number, "workspaceId": workspace.number}, status=201)

    async def download(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        return web.json_response(workspace_download(self._world, *self._access.workspace(request)))


def _service(code: str, name: str, kind: str, licenses: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "code": code,
        "enabled": True,
        "type": kind,
        "properties": {"licenseConfigs": licenses, "roles": []},
        "entitledForOrg": True,
        "canRequestAccess": False,
        "disabledReasons": [],
    }


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise refused(400, "page and size are numbers from 1 on")
    return int(text)
