# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling's default GET: a node as JSON at a depth, a file as a stream, a node as HTML (contract/aem.md 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from html import escape

from aiohttp import web

from . import answers, paths
from .paths import Address
from .repository import Node, Scalar, Value

_DATE = "%a %b %d %Y %H:%M:%S GMT%z"
_FLAGS = frozenset({"tidy", "harray"})
_ENDLESS = -1

Json = dict[str, object]


class BadSelector(ValueError):
    """The selector is no depth."""


def render(address: Address, maximum_nodes: int) -> web.StreamResponse:
    """Answer a GET or HEAD for an address by its extension."""
    if address.node is None or _beyond(address):
        return answers.not_found(address.path)
    if address.extension is None:
        return _stream(address.path, address.node, address.suffix)
    if address.extension == "json":
        return _json(address, address.node, maximum_nodes)
    if address.extension == "html":
        return _html(address.path, address.node)
    if address.extension == "txt":
        return _text(address.path, address.node)
    return answers.not_found(address.path)


def render_value(value: Value) -> object:
    """Return a property as Sling writes it into JSON."""
    return [_scalar(item) for item in value] if isinstance(value, list) else _scalar(value)


def _beyond(address: Address) -> bool:
    return address.suffix not in (None, "/") and address.extension is None


def _json(address: Address, node: Node, maximum_nodes: int) -> web.Response:
    try:
        depth = _depth(address.selectors)
    except BadSelector as refusal:
        return answers.error(400, str(refusal))
    allowed = _allowed_depth(node, depth, maximum_nodes)
    if allowed is not None:
        return answers.json_text([f"{address.path}.{level}.json" for level in range(allowed, -1, -1)], 300)
    if "harray" in address.selectors:
        return answers.json_text(_harray(node, depth))
    return answers.json_text(_tree(node, depth))


def _depth(selectors: tuple[str, ...]) -> int:
    wanted = selectors[-1] if selectors else "0"
    if wanted in _FLAGS:
        return 0
    if wanted == "infinity":
        return _ENDLESS
    try:
        return max(int(wanted), _ENDLESS)
    except ValueError as mismatch:
        raise BadSelector(f"Invalid recursion selector value '{wanted}'") from mismatch


def _allowed_depth(node: Node, depth: int, maximum_nodes: int) -> int | None:
    """Return the deepest level that stays below the limit, or None when the wanted depth does."""
    count, level, generation = 0, 0, [node]
    while generation and level != depth:
        generation = [child for parent in generation for child in parent.children.values()]
        count += len(generation)
        # One level of children is always listed, however many there are (SLING-2320).
        if count > maximum_nodes and depth != 1:
            return level
        level += 1
    return None


def _tree(node: Node, depth: int) -> Json:
    content = _properties(node)
    if depth != 0:
        content.update((name, _tree(child, depth - 1)) for name, child in node.children.items())
    return content


def _harray(node: Node, depth: int) -> Json:
    content = _properties(node)
    if depth != 0 and node.children:
        content["__children__"] = [
            {"__name__": name, **_harray(child, depth - 1)} for name, child in node.children.items()
        ]
    return content


def _properties(node: Node) -> Json:
    content: Json = {}
    for name, value in node.properties.items():
        if isinstance(value, bytes):
            content[f":{name}"] = len(value)
        else:
            content[name] = render_value(value)
    return content


def _scalar(value: Scalar) -> object:
    if isinstance(value, datetime):
        return value.strftime(_DATE)
    if isinstance(value, Decimal):
        return str(value)
    return len(value) if isinstance(value, bytes) else value


def _stream(path: str, node: Node, suffix: str | None) -> web.Response:
    found = _binary(node)
    if found is not None:
        content, mime_type = found
        return web.Response(body=content, headers={"Content-Type": mime_type})
    if suffix == "/":
        return answers.error(403, "Directory listing is not allowed")
    extension = ".html" if node.primary_type == "cq:Page" else "/"
    return web.Response(status=302, headers={"Location": path.rstrip("/") + extension})


def _binary(node: Node) -> tuple[bytes, str] | None:
    holder = node.children.get("jcr:content", node) if node.primary_type == "nt:file" else node
    content = holder.properties.get("jcr:data")
    if not isinstance(content, bytes):
        return None
    return content, holder.text("jcr:mimeType", "application/octet-stream")


def _html(path: str, node: Node) -> web.Response:
    lines = "".join(f"<li>{escape(line)}</li>" for line in _lines(node))
    return answers.page(paths.name(path) or "/", f"<h1>{escape(path)}</h1><ul>{lines}</ul>")


def _text(path: str, node: Node) -> web.Response:
    return web.Response(text="\n".join([path, *_lines(node)]) + "\n")


def _lines(node: Node) -> Iterator[str]:
    for name, value in _properties(node).items():
        yield f"{name}: {value}"
