# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the site into .build/docs/html: no warning, no link that leads nowhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from website import causes, links, pages, reference
from website.places import BUILD, HERE, HTML, ROOT, SOURCE


def lay_out(source: Path) -> None:
    """Write what Sphinx reads."""
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    entries = reference.write(source / "reference")
    navigation = pages.HEADER.sub("", (HERE / "navigation.md").read_text(encoding="utf-8"))
    inserts = {"causes": causes.rendered(), "navigation": navigation, "reference": reference.rendered(entries)}
    pages.lay_out(source, inserts)


def build(source: Path, html: Path) -> int:
    """Let Sphinx make the pages; any warning is an error."""
    shutil.rmtree(html, ignore_errors=True)
    options = ["-b", "html", "-E", "-W", "--keep-going", "-q", "-c", str(HERE), "-d", str(source.parent / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(source), str(html)]
    path = os.pathsep.join([str(ROOT / "docs"), str(BUILD)])
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": path}).returncode


def main(source: Path = SOURCE, html: Path = HTML) -> int:
    """Build and check, and say where the result lies."""
    try:
        lay_out(source)
    except pages.LeadsNowhere as error:
        print(f"docs: a link leads nowhere: {error}")
        return 1
    status = build(source, html)
    problems = links.problems(html)
    for problem in problems:
        print(f"docs: {problem}")
    if status or problems:
        return 1
    print(f"docs: {len(list(html.rglob('*.html')))} pages, {html / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
