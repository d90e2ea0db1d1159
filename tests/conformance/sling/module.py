# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module of the collection in a process of its own, the way Ansible's documentation tells developers to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

BUILD = Path(__file__).resolve().parents[3] / ".build"
_MODULES = "ansible_collections.aemfleet.ims.plugins.modules"
Result = dict[str, Any]


class Module:
    """Runs modules with one connection."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._connection = {"author_url": url, "author_username": username, "author_password": password}

    def __call__(self, name: str, *, check: bool = False, **options: Any) -> Result:
        """Run a module and return its result; a failed one is a result too."""
        given = {**self._connection, **options, "_ansible_check_mode": check}
        with tempfile.TemporaryDirectory() as folder:
            arguments = Path(folder) / "arguments.json"
            arguments.write_text(json.dumps({"ANSIBLE_MODULE_ARGS": given}), encoding="utf-8")
            command = [sys.executable, "-m", f"{_MODULES}.{name}", str(arguments)]
            environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(BUILD), "HOME": folder}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
        try:
            result: Result = json.loads(done.stdout)
        except ValueError:
            result = {"failed": True, "msg": f"{name} printed {done.stdout[-300:]!r}, {done.stderr[-600:]!r}"}
        return result
