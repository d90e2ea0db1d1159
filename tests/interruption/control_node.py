# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A control node whose playbook run can be killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from interruption import process_tree

from integration.playbooks import Controller

KILL_SECONDS = 30.0
# Some playbooks go by batches on their own; then only the hosts of the first would be on their way.
AT_ONCE = ("--extra-vars", "analytics_serial=100%")
# A held request must outlast the slowest of all hosts.
PATIENT = ("--extra-vars", '{"analytics_timeout": 600}')


@dataclass(frozen=True)
class Run:
    """A playbook on its way."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_over(self) -> bool:
        return self.process.poll() is not None

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


class KillableController(Controller):
    """A control node; its home, and what a killed run left there, is what the next run finds."""

    @contextmanager
    def started(self, inventory: Path, playbook: str | Path, hosts: int) -> Iterator[Run]:
        """Run a playbook on all hosts at once, each host on its own, and kill it when the with block ends."""
        for folder in (self.home, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        marker = self.directory / "killed.jsonl"
        environment = {**self._environment(marker), "ANSIBLE_STRATEGY": "free"}
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(inventory), str(playbook)]
        log = self.directory / "killed.txt"
        with self.short_temporary() as temporary:
            with log.open("wb") as output:
                process = subprocess.Popen(
                    [*command, "--forks", str(hosts), *AT_ONCE, *PATIENT],
                    cwd=self.directory,
                    env={**environment, "TMPDIR": str(temporary)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
            try:
                yield Run(process, log)
            finally:
                process_tree.kill(str(marker), KILL_SECONDS)
                process.wait(KILL_SECONDS)
