# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Web Console of an author: every path below /system/console (contract 5, 8.3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from .. import answers
from . import config_manager, crypto, services, status

if TYPE_CHECKING:
    from .. import Author

Plugin = Callable[["Author", web.Request, str], Awaitable[web.Response]]

WRITERS = frozenset({"configMgr", "crypto"})
ROOT = "/system/console"
PLUGINS: dict[str, Plugin] = {
    "configMgr": config_manager.handle,
    "crypto": crypto.handle,
    "services": services.handle,
    "bundles": status.bundles,
    "components": status.components,
    "events": status.events,
    "productinfo": status.product_page,
    "status-productinfo": status.product_lines,
    "status-slingsettings": status.sling_settings,
}


async def handle(author: Author, request: web.Request) -> web.Response:
    """Answer one request to the console; `rest` is what follows the plug-in's label in the path."""
    path = request.path.removeprefix(ROOT).removeprefix("/")
    if not path:
        return web.Response(status=302, headers={"Location": f"{ROOT}/bundles"})
    segment = path.partition("/")[0]
    label = segment.partition(".")[0]
    plugin = PLUGINS.get(label)
    if plugin is None:
        return answers.error(404, f"no plug-in is registered for {segment}")
    if label not in WRITERS and request.method not in ("GET", "HEAD"):
        return answers.not_allowed(request.method, "GET", "HEAD")
    return await plugin(author, request, path[len(label) :])
