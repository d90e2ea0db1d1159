# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published archive: what is in it, and that it works where nothing else of this repository is."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import yaml
from tools import archive

from integration.playbooks import ROOT

EXAMPLE = ROOT / "examples" / "molecule"
PUBLISHED = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "FILES.json",
    "LICENSES",
    "MANIFEST.json",
    "README.md",
    "changelogs",
    "docs",
    "extensions",
    "meta",
    "playbooks",
    "plugins",
    "roles",
    "tests",
}


@pytest.fixture(name="installed", scope="module")
def _installed(collection_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of collections that holds the archive's content and nothing else."""
    collections = tmp_path_factory.mktemp("collections")
    install = archive.install(collection_archive, collections)
    subprocess.run(install, env=archive.environment(collections), check=True, capture_output=True)
    return collections


def scenario_lines() -> int:
    """The lines of the example's scenario that somebody has to write."""
    text = "".join(path.read_text(encoding="utf-8") for path in (EXAMPLE / "molecule" / "default").iterdir())
    return sum(not line.startswith("#") and line not in {"", "---"} for line in text.splitlines())


def test_it_holds_what_users_need_and_nothing_else(collection_archive: Path) -> None:
    with tarfile.open(collection_archive) as file:
        members = [member for member in file.getmembers() if member.isfile()]
    names = {member.name for member in members}
    assert {name.split("/")[0] for name in names} == PUBLISHED
    assert {name.split("/")[1] for name in names if name.startswith("tests/")} == {"config.yml", "simulator"}
    assert [name for name in names if name.endswith((".pyc", ".log", ".tar.gz")) or "/." in name] == []
    assert sum(member.size for member in members) < 2_000_000


def test_every_playbook_plugin_and_role_of_the_repository_is_in_it(installed: Path) -> None:
    published = installed / "ansible_collections" / "aemfleet" / "ims"
    for folder in ("playbooks", "plugins", "roles", "tests/simulator", "extensions"):
        wanted = {
            path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".yml", ".md"}
        }
        missing = {str(path) for path in wanted if not (published / path).is_file()}
        assert {path for path in missing if "/output/" not in path and "__pycache__" not in path} == set()


def test_the_release_of_ansible_that_it_needs_is_told(installed: Path) -> None:
    runtime = installed / "ansible_collections" / "aemfleet" / "ims" / "meta" / "runtime.yml"
    assert yaml.safe_load(runtime.read_text(encoding="utf-8"))["requires_ansible"] == ">=2.16.0"


def test_the_demonstration_runs_from_it(installed: Path, tmp_path: Path) -> None:
    environment = {**archive.environment(tmp_path), "ANSIBLE_COLLECTIONS_PATH": str(installed)}
    demonstration = [sys.executable, str(ROOT / "tests" / "demo")]
    shown = subprocess.run(demonstration, env=environment, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert shown.stdout.endswith("\ndemo: ok\n")


def test_a_stranger_tests_his_role_with_the_simulator_in_it() -> None:
    example = [sys.executable, "-m", "tools.example"]
    shown = subprocess.run(example, cwd=ROOT / "tests", check=False, capture_output=True, text=True)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert shown.stdout.endswith("\nexample: ok\n")
    for action in ("create", "converge", "idempotence", "destroy"):
        assert f"default > {action}] Executed: Successful" in shown.stderr
    assert scenario_lines() < 20
