# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""App Builder's part of the Console: nothing of it is used with Analytics, and nothing is ever registered there."""

from __future__ import annotations

from aiohttp import web

from .console_access import Access, refused
from .developer_console import ORG
from .world import PLACES, World

EXTENSION_POINTS = "firefly"


class ConsoleAppBuilder:
    """Extension points, and the extensions of an application."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(ORG + "/xp/{point}", self.extension_points)
        router.add_get(ORG + "/xr-api/v1/app", self.extensions)

    async def extension_points(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        if request[PLACES]["point"] != EXTENSION_POINTS:
            raise refused(404, "Extension Point Id was not found")
        return web.json_response({"id": EXTENSION_POINTS, "operations": []})

    async def extensions(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        self._access.check_organization(request)
        application = request.query.get("appId")
        if application not in {project.application for project in self._world.directory.projects} - {None}:
            raise refused(404, "Application not found")
        return web.json_response([])
