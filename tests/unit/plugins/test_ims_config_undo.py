# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config undoes what it did, from what it returned."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CUSTOMIZER,
    DIGEST,
    REPLACES,
    SECOND,
    Pair,
    halves,
    pair,
    secret_of,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.key_options import by_hand, single_options
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import TITLE, Options, hand_fields, ims_options, jwt_fields
from unit.plugins.test_ims_config import (
    CLIENT_ID,
    ENDPOINT,
    EVERYWHERE,
    MODULE,
    OAUTH_EDITIONS,
    OPTION_DRIFTS,
    OTHER,
)
from unit.plugins.test_ims_config_jwt import GRANTS, JWT_ERA, TOKEN_URL

from simulator import RunningFleet

JOIN = "token.request.customizer.type"
SCOPE = "auth.token.provider.scope"
OLD_SECRET = "old-secret-of-the-jwt-era"
OAUTH_ERA = ["6.5.17:7", "6.5.21:8", "lts:9"]


def undo(fleet: RunningFleet, run: Run, done: Result, **added: Any) -> Result:
    """Undo a task, as a playbook does it."""
    return changes_once(fleet, run, *MODULE, **{**done["previous"], **added})


def the_same(one: Pair, other: Pair) -> bool:
    """Whether two pairs are the same, wherever a console leaves out what is a default."""
    pids = (one.pid, one.customizer_pid) == (other.pid, other.customizer_pid)
    return pids and (one.effective, one.customizer) == (other.effective, other.customizer)


def but_for_the_secret(own: Pair) -> list[dict[str, Any]]:
    """Both halves without what differs each time that a secret is protected."""
    ours = ("auth.ims.client", DIGEST, REPLACES)
    kept = {name: value for name, value in own.customizer.items() if not name.startswith(ours)}
    return [own.effective, kept]


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_creation_is_undone(fleet: RunningFleet, run: Run) -> None:
    before = state(fleet)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert (done["previous"], done["secret_changed"]) == ({"title": TITLE, "state": "absent"}, False)
    undo(fleet, run, done)
    assert state(fleet) == before


@pytest.mark.parametrize(("option", "value", "dummy"), OPTION_DRIFTS)
@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_another_option_is_undone(fleet: RunningFleet, run: Run, option: str, value: Any, dummy: Any) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    done = run("ims_config", **ims_options(fleet, **{option: value}))
    assert done["secret_changed"] is False
    shown = undo(fleet, run, done)["ims_config"]
    assert {**shown, "client_secret": "as given"} == run("ims_config", **ims_options(fleet))["ims_config"]
    assert the_same(pair(fleet, TITLE), before)


@pytest.mark.parametrize("meddled", ["https://ims.example.com/own/path", "", "no address"])
def test_an_odd_address_is_undone(fleet: RunningFleet, run: Run, meddled: str) -> None:
    run("ims_config", **ims_options(fleet))
    set_property(fleet, pair(fleet, TITLE).pid, TOKEN_URL, meddled)
    before = pair(fleet, TITLE)
    undo(fleet, run, run("ims_config", **ims_options(fleet)))
    assert pair(fleet, TITLE) == before


def test_a_rotated_secret_is_undone_with_the_former_one(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    done = run("ims_config", **ims_options(fleet, client_secret="the-new-one", client_id="other-client"))
    assert done["secret_changed"] is True
    undo(fleet, run, done)
    assert (pair(fleet, TITLE).provider[CLIENT_ID], secret_of(fleet, TITLE)) == (
        ims_options(fleet)["client_id"],
        "the-new-one",
    )
    done = undo(fleet, run, done, client_secret=ims_options(fleet)["client_secret"])
    assert (done["previous"]["properties"], done["secret_changed"]) == ({}, True)
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet))


def test_only_a_secret_was_rotated(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    done = run("ims_config", **ims_options(fleet, client_secret="the-new-one"))
    assert (done["previous"]["properties"], done["secret_changed"]) == ({}, True)
    changes_nothing(fleet, run, *MODULE, **done["previous"])
    undo(fleet, run, done, client_secret=ims_options(fleet)["client_secret"])
    assert (pair(fleet, TITLE).provider, secret_of(fleet, TITLE)) == (
        before.provider,
        ims_options(fleet)["client_secret"],
    )


@pytest.mark.parametrize("drops_defaults", [False, True])
@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_a_conversion_is_undone(fleet: RunningFleet, run: Run, singles: Options, drops_defaults: bool) -> None:
    fleet.configure("author1", drops_defaults=drops_defaults)
    by_hand(fleet, singles)
    before = pair(fleet, TITLE)
    view = run("author_info", gather=["ims_configs"])["ims_configs"]
    done = run("ims_config", **ims_options(fleet))
    assert (done["changed"], done["secret_changed"]) == (True, True)
    assert (done["previous"]["credential_type"], done["previous"]["restore"]) == ("jwt", True)
    undo(fleet, run, done, client_secret=singles["client_secret"])
    after = pair(fleet, TITLE)
    assert (after.pid, list(halves(fleet, CUSTOMIZER))) == (before.pid, [after.customizer_pid])
    assert secret_of(fleet, TITLE) == singles["client_secret"]
    assert but_for_the_secret(after) == but_for_the_secret(before)
    assert after.provider.keys() - before.provider.keys() == set()
    assert run("author_info", gather=["ims_configs"])["ims_configs"] == view
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == after


@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_a_conversion_that_keeps_the_secret_is_undone_to_the_letter(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))
    run("ims_config", **ims_options(fleet, client_secret=OLD_SECRET))
    run("ims_config", title=TITLE, state="absent")
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))
    own = pair(fleet, TITLE)
    adopted = run("ims_config", **ims_options(fleet, client_secret=OLD_SECRET))
    run("ims_config", **adopted["previous"])
    before = pair(fleet, TITLE)
    of_second = {JOIN: f"{own.provider[JOIN]}{SECOND}"}, {"customizer.type": f"{own.provider[JOIN]}{SECOND}"}
    assert but_for_the_secret(before) == [
        {**half, **join} for half, join in zip(but_for_the_secret(own), of_second, strict=True)
    ]
    done = run("ims_config", **ims_options(fleet, client_secret=OLD_SECRET))
    assert done["secret_changed"] is False
    undo(fleet, run, done)
    assert pair(fleet, TITLE) == before


