# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left in the repository: the files that configurations are written back to (contract/aem.md 5.4)."""

from __future__ import annotations

import json
import re
from typing import Any

from simulator.author.configfile import parse
from simulator.author.osgi_value import Value

from .peer import UUID, Peer
from .steps import Step

FOLDER = "/apps/system/config"
_LETTERS = {"String": "T", "Integer": "I", "Long": "L", "Boolean": "B", "Double": "D", "Float": "F"}
_ENDINGS = (".config", ".cfg.json")
Files = dict[str, dict[str, Any]]


def names(peer: Peer) -> list[str]:
    """The files in the folder for written back configurations."""
    tree = peer.content(f"{FOLDER}.1.json")
    return [name for name in tree if name.endswith(_ENDINGS)]


def clean(peer: Peer) -> None:
    """Remove every file: the installer is slow, and forgets those of what came and went in a moment."""
    for name in names(peer):
        peer.send(Step("clean", "POST", f"{FOLDER}/{name}", ((":operation", "delete"),)))


def files(peer: Peer) -> Files:
    """Every file by the number of its configuration: the make of its name, and its typed content."""
    peer.configurations()
    return {
        _number(peer, name): {"name": UUID.sub("<uuid>", name), "content": _content(peer, name)} for name in names(peer)
    }


def _number(peer: Peer, name: str) -> str:
    """The UUID tells to which configuration a file belongs; how it is joined to the factory is another question."""
    found = UUID.search(name)
    return peer.number_of(found[0]) if found else name


def _content(peer: Peer, name: str) -> dict[str, Any]:
    text = peer.read(f"{FOLDER}/{name}").text
    values = parse(text) if name.endswith(".config") else _from_json(text)
    return {key: [value.letter, value.shape, list(value.items)] for key, value in values.items()}


def _from_json(text: str) -> dict[str, Value]:
    """Read a `.cfg.json` file: JSON with comments, and the type behind the name where JSON can't tell it."""
    found = {}
    for key, value in json.loads(re.sub(r"(?m)^\s*//.*$", "", text)).items():
        name, dummy, kind = key.partition(":")
        items = tuple(value) if isinstance(value, list) else (value,)
        letter = _LETTERS.get(kind.removesuffix("[]")) or _natural(items)
        found[name] = Value(letter, items, "array" if isinstance(value, list) else "scalar")
    return found


def _natural(items: tuple[Any, ...]) -> str:
    sample = items[0] if items else ""
    if isinstance(sample, bool):
        return "B"
    return "L" if isinstance(sample, int) else "D" if isinstance(sample, float) else "T"
