# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access tokens of Adobe IMS, OAuth Server-to-Server (contract/adobe-cloud.md 2)."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass

from .._causes import remedy
from .._errors import AdobeRefused, NotTrusted, Unreachable
from .._http import Answer, Http, Pairs, excerpt
from .._secrets import Secrets
from .._transport import Transport

TOKEN_PATH = "/ims/token/v3"
EXCHANGE_PATH = "/ims/exchange/jwt"
DEFAULT_SERVER = "https://ims-na1.adobelogin.com"
DEFAULT_SCOPES = (
    "openid",
    "AdobeID",
    "read_organizations",
    "additional_info.projectedProductContext",
    "additional_info.job_function",
)
EVERY_STATUS = range(100, 600)


@dataclass(frozen=True)
class Client:
    """One OAuth Server-to-Server credential, as far as IMS needs it."""

    authorization_server: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Token:
    """A bearer token and the seconds that it lives."""

    value: str
    expires_in: int


def request_token(client: Client, transport: Transport, secrets: Secrets) -> Token:
    """Get a token; a refusal is told by its cause."""
    secrets.add(client.client_secret)
    form = [
        ("grant_type", "client_credentials"),
        ("client_id", client.client_id),
        ("client_secret", client.client_secret),
        ("scope", ",".join(client.scopes)),
    ]
    answer = send(Http(client.authorization_server, transport, secrets), TOKEN_PATH, form)
    token = success(answer, secrets)
    if token is None:
        raise refusal(answer, secrets)
    return token


def send(http: Http, path: str, form: Pairs) -> Answer:
    """Post to IMS; every status is an answer. Asking twice for a token is harmless."""
    attempt = "get an access token from Adobe IMS"
    try:
        return http.send("POST", path, form=form, attempt=attempt, expect=EVERY_STATUS, repeatable=True)
    except NotTrusted as error:
        raise refused("adobe_not_trusted", error.message) from error
    except Unreachable as error:
        raise refused("ims_unreachable", error.message) from error


def refused(code: str, message: str, **fields: t.Any) -> AdobeRefused:
    """A refusal of Adobe's cloud, with the remedy of its cause."""
    return AdobeRefused(code, message, advice=remedy(code), **fields)


def body(answer: Answer) -> dict[str, t.Any]:
    """A JSON object, or nothing: a proxy's page is no reason to fail differently."""
    try:
        value = json.loads(answer.text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def success(answer: Answer, secrets: Secrets, *, per_second: int = 1) -> Token | None:
    """The token in an answer. An error body may come with a success status: only a token is success."""
    document = body(answer)
    value = document.get("access_token")
    if not isinstance(value, str) or not value:
        return None
    secrets.add(value)
    return Token(value, int(document.get("expires_in") or 0) // per_second)


def refusal(
    answer: Answer, secrets: Secrets, special: t.Callable[[int, str, str], str | None] | None = None
) -> AdobeRefused:
    """The refusal in an answer, told by its cause; `special` knows the causes of one flow."""
    document = body(answer)
    error, description = str(document.get("error") or ""), str(document.get("error_description") or "")
    said = " ".join(filter(None, [error, description])) or excerpt(answer.text)
    code = special(answer.status, error, description) if special else None
    return refused(
        code or _code(answer.status, error, description),
        f"Adobe IMS at {answer.url} refused a token with status {answer.status}: {secrets.mask(said)}.",
        url=answer.url,
        status=answer.status,
    )


def _code(status: int, error: str, description: str) -> str:
    if status == 429:
        return "ims_throttled"
    if error == "invalid_client":
        if "client_secret" in description:
            return "client_secret_wrong"
        return "client_id_unknown" if "client_id" in description else "client_refused"
    if error == "invalid_scope":
        return "scope_not_granted"
    return "ims_unavailable" if status >= 500 else "ims_refused"
