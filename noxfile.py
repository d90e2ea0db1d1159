# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix: every release of ansible-core that the collection supports; `make test` pins one of them."""

from __future__ import annotations

import antsibull_nox
import nox

# Each release with a Python that its controller runs on.
RELEASES = {"2.16": "3.11", "2.17": "3.11", "2.18": "3.11", "2.19": "3.12", "2.20": "3.12", "2.21": "3.13"}
# What Ansible has a part in. These tests choose the runners themselves: the worker and the module, on every release.
TESTS = ("tests/unit/plugins", "tests/integration", "tests/interruption")

antsibull_nox.load_antsibull_nox_toml()


@nox.session(default=False)
@nox.parametrize(("core", "python"), list(RELEASES.items()), ids=list(RELEASES))
def tests(session: nox.Session, core: str) -> None:
    """Run the tests with one release of ansible-core; what stands after `--` takes the place of their folders."""
    session.install("-r", "requirements/dev.txt")
    # By itself: tools that are pinned beside it refuse some releases, but no test needs them.
    session.install(f"ansible-core~={core}.0")
    session.run("python", "tests/tools/stage.py")
    session.run("pytest", "-n", "2", "--dist", "worksteal", *(session.posargs or TESTS))
