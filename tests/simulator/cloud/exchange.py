# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JWT exchange: what a signed assertion must fulfil (contract/adobe-cloud.md 1.3 and 1.5)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from . import errors
from .accounts import BoundCertificate, Client
from .assumptions import EXPIRED_JWT, IMS_UNKNOWN_CLIENT
from .errors import CloudError
from .world import World

UNREADABLE = "JWT token is incorrectly formatted, and can not be decoded."
UNBOUND = "Could not match JWT signature to any of the bindings"
SCOPE_EXCESS = "The metascopes in the JWT are not a subset of the metascopes in the binding."
Claims = dict[str, Any]


def _invalid_token(description: str) -> CloudError:
    return errors.ims(400, "invalid_token", description)


class Exchange:
    """Turns an assertion into an access token, or refuses it with the documented code."""

    def __init__(self, world: World) -> None:
        self._world = world

    def exchange(self, parameters: Mapping[str, str]) -> str:
        client = self._client(parameters)
        assertion = parameters.get("jwt_token", "")
        claims = _read(assertion)
        self._check_audience(client, claims)
        self._check_signature(client, assertion)
        self._check_times(client, claims)
        self._check_names(client, claims)
        metascopes = self._metascopes(client, claims)
        return self._world.tokens.issue(
            client.client_id, client.technical_account_id, grant="jwt", metascopes=metascopes
        )

    def _client(self, parameters: Mapping[str, str]) -> Client:
        client = self._world.directory.client(parameters.get("client_id"))
        if client is None:
            raise errors.ims(400, "invalid_client", IMS_UNKNOWN_CLIENT)
        if not client.accepts(parameters.get("client_secret")):
            raise errors.ims(401, "invalid_client", self._world.drawn.wrong_pair)
        if "jwt" not in self._world.grants_of(client):
            if client.kind in ("oauth", "user"):
                raise errors.ims(401, "invalid_client", "The client does not have the exchange_jwt scope")
            raise errors.ims(*self._world.drawn.exchange_after_conversion)
        return client

    def _check_audience(self, client: Client, claims: Claims) -> None:
        if claims.get("aud") != f"{self._world.base_url}/c/{client.client_id}":
            raise errors.ims(400, "invalid_client", IMS_UNKNOWN_CLIENT)

    def _check_signature(self, client: Client, assertion: str) -> None:
        if not any(_signed_by(bound, assertion) for bound in client.certificates if self._holds(bound)):
            raise _invalid_token(UNBOUND)

    def _holds(self, bound: BoundCertificate) -> bool:
        return not self._world.settings.expire_certificates and self._world.clock.now() < bound.not_after

    def _check_times(self, client: Client, claims: Claims) -> None:
        if claims["exp"] <= self._world.clock.now():
            raise _invalid_token(EXPIRED_JWT)
        number = claims.get("jti")
        if client.requires_jti and (number is None or number in client.used_jti):
            raise _invalid_token(UNREADABLE)
        if number is not None:
            client.used_jti.add(number)

    def _check_names(self, client: Client, claims: Claims) -> None:
        expected = {"iss": self._world.directory.organization.ims_org_id, "sub": client.technical_account_id}
        for claim, value in expected.items():
            if claims.get(claim) != value:
                raise errors.ims(400, "bad_request", self._world.drawn.malformed_claim)

    def _metascopes(self, client: Client, claims: Claims) -> tuple[str, ...]:
        prefix = re.escape(f"{self._world.base_url}/s/")
        named = {key: value for key, value in claims.items() if re.match(prefix, key)}
        metascopes = tuple(re.sub(prefix, "", key, count=1) for key in named)
        if (
            not named
            or any(value is not True for value in named.values())
            or not set(metascopes) <= set(client.metascopes)
        ):
            raise errors.ims(400, "invalid_scope", SCOPE_EXCESS)
        return metascopes


def _read(assertion: str) -> Claims:
    """The claims before the signature is looked at; exp must be an integer, and jti too when it is there."""
    try:
        complete = jwt.PyJWS().decode_complete(assertion, options={"verify_signature": False})
        claims = json.loads(complete["payload"])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise _invalid_token(UNREADABLE) from error
    if not isinstance(claims, dict) or not _is_integer(claims.get("exp")):
        raise _invalid_token(UNREADABLE)
    if "jti" in claims and not _is_integer(claims["jti"]):
        raise _invalid_token(UNREADABLE)
    return claims


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _signed_by(bound: BoundCertificate, assertion: str) -> bool:
    key = bound.certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        jwt.PyJWS().decode(assertion, key, algorithms=["RS256"])
    except jwt.InvalidTokenError:
        return False
    return True
