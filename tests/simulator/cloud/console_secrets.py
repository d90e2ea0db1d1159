# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Client secrets of a credential, and their rotation (contract/adobe-cloud.md 2.4)."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from .accounts import Client, Secret
from .console_access import Access, refused
from .developer_console import ORG
from .world import PLACES, World

SECRETS = ORG + "/credentials/{credential}/secrets"
MOST_SECRETS = 2


class ConsoleSecrets:
    """List, add, delete; the value of a secret is shown once, when it is added."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._access = Access(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get(ORG + "/integrations/{credential}/secrets", self.plain)
        router.add_get(SECRETS, self.secrets)
        router.add_post(SECRETS, self.add)
        router.add_delete(SECRETS + "/{uuid}", self.delete)

    def _client(self, request: web.Request, scope: str) -> Client:
        """An integration may change its own secrets only: its client id is the api key."""
        token = self._access.admit(request, scope=scope)
        client = self._access.client(request)
        if token.grant != "user" and token.client_id != client.client_id:
            raise refused(403, "The token may not call this service")
        return client

    async def plain(self, request: web.Request) -> web.Response:
        self._access.admit(request)
        client = self._access.client(request)
        secrets = [{"client_secret": secret.text, "uuid": secret.uuid} for secret in client.secrets]
        return web.json_response({"client_id": client.client_id, "client_secrets": secrets})

    async def secrets(self, request: web.Request) -> web.Response:
        client = self._client(request, "read_client_secret")
        listed = [{**_times(secret), "uuid": secret.uuid, "secret_usages": None} for secret in client.secrets]
        return web.json_response({"client_id": client.client_id, "client_secrets": listed})

    async def add(self, request: web.Request) -> web.Response:
        client = self._client(request, "manage_client_secrets")
        if self._world.grants_of(client) == {"client_credentials", "jwt"}:
            raise refused(self._world.drawn.secret_limit, "Secrets cannot be rotated during migration")
        if len(client.secrets) >= MOST_SECRETS:
            raise refused(self._world.drawn.secret_limit, f"A credential has at most {MOST_SECRETS} secrets")
        secret = self._world.directory.add_secret(client)
        added = {"client_secret": secret.text, "uuid": secret.uuid, **_times(secret)}
        return web.json_response(added, status=self._world.drawn.secret_added)

    async def delete(self, request: web.Request) -> web.Response:
        client = self._client(request, "manage_client_secrets")
        for secret in client.secrets:
            if secret.uuid == request[PLACES]["uuid"]:
                client.secrets.remove(secret)
                status = self._world.drawn.secret_deleted
                return web.Response(status=204) if status == 204 else web.json_response({}, status=status)
        raise refused(404, "Secret not found")


def _times(secret: Secret) -> dict[str, str]:
    created = datetime.fromtimestamp(secret.created, UTC)
    return {
        "created_at": str(int(secret.created * 1000)),
        "created_at_str": created.isoformat(timespec="seconds"),
        "expires_at": "PERMANENT",
        "expires_at_str": "PERMANENT",
    }
