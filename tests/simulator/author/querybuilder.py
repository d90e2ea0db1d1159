# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The QueryBuilder servlet, for the predicates that contract/aem.md 1.1, 2 and 3.5 use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from aiohttp import web

from . import answers, assumptions, nodetypes, paths
from .access import ACCOUNT
from .form import Form
from .repository import Node, Repository, Value
from .sling_get import render_value

if TYPE_CHECKING:
    from . import Author

Test = Callable[[str, Node], bool]
Parameters = dict[str, str]

_PREDICATE = re.compile(r"^(?:\d+_)?(path|type|property|nodename)$")
_VALUE = re.compile(r"^(?:\d+_)?value$")
_SETTINGS = frozenset({"p.limit", "p.offset", "p.hits", "p.properties", "p.guessTotal", "_charset_", "_"})


class BadQuery(ValueError):
    """The query holds something that is not simulated, or not valid."""


async def search(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer `/bin/querybuilder.json`."""
    try:
        tests = _tests(form)
        limit = int(form.get("p.limit", str(assumptions.QUERY_DEFAULT_LIMIT)))
        offset = int(form.get("p.offset", "0"))
    except ValueError as refusal:
        return answers.error(400, f"Bad query: {refusal}")
    account = request[ACCOUNT]
    found = [
        (path, node)
        for path, node in _below(author.repository, form)
        if account.may_read(path) and all(test(path, node) for test in tests)
    ]
    shown = found[offset:] if limit <= 0 else found[offset : offset + limit]
    return answers.json_text(
        {
            "success": True,
            "results": len(shown),
            "total": len(found),
            "more": offset + len(shown) < len(found),
            "offset": offset,
            "hits": [_hit(path, node, form) for path, node in shown],
        }
    )


def _below(repository: Repository, form: Form) -> Iterator[tuple[str, Node]]:
    start = form.get("path", "/").rstrip("/") or "/"
    return ((path, node) for path, node in repository.walk(start) if path != start)


def _tests(form: Form) -> list[Test]:
    """Return one test per predicate; an unknown one is refused rather than overlooked."""
    predicates: dict[str, Parameters] = defaultdict(dict)
    for name, text in form.texts.items():
        key, dummy, parameter = name.partition(".")
        if name in _SETTINGS:
            continue
        if not _PREDICATE.match(key):
            raise BadQuery(f"unknown predicate {name}")
        predicates[key][parameter] = text
    return [_test(_PREDICATE.sub(r"\1", key), parameters) for key, parameters in predicates.items()]


def _test(kind: str, parameters: Parameters) -> Test:
    main = parameters.get("", "")
    if kind != "property" and set(parameters) != {""}:
        raise BadQuery(f"unknown parameter of {kind}")
    if kind == "type":
        return lambda path, node: nodetypes.is_a(node.primary_type, main)
    if kind == "nodename":
        return lambda path, node: _like(main.replace("*", "%").replace("?", "_"), paths.name(path))
    if kind == "path":
        return lambda path, node: paths.below(path, main) or main == "/"
    return _property_test(main, parameters)


def _property_test(name: str, parameters: Parameters) -> Test:
    wanted = [text for key, text in parameters.items() if _VALUE.match(key)]
    unknown = [key for key in parameters if key not in ("", "operation", "and") and not _VALUE.match(key)]
    operation = parameters.get("operation", "equals" if wanted else "exists")
    matches = {"equals": _equal, "unequals": _unequal, "like": _like}.get(operation)
    if unknown or (matches is None and operation not in ("exists", "not")):
        raise BadQuery(f"unknown parameter or operation of property {name}")
    if matches is None:
        present = operation == "exists"
        return lambda path, node: (_property(node, name) is not None) == present
    combine = all if parameters.get("and") == "true" else any
    return lambda path, node: combine(_matches(matches, text, _property(node, name)) for text in wanted)


def _matches(operation: Callable[[str, str], bool], wanted: str, value: Value | None) -> bool:
    values = [] if value is None else value if isinstance(value, list) else [value]
    texts = (str(item).lower() if isinstance(item, bool) else str(item) for item in values)
    return any(operation(wanted, text) for text in texts)


def _property(node: Node, name: str) -> Value | None:
    """Return a property, which a relative path may place on a descendant."""
    *way, last = name.split("/")
    found: Node | None = node
    for step in way:
        found = found.children.get(step) if found else None
    return found.properties.get(last) if found else None


def _equal(wanted: str, text: str) -> bool:
    return wanted == text


def _unequal(wanted: str, text: str) -> bool:
    return wanted != text


def _like(pattern: str, text: str) -> bool:
    """Match `%` and `_`; a backslash takes their meaning away."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return re.fullmatch("".join(wild.get(part, re.escape(part[-1])) for part in parts), text, re.DOTALL) is not None


def _hit(path: str, node: Node, form: Form) -> dict[str, object]:
    if form.get("p.hits") == "full":
        return {"jcr:path": path, **{name: render_value(value) for name, value in node.properties.items()}}
    if form.get("p.hits") == "selective":
        return _selected(path, node, form.get("p.properties").split())
    return {"path": path, "excerpt": "", "name": paths.name(path), "title": node.text("jcr:title", paths.name(path))}


def _selected(path: str, node: Node, names: list[str]) -> dict[str, object]:
    chosen: dict[str, object] = {"jcr:path": path} if "jcr:path" in names else {}
    for name in names:
        value = _property(node, name)
        if value is not None:
            chosen[name] = render_value(value)
    return chosen
