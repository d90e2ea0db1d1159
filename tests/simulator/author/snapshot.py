# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sub-tree of the repository as plain JSON values."""

from __future__ import annotations

import base64
from typing import Any

from .repository import Node, Repository, Scalar
from .sling_get import render_value


def tree(repository: Repository, path: str) -> dict[str, Any] | None:
    """Return properties and children of a node; None when it is not there."""
    node = repository.node(path)
    return None if node is None else _tree(node)


def _tree(node: Node) -> dict[str, Any]:
    content: dict[str, Any] = {name: _value(value) for name, value in node.properties.items()}
    content.update((name, _tree(child)) for name, child in node.children.items())
    return content


def _value(value: Scalar | list[Scalar]) -> object:
    """Show bytes as the text that they hold, and binary content as base64."""
    if not isinstance(value, bytes):
        return render_value(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "base64:" + base64.b64encode(value).decode()
