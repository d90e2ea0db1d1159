# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Examine the built archive with what Galaxy examines it with at an upload."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import archive

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "requirements" / "importer.txt"
PROGRAMS = BUILD / "importer" / "bin"
# What it says of its own progress.
REPORTS = (
    "Importing with",
    "Getting doc",
    "Finding content",
    "Loading ",
    "Collection loading complete",
    "Importer processing",
)
# `make lint` and `make sanity` have done what is off here, and more strictly.
SETTINGS = """\
[galaxy-importer]
CHECK_REQUIRED_TAGS = True
RUN_ANSIBLE_DOC = True
RUN_ANSIBLE_LINT = False
RUN_ANSIBLE_TEST = False
"""


def prepare() -> None:
    """Install the importer where it is missing or not of the pinned versions."""
    stamp = PROGRAMS.parent / "requirements.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    venv.create(PROGRAMS.parent, clear=True, with_pip=True)
    install = [str(PROGRAMS / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", str(REQUIREMENTS)], check=True, env={**os.environ, "PIP_USER": "0"})
    stamp.write_text(wanted, encoding="utf-8")


def examine(directory: Path) -> int:
    """Build the archive, have it imported, show what was said against it, and return how that ended."""
    settings = directory / "importer.cfg"
    settings.write_text(SETTINGS, encoding="utf-8")
    environment = {**archive.environment(directory, PROGRAMS), "GALAXY_IMPORTER_CONFIG": str(settings)}
    subprocess.run(archive.build(directory, PROGRAMS), env=environment, check=True, stdout=subprocess.DEVNULL)
    importer = [str(PROGRAMS / "python"), "-m", "galaxy_importer.main", str(archive.built(directory))]
    said = subprocess.run(
        importer,
        env=environment,
        cwd=directory,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    objections = [line for line in said.stdout.splitlines() if not line.startswith(REPORTS)]
    print(*objections, f"importer: {len(objections)} objections", sep="\n")
    return said.returncode or len(objections)


def main() -> int:
    """Say whether Galaxy would take the collection."""
    prepare()
    with TemporaryDirectory(prefix="aemfleet-importer-") as directory:
        return examine(Path(directory))


if __name__ == "__main__":
    sys.exit(main())
