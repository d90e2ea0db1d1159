# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as somebody uses it who read no more than its README."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from integration.playbooks import ROOT, Controller

HANDED_OVER = {"inventory.yml", "workspace.json", "ca.pem", "simulator.json"}
READY = re.compile(r"simulator ready: 3 authors, edition 6\.5\.21, seed \d+, control (http://127\.\d+\.0\.1:9000)\n")


@dataclass(frozen=True)
class Simulator:
    """A simulator that runs as a process of its own."""

    process: subprocess.Popen[str]
    directory: Path
    ready: str

    @property
    def control(self) -> str:
        found = READY.fullmatch(self.ready)
        assert found is not None, self.ready
        return found[1]

    def state(self, target: str) -> dict[str, Any]:
        answer = requests.get(f"{self.control}/state/{target}", timeout=10)
        state: dict[str, Any] = answer.json()
        return state


@pytest.fixture(name="simulator", params=[(), ("--tls",)], ids=["http", "tls"])
def _simulator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Simulator]:
    """Started as the README says."""
    directory = tmp_path / "fleet"
    command = [sys.executable, "tests/simulator", "--authors", "3", "--edition", "6.5.21", *request.param]
    with subprocess.Popen(
        [*command, "--directory", str(directory)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield Simulator(process, directory, process.stdout.readline())
        finally:
            process.kill()


def test_a_playbook_runs_with_the_inventory_that_is_handed_over(simulator: Simulator, controller: Controller) -> None:
    assert {path.name for path in simulator.directory.iterdir()} == HANDED_OVER
    inventory = simulator.directory / "inventory.yml"
    assert set(controller.run(inventory).succeeded().changes.values()) == {2}
    assert controller.run(inventory, "--limit", "author2").succeeded().changes == {"author2": 0}
    described = json.loads((simulator.directory / "simulator.json").read_text(encoding="utf-8"))
    assert described["control"] == simulator.control
    for name in described["authors"]:
        assert "adobe-analytics" in simulator.state(name)["nodes"]["/etc/cloudservices"]["sitecatalyst"]

    simulator.process.send_signal(signal.SIGTERM)
    stdout, stderr = simulator.process.communicate(timeout=20)
    assert (simulator.process.returncode, stdout, stderr) == (0, "", "")
