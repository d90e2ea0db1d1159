# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented sequence on a simulated fleet: configure, run again, examine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

AUTHORS = 3
HERE = Path(__file__).parent
RECAP = re.compile(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)


class Failed(Exception):
    """A promise of the demonstration that was not kept."""


@contextmanager
def simulator(directory: Path) -> Iterator[str]:
    """A fleet of simulated authors and a simulated Adobe cloud; yields the control address."""
    command = [sys.executable, str(HERE.parent / "simulator"), "--authors", str(AUTHORS), "--edition", "6.5.21"]
    with subprocess.Popen([*command, "--directory", str(directory)], stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = process.stdout.readline() if process.stdout else ""
            print(ready, end="")
            if process.poll() is not None or not ready:
                raise Failed("the simulator did not start")
            yield json.loads((directory / "simulator.json").read_text(encoding="utf-8"))["control"]
        finally:
            process.terminate()


def play(directory: Path, playbook: str, *options: str) -> dict[str, int]:
    """Run a playbook on the fleet and return how many tasks changed each author."""
    command = ["ansible-playbook", "--inventory", str(directory / "inventory.yml"), playbook, *options]
    print(f"\n$ ansible-playbook --inventory inventory.yml {shown(playbook)}", flush=True)
    finished = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(finished.stdout, end="", flush=True)
    recap = RECAP.findall(finished.stdout)
    if finished.returncode or len(recap) != AUTHORS:
        raise Failed(f"{playbook} failed")
    return {author: int(changed) for author, changed, *failures in recap}


def shown(playbook: str) -> str:
    """A playbook as a reader in the clone would name it."""
    return playbook.removeprefix(f"{HERE.parents[1]}/")


def requests_per_author(control: str) -> int:
    """The largest number of requests that an author received since the last call."""
    counts: dict[str, int] = {}
    for record in call(control, "GET"):
        counts[record["to"]] = counts.get(record["to"], 0) + 1
    call(control, "DELETE")
    return max(count for target, count in counts.items() if target.startswith("author"))


def call(control: str, method: str) -> Any:
    """Read or clear the simulator's record of requests."""
    with urllib.request.urlopen(urllib.request.Request(f"{control}/requests", method=method)) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def print_health(directory: Path) -> None:
    """A line for each probe, a column for each author, and the remedy of what is not well."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))}
    names = [probe["probe"] for probe in next(iter(found.values()))]
    print("\n" + " ".join(f"{title:<18}" for title in ["health", *found]))
    for number, name in enumerate(names):
        print(" ".join(f"{text:<18}" for text in [name, *(probes[number]["status"] for probes in found.values())]))
    for author, probes in found.items():
        for probe in probes:
            if probe["status"] != "ok":
                print(f"{author} {probe['probe']}: {probe['message']} {probe['remedy']}")
    if any(probe["status"] != "ok" for probes in found.values() for probe in probes):
        raise Failed("an author is not healthy")


def demonstrate(directory: Path) -> None:
    """Configure, run again, examine, and hold every step to its promise."""
    with simulator(directory) as control:
        changed = play(directory, "aemfleet.ims.integrate")
        if not all(changed.values()):
            raise Failed("the first run left an author as it was")
        first = requests_per_author(control)
        changed = play(directory, "aemfleet.ims.integrate")
        if any(changed.values()):
            raise Failed("the second run changed something")
        again = requests_per_author(control)
        health = directory / "health"
        health.mkdir()
        play(directory, str(HERE / "health.yml"), "--extra-vars", json.dumps({"health_directory": str(health)}))
        print_health(health)
    print(f"\nrequests per author: first={first} again={again}")


def main() -> int:
    """Run the demonstration and say whether it held."""
    with tempfile.TemporaryDirectory(prefix="aemfleet-demo-") as folder:
        try:
            demonstrate(Path(folder))
        except Failed as error:
            print(f"demo: failed, {error}")
            return 1
    print("demo: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
