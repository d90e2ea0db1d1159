# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference: what antsibull-docs makes of the documentation inside plugins and roles."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from website.places import BUILD

KINDS = {"module": "Modules", "role": "Roles", "filter": "Filters", "lookup": "Lookups"}
TITLE = re.compile(r"^aemfleet\.ims\.(?P<name>\w+) (?P<kind>\w+) -- (?P<said>.+)$", re.MULTILINE)
# The theme shows the contents of a page beside it.
CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)+", re.MULTILINE)
# Pages that only make sense where many collections stand together.
LEFT_OUT = ("index.rst", "environment_variables.rst")


@dataclass(frozen=True)
class Entry:
    """One page of the reference."""

    page: str
    name: str
    kind: str
    said: str


def write(directory: Path) -> list[Entry]:
    """Write a page for each plugin and role, and name them."""
    directory.mkdir(mode=0o755)
    program = str(Path(sys.executable).with_name("antsibull-docs"))
    options = ["--use-current", "--squash-hierarchy", "--fail-on-error", "--no-add-antsibull-docs-version"]
    command = [program, "collection", *options, "--dest-dir", str(directory), "aemfleet.ims"]
    environment = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(BUILD), "HOME": str(BUILD)}
    subprocess.run(command, check=True, env=environment)
    for name in LEFT_OUT:
        (directory / name).unlink()
    return [_entry(path) for path in sorted(directory.glob("*.rst"))]


def _entry(path: Path) -> Entry:
    text = CONTENTS.sub("", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    found = TITLE.search(text)
    if not found:
        raise ValueError(f"{path.name} has no title of the known form")
    return Entry(path.stem, found["name"], found["kind"], found["said"])


def rendered(entries: list[Entry]) -> str:
    """The lists of the page that leads to all others, and the navigation."""
    return "\n".join(line for kind, title in KINDS.items() for line in _listed(title, entries, kind))


def _listed(title: str, entries: list[Entry], kind: str) -> Iterator[str]:
    own = [entry for entry in entries if entry.kind == kind]
    yield from (f"## {title}", "", "| | |", "|---|---|")
    yield from (f"| [`{entry.name}`](reference/{entry.page}.rst) | {entry.said} |" for entry in own)
    yield from ("", "```{toctree}", ":hidden:", "")
    yield from (f"{entry.name} {kind} <reference/{entry.page}>" for entry in own)
    yield from ("```", "")
