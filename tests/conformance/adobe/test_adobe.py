# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the run of Adobe's suites rests on; the run itself is `make conformance`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conformance.adobe import machine, not_applicable
from conformance.adobe.outcome import Outcome
from conformance.adobe.places import OURS
from conformance.outcome import Lacking


def skipped() -> list[Outcome]:
    return [Outcome(f"{name}x", "skipped") for name in not_applicable.REASONS]


def test_a_skipped_test_needs_a_reason() -> None:
    outcomes = [*skipped(), Outcome("a suite: a test", "skipped"), Outcome("a suite: another", "passed")]
    assert [test for test, reason in not_applicable.explained(outcomes)] == [one.test for one in skipped()]
    assert [one.test for one in not_applicable.unexplained(outcomes)] == ["a suite: a test"]


def test_a_reason_needs_a_skipped_test() -> None:
    first, *others = skipped()
    ran = Outcome(first.test, "passed")
    assert [one.test for one in not_applicable.unexplained([ran, *others])] == [next(iter(not_applicable.REASONS))]


def test_every_version_is_pinned() -> None:
    wanted = json.loads((OURS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((OURS / "package-lock.json").read_text(encoding="utf-8"))
    assert locked["packages"][""]["dependencies"] == wanted
    for name, version in wanted.items():
        assert locked["packages"][f"node_modules/{name}"]["version"] == version


def test_the_lock_file_checks_every_package_and_names_no_registry() -> None:
    locked = json.loads((OURS / "package-lock.json").read_text(encoding="utf-8"))
    installed = {path: package for path, package in locked["packages"].items() if path}
    assert [path for path, package in installed.items() if "resolved" in package] == []
    assert [path for path, package in installed.items() if "integrity" not in package] == []


def program(folder: Path, name: str, *lines: str) -> None:
    path = folder / name
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="ascii")
    path.chmod(0o755)


@pytest.fixture(name="programs")
def _programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that is needed, as far as can be seen from outside."""
    program(tmp_path, "node", "echo v22.1.0")
    for name in ("npm", "mount", "unshare"):
        program(tmp_path, name, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("programs")
def test_a_machine_that_has_everything_lacks_nothing() -> None:
    machine.check()


@pytest.mark.parametrize("name", ["node", "npm", "mount", "unshare"])
def test_a_missing_program_is_named(programs: Path, name: str) -> None:
    (programs / name).unlink()
    with pytest.raises(Lacking, match=f"the program {name} "):
        machine.check()


@pytest.mark.parametrize("told", ["v18.20.1", "no version"])
def test_an_old_node_is_refused(programs: Path, told: str) -> None:
    program(programs, "node", f"echo {told}")
    with pytest.raises(Lacking, match=rf"Node.js 20 or newer, not {told}\."):
        machine.check()


def test_missing_rights_are_told_with_what_unshare_said(programs: Path) -> None:
    program(programs, "unshare", "echo 'unshare: Operation not permitted' >&2", "exit 1")
    with pytest.raises(Lacking, match=r"right to make network and mount namespaces.*Operation not permitted\."):
        machine.check()


def test_a_user_who_is_not_root_gets_a_namespace_of_users() -> None:
    assert ("--map-root-user" in machine.unshare()) is (os.geteuid() != 0)
