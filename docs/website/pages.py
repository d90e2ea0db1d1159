# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the site: Markdown files of the repository, whose links lead to each other on both."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from website.places import REPOSITORY, ROOT

# Files outside docs/ that are pages too, by the page's name.
ELSEWHERE: Mapping[str, str] = {
    "CONTRIBUTING.md": "contributing",
    "roles/analytics/README.md": "role",
    "tests/benchmark/README.md": "benchmark",
    "tests/simulator/README.md": "simulator",
}
HEADER = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
FENCE = re.compile(
    r"^(?P<marks>```+)(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?$(?P<text>.*?)^(?P=marks)$", re.M | re.S
)
LINK = re.compile(r"\]\((?P<target>[^()\s]+)\)")
MODULE = re.compile(r"^plugins/modules/(?P<name>\w+)\.py$")


class LeadsNowhere(Exception):
    """A link to a file that the repository does not have."""


def sources() -> dict[str, str]:
    """The file of the repository behind each page, with the name of the page."""
    own = {f"docs/{path.name}": path.stem for path in sorted((ROOT / "docs").glob("*.md"))}
    return {**own, **ELSEWHERE}


def lay_out(source: Path, inserts: Mapping[str, str]) -> None:
    """Write every page for Sphinx; `inserts` take the place of comments of their name."""
    pages = sources()
    for file, page in pages.items():
        text = converted(HEADER.sub("", (ROOT / file).read_text(encoding="utf-8")), file, pages)
        for name, insert in inserts.items():
            text = text.replace(f"<!-- {name} -->", insert)
        (source / f"{page}.md").write_text(text, encoding="utf-8")


def converted(text: str, file: str, pages: Mapping[str, str]) -> str:
    """A page in MyST's words: fences with captions, and links to pages."""
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [_linked(text[end : fence.start()], file, pages), _fenced(fence)]
        end = fence.end()
    return "".join([*parts, _linked(text[end:], file, pages)])


def _fenced(fence: re.Match[str]) -> str:
    if not fence["title"]:
        return fence.group()
    opening = f"{fence['marks']}{{code-block}} {fence['language']}\n:caption: {fence['title']}\n"
    return f"{opening}{fence['text']}{fence['marks']}"


def _linked(text: str, file: str, pages: Mapping[str, str]) -> str:
    return LINK.sub(lambda link: f"]({address(link['target'], file, pages)})", text)


def address(target: str, file: str, pages: Mapping[str, str]) -> str:
    """What a link of a file in the repository leads to on the site."""
    path, mark, anchor = target.partition("#")
    if ":" in path or not path:
        return target
    found = os.path.normpath(PurePosixPath(file).parent / path)
    if found in pages:
        return f"{pages[found]}.md{mark}{anchor}"
    if not (ROOT / found).exists():
        raise LeadsNowhere(f"{file}: {target}")
    module = MODULE.match(found)
    if module:
        return f"reference/{module['name']}_module.rst"
    return f"{REPOSITORY}/{'tree' if (ROOT / found).is_dir() else 'blob'}/main/{found}"
