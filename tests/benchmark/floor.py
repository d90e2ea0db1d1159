# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor: a playbook of as many tasks as the role's run took, none of which does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmark.control_node import Counts


@dataclass(frozen=True)
class Shape:
    """How many tasks ran on every host, ran on one host for all, and were skipped on every host."""

    everywhere: int
    once: int
    skipped: int


def shape_of(recap: Mapping[str, Counts]) -> Shape:
    """A task that runs once counts for one host only."""
    ran = [counts.ok for counts in recap.values()]
    return Shape(min(ran), max(ran) - min(ran), min(counts.skipped for counts in recap.values()))


def write(path: Path, shape: Shape) -> Path:
    """An action that does nothing costs what debug costs: a worker process, and a result."""
    tasks = [_task(f"Run {number}") for number in range(shape.everywhere)]
    tasks += [_task(f"Run {number} once", run_once=True) for number in range(shape.once)]
    tasks += [_task(f"Skip {number}", when=False) for number in range(shape.skipped)]
    play = {"name": "Do nothing", "hosts": "all", "gather_facts": False, "tasks": tasks}
    path.write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
    return path


def _task(name: str, **conditions: bool) -> dict[str, Any]:
    return {"name": name, "ansible.builtin.debug": {"msg": ""}, **conditions}
