# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predict, do, do again: what holds for every change that a managing module makes."""

from __future__ import annotations

from typing import Any

from unit.plugins.fleet_state import changes, state
from unit.plugins.module_runner import Result, Run

from simulator import RunningFleet

# What a task returns besides the view, and predicts as well.
TOLD = ("previous", "secret_changed", "referenced_by", "duplicates")


def changes_once(fleet: RunningFleet, run: Run, module: str, view: str, **options: Any) -> Result:
    """Check mode predicts what the run does without doing it, and a second run finds nothing to do."""
    before = state(fleet)
    fleet.clear_requests()
    predicted = run(module, check=True, diff=True, **options)
    assert (changes(fleet), state(fleet) == before) == ([], True)
    assert run(module, check=True, **options).keys() == predicted.keys() - {"diff"}
    done = run(module, diff=True, **options)
    assert not done.get("failed"), done["msg"]
    assert (predicted["changed"], done["changed"]) == (True, True)
    assert (predicted[view], predicted["diff"]) == (done[view], done["diff"])
    assert {name: predicted.get(name) for name in TOLD} == {name: done.get(name) for name in TOLD}
    assert done["diff"]["before"] != done["diff"]["after"]
    assert done["diff"]["after"] == done[view]
    assert state(fleet) != before
    changes_nothing(fleet, run, module, view, **options, expected=done[view])
    return done


def changes_nothing(
    fleet: RunningFleet, run: Run, module: str, view: str, *, expected: Any = None, **options: Any
) -> Result:
    """The state is as wanted: in check mode or not, nothing is written and nothing differs."""
    before = state(fleet)
    fleet.clear_requests()
    for check in (False, True):
        same = run(module, check=check, diff=True, **options)
        assert not same.get("failed"), same["msg"]
        assert (same["changed"], same["diff"]["before"]) == (False, same["diff"]["after"])
        assert expected in (None, same[view])
        assert not same.get("previous")
    assert (changes(fleet), state(fleet) == before) == ([], True)
    return same


def is_refused(fleet: RunningFleet, run: Run, module: str, code: str, **options: Any) -> Result:
    """The task fails with a cause and an advice, in check mode as well, and nothing is changed."""
    before = state(fleet)
    fleet.clear_requests()
    for check in (True, False):
        refused = run(module, check=check, **options)
        assert (refused.get("failed"), refused.get("changed", False)) == (True, False), refused
        assert (refused["error"]["code"], bool(refused["error"]["advice"])) == (code, True), refused
    assert (changes(fleet), state(fleet) == before) == ([], True)
    return refused
