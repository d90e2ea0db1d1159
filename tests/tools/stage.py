# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lay the collection out as .build/ansible_collections/aemfleet/ims, where Ansible looks for it, in any clone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAGE = ROOT / ".build" / "ansible_collections" / "aemfleet" / "ims"
# The marker below, and what ansible-test reports.
KEPT = (Path(".git"), Path("tests/output"))


def sources(root: Path) -> set[Path]:
    """Name the files that git tracks or would track, as far as they exist."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE).stdout.split(b"\0")
    return {path for path in (Path(name.decode()) for name in names if name) if (root / path).is_file()}


def is_current(source: Path, copy: Path) -> bool:
    """Tell whether the copy is of the same size, time and mode; a link never is, for ansible-test wants real files."""
    if copy.is_symlink() or not copy.is_file():
        return False
    wanted, found = source.stat(), copy.stat()
    return (wanted.st_size, wanted.st_mtime_ns, wanted.st_mode) == (found.st_size, found.st_mtime_ns, found.st_mode)


def lay(root: Path, stage: Path, files: set[Path]) -> int:
    """Copy what is missing or out of date, and count it."""
    stale = [path for path in sorted(files) if not is_current(root / path, stage / path)]
    for path in stale:
        target = stage / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        shutil.copy2(root / path, target)
    return len(stale)


def is_kept(path: Path, folders: set[Path]) -> bool:
    """Tell whether a path that is no source may stay: a report, or the bytecode of a folder that still has sources."""
    cache = path if path.name == "__pycache__" else path.parent
    if cache.name == "__pycache__":
        return cache.parent in folders
    return any(path.is_relative_to(kept) for kept in KEPT)


def prune(stage: Path, files: set[Path]) -> int:
    """Remove what the sources no longer have, with the folders that this leaves empty, and count it."""
    folders = {parent for path in files for parent in path.parents}
    obsolete = [
        found
        for found in sorted(stage.rglob("*"), reverse=True)
        if (path := found.relative_to(stage)) not in files | folders and not is_kept(path, folders)
    ]
    for found in obsolete:
        if found.is_symlink() or not found.is_dir():
            found.unlink()
        elif not any(found.iterdir()):
            found.rmdir()
    return len(obsolete)


def mark(stage: Path) -> None:
    """Make the staged tree a work tree of its own: in that of the clone it is ignored, and tools would see no file."""
    if not (stage / ".git").exists():
        stage.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "init", "--quiet", "--template="], cwd=stage, check=True)


def main() -> int:
    """Bring the staged tree up to date."""
    try:
        files = sources(ROOT)
        mark(STAGE)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The collection cannot be staged, which needs git and a clone: {error}", file=sys.stderr)
        return 1
    removed = prune(STAGE, files)
    laid = lay(ROOT, STAGE, files)
    if laid or removed:
        print(f"Staged {len(files)} files in {STAGE.relative_to(ROOT)}: {laid} changed, {removed} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
