# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Developer Console's API: organisations, services, developer terms (contract/adobe-cloud.md 5.1 and 5.2)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from . import errors
from .accounts import ANALYTICS, IO_MANAGEMENT, Organization
from .console_access import Access
from .errors import CloudError
from .world import PLACES, World

ORG = "/console/organizations/{org}"
PROJECT = ORG + "/projects/{project}"
TERMS = "/console/services/ims/terms"


class DeveloperConsole:
    """The calls that concern an organisation."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/console/organizations", self.organizations)
        router.add_get(TERMS, self.terms_text)
        router.add_get("/console/services/ims/organizations/{org}/terms", self.terms)
        router.add_post("/console/services/ims/organizations/{org}/terms", self.accept_terms)
        router.add_get(ORG + "/services", self.services)
        router.add_get(ORG + "/services/v2", self.services_by_code)

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

    async def terms_text(self, request: web.Request) -> web.Response:
        self._access.identify(request)
        return web.json_response({"tc": [{"text": "Terms of a simulated cloud.", "locale": "en_US"}]})

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
