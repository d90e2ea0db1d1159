# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks that are interrupted, and the authors that they are run on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from interruption.control_node import KillableController
from interruption.history import Moment, never_lost, never_two

import simulator
from integration.states import assert_connected

INTEGRATE = "aemfleet.ims.integrate"
TITLE = "Adobe Analytics"

Rule = Callable[[list[Moment], str], Iterator[str]]
KEPT: tuple[Rule, ...] = (never_two, never_lost)


@dataclass(frozen=True)
class Stage:
    """A fleet, and the control node that its playbook is run on."""

    fleet: simulator.RunningFleet
    controller: KillableController


@dataclass(frozen=True)
class Scenario:
    """One playbook; `prepare` makes the authors what they are before it, and returns its variables."""

    name: str
    edition: str
    prepare: Callable[[Stage], Mapping[str, Any]]
    check: Callable[[Stage, str], None]
    playbook: str = INTEGRATE
    rules: tuple[Rule, ...] = KEPT
    title: str = TITLE

    def __str__(self) -> str:
        return self.name


def fresh(stage: Stage) -> Mapping[str, Any]:
    """Authors that nobody has touched."""
    return {}


def connected(stage: Stage, name: str) -> None:
    """One IMS configuration, one cloud service."""
    assert_connected(stage.fleet, name)


SCENARIOS = [
    Scenario("integrate", "6.5.21", fresh, connected),
]
