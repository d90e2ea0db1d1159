# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The crypto page: protects a text with the author's own key (contract 5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .. import answers, assumptions
from ..form import read_form

if TYPE_CHECKING:
    from .. import Author


async def handle(author: Author, request: web.Request, rest: str) -> web.Response:
    """Protect `datum`; a datum in the query string is served too, as getParameter does not tell the difference."""
    if request.method in ("GET", "HEAD") and not rest:
        return answers.page("Crypto Support", '<form method="POST"><input name="datum" type="text"></form>')
    if request.method != "POST":
        return answers.error(405, "only POST protects a text")
    datum = (await read_form(request)).texts.get("datum")
    if rest != "/.json" or datum is None:
        return answers.error(
            404 if rest != "/.json" else assumptions.STATUS_WITHOUT_DATUM, "a datum for /.json is expected"
        )
    return answers.json_text({"protected": author.crypto.protect(datum)})
