# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time for tests that run playbooks, and the figures that they print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest


def give_time(items: Sequence[pytest.Item], folder: Path, seconds: float) -> None:
    """Give the tests of a folder the time that processes of Ansible need."""
    for item in items:
        if item.path.is_relative_to(folder):
            item.add_marker(pytest.mark.timeout(seconds))


def figures(reporter: pytest.TerminalReporter, name: str) -> Iterator[str]:
    """What passed tests measured under a name, with their seeds."""
    for report in reporter.getreports("passed"):
        measured = dict(getattr(report, "user_properties", ()))
        if name in measured:
            yield f"{report.nodeid}: {measured[name]} (seed {measured.get('seed')})"
