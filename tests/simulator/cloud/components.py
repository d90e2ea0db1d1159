# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a company holds beside report suites: users, a log of use, and the components of reports.

Adobe's client asks for them (contract/adobe-cloud.md 9.2); nothing is ever made here by a person, so that the lists of
what people make are those of a new company: empty.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from . import errors
from .analytics import Analytics, paged
from .assumptions import FOREIGN_SUITE
from .world import PLACES, World

COMPANY = "/api/{company}"
METRICS = {"pageviews": "Page Views", "visits": "Visits", "visitors": "Unique Visitors", "occurrences": "Occurrences"}
DIMENSIONS = {"page": "Page", "sitesection": "Site Section", "evar1": "eVar 1", "prop1": "Prop 1"}
NONE: list[dict[str, Any]] = []
MADE_BY_PEOPLE = ("calculatedmetrics", "segments", "dateranges")


class Components:
    """Reads only."""

    def __init__(self, world: World, analytics: Analytics) -> None:
        self._world, self._analytics = world, analytics

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(COMPANY + "/users", self.users)
        router.add_get(COMPANY + "/auditlogs/usage", self.usage)
        router.add_get(COMPANY + "/metrics", self.metrics)
        router.add_get(COMPANY + "/metrics/{id}", self.metric)
        router.add_get(COMPANY + "/dimensions", self.dimensions)
        router.add_get(COMPANY + "/dimensions/{id}", self.dimension)
        for name in MADE_BY_PEOPLE:
            router.add_get(f"{COMPANY}/{name}", self.nothing)
            router.add_get(f"{COMPANY}/{name}/{{id}}", self.absent)

    async def users(self, request: web.Request) -> web.Response:
        dummy, company = self._analytics.admit(request)
        directory = self._world.directory
        members = [client for client in directory.clients if directory.suites_of(client, company)]
        return web.json_response(paged(request, members, lambda client: self._analytics.user_of(client, company)))

    async def usage(self, request: web.Request) -> web.Response:
        self._analytics.admit(request)
        for name in ("startDate", "endDate"):
            if not request.query.get(name):
                raise errors.service(400, "invalid_parameters", f"{name} is required")
        return web.json_response(paged(request, NONE, dict))

    async def nothing(self, request: web.Request) -> web.Response:
        self._analytics.admit(request)
        return web.json_response(paged(request, NONE, dict))

    async def absent(self, request: web.Request) -> web.Response:
        self._analytics.admit(request)
        raise errors.service(404, "resource_not_found", "There is no such component.")

    async def metrics(self, request: web.Request) -> web.Response:
        return self._list(request, "metrics", METRICS)

    async def metric(self, request: web.Request) -> web.Response:
        return self._one(request, "metrics", METRICS)

    async def dimensions(self, request: web.Request) -> web.Response:
        return self._list(request, "variables", DIMENSIONS)

    async def dimension(self, request: web.Request) -> web.Response:
        return self._one(request, "variables", DIMENSIONS)

    def _list(self, request: web.Request, kind: str, names: dict[str, str]) -> web.Response:
        self._check_suite(request)
        return web.json_response([_render(kind, name, title) for name, title in names.items()])

    def _one(self, request: web.Request, kind: str, names: dict[str, str]) -> web.Response:
        self._check_suite(request)
        name = request[PLACES]["id"]
        if name not in names:
            raise errors.service(404, "resource_not_found", "There is no such component.")
        return web.json_response(_render(kind, name, names[name]))

    def _check_suite(self, request: web.Request) -> None:
        client, company = self._analytics.admit(request)
        wanted = request.query.get("rsid")
        if not wanted:
            raise errors.service(400, "invalid_parameters", "rsid is required")
        if all(suite.rsid != wanted for suite in self._world.directory.suites_of(client, company)):
            raise errors.service(*FOREIGN_SUITE, "The report suite was not found.")


def _render(kind: str, name: str, title: str) -> dict[str, Any]:
    return {"id": f"{kind}/{name}", "title": title, "name": title, "segmentable": True, "description": "", "tags": []}
