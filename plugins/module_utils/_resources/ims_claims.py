# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The claims of an IMS configuration, and the payload that the Developer Console shows for them."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .._errors import InvalidOptions

AUDIENCE = re.compile(r"(?P<server>https?://[^/]+)/c/(?P<client_id>[^/]+)")
METASCOPE = re.compile(r"https?://[^/]+/s/(?P<metascope>[^/]+)")


@dataclass(frozen=True)
class Payload:
    """What the page's field Payload says (contract/adobe-cloud.md 1.3)."""

    authorization_server: str
    client_id: str
    org_id: str
    technical_account_id: str
    metascopes: tuple[str, ...]


def parse_payload(source: t.Any) -> Payload:
    """Read a payload, as text or as data; one error names everything that it lacks."""
    try:
        claims = json.loads(source) if isinstance(source, (str, bytes)) else source
    except ValueError:
        raise InvalidOptions(["payload is not valid JSON"]) from None
    if not isinstance(claims, t.Mapping):
        raise InvalidOptions(["payload must be a JSON object"])
    audience = AUDIENCE.fullmatch(str(claims.get("aud", "")))
    metascopes = metascopes_of(claims)
    problems = [f"payload lacks the claim {name}" for name in ("iss", "sub") if not claims.get(name)]
    if not audience:
        problems.append("payload lacks the claim aud of the form <authorization server>/c/<client id>")
    if not metascopes:
        problems.append("payload lacks a claim <authorization server>/s/<metascope>")
    if problems or audience is None:
        raise InvalidOptions(problems)
    return Payload(audience["server"], audience["client_id"], str(claims["iss"]), str(claims["sub"]), metascopes)


def metascopes_of(claims: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """The metascopes among claims, sorted."""
    found = (METASCOPE.fullmatch(name) for name, value in claims.items() if value is True)
    return tuple(sorted(match["metascope"] for match in found if match))


def jwt_claims(payload: Payload) -> dict[str, t.Any]:
    """The claims of a Service Account (JWT) credential, without those that each token has of its own."""
    server = payload.authorization_server
    return {
        "iss": payload.org_id,
        "sub": payload.technical_account_id,
        "aud": f"{server}/c/{payload.client_id}",
        **{f"{server}/s/{metascope}": True for metascope in payload.metascopes},
    }


def members(texts: t.Iterable[str]) -> dict[str, t.Any]:
    """Claims as AEM stores them: each text is one JSON member (contract/aem.md 3.1)."""
    claims: dict[str, t.Any] = {}
    for text in texts:
        try:
            claims.update(json.loads("{" + text.strip().rstrip(",") + "}"))
        except ValueError:
            continue
    return claims


def as_texts(claims: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """Claims in the form in which AEM stores them."""
    return tuple(f"{json.dumps(name)} : {json.dumps(value)}" for name, value in claims.items())


def server_of(url: str) -> str:
    """The scheme and host of an address, empty when it is none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
