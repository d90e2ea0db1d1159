# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of an author without what differs from run to run, so that two authors can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from interruption.connections import held_by
from interruption.stages import Stage

from simulator.author import Author
from simulator.author.snapshot import tree

ROOTS = ("/apps", "/conf", "/content", "/etc", "/tmp", "/var")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VARYING = (
    (re.compile(r"\{[0-9a-f]{16,}\}"), "{protected}"),
    (re.compile(r"aemfleet\.ims\.secret\.digest\.[0-9a-z.]+"), "digest"),
    (re.compile(r"\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}"), "date"),
    # A configuration may be named after the PID of one that is gone.
    (re.compile(r"-(?:[0-9a-f]{8}|[0-9a-f]{12})\b"), "-random"),
    (re.compile(r"127(?:\.\d+){3}"), "address"),
)


def target(stage: Stage, name: str) -> Any:
    """All that an author holds, with the secrets of its configurations in clear."""
    (author,) = [author for author in stage.fleet.authors if author.name == name]
    held = author.call(held_by)
    connections = [(one.title, one.is_jwt, one.client_id, one.client_secret) for one in held.connections]
    return [sorted(connections), comparable(author.call(whole))]


def whole(author: Author) -> dict[str, Any]:
    """The configurations, keystores and content of an author, without what its product brings."""
    nodes = {path: tree(author.repository, path) for path in ROOTS}
    return {**author.snapshot(), "nodes": nodes, "users": sum(1 for dummy in author.users.everyone())}


def remains(stage: Stage, name: str) -> str:
    """All that a killed run left for the next: what the author holds, and which files the controller has for it."""
    controller = stage.controller
    of_ansible = (controller.home, controller.temporary)
    named = re.compile(rf"\b{name}\b")
    files = [
        (named.sub("host", str(path.relative_to(controller.directory))), path.stat().st_size)
        for path in sorted(controller.directory.rglob("*"))
        if path.is_file() and named.search(path.name) and not any(map(path.is_relative_to, of_ansible))
    ]
    return json.dumps([target(stage, name), files], sort_keys=True)


def comparable(snapshot: Mapping[str, Any]) -> Any:
    """Names, values and structure, and which aliases a keystore has; secrets are compared apart."""
    configurations = [{"pid": pid, **found} for pid, found in snapshot["configurations"].items()]
    keystores = [sorted(store["aliases"]) for store in snapshot["keystores"].values()]
    text = json.dumps([snapshot["nodes"], snapshot["users"], configurations, keystores], sort_keys=True)
    return _ordered(json.loads(_without_names(text)))


def _without_names(text: str) -> str:
    """Parts of a PID are parts of other names, too."""
    for found in set(UUID.findall(text)):
        for part in (found, found[:8], found[-12:]):
            text = text.replace(part, "random")
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text


def _ordered(value: Any) -> Any:
    """Configurations come in the order of their random names, and so do the lines of their files."""
    if isinstance(value, dict):
        return {name: _ordered(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return sorted(value.splitlines()) if isinstance(value, str) and "\r\n" in value else value
