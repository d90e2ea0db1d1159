# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of the repository, and how a request address names one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from .nodetypes import NAMESPACES

if TYPE_CHECKING:
    from .repository import Node, Repository

_MANGLED = re.compile(r"^_([a-z]+)_(?=.)")


@dataclass(frozen=True)
class Address:
    """A request address taken apart: the resource, then selectors, extension and suffix."""

    path: str
    node: Node | None
    selectors: tuple[str, ...] = ()
    extension: str | None = None
    suffix: str | None = None


def segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] or "/"


def name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def join(path: str, *names: str) -> str:
    return "/".join([path.rstrip("/"), *names])


def below(path: str, ancestor: str) -> bool:
    """Tell whether a path lies under another one."""
    return path.startswith(ancestor.rstrip("/") + "/")


def normalise(path: str) -> str:
    """Resolve `.` and `..`; what climbs above the root is refused."""
    kept: list[str] = []
    for segment in segments(path):
        if segment == "..":
            if not kept:
                raise ValueError(f"{path} leaves the repository")
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def unmangle(path: str) -> str:
    """Write `jcr:content` for `_jcr_content` (contract/aem.md 6.4)."""
    return "/".join(_unmangled(segment) for segment in path.split("/"))


def _unmangled(segment: str) -> str:
    found = _MANGLED.match(segment)
    if found is None or found[1] not in NAMESPACES:
        return segment
    return f"{found[1]}:{segment[found.end() :]}"


def mapped(path: str) -> str:
    """Write a path as the address that reaches it: `_jcr_content` for `jcr:content`, escaped where needed."""
    return quote("/".join(_mangled(segment) for segment in path.split("/")), safe="/:@!$&'()*+,;=~")


def _mangled(segment: str) -> str:
    prefix, colon, local = segment.partition(":")
    return f"_{prefix}_{local}" if colon and prefix in NAMESPACES else segment


def resolve(repository: Repository, url_path: str) -> Address:
    """Find the longest existing resource that the address begins with, cutting at dots as Sling does."""
    wanted = unmangle(url_path)
    bare = wanted.rstrip("/") or "/"
    for candidate in _candidates(bare):
        node = repository.node(candidate)
        if node is not None:
            return _taken_apart(candidate, node, bare[len(candidate) :] + wanted[len(bare) :])
    return Address(bare, None, suffix="/" if wanted != bare else None)


def _candidates(path: str) -> Iterator[str]:
    yield path
    at = path.rfind(".")
    while at > 0:
        yield path[:at]
        at = path.rfind(".", 0, at)


def _taken_apart(path: str, node: Node, rest: str) -> Address:
    dotted, slash, suffix = rest.partition("/")
    parts = dotted.split(".")[1:]
    extension = parts[-1] if parts else None
    return Address(path, node, tuple(parts[:-1]), extension or None, slash + suffix or None)
