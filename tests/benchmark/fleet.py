# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated fleet of one measurement, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from benchmark import processes
from integration.states import State, state_in

SIMULATOR = Path(__file__).parents[1] / "simulator"
PATIENCE = 120
FOR_EVER = 1_000_000


class Failed(Exception):
    """A measurement that measured something else than it should."""


@dataclass(frozen=True)
class Fleet:
    """Spoken to through the control address, outside of what is measured."""

    directory: Path
    pid: int
    control: str
    authors: tuple[str, ...]
    seed: int

    @property
    def inventory(self) -> Path:
        return self.directory / "inventory.yml"

    def reset(self, latency: float = 0.0) -> None:
        """Fresh authors and a fresh cloud at the same addresses, with the same names."""
        with requests.Session() as session:
            self._call(session, "POST", "reset", {"seed": self.seed})
            if latency:
                for target in (*self.authors, "cloud"):
                    self._call(session, "PUT", f"settings/{target}", {"latency": latency})

    def silence(self, authors: Sequence[str]) -> None:
        """Let authors take connections and requests, and never answer."""
        with requests.Session() as session:
            for name in authors:
                self._call(session, "PUT", "faults", {"kind": "hold", "to": name, "times": FOR_EVER})

    def snapshots(self) -> dict[str, Any]:
        """All that every author holds."""
        with requests.Session() as session:
            return {name: self._call(session, "GET", f"state/{name}") for name in self.authors}

    def forget_requests(self) -> None:
        with requests.Session() as session:
            self._call(session, "DELETE", "requests")

    def chain(self) -> float:
        """The requests that one host made one after the other: the most to an author, and its share of the cloud's."""
        with requests.Session() as session:
            received = Counter(record["to"] for record in self._call(session, "GET", "requests"))
        cloud = received.pop("cloud", 0) / len(self.authors)
        return max(received.values(), default=0) + cloud

    def cpu(self) -> float:
        return processes.cpu_of(self.pid)

    def _call(self, session: requests.Session, method: str, path: str, body: Any = None) -> Any:
        answer = session.request(method, f"{self.control}/{path}", json=body, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()


def connected(state: State) -> bool:
    """Whether an author holds exactly one IMS configuration, whole, and one cloud service."""
    return (len(state.providers), len(state.secrets), len(state.pages)) == (1, 1, 1)


def connected_authors(snapshots: dict[str, Any]) -> list[str]:
    return [name for name, snapshot in snapshots.items() if connected(state_in(snapshot))]


@contextmanager
def running(directory: Path, authors: int, seed: int, *, tls: bool = False) -> Iterator[Fleet]:
    """A fleet as long as the with block lasts."""
    command = [sys.executable, str(SIMULATOR), "--authors", str(authors), "--seed", str(seed)]
    command += ["--directory", str(directory), *(["--tls"] if tls else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or not process.stdout.readline():
                raise Failed("the simulator did not start")
            processes.separate(process.pid)
            described = json.loads((directory / "simulator.json").read_text(encoding="utf-8"))
            yield Fleet(directory, process.pid, described["control"], tuple(described["authors"]), seed)
        finally:
            process.terminate()
