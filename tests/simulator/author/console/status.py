# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The console's pages about the running system: bundles, components, events, product and settings (contract 8.3)."""

from __future__ import annotations

import json
import random
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .. import answers
from ..assumptions import LATE_BUNDLES_FROM
from ..bundles import Bundle

if TYPE_CHECKING:
    from .. import Author

ACTIVE, RESOLVED = 32, 4
SATISFIED, UNSATISFIED = 8, 2


async def bundles(author: Author, request: web.Request, rest: str) -> web.Response:
    """List the bundles with their states, or one of them."""
    settled = author.framework.look()
    known = author.framework.bundles()
    states = {bundle.number: _state(bundle, settled) for bundle in known}
    wanted = rest.removesuffix(".json").strip("/")
    shown = [bundle for bundle in known if wanted in ("", str(bundle.number), bundle.symbolic_name)]
    if not shown:
        return answers.error(404, f"there is no bundle {wanted}")
    fragments = sum(bundle.fragment for bundle in known)
    active = sum(state == ACTIVE for state in states.values())
    resolved = len(known) - active - fragments
    tally = f"{active} bundles active, {resolved} bundles resolved" if resolved else f"all {active} bundles active"
    content = {
        "status": f"Bundle information: {len(known)} bundles in total - {tally}.",
        "s": [len(known), active, fragments, resolved, 0],
        "data": [_bundle(bundle, states[bundle.number]) for bundle in shown],
    }
    return answers.json_text(content) if rest.endswith(".json") else answers.page("Bundles", _script(content))


def _state(bundle: Bundle, settled: bool) -> int:
    return RESOLVED if bundle.fragment or (not settled and bundle.number >= LATE_BUNDLES_FROM) else ACTIVE


def _bundle(bundle: Bundle, state: int) -> dict[str, Any]:
    return {
        "id": bundle.number,
        "name": bundle.name,
        "fragment": bundle.fragment,
        "stateRaw": state,
        "state": "Fragment" if bundle.fragment else "Active" if state == ACTIVE else "Resolved",
        "version": bundle.version,
        "symbolicName": bundle.symbolic_name,
        "category": "",
    }


async def components(author: Author, request: web.Request, rest: str) -> web.Response:
    """List the components; some wait for others while the bundles settle."""
    settled = author.framework.settled
    rows = []
    for number, name in enumerate(author.framework.components()):
        waiting = not settled and number % 2 == 1
        state = "unsatisfied (reference)" if waiting else "active"
        raw = UNSATISFIED if waiting else SATISFIED
        rows.append({"id": str(number), "bundleId": 418, "name": name, "state": state, "stateRaw": raw, "pid": name})
    content = {"status": len(rows), "data": rows}
    return answers.json_text(content) if rest == ".json" else answers.page("Components", _script(content))


async def events(author: Author, request: web.Request, rest: str) -> web.Response:
    """List the events that were received, newest first."""
    rows = [
        {
            "id": str(number),
            "category": event.topic.split("/")[-2],
            "received": str(int(event.time * 1000)),
            "topic": event.topic,
            "info": event.subject,
            "properties": {"service.pid": event.subject},
        }
        for number, event in enumerate(reversed(author.framework.events))
    ]
    content = {"status": f"{len(rows)} Events received.", "data": rows}
    return answers.json_text(content) if rest == ".json" else answers.page("Events", _script(content))


async def product_page(author: Author, request: web.Request, rest: str) -> web.Response:
    """The page with the product's name and version in a table cell."""
    return answers.page("Product Information", f"<table><tr><td>{_product(author)}</td></tr></table>")


async def product_lines(author: Author, request: web.Request, rest: str) -> web.Response:
    """The product's version as lines."""
    return _lines(rest, ["", "*** Installed Products", f"    {_product(author)}", ""])


async def sling_settings(author: Author, request: web.Request, rest: str) -> web.Response:
    """Sling's settings as lines."""
    sling_id = uuid.UUID(int=random.Random(f"{author.seed}:{author.name}").getrandbits(128), version=4)
    home = r"C:\aem\crx-quickstart" if author.names.console.windows else "/opt/aem/crx-quickstart"
    lines = [
        "Apache Sling Settings",
        "",
        f"Sling ID = {sling_id}",
        "Sling Name = Instance of Apache Sling",
        f"Sling Home = {home}",
        "Run Modes = [author, crx3, crx3tar, samplecontent]",
    ]
    return _lines(rest, lines)


def _product(author: Author) -> str:
    return f"Adobe Experience Manager ({author.names.console.version})"


def _lines(rest: str, lines: list[str]) -> web.Response:
    if rest == ".json":
        # Contract 8.3: an array of strings whose backslashes are not escaped.
        content = ",\n".join(json.dumps(line).replace("\\\\", "\\") for line in lines)
        return web.Response(content_type="application/json", text=f"[{content}]")
    text = "\n".join(lines)
    if rest == ".txt":
        return web.Response(content_type="text/plain", text=text)
    return answers.error(404, f"no status is kept as {rest}") if rest else answers.page("Status", f"<pre>{text}</pre>")


def _script(content: dict[str, Any]) -> str:
    return f"<script>var __events__ = {json.dumps(content)};</script>"
