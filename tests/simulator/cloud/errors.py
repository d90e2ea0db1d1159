# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The families of error bodies of contract/adobe-cloud.md 1.5, 2.3, 5.1 and 7.4."""

from __future__ import annotations

import uuid

from aiohttp import web

GATEWAY = {
    "400003": (400, "Missing header"),
    "401013": (401, "Oauth token is not valid"),
    "403000": (403, "Api Key is required"),
    "403003": (403, "Api Key is invalid"),
    "403010": (403, "Oauth token is missing."),
    "403025": (403, "Profile is not valid"),
    "429050": (429, "Too many requests"),
    "500701": (500, "GRM internal server error"),
}


class CloudError(Exception):
    """Ends the handling of a request with an error answer."""

    def __init__(self, status: int, body: dict[str, object], headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body, self.headers = status, body, headers or {}

    def response(self) -> web.Response:
        return web.json_response(self.body, status=self.status, headers=self.headers)


def ims(status: int, error: str, description: str, retry_after: int | None = None) -> CloudError:
    headers = {"x-debug-id": str(uuid.uuid4()), **_waiting(retry_after)}
    return CloudError(status, {"error": error, "error_description": description}, headers)


def gateway(code: str, retry_after: int | None = None) -> CloudError:
    status, message = GATEWAY[code]
    return refusal(status, code, message, retry_after)


def refusal(status: int, code: str, message: str, retry_after: int | None = None) -> CloudError:
    """A body of the gateway's family, with a code of one's own."""
    headers = {"x-request-id": uuid.uuid4().hex, **_waiting(retry_after)}
    return CloudError(status, {"error_code": code, "message": message}, headers)


def service(status: int, code: str, description: str) -> CloudError:
    body: dict[str, object] = {"errorCode": code, "errorDescription": description, "errorId": str(uuid.uuid4())}
    return CloudError(status, body, {"x-request-id": uuid.uuid4().hex})


def _waiting(retry_after: int | None) -> dict[str, str]:
    return {} if retry_after is None else {"Retry-After": str(retry_after)}
