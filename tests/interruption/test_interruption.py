# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook that is killed before or after any request to an author is completed by the next run of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from interruption.scenario import Scenario
from interruption.scenarios import SCENARIOS
from interruption.trial import interrupted

from integration.conftest import Record, announced_seed


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_a_killed_run_is_completed_by_the_next(scenario: Scenario, tmp_path: Path, record_property: Record) -> None:
    seed = announced_seed(record_property)
    figure = interrupted(scenario, seed, tmp_path)
    line = f"interruptions: {scenario}: {figure}"
    print(line)
    record_property("interruptions", line)
    if figure.complaints:
        pytest.fail(f"{line}\n{figure.explained()}", pytrace=False)
