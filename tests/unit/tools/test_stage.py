# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The staged tree follows the clone, file by file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tools import stage


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with one tracked, one new and one ignored file."""
    root = tmp_path / "a clone"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    (root / ".gitignore").write_text("ignored\n")
    (root / "plugins").mkdir()
    (root / "plugins" / "tracked.py").write_text("one = 1\n")
    subprocess.run(["git", "add", "plugins"], cwd=root, check=True)
    (root / "ignored").write_text("no\n")
    return root


def synchronise(root: Path, target: Path) -> tuple[int, int]:
    """Stage the clone as main() does; return how many files were removed and laid."""
    files = stage.sources(root)
    stage.mark(target)
    return stage.prune(target, files), stage.lay(root, target, files)


def test_stages_what_git_knows_or_would_add(clone: Path, tmp_path: Path) -> None:
    target = tmp_path / "stage"
    assert synchronise(clone, target) == (0, 2)
    assert (target / "plugins" / "tracked.py").read_text() == "one = 1\n"
    assert not (target / "plugins" / "tracked.py").is_symlink()
    assert (target / ".gitignore").is_file()
    assert not (target / "ignored").exists()


def test_second_run_changes_nothing(clone: Path, tmp_path: Path) -> None:
    synchronise(clone, tmp_path / "stage")
    assert synchronise(clone, tmp_path / "stage") == (0, 0)


def test_change_of_the_same_length_is_laid(clone: Path, tmp_path: Path) -> None:
    synchronise(clone, tmp_path / "stage")
    (clone / "plugins" / "tracked.py").write_text("two = 2\n")
    assert synchronise(clone, tmp_path / "stage") == (0, 1)
    assert (tmp_path / "stage" / "plugins" / "tracked.py").read_text() == "two = 2\n"


def test_removed_file_leaves_neither_folder_nor_bytecode(clone: Path, tmp_path: Path) -> None:
    target = tmp_path / "stage"
    synchronise(clone, target)
    bytecode = target / "plugins" / "__pycache__"
    bytecode.mkdir()
    (bytecode / "tracked.pyc").write_bytes(b"")
    assert synchronise(clone, target) == (0, 0)
    (clone / "plugins" / "tracked.py").unlink()
    synchronise(clone, target)
    assert not (target / "plugins").exists()


def test_reports_and_the_git_marker_stay(clone: Path, tmp_path: Path) -> None:
    target = tmp_path / "stage"
    synchronise(clone, target)
    report = target / "tests" / "output" / "report.txt"
    report.parent.mkdir(parents=True)
    report.write_text("kept\n")
    synchronise(clone, target)
    assert report.is_file()
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=target, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    assert "plugins/tracked.py" in listed.splitlines()
