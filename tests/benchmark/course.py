# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures every variant on one fleet, side by side, and sees to it that each did its work."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmark import floor, processes
from benchmark.control_node import ControlNode, Counts, Played
from benchmark.fleet import Failed, Fleet, connected_authors
from benchmark.matrix import FAST, FLOOR, MODULES, URI, Cell
from benchmark.results import AGAIN, FIRST, Sample

HERE = Path(__file__).parent
INTEGRATE = "aemfleet.ims.integrate"
RUNNERS = {FAST: "auto", MODULES: "module"}
Record = Callable[[str, str, Sample], None]


@dataclass(frozen=True)
class Course:
    """One fleet, one control node, and the folder between them."""

    fleet: Fleet
    node: ControlNode
    cell: Cell
    folder: Path

    @property
    def names(self) -> Path:
        return self.folder / "names.json"

    def look_names_up(self) -> None:
        """What the plain playbook is told; the administrator looks it up once, so it is not measured."""
        self.node.play(
            self.fleet.inventory, HERE / "names.yml", "--extra-vars", json.dumps({"names_file": str(self.names)})
        ).succeeded()

    def warm_up(self) -> None:
        """Let every variant write its bytecode on one author."""
        for variant in self.cell.variants:
            if variant != FLOOR:
                self._play(variant, "--limit", self.fleet.authors[0]).succeeded()

    def repeat_once(self, record: Record) -> None:
        """Every variant once, one after the other, so that a busy hour of the machine hits all of them."""
        recap: Mapping[str, Counts] = {}
        for variant in self.cell.variants:
            if variant == FLOOR:
                record(FLOOR, AGAIN, self._floor(recap))
                continue
            unchanged = self._first_and_again(variant, record)
            recap = unchanged if variant == FAST else recap

    def _first_and_again(self, variant: str, record: Record) -> Mapping[str, Counts]:
        """Both runs, and the recap of the second."""
        self.fleet.reset(self.cell.latency)
        first = self._measured(variant, FIRST, record)
        held = self.fleet.snapshots()
        _require(connected_authors(held) == list(self.fleet.authors), f"{variant} did not connect every author")
        _require(all(counts.changed for counts in first.recap.values()), f"{variant} hid a change")
        again = self._measured(variant, AGAIN, record)
        _require(self.fleet.snapshots() == held, f"the second run of {variant} changed an author")
        _require(not any(counts.changed for counts in again.recap.values()), f"{variant} told of a change without one")
        return again.recap

    def _measured(self, variant: str, run: str, record: Record) -> Played:
        self.fleet.forget_requests()
        played, sample = self._sampled(lambda: self._play(variant))
        record(variant, run, sample)
        return played

    def _floor(self, recap: Mapping[str, Counts]) -> Sample:
        playbook = floor.write(self.folder / "floor.yml", floor.shape_of(recap))
        self.fleet.forget_requests()
        return self._sampled(lambda: self.node.play(self.fleet.inventory, playbook, forks=self.cell.forks))[1]

    def _sampled(self, play: Callable[[], Played]) -> tuple[Played, Sample]:
        busy, simulator = processes.busy(), self.fleet.cpu()
        played = play().succeeded()
        simulator = self.fleet.cpu() - simulator
        cost = played.cost
        others = max(0.0, processes.busy() - busy - simulator - cost.cpu)
        tasks = sum(counts.ok + counts.skipped for counts in played.recap.values()) / len(played.recap)
        return played, Sample(cost.wall, cost.cpu, simulator, others, cost.peak_mib, self.fleet.chain(), tasks)

    def _play(self, variant: str, *arguments: str) -> Played:
        if variant == URI:
            chosen: tuple[Path | str, str] = HERE / "baseline.yml", f"@{self.names}"
        else:
            chosen = INTEGRATE, json.dumps({"aemfleet_ims_runner": RUNNERS[variant]})
        playbook, variables = chosen
        return self.node.play(
            self.fleet.inventory, playbook, "--extra-vars", variables, *arguments, forks=self.cell.forks
        )


def start_seconds(node: ControlNode) -> float:
    """What ansible-playbook takes for a playbook without a task."""
    playbook = floor.write(node.directory / "nothing.yml", floor.Shape(0, 0, 0))
    return node.play("localhost,", playbook).succeeded().cost.wall


def _require(kept: bool, complaint: str) -> None:
    if not kept:
        raise Failed(complaint)
