# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the site into .build/docs/html: no warning, no link that leads nowhere."""

from __future__ import annotations

import shutil
import subprocess
import sys

from website import causes, links, pages, reference
from website.places import HERE, HTML, SOURCE


def lay_out() -> None:
    """Write what Sphinx reads."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    SOURCE.mkdir(parents=True)
    entries = reference.write(SOURCE / "reference")
    navigation = pages.HEADER.sub("", (HERE / "navigation.md").read_text(encoding="utf-8"))
    inserts = {"causes": causes.rendered(), "navigation": navigation, "reference": reference.rendered(entries)}
    pages.lay_out(SOURCE, inserts)


def build() -> int:
    """Let Sphinx make the pages."""
    shutil.rmtree(HTML, ignore_errors=True)
    options = ["-b", "html", "-E", "-W", "--keep-going", "-q", "-c", str(HERE), "-d", str(SOURCE.parent / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(SOURCE), str(HTML)]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """Build and check, and say where the result lies."""
    try:
        lay_out()
    except pages.LeadsNowhere as error:
        print(f"docs: a link leads nowhere: {error}")
        return 1
    status = build()
    problems = links.problems(HTML)
    for problem in problems:
        print(f"docs: {problem}")
    if status or problems:
        return 1
    print(f"docs: {len(list(HTML.rglob('*.html')))} pages, {HTML / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
