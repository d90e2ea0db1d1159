# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services page: what is registered in the OSGi service registry (contract 3.5, 8.3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .. import answers
from ..bundles import Service
from ..editions import release
from ..ldap import FilterSyntaxError, compile_filter

if TYPE_CHECKING:
    from .. import Author


async def handle(author: Author, request: web.Request, rest: str) -> web.Response:
    """List services, all or those that `filter` selects, or show one in full."""
    known = author.framework.services()
    wanted = rest.removesuffix(".json").strip("/")
    if wanted:
        chosen = [service for service in known if str(service.number) == wanted]
        if not chosen:
            return answers.error(404, f"there is no service {wanted}")
        return answers.json_text(_listing(chosen, details=True))
    is_json = rest.endswith(".json")
    # Web Console 5 applies the filter to the page only (SOURCE ServicesServlet): its JSON lists every service.
    unfiltered = is_json and release(author.names.console.web_console) >= (5,)
    selected = known if unfiltered else _selected(known, request.query.get("filter", "").strip())
    content = _listing(selected, details=False)
    if is_json:
        return answers.json_text(content)
    return answers.page("Services", f"<script>var data = {json.dumps(content)};</script>")


def _selected(known: list[Service], expression: str) -> list[Service]:
    """A filter that cannot be read selects nothing."""
    if not expression:
        return known
    try:
        test = compile_filter(expression)
    except FilterSyntaxError:
        return []
    return [service for service in known if test(service.identified())]


def _listing(services: list[Service], *, details: bool) -> dict[str, Any]:
    count = len(services)
    return {
        "status": f"{count} service{'' if count == 1 else 's'} in total",
        "serviceCount": count,
        "data": [_row(service, details) for service in services],
    }


def _row(service: Service, details: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": str(service.number),
        "types": f"[{', '.join(service.types)}]",
        "pid": service.pid,
        "ranking": "",
        "bundleId": service.bundle.number,
        "bundleName": service.bundle.name,
        "bundleVersion": service.bundle.version,
        "bundleSymbolicName": service.bundle.symbolic_name,
    }
    if details:
        row["props"] = [{"key": name, "value": value.plain()} for name, value in service.properties.items()]
        row["usingBundles"] = []
    return row
