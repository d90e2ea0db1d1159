# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JCR installer: resources below /apps become configurations, and the other way round (contract 5.4, 5.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .assumptions import RUN_MODES
from .configfile import ConfigFileError, parse, render
from .osgi_value import Value, boolean, text

if TYPE_CHECKING:
    from .repository import Node, Repository

WRITE_BACK_FOLDER = "/apps/system/config"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FOLDER = re.compile(r"config((?:\.[^.]+)*)")


@dataclass(frozen=True)
class Installable:
    """One resource that holds a configuration."""

    path: str
    pid: str
    factory_pid: str | None
    properties: dict[str, Value]
    is_file: bool


def names_of(file_name: str, hand_made_separator: str) -> tuple[str, str | None]:
    """PID and factory PID of a resource name: a dash becomes the dot of a factory instance (contract 3.4)."""
    for separator in ("~", "-"):
        factory, found, instance = file_name.partition(separator)
        if found:
            dotted = separator == "-" and bool(_UUID.fullmatch(instance))
            return f"{factory}{'.' if dotted else hand_made_separator if separator == '-' else '~'}{instance}", factory
    return file_name, None


def file_name_of(pid: str, factory_pid: str | None) -> str:
    """The name under which write-back stores a configuration."""
    if factory_pid and pid.startswith(f"{factory_pid}."):
        return f"{factory_pid}-{pid[len(factory_pid) + 1 :]}.config"
    return f"{pid}.config"


class Installer:
    """Reads what lies below /apps, and writes back what the console changes."""

    def __init__(self, repository: Repository, hand_made_separator: str) -> None:
        self._repository = repository
        self._separator = hand_made_separator

    def installables(self) -> dict[str, Installable]:
        """What is installed now, by PID; of two with one PID the one for more run modes wins, then the later path."""
        found: dict[str, tuple[int, Installable]] = {}
        for folder, weight in sorted(self._folders()):
            for installable in self._read(folder):
                if installable.pid not in found or found[installable.pid][0] <= weight:
                    found[installable.pid] = (weight, installable)
        return {pid: installable for pid, (_weight, installable) in found.items()}

    def write(self, pid: str, factory_pid: str | None, properties: dict[str, Value], path: str | None) -> str:
        """Store a configuration as a file, in its place if it has one; return the path."""
        target = path or f"{WRITE_BACK_FOLDER}/{file_name_of(pid, factory_pid)}"
        self._repository.create(target, {}, "nt:file")
        content: dict[str, Any] = {"jcr:data": render(properties).encode(), "jcr:mimeType": "application/octet-stream"}
        self._repository.create(f"{target}/jcr:content", content, "nt:resource")
        return target

    def remove(self, path: str) -> None:
        """Take a configuration's file away, if it is still there."""
        if self._repository.node(path) is not None:
            self._repository.remove(path)

    def _folders(self) -> Iterator[tuple[str, int]]:
        apps = self._repository.node("/apps")
        pending = [("/apps", apps)] if apps is not None else []
        while pending:
            path, node = pending.pop()
            match = _FOLDER.fullmatch(path.rpartition("/")[2])
            if match:
                modes = [mode for mode in match.group(1).split(".") if mode]
                if RUN_MODES.issuperset(modes):
                    yield path, len(modes)
            elif path.count("/") < 5:
                pending += [(f"{path}/{name}", child) for name, child in node.children.items()]

    def _read(self, folder: str) -> Iterator[Installable]:
        node = self._repository.node(folder)
        children = {} if node is None else node.children
        for name, child in children.items():
            found = self._installable(f"{folder}/{name}", name, child)
            if found is not None:
                yield found

    def _installable(self, path: str, name: str, node: Node) -> Installable | None:
        primary_type = node.properties.get("jcr:primaryType")
        if primary_type == "sling:OsgiConfig":
            pid, factory = names_of(name, self._separator)
            return Installable(path, pid, factory, _node_values(node), is_file=False)
        if primary_type != "nt:file" or not name.endswith(".config"):
            return None
        try:
            properties = parse(_content(node))
        except (ConfigFileError, UnicodeDecodeError):
            return None
        pid, factory = names_of(name.removesuffix(".config"), self._separator)
        return Installable(path, pid, factory, properties, is_file=True)


def _content(node: Node) -> str:
    content = node.children.get("jcr:content")
    stored = b"" if content is None else content.properties.get("jcr:data", b"")
    return stored.decode() if isinstance(stored, bytes) else str(stored)


def _node_values(node: Node) -> dict[str, Value]:
    return {name: _jcr_value(value) for name, value in node.properties.items() if not name.startswith("jcr:")}


def _jcr_value(value: Any) -> Value:
    """A JCR value as OSGi sees it: there is no Integer in JCR, numbers arrive as Long (contract 5.5)."""
    if isinstance(value, (list, tuple)):
        items = [_jcr_value(item) for item in value]
        return Value(items[0].letter if items else "T", tuple(item.items[0] for item in items), "array")
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, (int, float)):
        return Value("L" if isinstance(value, int) else "D", (value,))
    return text(str(value))
