# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the machine must have, and what to say when it does not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from ..outcome import Lacking

OLDEST_NODE = 20
PROGRAMS = {"node": "Node.js", "npm": "Node.js", "unshare": "util-linux", "mount": "util-linux"}
LACKING = 3
"""Exit status of what runs inside the namespaces when it finds that the machine lacks something."""
OWN_WORLD = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def unshare() -> list[str]:
    """The command that starts another in a network, mount and process namespace of its own, and ends them together."""
    return ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), *OWN_WORLD]


def check() -> None:
    """Raise with one sentence about the first thing that is missing."""
    if sys.platform != "linux":
        raise Lacking("Adobe's suites need Linux, for they run in a network namespace.")
    for program, whence in PROGRAMS.items():
        if shutil.which(program) is None:
            raise Lacking(f"Adobe's suites need the program {program} ({whence}), which is not on the path.")
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = re.match(r"v(\d+)\.", told)
    if version is None or int(version[1]) < OLDEST_NODE:
        raise Lacking(f"Adobe's suites need Node.js {OLDEST_NODE} or newer, not {told or 'one of unknown version'}.")
    _check_namespaces()


def _check_namespaces() -> None:
    attempt = subprocess.run([*unshare(), "true"], capture_output=True, text=True, check=False)
    if attempt.returncode:
        raise Lacking(
            "Adobe's suites need the right to make network and mount namespaces, as root or through user namespaces: "
            f"{attempt.stderr.strip() or 'unshare failed'}."
        )
