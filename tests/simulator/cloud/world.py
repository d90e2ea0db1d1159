# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What all services of the cloud share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from ..clock import Clock
from .accounts import Client
from .assumptions import Drawn
from .directory import Directory
from .settings import Settings, is_past
from .tokens import AccessToken, Tokens

PLACES: web.RequestKey[Mapping[str, str]] = web.RequestKey("PLACES", Mapping)
"""The variable parts of the path of a request."""


@dataclass(frozen=True)
class World:
    base_url: str
    clock: Clock
    directory: Directory
    drawn: Drawn
    tokens: Tokens
    settings: Settings

    def grants_of(self, client: Client) -> set[str]:
        """After the conversion day a JWT credential is an OAuth one (contract/adobe-cloud.md 3.1)."""
        if client.kind == "user":
            return set()
        if is_past(self.settings.jwt_cut_off.converted, self.clock.now()) or client.kind == "oauth":
            return {"client_credentials"}
        return {"jwt"} if client.kind == "jwt" else {"client_credentials", "jwt"}

    def client_of(self, token: AccessToken) -> Client | None:
        return self.directory.client(token.client_id)


def bearer(request: web.Request) -> str | None:
    scheme, dummy, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" and text.strip() else None
