# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What only a large fleet shows: authors that never answer, and memory."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from benchmark.control_node import ControlNode, Played
from benchmark.course import INTEGRATE
from benchmark.fleet import Failed, Fleet, connected_authors, running

DEAD_SHARE, FORKS = 20, 50
# One request of a dead author, and how long it is waited for; the defaults are six times as long.
PATIENCE = {"analytics_timeout": 5, "analytics_wait": 10}
MEMORY_HOSTS, TIMES = 20, 4


def dead_authors(folder: Path, seed: int, hosts: int) -> dict[str, float]:
    """One in twenty never answers: the seconds of the whole fleet, of a dead author alone, and of a healthy fleet."""
    node = ControlNode(folder / "node")
    with running(folder / "fleet", hosts, seed) as fleet:
        dead = fleet.authors[::DEAD_SHARE]
        healthy = _integrate(node, fleet).succeeded()
        fleet.reset()
        fleet.silence(dead)
        alone = _integrate(node, fleet, "--limit", dead[0])
        whole = _integrate(node, fleet)
        failed = {host for host, counts in whole.recap.items() if counts.failed or counts.unreachable}
        connected = connected_authors(fleet.snapshots())
    if failed != set(dead) or set(connected) != set(fleet.authors) - failed:
        raise Failed(f"{sorted(failed)} failed and {len(connected)} were connected, with {sorted(dead)} dead")
    return {
        "hosts": hosts,
        "dead": len(dead),
        "connected": len(connected),
        "whole": whole.cost.wall,
        "alone": alone.cost.wall,
        "healthy": healthy.cost.wall,
    }


def memory(folder: Path, seed: int, hosts: int = MEMORY_HOSTS) -> dict[str, float]:
    """The most memory of the playbook's own process with the role once, and with it four times in a row, in MiB."""
    node = ControlNode(folder / "node")
    peaks = {}
    with running(folder / "fleet", hosts, seed) as fleet:
        for times in (1, TIMES):
            fleet.reset()
            played = node.play(fleet.inventory, _role_in_a_row(folder / f"{times}.yml", times), forks=FORKS)
            peaks[times] = played.succeeded().cost.peak_mib
    return {"hosts": hosts, "once": peaks[1], f"times_{TIMES}": peaks[TIMES]}


def _role_in_a_row(path: Path, times: int) -> Path:
    tasks = [
        {"name": f"Pass {number}", "ansible.builtin.import_role": {"name": "aemfleet.ims.analytics"}}
        for number in range(1, times + 1)
    ]
    play = {"name": "Connect the authors", "hosts": "all", "gather_facts": False, "tasks": tasks}
    path.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    return path


def _integrate(node: ControlNode, fleet: Fleet, *arguments: str) -> Played:
    return node.play(fleet.inventory, INTEGRATE, "--extra-vars", json.dumps(PATIENCE), *arguments, forks=FORKS)
