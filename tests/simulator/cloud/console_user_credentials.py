# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that sign people in: made in the Console, and no way to a token here (contract/adobe-cloud.md 4.1)."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from .accounts import SignIn
from .assumptions import SIGN_IN_PLATFORMS
from .console_access import Access, json_object, refused
from .developer_console import PROJECT
from .world import World


class ConsoleUserCredentials:
    """Create; the rest is as for other credentials."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post(PROJECT + "/workspaces/{workspace}/credentials/adobeId", self.create)

    async def create(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        project, workspace = self._access.workspace(request)
        body = await json_object(request, "name", "description", "platform", "defaultRedirectUri")
        self._access.check_credential_name(body["name"])
        sign_in = _sign_in(body)
        client = self._world.directory.add_client(
            "user", name=body["name"], description=body["description"], project=project, workspace=workspace
        )
        client.sign_in = sign_in
        return web.json_response(self._access.created(client))


def _sign_in(body: dict[str, Any]) -> SignIn:
    addresses = body.get("redirectUriList")
    if not isinstance(addresses, list) or not addresses or not all(isinstance(one, str) for one in addresses):
        raise refused(400, "Missing redirectUriList")
    if body["platform"] not in SIGN_IN_PLATFORMS:
        raise refused(400, f"The platform is one of {', '.join(SIGN_IN_PLATFORMS)}")
    return SignIn(body["platform"], tuple(addresses), body["defaultRedirectUri"])
