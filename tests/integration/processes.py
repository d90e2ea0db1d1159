# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every user of the machine can see of a process and its descendants."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.02


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
