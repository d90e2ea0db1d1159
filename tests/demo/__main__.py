# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented sequence on a simulated fleet: configure, run again, examine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from console import Console

AUTHORS = 3
INTEGRATE = "aemfleet.ims.integrate"
EDITIONS = {"oauth": "6.5.21", "jwt": "6.5.12"}
HERE = Path(__file__).parent
RECAP = re.compile(r"^(\S+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE)


class Failed(Exception):
    """A promise of the demonstration that was not kept."""


@contextmanager
def simulator(directory: Path, edition: str) -> Iterator[dict[str, Any]]:
    """A fleet of simulated authors and a simulated Adobe cloud; yields their addresses."""
    command = [sys.executable, str(HERE.parent / "simulator"), "--authors", str(AUTHORS), "--edition", edition]
    with subprocess.Popen([*command, "--directory", str(directory)], stdout=subprocess.PIPE, text=True) as process:
        try:
            ready = process.stdout.readline() if process.stdout else ""
            print(ready, end="")
            if process.poll() is not None or not ready:
                raise Failed("the simulator did not start")
            yield json.loads((directory / "simulator.json").read_text(encoding="utf-8"))
        finally:
            process.terminate()


def play(directory: Path, playbook: str, variables: dict[str, Any]) -> dict[str, int]:
    """Run a playbook on the fleet and return how many tasks changed each author."""
    command = ["ansible-playbook", "--inventory", str(directory / "inventory.yml"), playbook]
    command += ["--extra-vars", json.dumps(variables)]
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
    received = Counter(record["to"] for record in requests.get(f"{control}/requests", timeout=10).json())
    requests.delete(f"{control}/requests", timeout=10)
    return max(count for target, count in received.items() if target.startswith("author"))


def print_health(directory: Path) -> None:
    """A line for each probe, a column for each author, and the remedy of what is not well."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))}
    names = [probe["probe"] for probe in next(iter(found.values()))]
    print("\n" + " ".join(f"{title:<18}" for title in ["health", *found]))
    for number, name in enumerate(names):
        print(" ".join(f"{text:<18}" for text in [name, *(probes[number]["status"] for probes in found.values())]))
    for author, probes in found.items():
        for probe in probes:
            if probe["status"] not in {"ok", "skipped"}:
                print(f"{author} {probe['probe']}: {probe['message']} {probe['remedy']}")
    if any(probe["status"] not in {"ok", "skipped"} for probes in found.values() for probe in probes):
        raise Failed("an author is not healthy")


def prepare_jwt(directory: Path, fleet: dict[str, Any]) -> dict[str, Any]:
    """The page's first half: key pairs, then the Developer Console; returns the variables of the second half."""
    never_cut_off = {"jwt_cut_off": None}
    requests.put(f"{fleet['control']}/settings/cloud", json=never_cut_off, timeout=10).raise_for_status()
    certificates = directory / "certificates"
    chosen = {"analytics_credential_type": "jwt", "analytics_certificate_directory": str(certificates)}
    play(directory, INTEGRATE, {**chosen, "analytics_credential_file": ""})
    print("\n(the Developer Console: the certificates are uploaded, the credential is downloaded)")
    download = Console(fleet["cloud"], fleet["console"]).issue_service_account(sorted(certificates.glob("*.crt")))
    (directory / "workspace.json").write_text(json.dumps(download), encoding="utf-8")
    return chosen


def demonstrate(directory: Path, credential: str) -> None:
    """Configure, run again, examine, and hold every step to its promise."""
    with simulator(directory, EDITIONS[credential]) as fleet:
        variables = prepare_jwt(directory, fleet) if credential == "jwt" else {}
        changed = play(directory, INTEGRATE, variables)
        if not all(changed.values()):
            raise Failed("the first run left an author as it was")
        first = requests_per_author(fleet["control"])
        changed = play(directory, INTEGRATE, variables)
        if any(changed.values()):
            raise Failed("the second run changed something")
        again = requests_per_author(fleet["control"])
        health = directory / "health"
        health.mkdir()
        play(directory, str(HERE / "health.yml"), {**variables, "health_directory": str(health)})
        print_health(health)
    print(f"\nrequests per author: first={first} again={again}")


def main() -> int:
    """Run the demonstration and say whether it held."""
    with tempfile.TemporaryDirectory(prefix="aemfleet-demo-") as folder:
        try:
            demonstrate(Path(folder), os.environ.get("CREDENTIAL") or "oauth")
        except Failed as error:
            print(f"demo: failed, {error}")
            return 1
    print("demo: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
