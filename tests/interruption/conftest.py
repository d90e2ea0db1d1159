# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time for many runs at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.measured import figures, give_time

# The processes of some thirty hosts, twice, on a machine that may have other things to do.
LIMIT_SECONDS = 600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder the time that processes of Ansible need."""
    give_time(items, Path(__file__).parent, LIMIT_SECONDS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    for line in figures(terminalreporter, "interruptions"):
        terminalreporter.write_line(line)
