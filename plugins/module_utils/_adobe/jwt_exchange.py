# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens for a Service Account (JWT) credential, the flow that Adobe retired (contract/adobe-cloud.md 1, 3)."""

from __future__ import annotations

import time
import typing as t
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from .._http import Answer, Http
from .._secrets import Secrets
from .._transport import Transport
from .ims import EXCHANGE_PATH, Token, refusal, send, success

try:
    import jwt
except ImportError as error:
    PYJWT_IMPORT_ERROR: ImportError | None = error
else:
    PYJWT_IMPORT_ERROR = None

LIFETIME = 300
TOLERATED_SKEW = 60
SIGNATURE = "Could not match JWT signature"


@dataclass(frozen=True)
class Assertion:
    """What is signed and exchanged: the claims of the credential and the private key of a bound certificate."""

    authorization_server: str
    client_id: str
    client_secret: str = field(repr=False)
    claims: t.Mapping[str, t.Any]
    private_key: bytes = field(repr=False)


def exchange(assertion: Assertion, transport: Transport, secrets: Secrets) -> Token:
    """Sign a JWT and exchange it; a refusal is told by its cause."""
    secrets.add(assertion.client_secret)
    claims = {**assertion.claims, "exp": int(time.time()) + LIFETIME}
    signed = jwt.encode(claims, assertion.private_key, algorithm="RS256")
    secrets.add(signed)
    form = [
        ("client_id", assertion.client_id),
        ("client_secret", assertion.client_secret),
        ("jwt_token", signed),
    ]
    answer = send(Http(assertion.authorization_server, transport, secrets), EXCHANGE_PATH, form)
    # The exchange counts in milliseconds, all later endpoints in seconds (contract/adobe-cloud.md 0, row 8).
    token = success(answer, secrets, per_second=1000)
    if token is None:
        raise refusal(answer, secrets, cause(answer))
    return token


def cause(answer: Answer) -> t.Callable[[int, str, str], str | None]:
    """The causes that only this flow has (contract/adobe-cloud.md 1.5)."""

    def code(status: int, error: str, description: str) -> str | None:
        if error == "invalid_signature" or description.startswith(SIGNATURE):
            return "certificate_not_bound"
        if error in {"invalid_token", "bad_request"}:
            return "clock_skew" if abs(skew(answer)) > TOLERATED_SKEW else "jwt_refused"
        if error == "invalid_scope":
            return "metascope_not_granted"
        if error == "internal_error":
            return "flow_retired"
        return None

    return code


def skew(answer: Answer) -> float:
    """Seconds that the clock of this machine is ahead of the peer's, as far as its answer tells."""
    try:
        return time.time() - parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except (TypeError, ValueError):
        return 0.0
