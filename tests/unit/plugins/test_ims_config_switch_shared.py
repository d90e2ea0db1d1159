# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another credential for an IMS configuration whose stored secret others use as well."""

from __future__ import annotations

import pytest
from unit.plugins.fault_scenarios import other_entry
from unit.plugins.fleet_state import CUSTOMIZER, SECOND, halves, pair, remove_configuration, set_property
from unit.plugins.grid import changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options
from unit.plugins.test_ims_config import MODULE, OTHER
from unit.plugins.test_ims_config_switch import BEFORE, JOIN, NO_ENTRY, credential, killed, of

from simulator import RunningFleet


def share(fleet: RunningFleet, ending: str = "") -> str:
    """A second entry with the join value of the first one; the half that they share."""
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    own, other = pair(fleet, TITLE), pair(fleet, OTHER)
    set_property(fleet, other.pid, JOIN, f"{own.provider[JOIN]}{ending}")
    if ending:
        set_property(fleet, other.customizer_pid, "customizer.type", f"{own.provider[JOIN]}{ending}")
        return other.customizer_pid
    remove_configuration(fleet, other.customizer_pid)
    return own.customizer_pid


def test_the_others_keep_theirs_and_nothing_is_said(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    shared, other = share(fleet), credential(fleet, OTHER)
    done = changes_once(fleet, run, *MODULE, **other_entry(fleet))
    assert done["warnings"] == []
    assert (credential(fleet), credential(fleet, OTHER)) == (of(other_entry(fleet)), other)
    assert halves(fleet, CUSTOMIZER).keys() == {shared, pair(fleet, TITLE).customizer_pid}


def test_a_secret_that_is_known_is_shared_again(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    shared, before = share(fleet), pair(fleet, TITLE)
    done = run("ims_config", **other_entry(fleet))
    secret = ims_options(fleet)["client_secret"]
    undone = changes_once(fleet, run, *MODULE, **{**done["previous"], "client_secret": secret})
    assert (undone["secret_changed"], pair(fleet, TITLE), list(halves(fleet, CUSTOMIZER))) == (True, before, [shared])


def test_a_secret_that_others_use_is_not_written_over(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    share(fleet, SECOND)
    assert OTHER in is_refused(fleet, run, "ims_config", "conflict", **other_entry(fleet))["msg"]


@pytest.mark.parametrize("interrupted", [False, True])
def test_a_shared_secret_stays_when_its_first_owner_goes(fleet: RunningFleet, run: Run, interrupted: bool) -> None:
    run("ims_config", **ims_options(fleet))
    shared, other = share(fleet), credential(fleet, OTHER)
    if interrupted:
        killed(fleet, run, BEFORE)
    else:
        run("ims_config", **other_entry(fleet))
    changes_once(fleet, run, *MODULE, **NO_ENTRY)
    assert (list(halves(fleet, CUSTOMIZER)), credential(fleet, OTHER)) == ([shared], other)


def test_twins_that_share_go_with_the_former_secret(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    share(fleet)
    own, twin = pair(fleet, TITLE).pid, pair(fleet, OTHER).pid
    set_property(fleet, twin, "auth.token.provider.title", TITLE)
    changes_once(fleet, run, *MODULE, **other_entry(fleet), duplicates="remove", provider_pid=own)
    assert (pair(fleet, TITLE).pid, credential(fleet), len(halves(fleet, CUSTOMIZER))) == (
        own,
        of(other_entry(fleet)),
        1,
    )
