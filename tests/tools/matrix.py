# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the tests with each release of ansible-core that a Python of this machine runs, and name the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOX = (sys.executable, "-m", "nox")
LISTING = (*NOX, "--list", "--json", "--session", "tests")
PROBE = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Session:
    """The tests with one release, as the noxfile has it."""

    name: str
    python: str


def parse_sessions(listing: str) -> list[Session]:
    """Read what `nox --list --json --session tests` prints."""
    return [Session(entry["session"], entry["python"]) for entry in json.loads(listing)]


def folders(environment: Mapping[str, str]) -> list[Path]:
    """Name where Pythons may lie: on PATH, and where pyenv keeps those that its shims do not stand for just now."""
    on_path = [Path(folder) for folder in environment.get("PATH", os.defpath).split(os.pathsep) if folder]
    of_pyenv = Path(environment.get("PYENV_ROOT") or "~/.pyenv").expanduser()
    return [*on_path, *sorted(of_pyenv.glob("versions/*/bin"))]


def find(version: str, places: Iterable[Path]) -> Path | None:
    """Find a Python that is more than a name: a version manager's shim may stand for none at all."""
    candidates = (place / f"python{version}" for place in places)
    return next((path for path in candidates if os.access(path, os.X_OK) and _says(path) == version), None)


def _says(python: Path) -> str:
    try:
        done = subprocess.run(
            [python, "-c", PROBE], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: list[str]) -> int:
    """Run the sessions whose Python is here; what stands after the target is for pytest."""
    listing = subprocess.run(LISTING, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    sessions, places = parse_sessions(listing), folders(os.environ)
    pythons = {version: find(version, places) for version in {session.python for session in sessions}}
    here = [session.name for session in sessions if pythons[session.python]]
    left = [f"{session.name}, for want of Python {session.python}" for session in sessions if session.name not in here]
    status = _run(here, [python.parent for python in pythons.values() if python], arguments) if here else 1
    print(f"Run here: {'; '.join(here) or 'none'}. Left to hosted CI: {'; '.join(left) or 'none'}.")
    return status


def _run(names: list[str], first: list[Path], arguments: list[str]) -> int:
    path = os.pathsep.join([*map(str, first), os.environ.get("PATH", os.defpath)])
    command = [*NOX, "--session", *names, "--", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
