# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every user of the machine can see of a process and its descendants."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.02


@dataclass(frozen=True)
class Ran:
    """What a process said, and what others could see of it meanwhile."""

    status: int
    stdout: str
    stderr: str
    command_lines: frozenset[str]

    @property
    def shown(self) -> str:
        return "\n".join([self.stdout, self.stderr, *self.command_lines])

    def succeeded(self) -> Ran:
        assert self.status == 0, self.stdout + self.stderr
        return self


def run_watched(command: Sequence[str], cwd: Path, environment: Mapping[str, str], seconds: float) -> Ran:
    """Run a command to its end, and watch what others could see of it meanwhile."""
    with (
        subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        watched(process.pid) as command_lines,
    ):
        try:
            stdout, stderr = process.communicate(timeout=seconds)
        finally:
            process.kill()
    return Ran(process.returncode, stdout, stderr, frozenset(command_lines))


@contextmanager
def watched(pid: int) -> Iterator[set[str]]:
    """Collect the command lines of a process and its descendants as long as the with block lasts."""
    seen: set[str] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(PAUSE):
            _collect(pid, seen)

    watcher = threading.Thread(target=watch, name="command lines", daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _collect(pid: int, seen: set[str]) -> None:
    folder = Path("/proc") / str(pid)
    try:
        seen.add((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        children = [child for task in (folder / "task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        # It ended meanwhile.
        return
    for child in children:
        _collect(int(child), seen)
