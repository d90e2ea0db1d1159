# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection as it is published: how its archive is built, and installed where nothing else of the clone is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STAGE = Path(__file__).resolve().parents[2] / ".build" / "ansible_collections" / "aemfleet" / "ims"
PROGRAMS = Path(sys.executable).parent


def environment(home: Path, programs: Path = PROGRAMS) -> dict[str, str]:
    """Out of reach of the clone and of the user's own configuration."""
    return {"PATH": f"{programs}{os.pathsep}{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8"}


def build(directory: Path, programs: Path = PROGRAMS) -> list[str]:
    """The command that writes the archive into a directory."""
    return [str(programs / "ansible-galaxy"), "collection", "build", "--output-path", str(directory), str(STAGE)]


def built(directory: Path) -> Path:
    """The archive that was written there."""
    (archive,) = directory.glob("*.tar.gz")
    return archive


def install(archive: Path, collections: Path) -> list[str]:
    """The command that installs an archive into a folder of collections."""
    galaxy = str(PROGRAMS / "ansible-galaxy")
    return [galaxy, "collection", "install", "--offline", "--collections-path", str(collections), str(archive)]
