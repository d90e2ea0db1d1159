# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test a role that embeds ours as its owner would: with the published archive and a Molecule scenario of his own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / ".build" / "ansible_collections" / "aemfleet" / "ims"
PROJECT = ROOT / "examples" / "molecule"
PROGRAMS = Path(sys.executable).parent


def run(*command: str, cwd: Path, environment: dict[str, str]) -> int:
    """Show a command and what it prints, and return how it ended."""
    print(f"$ {' '.join(command)}", flush=True)
    return subprocess.run([str(PROGRAMS / command[0]), *command[1:]], cwd=cwd, env=environment, check=False).returncode


def try_in(directory: Path) -> int:
    """Build, install and test below a directory, out of reach of the clone and of the user's own configuration."""
    collections, project, home = (directory / name for name in ("collections", "project", "home"))
    home.mkdir()
    shutil.copytree(PROJECT, project)
    environment = {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.defpath}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
    }
    build = ["ansible-galaxy", "collection", "build", "--output-path", str(directory), str(STAGE)]
    if status := run(*build, cwd=directory, environment=environment):
        return status
    (archive,) = directory.glob("*.tar.gz")
    install = ["ansible-galaxy", "collection", "install", "--offline", "-p", str(collections), str(archive)]
    return run(*install, cwd=directory, environment=environment) or run(
        "molecule", "test", cwd=project, environment=environment
    )


def main() -> int:
    """Run the example and say whether it held."""
    with TemporaryDirectory(prefix="aemfleet-example-") as directory:
        status = try_in(Path(directory))
    print("example: failed" if status else "example: ok")
    return status


if __name__ == "__main__":
    sys.exit(main())
