# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The repository of an author: a tree of nodes with typed properties, and transactions that undo themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from . import nodetypes, paths

Scalar = str | bool | int | float | Decimal | datetime | bytes
Value = Scalar | list[Scalar]
V = TypeVar("V")


class Node:
    """A node: its properties and its ordered children."""

    __slots__ = ("children", "properties")

    def __init__(
        self, properties: Mapping[str, Value] | None = None, children: Mapping[str, Node] | None = None
    ) -> None:
        self.properties: dict[str, Value] = dict(properties or {})
        self.children: dict[str, Node] = dict(children or {})

    @property
    def primary_type(self) -> str:
        return str(self.properties.get("jcr:primaryType", "nt:unstructured"))

    def text(self, name: str, default: str = "") -> str:
        """Return a property as text."""
        value = self.properties.get(name, default)
        return value if isinstance(value, str) else str(value)

    def copy(self) -> Node:
        """Return an independent copy of the sub-tree."""
        return Node(
            {name: list(value) if isinstance(value, list) else value for name, value in self.properties.items()},
            {name: child.copy() for name, child in self.children.items()},
        )


class Repository:
    """Nodes by path. Node type rules are the business of those who speak to it over HTTP."""

    def __init__(self) -> None:
        self.root = Node({"jcr:primaryType": "rep:root"})
        self._undo: list[Callable[[], None]] | None = None

    def node(self, path: str) -> Node | None:
        found: Node | None = self.root
        for name in paths.segments(path):
            found = found.children.get(name) if found else None
        return found

    def create(self, path: str, properties: Mapping[str, Value] | None = None, primary_type: str | None = None) -> Node:
        """Create a node with its missing parents, or add the properties to the one that is there."""
        existing = self.node(path)
        if existing is None:
            existing = self._add(path, primary_type)
        elif primary_type:
            self.set(path, "jcr:primaryType", primary_type)
        for name, value in (properties or {}).items():
            self.set(path, name, value)
        return existing

    def place(self, path: str, node: Node) -> None:
        """Attach a ready-made sub-tree below an existing parent."""
        parent, name = self._existing(paths.parent(path)), paths.name(path)
        before = dict(parent.children)
        parent.children[name] = node
        self._note(lambda: _restore(parent.children, before))

    def remove(self, path: str) -> None:
        """Remove a sub-tree; a path that is not there is left alone."""
        parent, name = self.node(paths.parent(path)), paths.name(path)
        if parent is not None and name in parent.children:
            before = dict(parent.children)
            del parent.children[name]
            self._note(lambda: _restore(parent.children, before))

    def set(self, path: str, name: str, value: Value) -> None:
        owner = self._existing(path)
        before = dict(owner.properties)
        owner.properties[name] = value
        self._note(lambda: _restore(owner.properties, before))

    def unset(self, path: str, name: str) -> None:
        owner = self._existing(path)
        before = dict(owner.properties)
        owner.properties.pop(name, None)
        self._note(lambda: _restore(owner.properties, before))

    def order(self, path: str, before_name: str | None) -> None:
        """Move a node before a sibling, or to the end."""
        parent, name = self._existing(paths.parent(path)), paths.name(path)
        former = dict(parent.children)
        names = [other for other in former if other != name]
        names.insert(names.index(before_name) if before_name in names else len(names), name)
        _restore(parent.children, {other: former[other] for other in names})
        self._note(lambda: _restore(parent.children, former))

    def walk(self, path: str) -> Iterator[tuple[str, Node]]:
        """Yield a node and all its descendants in document order."""
        start = self.node(path)
        if start is not None:
            yield from _walk(path, start)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo every change made inside when an exception leaves the block."""
        self._undo = []
        try:
            yield
        except BaseException:
            for step in reversed(self._undo):
                step()
            raise
        finally:
            self._undo = None

    def _add(self, path: str, primary_type: str | None) -> Node:
        parent_path, name = paths.parent(path), paths.name(path)
        parent = self.node(parent_path) or self._add(parent_path, None)
        if primary_type is None:
            primary_type = nodetypes.default_child_type(parent.primary_type, name)
        child = Node({"jcr:primaryType": primary_type})
        self.place(path, child)
        return child

    def _existing(self, path: str) -> Node:
        found = self.node(path)
        if found is None:
            raise KeyError(path)
        return found

    def _note(self, step: Callable[[], None]) -> None:
        if self._undo is not None:
            self._undo.append(step)


def _walk(path: str, node: Node) -> Iterator[tuple[str, Node]]:
    yield path, node
    for name, child in list(node.children.items()):
        yield from _walk(paths.join(path, name), child)


def _restore(mapping: dict[str, V], before: dict[str, V]) -> None:
    mapping.clear()
    mapping.update(before)
