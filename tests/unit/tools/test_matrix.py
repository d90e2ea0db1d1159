# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which releases of ansible-core are run on a machine, and that hosted CI runs them all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml
from tools import matrix

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def put(folder: Path, script: str) -> Path:
    """A command with the name of this Python."""
    folder.mkdir(parents=True)
    command = folder / f"python{VERSION}"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    return command


def test_a_shim_that_stands_for_nothing_is_passed_over(tmp_path: Path) -> None:
    places = [put(tmp_path / "shims", "exit 127").parent]
    assert matrix.find(VERSION, places) is None
    real = put(tmp_path / "real", f'exec "{sys.executable}" "$@"')
    assert matrix.find(VERSION, [*places, tmp_path / "nowhere", real.parent]) == real


def test_another_version_under_the_name_is_passed_over(tmp_path: Path) -> None:
    assert matrix.find(VERSION, [put(tmp_path / "old", "echo 2.7").parent]) is None


def test_pythons_of_pyenv_come_after_those_on_the_path(tmp_path: Path) -> None:
    kept = tmp_path / "versions" / "3.13.0" / "bin"
    kept.mkdir(parents=True)
    environment = {"PATH": os.pathsep.join(["/one", "", "/two"]), "PYENV_ROOT": str(tmp_path)}
    assert matrix.folders(environment) == [Path("/one"), Path("/two"), kept]


def test_hosted_ci_runs_every_release_and_has_its_python() -> None:
    listing = subprocess.run(matrix.LISTING, cwd=matrix.ROOT, check=True, capture_output=True, text=True).stdout
    sessions = matrix.parse_sessions(listing)
    workflow = yaml.safe_load((matrix.ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["core"]
    assert [f"tests({core})" for core in job["strategy"]["matrix"]["core"]] == [session.name for session in sessions]
    (pythons,) = [step["with"]["python-version"] for step in job["steps"] if "python-version" in step.get("with", {})]
    assert {session.python for session in sessions} <= set(pythons.split())
