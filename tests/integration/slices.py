# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Coordinating machine and workers of docs/large-fleets.md, which run the page's own blocks."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from integration.canaries import FIRST_SECRET, PASSPHRASE, PASSWORD, USERNAME, Nest
from integration.inventories import inventory_of
from integration.playbooks import ROOT
from integration.processes import Ran, run_watched

PAGE = ROOT / "docs" / "large-fleets.md"
BLOCK = re.compile(r"^```\w+ title=\"(?P<name>[^\"]+)\"\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = Path(sys.executable).parent
LIMIT_SECONDS = 200

# Nobody can be asked what goes through a pipe, so that the tests' own ansible-runner keeps it.
LISTENING = """#!/bin/sh
unset PWD
if [ "$1" = process ]; then
    tee {streams}/$$ | {program} "$@"
else
    exec {program} "$@"
fi
"""


def block(name: str) -> str:
    """The block of the page with this title."""
    (found,) = [each["text"] for each in BLOCK.finditer(PAGE.read_text(encoding="utf-8")) if each["name"] == name]
    return str(found)


@dataclass(frozen=True)
class Coordinator:
    """The machine that hands out the slices, with an environment that holds a secret of its own."""

    directory: Path

    @property
    def streams(self) -> Path:
        """What workers sent, each in a file."""
        return self.directory.parent / "streams"

    def prepare(self, nest: Nest, archive: Path) -> None:
        """Lay out what is sent, as the page says; the collection comes from an archive."""
        for folder in (self.directory, self.streams, self._home, self._bin):
            folder.mkdir(parents=True)
        listening = LISTENING.format(
            streams=shlex.quote(str(self.streams)), program=shlex.quote(str(PROGRAMS / "ansible-runner"))
        )
        self._bin.joinpath("ansible-runner").write_text(listening, encoding="utf-8")
        self._bin.joinpath("ansible-runner").chmod(0o700)
        self._home.joinpath("vault").write_text(PASSPHRASE, encoding="utf-8")
        self._write("inventory.yml", yaml.safe_dump(_inventory(nest), sort_keys=False))
        self._write("secrets.yml", yaml.safe_dump(_secrets(nest)))
        for name in ("slices.sh", "sum_up.py"):
            self._write(name, block(name))
        self.run("ansible-vault encrypt secrets.yml").succeeded()
        collection = "collection install aemfleet.ims "
        assert collection in block("prepare.sh")
        install = f"collection install --offline {shlex.quote(str(archive))} "
        self.run(block("prepare.sh").replace(collection, install)).succeeded()

    def run(self, commands: str) -> Ran:
        """Run commands in the folder that the page speaks of."""
        return run_watched(["sh", "-c", commands], self.directory, self._environment, LIMIT_SECONDS)

    def recaps(self) -> list[Mapping[str, Mapping[str, int]]]:
        """The recap of each run whose results were processed."""
        return [event["event_data"] for event in self.events() if event["event"] == "playbook_on_stats"]

    def events(self) -> list[Mapping[str, Any]]:
        paths = self.directory.glob("results/artifacts/*/job_events/*.json")
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def first_records(self) -> list[Mapping[str, Any]]:
        """What each worker said first: command, environment and folder."""
        return [json.loads(path.read_bytes().splitlines()[0]) for path in self.streams.iterdir()]

    def kept(self) -> Iterable[tuple[Path, str]]:
        """All that is left of the runs, but for what the page says to remove."""
        for folder in (self.directory / "results", self.streams, self._home / ".ansible"):
            for path in folder.rglob("*"):
                if path.is_file():
                    yield path, path.read_bytes().decode("utf-8", "replace")

    def _write(self, name: str, text: str) -> None:
        self.directory.joinpath(name).write_text(text, encoding="utf-8")

    @property
    def _home(self) -> Path:
        return self.directory.parent / "home"

    @property
    def _bin(self) -> Path:
        return self.directory.parent / "bin"

    @property
    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.pathsep.join([str(self._bin), str(PROGRAMS), os.defpath]),
            "LANG": "C.UTF-8",
            "HOME": str(self._home),
            "ANSIBLE_VAULT_PASSWORD_FILE": str(self._home / "vault"),
            "FLEET_TOKEN": FIRST_SECRET,
        }


def _inventory(nest: Nest) -> dict[str, Any]:
    """Nothing of it is secret or names a file."""
    without = ("analytics_author_password", "analytics_credential_file", "analytics_ca_path")
    return inventory_of(nest.fleet, without=without, analytics_author_username=USERNAME)


def _secrets(nest: Nest) -> dict[str, Any]:
    """What the page's secrets.yml holds."""
    secrets = {"analytics_author_password": PASSWORD, "analytics_credential": dict(nest.workspace)}
    assert set(yaml.safe_load(block("secrets.yml"))) == set(secrets)
    return secrets
