# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs jest in a folder, and reads what it found."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from .outcome import Outcome, Status
from .places import AUTHORITY, BUILD, MODULES

PATIENCE = 240
EXCERPT = 1500
STATUS: Mapping[str, Status] = {"passed": "passed", "failed": "failed", "pending": "skipped"}


def run(suite: str, folder: Path, arguments: Sequence[str], variables: Mapping[str, str]) -> list[Outcome]:
    """The outcome of every test below a folder; a suite that cannot be run at all is one failed test."""
    found = BUILD / f"{suite}.json"
    found.unlink(missing_ok=True)
    command = ["node", str(MODULES / "jest" / "bin" / "jest.js"), *arguments]
    command += ["--ci", "--runInBand", "--coverage=false", f"--cacheDirectory={BUILD / 'cache'}"]
    command += ["--json", f"--outputFile={found}"]
    log = BUILD / f"{suite}.log"
    with log.open("w", encoding="utf-8") as written:
        ended = _finish(command, folder, _environment(variables), written)
    if not ended or not found.is_file():
        return [Outcome(suite, "failed", log.read_text(encoding="utf-8")[-EXCERPT:])]
    files = json.loads(found.read_text(encoding="utf-8"))["testResults"]
    return [outcome for file in files for outcome in _outcomes(suite, file)]


def _finish(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: TextIO) -> bool:
    """Whether the command came to an end of its own."""
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=environment,
            check=False,
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    except subprocess.TimeoutExpired:
        return False
    return True


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Nothing of this machine but where its programs are: no proxy, no credential, no configuration of aio."""
    own = {"PATH": os.environ["PATH"], "HOME": str(BUILD), "LOG_LEVEL": "error"}
    return {**own, "NODE_EXTRA_CA_CERTS": str(AUTHORITY), **variables}


def _outcomes(suite: str, file: Mapping[str, Any]) -> list[Outcome]:
    tests = file["assertionResults"]
    if not tests:
        return [Outcome(suite, "failed", str(file["message"])[:EXCERPT])]
    return [
        Outcome(f"{suite}: {test['fullName']}", STATUS[test["status"]], "\n".join(test["failureMessages"])[:EXCERPT])
        for test in tests
    ]
