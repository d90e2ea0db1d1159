# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A control node, a fleet, and the seed that the fleet was drawn from."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tools import archive

import simulator
from integration.measured import figures, give_time
from integration.playbooks import Controller

Record = Callable[[str, object], None]

SEEDS = "AEMFLEET_SEEDS"
# A playbook takes seconds, but many times as long on a busy machine; a test runs up to three.
LIMIT_SECONDS = 400


def draw_seed(position: int = 0) -> int:
    """A random seed, or the one that the environment names at this position."""
    chosen = [int(text) for text in os.environ.get(SEEDS, "").replace(",", " ").split()]
    return chosen[position % len(chosen)] if chosen else random.SystemRandom().randrange(1, 1_000_000)


def announced_seed(record_property: Record, position: int = 0) -> int:
    """A seed that is told when the test fails, and beside what it measured."""
    seed = draw_seed(position)
    record_property("seed", seed)
    print(f"seed {seed}: run again with {SEEDS}={seed}")
    return seed


@pytest.fixture
def controller(tmp_path: Path) -> Controller:
    """A control node whose home is empty."""
    return Controller(tmp_path / "controller")


@pytest.fixture(scope="session")
def _fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[simulator.RunningFleet]:
    directory = tmp_path_factory.mktemp("fleet")
    with simulator.running(authors=3, edition="6.5.21", seed=draw_seed(), directory=directory) as fleet:
        yield fleet


@pytest.fixture
def fleet(_fleet: simulator.RunningFleet, record_property: Record) -> simulator.RunningFleet:
    """Three fresh authors, and a cloud, drawn from a seed that is told when the test fails."""
    return _redrawn(_fleet, record_property)


@pytest.fixture(scope="session")
def _pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[simulator.RunningFleet]:
    directory = tmp_path_factory.mktemp("pair")
    with simulator.running(authors=2, edition="6.5.21,6.5.12", seed=draw_seed(), directory=directory) as fleet:
        yield fleet


@pytest.fixture
def pair(_pair: simulator.RunningFleet, record_property: Record) -> simulator.RunningFleet:
    """A current author and one that knows Service Account (JWT) credentials only."""
    return _redrawn(_pair, record_property)


@pytest.fixture(scope="session")
def collection_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The collection as it is published."""
    directory = tmp_path_factory.mktemp("archive")
    subprocess.run(archive.build(directory), env=archive.environment(directory), check=True, capture_output=True)
    return archive.built(directory)


def _redrawn(fleet: simulator.RunningFleet, record_property: Record) -> simulator.RunningFleet:
    fleet.reset(seed=announced_seed(record_property))
    return fleet


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of this folder the time that processes of Ansible need."""
    give_time(items, Path(__file__).parent, LIMIT_SECONDS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured."""
    for line in figures(terminalreporter, "measured"):
        terminalreporter.write_line(line)
