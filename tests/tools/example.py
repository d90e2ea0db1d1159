# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test a role that embeds ours as its owner would: with the published archive and a Molecule scenario of his own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools import archive

PROJECT = Path(__file__).resolve().parents[2] / "examples" / "molecule"


def run(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> int:
    """Show a command and what it prints, and return how it ended."""
    print("$", Path(command[0]).name, *command[1:], flush=True)
    return subprocess.run(command, cwd=cwd, env=environment, check=False).returncode


def try_in(directory: Path) -> int:
    """Build, install and test below a directory, out of reach of the clone and of the user's own configuration."""
    collections, project, home = (directory / name for name in ("collections", "project", "home"))
    home.mkdir()
    shutil.copytree(PROJECT, project)
    environment = {**archive.environment(home), "NO_COLOR": "1", "ANSIBLE_COLLECTIONS_PATH": str(collections)}
    if status := run(archive.build(directory), directory, environment):
        return status
    install = archive.install(archive.built(directory), collections)
    molecule = [str(archive.PROGRAMS / "molecule"), "test"]
    return run(install, directory, environment) or run(molecule, project, environment)


def main() -> int:
    """Run the example and say whether it held."""
    with TemporaryDirectory(prefix="aemfleet-example-") as directory:
        status = try_in(Path(directory))
    print("example: failed" if status else "example: ok")
    return status


if __name__ == "__main__":
    sys.exit(main())
