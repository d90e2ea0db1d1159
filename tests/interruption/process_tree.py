# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of one run of a playbook, wherever they have gone, and their end."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

PAUSE = 0.05


def kill(marker: str, seconds: float) -> None:
    """Kill the process groups of all processes that were started with this text in their environment.

    Ansible's workers begin sessions of their own: the group of ansible-playbook holds neither them nor their modules.
    """
    deadline = time.monotonic() + seconds
    while found := _marked(marker.encode()):
        assert time.monotonic() < deadline, f"still alive: {sorted(found)}"
        for pid in found:
            # It may have ended meanwhile.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(os.getpgid(pid), signal.SIGKILL)
        time.sleep(PAUSE)


def _marked(marker: bytes) -> set[int]:
    return {int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit() and _has(folder, marker)}


def _has(folder: Path, marker: bytes) -> bool:
    try:
        return marker in (folder / "environ").read_bytes()
    except OSError:
        # It is somebody else's, or has ended; of a zombie nothing is left to read.
        return False
