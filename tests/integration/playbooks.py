# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs real ansible-playbook processes, and tells what became of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from integration.processes import Ran, run_watched

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = "aemfleet.ims.integrate"
LIMIT_SECONDS = 200
RECORDED = ("host", "task", "action", "event", "result")

Play = Mapping[str, Any]


@dataclass(frozen=True)
class TaskResult:
    """What one task did on one host, as callbacks are told."""

    host: str
    task: str
    action: str
    event: str
    result: Mapping[str, Any]

    @property
    def changed(self) -> bool:
        return bool(self.result.get("changed"))

    @property
    def message(self) -> str:
        return str(self.result.get("msg", ""))


@dataclass(frozen=True)
class Outcome:
    """One run of a playbook."""

    status: int
    stdout: str
    stderr: str
    results: tuple[TaskResult, ...]
    diffs: tuple[TaskResult, ...]
    recap: Mapping[str, Mapping[str, int]]
    tasks: tuple[str, ...]
    record: str
    command_lines: frozenset[str] = field(repr=False)

    def of(self, host: str) -> list[TaskResult]:
        return [entry for entry in self.results if entry.host == host]

    def result(self, task: str, host: str) -> TaskResult:
        """The result of the one task whose name ends in these words."""
        (found,) = [entry for entry in self.of(host) if entry.task.endswith(task)]
        return found

    @property
    def failures(self) -> dict[str, str]:
        """What each failed host said; a host fails once, for it takes part in nothing afterwards."""
        return {entry.host: entry.message for entry in self.results if entry.event in {"failed", "unreachable"}}

    @property
    def changes(self) -> dict[str, int]:
        return {host: counts["changed"] for host, counts in self.recap.items()}

    def diff(self, task: str, host: str) -> tuple[Any, Any]:
        """Before and after, as --diff is given them."""
        (found,) = [entry for entry in self.diffs if entry.host == host and entry.task.endswith(task)]
        return found.result["diff"]["before"], found.result["diff"]["after"]

    def succeeded(self) -> Outcome:
        assert self.status == 0, self.stdout + self.stderr
        return self

    def failed(self) -> Outcome:
        """A run that says what is wrong in a sentence, not in a traceback."""
        assert self.status == 2, self.stdout + self.stderr
        assert "Traceback" not in self.stdout + self.stderr + self.record
        return self


@dataclass(frozen=True)
class Controller:
    """A control node with a home of its own, that no configuration of this machine reaches."""

    directory: Path

    @property
    def home(self) -> Path:
        return self.directory / "home"

    @property
    def temporary(self) -> Path:
        return self.directory / "tmp"

    def write_inventory(self, inventory: Mapping[str, Any]) -> Path:
        path = self.directory / "inventory" / "fleet.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(inventory, sort_keys=False, width=1000), encoding="utf-8")
        return path

    def write_playbook(self, *plays: Play) -> Path:
        path = self.directory / "playbook.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(list(plays), sort_keys=False, width=1000), encoding="utf-8")
        return path

    def run(self, inventory: Path, *arguments: str, playbook: str | Path = PLAYBOOK) -> Outcome:
        """Run a playbook to its end; check mode and the like are arguments, as on the command line."""
        for folder in (self.home, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        record = self.directory / "record.jsonl"
        record.unlink(missing_ok=True)
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", str(inventory), str(playbook)]
        with self.short_temporary() as temporary:
            environment = {**self._environment(record), "TMPDIR": str(temporary)}
            ran = run_watched([*command, *arguments], self.directory, environment, LIMIT_SECONDS)
        text = record.read_text(encoding="utf-8") if record.exists() else ""
        return _outcome(ran.status, ran.stdout, ran.stderr, text, ran.command_lines)

    def type(self, commands: str, directory: Path, **environment: str) -> Ran:
        """Run what somebody types into a terminal, in a folder."""
        for folder in (self.home, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        with self.short_temporary() as temporary:
            around = {**self._environment(self.directory / "record.jsonl"), "TMPDIR": str(temporary), **environment}
            return run_watched(["sh", "-e", "-c", commands], directory, around, LIMIT_SECONDS)

    @contextmanager
    def short_temporary(self) -> Iterator[Path]:
        """The temporary folder under a short name: since 2.21 Ansible opens a socket in it, which takes 107 letters."""
        with TemporaryDirectory() as directory:
            link = Path(directory) / "t"
            link.symlink_to(self.temporary)
            yield link

    def leftovers(self) -> str:
        """The text of all that the runs left in home and temporary folder."""
        files = [path for folder in (self.home, self.temporary) for path in folder.rglob("*") if path.is_file()]
        return "\n".join(f"{path}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)

    def _environment(self, record: Path) -> dict[str, str]:
        return {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "ANSIBLE_HOME": str(self.home / ".ansible"),
            "ANSIBLE_LOCAL_TEMP": str(self.temporary / "local"),
            "ANSIBLE_REMOTE_TEMP": str(self.temporary / "remote"),
            "ANSIBLE_CONFIG": str(ROOT / "tests" / "tools" / "ansible.cfg"),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".build"),
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callback_plugins"),
            "ANSIBLE_CONNECTION_PLUGINS": str(Path(__file__).parent / "connection_plugins"),
            "ANSIBLE_CALLBACKS_ENABLED": "record",
            "AEMFLEET_RECORD_FILE": str(record),
        }


def _outcome(status: int, stdout: str, stderr: str, record: str, command_lines: frozenset[str]) -> Outcome:
    events = [json.loads(line) for line in record.splitlines()]
    results = [event for event in events if "result" in event]
    return Outcome(
        status=status,
        stdout=stdout,
        stderr=stderr,
        results=_results([event for event in results if event["event"] != "diff"]),
        diffs=_results([event for event in results if event["event"] == "diff" and event["result"].get("diff")]),
        recap={event["host"]: event["counts"] for event in events if event["event"] == "recap"},
        tasks=tuple(event["task"] for event in events if event["event"] == "task"),
        record=record,
        command_lines=command_lines,
    )


def _results(events: Sequence[Mapping[str, Any]]) -> tuple[TaskResult, ...]:
    return tuple(TaskResult(**{name: event[name] for name in RECORDED}) for event in events)
