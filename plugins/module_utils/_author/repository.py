# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The author's content repository: Sling GET and POST (contract/aem.md 8.1)."""

from __future__ import annotations

import typing as t
from urllib.parse import quote

from .._errors import NotPermitted
from .._http import Pairs
from .client import Author, mapping, rows

Scalar = t.Union[str, bool, int, float]
Value = t.Union[Scalar, list[str]]
Tree = dict[str, t.Any]

JSON_ANSWER = (":http-equiv-accept", "application/json")


def address(path: str) -> str:
    """A repository path as URL path; the colon of jcr:content has a form of its own in Sling."""
    return quote(path.replace("/jcr:", "/_jcr_").replace("/cq:", "/_cq_"), safe="/")


def read(author: Author, path: str, *, depth: int | None = None) -> Tree | None:
    """The tree below a path, None when nothing is there.

    A tree too large to be served whole is an empty mapping without `jcr:primaryType`: the caller narrows the path.
    """
    selector = "infinity" if depth is None else str(depth)
    answer = author.get(f"{address(path)}.{selector}.json", attempt=f"read {path}", expect=(200, 300, 404))
    if answer.status == 404:
        return None
    return mapping(answer, f"the content of {path}") if answer.status == 200 else {}


def find(author: Author, root: str, **properties: str) -> list[str]:
    """Paths below a root whose node has the given properties, by QueryBuilder (contract/aem.md 1.1, 3.5)."""
    query = [("path", root), ("p.limit", "-1")]
    for number, (name, value) in enumerate(properties.items(), start=1):
        query += [(f"{number}_property", name), (f"{number}_property.value", value)]
    return _hits(author, root, query)


def _hits(author: Author, root: str, query: Pairs) -> list[str]:
    answer = author.get("/bin/querybuilder.json", attempt=f"search below {root}", params=query)
    hits = mapping(answer, "a query result").get("hits") or []
    return [hit["path"] for hit in hits]


def find_like(author: Author, root: str, name: str, pattern: str) -> list[str]:
    """Paths below a root whose node has a property like the pattern; % stands for any text (contract/aem.md 2)."""
    query = [("path", root), ("p.limit", "-1"), ("1_property", name)]
    query += [("1_property.operation", "like"), ("1_property.value", pattern)]
    return _hits(author, root, query)


def create(author: Author, path: str, fields: t.Mapping[str, Value | None]) -> None:
    """Create the node, or complete it when an interrupted attempt left it behind."""
    _modify(author, path, fields, f"create {path}")


def update(author: Author, path: str, fields: t.Mapping[str, Value | None]) -> None:
    """Set properties; None deletes one."""
    _modify(author, path, fields, f"update {path}")


def replace_tree(author: Author, path: str, tree: str) -> None:
    """Put a tree, given as JSON, in the place of the node and all below it, in one step (contract/aem.md 8.1)."""
    parent, dummy, name = path.rpartition("/")
    form = [("_charset_", "utf-8"), JSON_ANSWER, (":operation", "import"), (":contentType", "json")]
    form += [(":name", name), (":replace", "true"), (":content", tree)]
    author.post(address(parent), form, attempt=f"import {path}", expect=(200, 201), repeatable=True)


def delete(author: Author, path: str) -> None:
    """Delete the node and everything below it; nothing there is fine."""
    form = [(":operation", "delete"), JSON_ANSWER]
    try:
        author.post(address(path), form, attempt=f"delete {path}", expect=(200, 404), repeatable=True)
    except NotPermitted:
        # Sling refuses thus, too, to delete what is not there if its name has a dot (docs/conformance.md).
        if read(author, path, depth=0) is not None:
            raise


def _modify(author: Author, path: str, fields: t.Mapping[str, Value | None], attempt: str) -> None:
    form = [("_charset_", "utf-8"), JSON_ANSWER]
    for name, value in fields.items():
        form += _field(name, value)
    author.post(address(path), form, attempt=attempt, expect=(200, 201), repeatable=True)


def _field(name: str, value: Value | None) -> list[tuple[str, str]]:
    if value is None:
        return [(f"{name}@Delete", "true")]
    if isinstance(value, list):
        return [(f"{name}@TypeHint", "String[]")] + [(name, item) for item in value]
    if isinstance(value, bool):
        return [(f"{name}@TypeHint", "Boolean"), (name, str(value).lower())]
    if isinstance(value, int):
        return [(f"{name}@TypeHint", "Long"), (name, str(value))]
    if isinstance(value, float):
        return [(f"{name}@TypeHint", "Double"), (name, repr(value))]
    return [(name, value)]


def children(tree: Tree) -> dict[str, Tree]:
    """The child nodes of a tree, in the author's order."""
    return {name: node for name, node in tree.items() if isinstance(node, dict)}


def properties(tree: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """What a node holds itself."""
    return {name: value for name, value in tree.items() if not isinstance(value, dict)}


def options(author: Author, path: str) -> list[dict[str, t.Any]]:
    """The text and value pairs that an options address of a classic dialog serves (contract/aem.md 14.2)."""
    return rows(author.get(path, attempt=f"read the choices at {path}"), "a list of choices")
