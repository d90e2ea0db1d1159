# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of the documentation's pages: files with a name, and what is typed into a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from integration.playbooks import ROOT

PAGES = (
    "README.md",
    "roles/analytics/README.md",
    "tests/simulator/README.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)
LANGUAGES = {"console", "sh", "yaml"}
INFO = re.compile(r"(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?")

# A block that no test of the pages runs, by its first line, with the reason.
BY_ITSELF = "a target that hosted CI, or who works on the collection, calls for itself"
FROM_GALAXY = "needs Ansible Galaxy and the package index; the tests install the same archive from a file"
SIMULATOR_COMMAND = "tests/integration/test_simulator_command.py starts it so"
EXAMPLE = ROOT / "examples" / "molecule"
NOT_RUN: Mapping[str, Mapping[str, str]] = {
    "README.md": {
        "$ make demo     # three simulated authors: configured, run again without a change, examined": BY_ITSELF
    },
    "docs/index.md": {"$ git clone https://github.com/aemfleet/aemfleet.ims && cd aemfleet.ims": BY_ITSELF},
    "docs/quick-start.md": {"$ ansible-galaxy collection install aemfleet.ims": FROM_GALAXY},
    "tests/simulator/README.md": {
        "$ python tests/simulator --authors 3 --edition 6.5.21 --directory /tmp/fleet": SIMULATOR_COMMAND,
    },
}
# Blocks that a test of their own runs, by their names.
ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "docs/large-fleets.md": {
        "secrets.yml": "slices.py",
        "prepare.sh": "slices.py",
        "one_stream.sh": "test_large_fleets.py",
        "slices.sh": "slices.py",
        "sum_up.py": "slices.py",
        "context.sh": "test_execution_environment.py",
    },
}


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: str
    language: str
    title: str
    text: str

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def commands(self) -> str:
        """What is typed, without the prompts."""
        return "\n".join(line.removeprefix("$ ") for line in self.text.splitlines())

    @property
    def is_run_here(self) -> bool:
        excused = self.first_line in NOT_RUN.get(self.page, {})
        return not excused and self.title not in ELSEWHERE.get(self.page, {}) and not self.is_of_the_example

    @property
    def is_of_the_example(self) -> bool:
        """Whether it shows a file of the example project, which `make example` runs."""
        return bool(self.title) and (EXAMPLE / self.title).is_file()


@cache
def blocks(page: str) -> tuple[Block, ...]:
    """Every fenced block of a page, in order."""
    tokens = MarkdownIt().parse((ROOT / page).read_text(encoding="utf-8"))
    return tuple(_block(page, token.info, token.content) for token in tokens if token.type == "fence")


def _block(page: str, info: str, text: str) -> Block:
    found = INFO.fullmatch(info.strip())
    assert found is not None, f"{page}: {info}"
    return Block(page, found["language"], found["title"] or "", text)


def to_run(page: str) -> list[Block]:
    """The blocks of a page that its course runs."""
    return [block for block in blocks(page) if block.language in LANGUAGES and block.is_run_here]
