# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the links of the built site lead somewhere: inside it to the letter, elsewhere by their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Page:
    """What a page links to, and what can be linked to in it."""

    path: Path
    targets: frozenset[str]
    anchors: frozenset[str]


def read(path: Path) -> Page:
    """Read one page of the built site."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    tags = [tag for tag in soup.find_all(True) if isinstance(tag, Tag)]
    targets = {str(tag[name]) for tag in tags for name in ("href", "src") if tag.has_attr(name)}
    anchors = {str(tag[name]) for tag in tags for name in ("id", "name") if tag.has_attr(name)}
    return Page(path, frozenset(targets), frozenset(anchors))


def problems(html: Path) -> list[str]:
    """Every link that leads nowhere, with the page that has it."""
    pages = {path: read(path) for path in sorted(html.rglob("*.html"))}
    return [
        f"{page.path.relative_to(html)}: {target} {problem}"
        for page in pages.values()
        for target in sorted(page.targets)
        for problem in _problems(target, page, pages)
    ]


def _problems(target: str, page: Page, pages: dict[Path, Page]) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        if parts.scheme != "https" or "." not in (parts.hostname or "") or any(each.isspace() for each in target):
            yield "is no address of another site"
        return
    path = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
    if not path.is_file():
        yield "is not there"
    elif parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].anchors:
        yield "has no such anchor"
