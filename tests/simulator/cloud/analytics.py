# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe Analytics 2.0, as far as it verifies a connection (contract/adobe-cloud.md 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aiohttp import web

from . import errors
from .accounts import Client, Company, ReportSuite
from .errors import CloudError
from .gateway import Gateway
from .world import PLACES, World

SUITES = ("/api/{company}/reportsuites/collections/suites", "/api/{company}/collections/suites")
EXPANSIONS = {"name", "parentRsid", "currency", "calendarType", "timezoneZoneinfo"}
MOST_PER_PAGE = 1000
Item = TypeVar("Item")


class Analytics:
    """Discovery, the current user, and report suites at both documented addresses."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gateway = Gateway(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/discovery/me", self.discovery)
        router.add_get("/api/{company}/users/me", self.user)
        for path in SUITES:
            router.add_get(path, self.suites)
            router.add_get(f"{path}/{{rsid}}", self.suite)

    def throttled(self, seconds: int) -> CloudError:
        return errors.gateway("429050", retry_after=seconds)

    def admit(self, request: web.Request) -> tuple[Client, Company]:
        """The caller and the company of the path, which the caller must belong to."""
        client = self._pass(request)
        for company in self._companies(client):
            if company.global_company_id == request[PLACES]["company"]:
                return client, company
        raise errors.service(*self._world.drawn.foreign_company, "The user does not belong to this company.")

    def _pass(self, request: web.Request) -> Client:
        client = self._gateway.admit(request)
        if self._world.settings.outage is True:
            raise errors.service(500, "internal_error", "Internal Server Error")
        return client

    def _companies(self, client: Client) -> list[Company]:
        if self._world.settings.missing_profile == "no_companies":
            return []
        directory = self._world.directory
        return [company for company in directory.organization.companies if directory.suites_of(client, company)]

    async def discovery(self, request: web.Request) -> web.Response:
        client = self._pass(request)
        companies = [
            {
                "globalCompanyId": company.global_company_id,
                "companyName": company.name,
                "apiRateLimitPolicy": "aa_api_tier10_tp",
            }
            for company in self._companies(client)
        ]
        organization = {"imsOrgId": self._world.directory.organization.ims_org_id, "companies": companies}
        return web.json_response({"imsUserId": client.technical_account_id, "imsOrgs": [organization]})

    async def user(self, request: web.Request) -> web.Response:
        return web.json_response(self.user_of(*self.admit(request)))

    def user_of(self, client: Client, company: Company) -> dict[str, Any]:
        """A technical account as a user of Analytics (7.2)."""
        account, dummy, domain = client.technical_account_id.partition("@")
        return {
            "companyid": int(self._world.directory.organization.number),
            "loginId": int(client.number),
            "login": client.technical_account_id,
            "email": client.technical_account_email,
            "firstName": account,
            "lastName": domain,
            "fullName": f"{account} {domain}",
            "imsUserId": client.technical_account_id,
            "disabled": False,
            "companyName": company.name,
        }

    async def suites(self, request: web.Request) -> web.Response:
        selected = _selected(request, self._visible(request))
        page = paged(request, selected, lambda suite: self._render(request, suite))
        return web.json_response(page["content"] if self._world.settings.suites_shape == "list" else page)

    async def suite(self, request: web.Request) -> web.Response:
        for suite in self._visible(request):
            if suite.rsid == request[PLACES]["rsid"]:
                return web.json_response(self._render(request, suite))
        raise errors.service(404, "resource_not_found", "The report suite was not found.")

    def _visible(self, request: web.Request) -> list[ReportSuite]:
        client, company = self.admit(request)
        if self._world.settings.outage == "grm":
            raise errors.gateway("500701")
        return self._world.directory.suites_of(client, company)

    def _render(self, request: web.Request, suite: ReportSuite) -> dict[str, Any]:
        wanted = {part for part in request.query.get("expansion", "").split(",") if part}
        if unknown := wanted - EXPANSIONS:
            raise errors.service(400, "invalid_parameters", f"unknown expansion {', '.join(sorted(unknown))}")
        details: dict[str, Any] = {
            "name": suite.name,
            "parentRsid": suite.rsid,
            "currency": "USD",
            "calendarType": {"rsid": suite.rsid, "type": "gregorian", "anchorDate": "2000-01-01"},
            "timezoneZoneinfo": "UTC",
        }
        if self._world.drawn.suite_names_unasked:
            wanted.add("name")
        item = {"collectionItemType": "reportsuite", "id": suite.rsid, "rsid": suite.rsid}
        return {**item, **{key: value for key, value in details.items() if key in wanted}}


def _number(request: web.Request, name: str, default: int) -> int:
    text = request.query.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise errors.service(400, "invalid_parameters", f"{name} must be a number")
    return int(text)


def _selected(request: web.Request, suites: list[ReportSuite]) -> list[ReportSuite]:
    rsids = {part for part in request.query.get("rsids", "").split(",") if part}
    fragment = request.query.get("rsidContains", "")
    return [suite for suite in suites if (not rsids or suite.rsid in rsids) and fragment in suite.rsid]


def paged(request: web.Request, items: Sequence[Item], render: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    """The page of the items that the request asks for (7.3)."""
    limit, page = _number(request, "limit", 10), _number(request, "page", 0)
    if not 1 <= limit <= MOST_PER_PAGE:
        raise errors.service(400, "invalid_parameters", f"limit must be between 1 and {MOST_PER_PAGE}")
    content = [render(item) for item in items[page * limit : (page + 1) * limit]]
    pages = -(-len(items) // limit)
    return {
        "content": content,
        "totalElements": len(items),
        "totalPages": pages,
        "number": page,
        "numberOfElements": len(content),
        "firstPage": page == 0,
        "lastPage": page >= pages - 1,
    }
