# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that each stand for one mistake of the operator; all of them are the same author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import simulator
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import snapshots


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a host's variables, and what has to be said about it."""

    sentences: tuple[str, ...]
    variables: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()


Mistakes = Mapping[str, Mistake]


def inventory_of_mistakes(fleet: simulator.RunningFleet, mistakes: Mistakes) -> dict[str, Any]:
    """One host for each mistake, with every variable its own."""
    group = inventory_of(fleet)["authors"]
    right = {**group["vars"], **group["hosts"]["author1"]}
    return {
        "authors": {
            "hosts": {
                name: {key: value for key, value in {**right, **wrong.variables}.items() if key not in wrong.without}
                for name, wrong in mistakes.items()
            }
        }
    }


def refusals(fleet: simulator.RunningFleet, controller: Controller, mistakes: Mistakes) -> dict[str, str]:
    """What is said about each mistake; every host fails once, and nothing is changed."""
    before = snapshots(fleet)
    outcome = controller.run(controller.write_inventory(inventory_of_mistakes(fleet, mistakes))).failed()
    assert snapshots(fleet) == before
    assert set(outcome.failures) == set(mistakes)
    assert {(counts["failures"], counts["changed"]) for counts in outcome.recap.values()} == {(1, 0)}
    return {name: " ".join(said.split()) for name, said in outcome.failures.items()}
