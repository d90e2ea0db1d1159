# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of answer that an author gives."""

from __future__ import annotations

import json
from html import escape

from aiohttp import web


def page(title: str, body: str, status: int = 200) -> web.Response:
    """Answer an HTML page; `body` is markup."""
    text = f"<!DOCTYPE html>\n<html><head><title>{escape(title)}</title></head><body>{body}</body></html>"
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def error(status: int, message: str) -> web.Response:
    """Answer the kind of HTML page that the servlet engine sends for an error."""
    return page(f"{status} {message}", f"<h1>{escape(message)}</h1><p>HTTP ERROR {status}</p>", status)


def not_found(path: str) -> web.Response:
    return error(404, f"No resource found: {path}")


def not_allowed(method: str, *allowed: str) -> web.Response:
    answer = error(405, f"Method {method} not supported")
    answer.headers["Allow"] = ", ".join(allowed)
    return answer


def json_text(value: object, status: int = 200) -> web.Response:
    """Answer JSON; integers keep every digit."""
    return web.Response(
        text=json.dumps(value, ensure_ascii=False), status=status, content_type="application/json", charset="utf-8"
    )


def starting() -> web.Response:
    """Answer as an author that is still starting."""
    return error(503, "AuthenticationSupport service missing. Cannot authenticate request.")
