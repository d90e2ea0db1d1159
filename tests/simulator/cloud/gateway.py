# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe's API gateway: who may pass to Analytics (contract/adobe-cloud.md 7.4 and 7.5)."""

from __future__ import annotations

from collections import deque

from aiohttp import web

from . import errors
from .accounts import ANALYTICS, Client
from .assumptions import MISSING_METASCOPE, MISSING_METASCOPE_STATUS
from .directory import METASCOPE_OF
from .tokens import AccessToken, InvalidToken
from .world import World, bearer

RATE_CALLS, RATE_SECONDS = 12, 6.0


class Gateway:
    """Checks key, token and profile, in this order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._calls: dict[str, deque[float]] = {}

    def admit(self, request: web.Request) -> Client:
        key = request.headers.get("x-api-key")
        if not key:
            raise errors.gateway("403000")
        client = self._world.directory.client(key)
        if client is None or ANALYTICS not in client.services:
            raise errors.gateway("403003")
        token = self._token(request)
        if token.client_id != key:
            raise errors.gateway("403003")
        self._check_metascope(token)
        self._check_profile(client)
        self._check_rate(client)
        return client

    def _token(self, request: web.Request) -> AccessToken:
        text = bearer(request)
        if text is None:
            raise errors.gateway("403010")
        try:
            return self._world.tokens.read(text)
        except InvalidToken:
            raise errors.gateway("401013") from None

    def _check_metascope(self, token: AccessToken) -> None:
        if token.grant == "jwt" and METASCOPE_OF[ANALYTICS] not in token.metascopes:
            raise errors.refusal(MISSING_METASCOPE_STATUS, str(MISSING_METASCOPE_STATUS), MISSING_METASCOPE)

    def _check_profile(self, client: Client) -> None:
        if self._world.settings.missing_profile is True or not self._world.directory.profiles_of(client):
            raise errors.gateway("403025")

    def _check_rate(self, client: Client) -> None:
        """12 requests in 6 seconds, counted for each credential (7.5); off unless it is switched on."""
        if not self._world.settings.rate_limit:
            return
        now = self._world.clock.now()
        calls = self._calls.setdefault(client.client_id, deque())
        while calls and calls[0] <= now - RATE_SECONDS:
            calls.popleft()
        if len(calls) >= RATE_CALLS:
            raise errors.gateway("429050", retry_after=max(1, round(calls[0] + RATE_SECONDS - now)))
        calls.append(now)
