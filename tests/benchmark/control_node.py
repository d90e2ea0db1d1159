# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of ansible-playbook under equal conditions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmark import processes
from benchmark.fleet import Failed

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 7200.0
RECAP = re.compile(
    r"^(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)\s+skipped=(\d+)", re.MULTILINE
)


@dataclass(frozen=True)
class Counts:
    """What the recap says of one host."""

    ok: int
    changed: int
    unreachable: int
    failed: int
    skipped: int


@dataclass(frozen=True)
class Played:
    """One run of a playbook."""

    status: int
    cost: processes.Cost
    recap: Mapping[str, Counts]
    output: str

    def succeeded(self) -> Played:
        if self.status:
            raise Failed(f"a playbook ended with status {self.status}:\n{self.output[-4000:]}")
        return self


@dataclass(frozen=True)
class ControlNode:
    """A control node with a home of its own, that no configuration of this machine reaches."""

    directory: Path

    def play(self, inventory: Path | str, playbook: Path | str, *arguments: str, forks: int = 50) -> Played:
        """Run a playbook; the stdout callback is the same for all, and writes to a file."""
        home, temporary = self.directory / "home", self.directory / "tmp"
        for folder in (home, temporary):
            folder.mkdir(parents=True, exist_ok=True)
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "--forks", str(forks)]
        command += ["--inventory", str(inventory), *arguments, str(playbook)]
        log = self.directory / "output.txt"
        status, cost = processes.run(command, _environment(home, temporary), log, LIMIT_SECONDS)
        output = log.read_text(encoding="utf-8", errors="replace")
        recap = {host: Counts(*map(int, numbers)) for host, *numbers in RECAP.findall(output)}
        return Played(status, cost, recap, output)


def _environment(home: Path, temporary: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_LOCAL_TEMP": str(temporary / "local"),
        "ANSIBLE_REMOTE_TEMP": str(temporary / "remote"),
        "ANSIBLE_CONFIG": str(ROOT / "tests" / "tools" / "ansible.cfg"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build"),
    }
