# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that the playbook of the report has written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

PLAYBOOK = "aemfleet.ims.report"
SUFFIXES = (".html", ".json", ".md")
FILE_MODE = 0o640


@dataclass(frozen=True)
class Report:
    """One report in its three forms."""

    directory: Path
    name: str = "analytics"

    @property
    def variables(self) -> dict[str, Any]:
        """What has it written here."""
        return {"analytics_report_directory": str(self.directory)}

    @property
    def page(self) -> Path:
        return self._file(".html")

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._file(".json").read_text(encoding="utf-8"))
        return found

    @property
    def markdown(self) -> str:
        return self._file(".md").read_text(encoding="utf-8")

    @property
    def texts(self) -> dict[str, str]:
        """The text of each file; nothing else is left in the folder, and no stranger may read them."""
        found = sorted(self.directory.iterdir())
        assert [path.suffix for path in found] == list(SUFFIXES)
        assert {path.stat().st_mode & 0o777 for path in found} == {FILE_MODE}
        return {path.suffix: path.read_text(encoding="utf-8") for path in found}

    def host(self, name: str) -> Mapping[str, Any]:
        """What is said of one host."""
        (found,) = [each for each in self.document["hosts"] if each["host"] == name]
        return dict(found)

    def causes(self, name: str) -> dict[str, str]:
        """The causes of the probes of a host that are not well."""
        probes = self.host(name)["probes"]
        return {each["probe"]: each["code"] for each in probes if each["status"] in {"failed", "warning"}}

    def _file(self, suffix: str) -> Path:
        return self.directory / f"{self.name}{suffix}"


def tables(text: str) -> list[list[list[str]]]:
    """The cells of the tables of a Markdown text; no mark-up is taken for more than text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found: list[list[list[str]]] = []
    for before, token in pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif before.type in {"th_open", "td_open"}:
            found[-1][-1].append(_content(token))
    return found


def _content(cell: Token) -> str:
    children = cell.children or []
    assert {child.type for child in children} <= {"text", "text_special"}, cell.content
    return "".join(child.content for child in children)
