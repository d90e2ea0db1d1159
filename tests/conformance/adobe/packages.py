# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe's packages as npm delivers them, at the versions of package-lock.json."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from ..outcome import Lacking
from .places import BUILD, MODULES, OURS

LISTS = ("package.json", "package-lock.json")
STAMP = BUILD / "installed"
PATIENCE = 900


def install() -> None:
    """Install once for each lock file; afterwards no network is needed."""
    wanted = hashlib.sha256(b"".join((OURS / name).read_bytes() for name in LISTS)).hexdigest()
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted:
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    for name in LISTS:
        shutil.copyfile(OURS / name, BUILD / name)
    shutil.copyfile(OURS / "npmrc", BUILD / ".npmrc")
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=BUILD, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise Lacking(f"Adobe's packages could not be installed by npm: {' '.join(done.stderr.split())}")
    STAMP.write_text(wanted, encoding="ascii")


def unpack(package: str) -> Path:
    """A copy of a package beside node_modules, for jest finds no test below it (contract/adobe-cloud.md 9.2)."""
    folder = BUILD / "suites" / package.rpartition("/")[2]
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(MODULES / package, folder, ignore=shutil.ignore_patterns("node_modules"))
    (folder / "node_modules").symlink_to(MODULES, target_is_directory=True)
    return folder