@pytest.mark.parametrize("fleet", OAUTH_EDITIONS, indirect=True)
@pytest.mark.parametrize("era", ["oauth", "jwt"])
def test_a_removal_is_undone(fleet: RunningFleet, run: Run, era: str) -> None:
    fields, secret = hand_fields(fleet), ims_options(fleet)["client_secret"]
    if era == "jwt":
        fields, secret = jwt_fields(fleet), OLD_SECRET
    fleet.by_hand_ims_config("author1", **fields)
    before = pair(fleet, TITLE)
    done = run("ims_config", title=TITLE, state="absent")
    assert (done["secret_changed"], list(done["previous"]["contract"])) == (True, ["osgi"])
    refused = is_refused(fleet, run, "ims_config", "not_established", **done["previous"])
    assert "client_secret" in refused["error"]["advice"]
    undo(fleet, run, done, client_secret=secret)
    after = pair(fleet, TITLE)
    assert but_for_the_secret(after) == but_for_the_secret(before)
    assert (secret_of(fleet, TITLE), after.pid == before.pid) == (secret, False)
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == after


def test_a_removal_that_left_a_shared_secret_needs_none(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    before, other = pair(fleet, TITLE), pair(fleet, OTHER)
    set_property(fleet, other.pid, JOIN, before.provider[JOIN])
    done = run("ims_config", title=TITLE, state="absent")
    assert done["secret_changed"] is False
    undo(fleet, run, done)
    assert pair(fleet, TITLE).customizer_pid == before.customizer_pid
    assert pair(fleet, TITLE).provider == before.provider


def test_what_is_protected_is_not_told(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    protected = fleet.authors[0].call(lambda author: author.crypto.protect("somebody's secret"))
    set_property(fleet, pair(fleet, TITLE).pid, ENDPOINT, protected)
    former = run("ims_config", title=TITLE, state="absent")["previous"]["properties"]
    assert (ENDPOINT in former, CLIENT_ID in former) == (False, True)


def test_an_entry_that_is_gone_is_not_made_of_a_few_properties(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    done = run("ims_config", **ims_options(fleet, client_id="other-client"))
    run("ims_config", title=TITLE, state="absent")
    is_refused(fleet, run, "ims_config", "not_established", **{**done["previous"], "client_secret": "any-secret"})
    assert halves(fleet, CUSTOMIZER) == {}


@pytest.mark.parametrize("fleet", OAUTH_ERA, indirect=True)
def test_an_entry_is_written_back_from_options_alone(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    wanted = {**single_options(fleet, singles), "client_secret": None}
    done = changes_once(fleet, run, *MODULE, **wanted, restore=True)
    after = pair(fleet, TITLE)
    assert (done["ims_config"]["credential_type"], after.customizer) == ("jwt", before.customizer)
    assert after.provider[TOKEN_URL] == f"{fleet.cloud.url}/ims/exchange/jwt"
    assert not {GRANTS, SCOPE, "auth.token.provider.orgId"} & after.provider.keys()
    undo(fleet, run, done)
    assert the_same(pair(fleet, TITLE), before)


@pytest.mark.parametrize("fleet", JWT_ERA[:1], indirect=True)
def test_a_jwt_entry_is_undone_where_such_are_made(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("ims_config", **single_options(fleet, singles))
    before = pair(fleet, TITLE)
    done = run("ims_config", **single_options(fleet, singles, keypair_alias="other", client_id="other-client"))
    undo(fleet, run, done)
    assert pair(fleet, TITLE) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"properties": {}}, "properties is only for restore=true"),
        ({"properties": {"name": "x"}, "restore": True}, "properties must not set 'name'"),
        ({"properties": {"delete": "x", "a,b": "x"}, "restore": True}, "properties must not set 'a,b', 'delete'"),
        ({"properties": {"a": {"b": 1}}, "restore": True}, "properties must have values that are"),
        ({"client_secret": None}, "client_secret is required"),
        ({"client_id": None, "restore": True}, "client_id is required"),
    ],
)
def test_wrong_options_are_told(fleet: RunningFleet, run: Run, wrong: Options, told: str) -> None:
    fleet.clear_requests()
    refused = run("ims_config", **ims_options(fleet, **wrong))
    assert (refused["error"]["code"], fleet.requests()) == ("invalid_options", [])
    assert told in refused["msg"]
