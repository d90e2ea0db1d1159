# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens: JWT-shaped, signed with IMS's own key, millisecond claims as strings (contract/adobe-cloud.md 1.5)."""

from __future__ import annotations

import functools
import json
import uuid
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from ..clock import Clock

KEY_ID = "ims_na1-key-at-1"
LIFETIME = 86_399_000
CONSOLE_CLIENT = "aio-cli-console-auth"


@functools.cache
def _signing_key() -> rsa.RSAPrivateKey:
    """Made when the first token is issued, and shared by all fleets of the process, for it takes long to make."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class AccessToken:
    """What a valid token says."""

    number: str
    client_id: str
    user_id: str
    scopes: tuple[str, ...]
    metascopes: tuple[str, ...]
    grant: str


class InvalidToken(ValueError):
    """A token that IMS did not issue, or that is expired or invalidated."""


class Tokens:
    """Issues tokens, and knows which of them still hold."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, AccessToken] = {}

    def issue(
        self,
        client_id: str,
        user_id: str,
        *,
        grant: str,
        scopes: tuple[str, ...] = (),
        metascopes: tuple[str, ...] = (),
    ) -> str:
        token = AccessToken(str(uuid.uuid4()), client_id, user_id, scopes, metascopes, grant)
        self._issued[token.number] = token
        claims = {
            "id": token.number,
            "type": "access_token",
            "client_id": client_id,
            "user_id": user_id,
            "as": "ims-na1",
            "scope": ",".join(scopes or metascopes),
            "created_at": str(int(self._clock.now() * 1000)),
            "expires_in": str(LIFETIME),
        }
        return jwt.encode(claims, _signing_key(), algorithm="RS256", headers={"kid": KEY_ID, "itt": "at"})

    def read(self, text: str) -> AccessToken:
        try:
            payload = jwt.PyJWS().decode(text, _signing_key().public_key(), algorithms=["RS256"])
            claims = json.loads(payload)
        except (jwt.InvalidTokenError, ValueError) as error:
            raise InvalidToken("bad_signature") from error
        token = self._issued.get(claims["id"])
        if token is None:
            raise InvalidToken("revoked")
        if self._clock.now() * 1000 >= int(claims["created_at"]) + int(claims["expires_in"]):
            raise InvalidToken("expired")
        return token

    def invalidate(self, token: AccessToken) -> None:
        self._issued.pop(token.number, None)

    def forget(self, client_id: str | None = None) -> None:
        """Invalidate all tokens, or those of one client."""
        for token in list(self._issued.values()):
            if client_id in (None, token.client_id):
                self.invalidate(token)


def key_set() -> dict[str, Any]:
    key = jwt.algorithms.RSAAlgorithm.to_jwk(_signing_key().public_key(), as_dict=True)
    return {"keys": [{**key, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}
