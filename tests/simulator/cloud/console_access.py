# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may call the Developer Console's management API, and for what (contract/adobe-cloud.md 5.1)."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web

from . import errors
from .accounts import IO_MANAGEMENT, Client, Project, Workspace
from .assumptions import CONSOLE_ERROR_CODE, CREDENTIAL_NAME
from .errors import CloudError
from .tokens import CONSOLE_CLIENT, AccessToken, InvalidToken
from .world import PLACES, World, bearer

ALLOWED_ROLES = ("ADMIN", "DEVELOPER")


def refused(status: int, message: str) -> CloudError:
    return errors.refusal(status, CONSOLE_ERROR_CODE.format(status=status), message)


class Access:
    """Admits a caller, and resolves the numbers in a path."""

    def __init__(self, world: World) -> None:
        self._world = world

    def admit(self, request: web.Request, *, scope: str | None = None) -> AccessToken:
        """A logged-in user may do everything; an integration with `scope` what the documentation names."""
        token = self.identify(request)
        if token.grant != "user":
            self._check_integration(token, scope)
        elif self._world.settings.console_role not in ALLOWED_ROLES:
            raise refused(403, "The user is neither an administrator nor a developer of this organization")
        if not (self._world.settings.terms_accepted and self._world.settings.terms_current):
            raise refused(403, "The developer terms are not accepted")
        return token

    def identify(self, request: web.Request) -> AccessToken:
        try:
            token = self._world.tokens.read(bearer(request) or "")
        except InvalidToken:
            raise errors.gateway("401013") from None
        key = request.headers.get("x-api-key")
        if not key:
            raise errors.gateway("403000")
        if key != token.client_id or (key != CONSOLE_CLIENT and self._world.directory.client(key) is None):
            raise errors.gateway("403003")
        return token

    def _check_integration(self, token: AccessToken, scope: str | None) -> None:
        client = self._world.client_of(token)
        if client is None or IO_MANAGEMENT not in client.services:
            raise errors.gateway("403003")
        override = self._world.settings.console_accepts_server_tokens
        manages = self._world.drawn.server_tokens_manage if override is None else override
        if not (scope in token.scopes if scope else manages and "adobeio_api" in token.scopes):
            raise refused(403, "The token may not call this service")

    def check_organization(self, request: web.Request, *, by_code: bool = False) -> None:
        organization = self._world.directory.organization
        known = organization.ims_org_id if by_code else organization.number
        if request[PLACES]["org"] != known:
            raise refused(404, "Organization not found")

    def project(self, request: web.Request) -> Project:
        self.check_organization(request)
        for project in self._world.directory.projects:
            if project.number == request[PLACES]["project"]:
                return project
        raise refused(404, "Project not found")

    def workspace(self, request: web.Request) -> tuple[Project, Workspace]:
        project = self.project(request)
        for workspace in project.workspaces:
            if workspace.number == request[PLACES]["workspace"]:
                return project, workspace
        raise refused(404, "Workspace not found")

    def client(self, request: web.Request) -> Client:
        self.check_organization(request)
        for client in self._world.directory.clients:
            if client.number == request[PLACES]["credential"]:
                return client
        raise refused(404, "Credential not found")

    def check_credential_name(self, name: str) -> None:
        if not re.fullmatch(CREDENTIAL_NAME, name):
            raise refused(400, "The name of a credential has 6 to 45 characters")
        if any(client.name == name for client in self._world.directory.clients):
            raise refused(409, "ERR_MSG_DUPLICATE_NAME")

    def created(self, client: Client) -> dict[str, Any]:
        """What every way of making a credential answers."""
        organization = self._world.directory.organization.number
        return {"id": client.number, "apiKey": client.client_id, "orgId": organization}


async def json_body(request: web.Request) -> Any:
    try:
        return json.loads(await request.text())
    except json.JSONDecodeError:
        raise refused(400, "The body is not JSON") from None


async def json_object(request: web.Request, *required: str) -> dict[str, Any]:
    body = await json_body(request)
    if not isinstance(body, dict):
        raise refused(400, "The body must be an object")
    if missing := [name for name in required if not isinstance(body.get(name), str) or not body[name]]:
        raise refused(400, f"Missing {', '.join(missing)}")
    return body


def optional_text(body: dict[str, Any], name: str, default: str = "") -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise refused(400, f"{name} must be a string")
    return value
