# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe's Identity Management System: tokens and what checks them (contract/adobe-cloud.md 1 and 2)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from aiohttp import web

from . import errors
from .accounts import Client
from .assumptions import IMS_UNKNOWN_CLIENT, ORGANIZATION_KEYS
from .errors import CloudError
from .exchange import Exchange
from .tokens import LIFETIME, AccessToken, InvalidToken, key_set
from .world import World, bearer

VERSIONS = ("v1", "v2", "v3", "v4")
EXCHANGES = ("/ims/exchange/jwt", "/ims/exchange/v1/jwt")
Parameters = Mapping[str, str]


class Ims:
    """The endpoints below /ims."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._exchange = Exchange(world)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for slash in ("", "/"):
            for version in VERSIONS:
                router.add_post(f"/ims/token/{version}{slash}", self.token)
            for path in EXCHANGES:
                router.add_post(f"{path}{slash}", self.exchange)
        router.add_post("/ims/validate_token/v1", self.validate)
        router.add_post("/ims/invalidate_token/v2", self.invalidate)
        router.add_get("/ims/organizations/v6", self.organizations)
        router.add_get("/ims/userinfo/v2", self.user)
        router.add_get("/ims/profile/v1", self.user)
        router.add_get("/ims/keys", self.keys)
        router.add_get("/ims/.well-known/openid-configuration", self.metadata)

    async def token(self, request: web.Request) -> web.Response:
        parameters = await _parameters(request)
        grant = parameters.get("grant_type")
        if grant == "authorization_code":
            raise errors.ims(400, "access_denied", "invalid authorization code")
        if grant != "client_credentials":
            raise errors.ims(*self._world.drawn.unsupported_grant, f"unsupported grant type: {grant}")
        client = self._client(parameters)
        if "client_credentials" not in self._world.grants_of(client):
            raise errors.ims(*self._world.drawn.wrong_kind, "client_credentials is not allowed for this client")
        token = self._world.tokens.issue(
            client.client_id,
            client.technical_account_id,
            grant="client_credentials",
            scopes=self._scopes(client, parameters),
        )
        # contract/adobe-cloud.md 0 no. 8: seconds from v2 and later, milliseconds from v1.
        lifetime = LIFETIME if request.path.rstrip("/").endswith("v1") else LIFETIME // 1000
        return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": lifetime})

    def _client(self, parameters: Parameters) -> Client:
        client = self._world.directory.client(parameters.get("client_id"))
        if client is None:
            raise errors.ims(400, "invalid_client", IMS_UNKNOWN_CLIENT)
        if not client.accepts(parameters.get("client_secret")):
            raise errors.ims(400, "invalid_client", "invalid client_secret parameter")
        return client

    def _scopes(self, client: Client, parameters: Parameters) -> tuple[str, ...]:
        """Comma or space separates them (2.1); all must have been granted (2.3)."""
        scopes = tuple(parameters.get("scope", "").replace(",", " ").split())
        if not scopes or not set(scopes) <= set(client.scopes):
            raise errors.ims(400, "invalid_scope", self._world.drawn.invalid_scope)
        return scopes

    async def exchange(self, request: web.Request) -> web.Response:
        token = self._exchange.exchange(await _parameters(request))
        return web.json_response({"token_type": "bearer", "access_token": token, "expires_in": LIFETIME})

    async def validate(self, request: web.Request) -> web.Response:
        parameters = await _parameters(request)
        try:
            token = self._world.tokens.read(bearer(request) or "")
        except InvalidToken as error:
            return web.json_response({"valid": False, "reason": str(error)})
        if parameters.get("type") != "access_token" or parameters.get("client_id") != token.client_id:
            return web.json_response({"valid": False, "reason": "mismatch"})
        return web.json_response({"valid": True})

    async def invalidate(self, request: web.Request) -> web.Response:
        parameters = await _parameters(request)
        client = self._client(parameters)
        try:
            token = self._world.tokens.read(parameters.get("token", ""))
        except InvalidToken:
            raise errors.ims(400, "invalid_token", "invalid token parameter") from None
        if token.client_id != client.client_id or parameters.get("token_type") != "access_token":
            raise errors.ims(400, "invalid_token", "invalid token_type parameter")
        self._world.tokens.invalidate(token)
        return web.Response()

    def _holder(self, request: web.Request) -> AccessToken:
        try:
            return self._world.tokens.read(bearer(request) or "")
        except InvalidToken as error:
            raise errors.ims(401, "invalid_token", str(error)) from None

    async def organizations(self, request: web.Request) -> web.Response:
        self._holder(request)
        organization = self._world.directory.organization
        ident, dummy, source = organization.ims_org_id.partition("@")
        values = (organization.name, {"ident": ident, "authSrc": source})
        return web.json_response([dict(zip(ORGANIZATION_KEYS, values, strict=True))])

    async def user(self, request: web.Request) -> web.Response:
        token = self._holder(request)
        client = self._world.client_of(token)
        email = client.technical_account_email if client else token.user_id
        return web.json_response({"userId": token.user_id, "sub": token.user_id, "email": email})

    async def keys(self, request: web.Request) -> web.Response:
        return web.json_response(key_set())

    async def metadata(self, request: web.Request) -> web.Response:
        base = self._world.base_url
        return web.json_response(
            {
                "issuer": base,
                "token_endpoint": f"{base}/ims/token/v3",
                "jwks_uri": f"{base}/ims/keys",
                "userinfo_endpoint": f"{base}/ims/userinfo/v2",
                "grant_types_supported": ["authorization_code", "client_credentials"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            }
        )

    def throttled(self, seconds: int) -> CloudError:
        return errors.ims(429, *self._world.drawn.ims_throttled, retry_after=seconds)


async def _parameters(request: web.Request) -> dict[str, str]:
    """Body before query (2.1), and both before the client's name and secret in the Authorization header."""
    fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return {**_basic(request), **request.query, **fields}


def _basic(request: web.Request) -> dict[str, str]:
    scheme, dummy, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, dummy, secret = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": name, "client_secret": secret}
