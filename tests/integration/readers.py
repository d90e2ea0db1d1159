# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often a file is opened, as the kernel tells it."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from select import select

OPENED, CLOSED_UNCHANGED = 0x20, 0x10
PAUSE = 0.1
# An event about a watched file (not a folder) carries no name: watch, mask, cookie, length of the name, each 4 bytes.
EVENT_BYTES = 16


@dataclass
class Openings:
    """A count that grows while the file is watched."""

    count: int = 0


@contextmanager
def counted(path: Path) -> Iterator[Openings]:
    """Count the openings of a file as long as the with block lasts.

    Closings are watched too, because the kernel makes one event of two openings that nothing stands between.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    notices = libc.inotify_init1(os.O_CLOEXEC)
    assert libc.inotify_add_watch(notices, os.fsencode(path), OPENED | CLOSED_UNCHANGED) > 0, ctypes.get_errno()
    openings, over = Openings(), threading.Event()

    def watch() -> None:
        while not over.is_set() or select([notices], [], [], 0)[0]:
            if select([notices], [], [], PAUSE)[0]:
                openings.count += _openings(os.read(notices, 64 * EVENT_BYTES))

    watcher = threading.Thread(target=watch, name="openings", daemon=True)
    watcher.start()
    try:
        yield openings
    finally:
        over.set()
        watcher.join()
        os.close(notices)


def _openings(events: bytes) -> int:
    masks = [int.from_bytes(events[at + 4 : at + 8], "little") for at in range(0, len(events), EVENT_BYTES)]
    return sum(1 for mask in masks if mask & OPENED)
