# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adobe's own clients and suites against the simulated cloud, at Adobe's own addresses."""

from __future__ import annotations

import os
import random
import subprocess
import sys

from ..outcome import Failed, Lacking
from . import machine, not_applicable, outcome, packages
from .outcome import Outcome
from .places import BUILD, OUTCOMES, REPOSITORY

PATIENCE = 900
STAGED = REPOSITORY / ".build" / "ansible_collections" / "aemfleet" / "ims" / "plugins"


def run(seed: int | None = None) -> tuple[int, list[tuple[str, str]]]:
    """How many tests passed, and which do not apply for which reason.

    Raises Lacking when the machine cannot run them, and Failed when one that applies does not pass.
    """
    seed = random.SystemRandom().randrange(1, 1_000_000) if seed is None else seed
    machine.check()
    if not STAGED.is_dir():
        raise Lacking("Adobe's suites need the staged collection, which `make collection` writes.")
    packages.install()
    outcomes = _outcomes(seed)
    failures = [one for one in outcomes if one.status == "failed"] + not_applicable.unexplained(outcomes)
    if failures:
        told = "\n\n".join(f"{one.test}\n{one.said}" for one in failures)
        raise Failed(f"With seed {seed}, {len(failures)} of {len(outcomes)} tests failed:\n\n{told}")
    return sum(one.status == "passed" for one in outcomes), not_applicable.explained(outcomes)


def _outcomes(seed: int) -> list[Outcome]:
    OUTCOMES.unlink(missing_ok=True)
    command = [*machine.unshare(), sys.executable, "-m", "conformance.adobe.inside", "--seed", str(seed)]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode == machine.LACKING:
        raise Lacking(done.stderr.strip())
    if done.returncode or not OUTCOMES.is_file():
        raise Failed(f"With seed {seed}, the suites could not be run:\n{done.stderr.strip()}")
    return outcome.read(OUTCOMES)


def _environment() -> dict[str, str]:
    """Nothing of this machine but where its programs are: no proxy, no .netrc, no bundle of authorities."""
    paths = os.pathsep.join(str(REPOSITORY / part) for part in (".build", "tests"))
    return {"PATH": os.environ["PATH"], "HOME": str(BUILD), "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
