# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms in the vocabulary of Granite UI, as content (contract 14.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .repository import Node, Repository

GRANITE = "granite/ui/components/coral/foundation/"

# Content as nested mappings: a mapping is a child node, anything else a property.
Tree = dict[str, Any]


def plant(repository: Repository, path: str, tree: Mapping[str, Any]) -> None:
    """Put content at a path, into what is there already."""
    if repository.node(path) is None:
        repository.create(path, {}, str(tree.get("jcr:primaryType", "nt:unstructured")))
        repository.place(path, _planted(tree))
        return
    properties = _properties(tree)
    repository.create(path, properties, properties.pop("jcr:primaryType"))
    for name, child in tree.items():
        if isinstance(child, Mapping):
            plant(repository, f"{path}/{name}", child)


def _planted(tree: Mapping[str, Any]) -> Node:
    children = {name: _planted(child) for name, child in tree.items() if isinstance(child, Mapping)}
    return Node(_properties(tree), children)


def _properties(tree: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in tree.items() if not isinstance(value, Mapping)}
    return {"jcr:primaryType": "nt:unstructured", **own}


def numbered(children: Iterable[Tree]) -> dict[str, Tree]:
    """Children under names that say nothing: only labels lead to a field."""
    return {f"item{place}": child for place, child in enumerate(children)}


def page(title: str, content: Mapping[str, Any]) -> Tree:
    """A console page."""
    head = {
        "jcr:primaryType": "nt:unstructured",
        "jcr:title": title,
        "sling:resourceType": "granite/ui/components/shell/page",
    }
    return {"jcr:primaryType": "cq:Page", "jcr:content": {**head, **content}}


def component(kind: str, **properties: Any) -> Tree:
    """A component of the foundation."""
    return {"sling:resourceType": GRANITE + kind, **properties}


def container(children: Mapping[str, Tree], **properties: Any) -> Tree:
    """A container whose children stand below `items`."""
    return component("container", **properties, items=dict(children))


def field(kind: str, name: str, label: str, *, required: bool = True) -> Tree:
    """An input with its label."""
    return component(f"form/{kind}", name=name, fieldLabel=label, required=required)


def hidden(name: str, value: str) -> Tree:
    """An input that nobody sees; a browser posts it all the same."""
    return component("form/hidden", name=name, value=value)


def select(name: str, label: str, options: Mapping[str, str]) -> Tree:
    """A choice; `options` are values by text."""
    items = numbered({"text": text, "value": value} for text, value in options.items())
    return component("form/select", name=name, fieldLabel=label, required=True, items=items)


def form(children: Mapping[str, Tree], action: str | None, **properties: Any) -> Tree:
    """A form; without an action a script submits it."""
    target = {} if action is None else {"action": action}
    head = component("form", method="post", foundationForm=True, enctype="multipart/form-data", **target, **properties)
    return {**head, "items": dict(children)}


def wizard(steps: Mapping[str, Tree]) -> Tree:
    """A wizard inside a form."""
    return component("wizard", items=dict(steps))
