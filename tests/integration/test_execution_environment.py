# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image for workers contains what the plugins import; no engine and no network is needed to see that."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools import archive

from integration.playbooks import ROOT
from integration.slices import PROGRAMS, block

REQUIREMENTS = ROOT / "meta" / "ee-requirements.txt"
NOBODY = "http://127.0.0.1:9"


def names(lines: list[str]) -> set[str]:
    """The distributions that lines of a requirements file name."""
    stripped = [line.partition("#")[0].strip() for line in lines]
    return {canonicalize_name(Requirement(line).name) for line in stripped if line}


def required() -> set[str]:
    return names(REQUIREMENTS.read_text(encoding="utf-8").splitlines())


def builder(command: str, directory: Path) -> str:
    """Run ansible-builder where no program but Python's is found, and nobody answers."""
    environment = {"PATH": str(PROGRAMS), "HOME": str(directory), "http_proxy": NOBODY, "https_proxy": NOBODY}
    shell = ["/bin/sh", "-c", command]
    done = subprocess.run(shell, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_context_contains_requirements_and_collection(tmp_path: Path) -> None:
    context = tmp_path / "context"
    command = block("context.sh")
    assert "--context context" in command
    builder(command.replace("--context context", f"--context '{context}'"), tmp_path)
    written = (context / "_build" / "requirements.txt").read_text(encoding="utf-8")
    assert names(written.splitlines()) == required() == {"cryptography", "pyjwt", "requests"}
    collections = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert collections == {"collections": [{"name": "aemfleet.ims"}]}
    assert any((context / name).is_file() for name in ("Containerfile", "Dockerfile"))


def test_the_requirements_are_found_in_the_installed_collection(collection_archive: Path, tmp_path: Path) -> None:
    install = archive.install(collection_archive, tmp_path)
    subprocess.run(install, env=archive.environment(tmp_path), check=True, capture_output=True)
    found = yaml.safe_load(builder(f"ansible-builder introspect '{tmp_path}'", tmp_path))
    assert names(found["python"]) == required()
    assert found["system"] == []


def test_what_the_plugins_import_is_required_and_nothing_else() -> None:
    distributions = metadata.packages_distributions()
    imported = {module for path in (ROOT / "plugins").rglob("*.py") for module in _imports(path)}
    foreign = imported - set(sys.stdlib_module_names) - {"ansible", "ansible_collections"}
    needed = {canonicalize_name(name) for module in foreign for name in distributions[module]}
    brought = {name for distribution in ("ansible-core", *required()) for name in _brought_by(distribution)}
    assert required() <= needed <= required() | brought


def _brought_by(distribution: str) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in metadata.requires(distribution) or ()}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
    return found
