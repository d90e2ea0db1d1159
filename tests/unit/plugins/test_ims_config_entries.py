# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config and what others left on the author: entries made by hand, halves, duplicates, the JWT era, odd texts."""

from __future__ import annotations

import pytest
from unit.plugins.fleet_state import (
    CUSTOMIZER,
    PROVIDER,
    SECOND,
    config_files,
    halves,
    pair,
    remove_configuration,
    secret_of,
    set_property,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options, jwt_fields
from unit.plugins.test_ims_config import EVERYWHERE, MODULE, OAUTH_EDITIONS, OTHER

from simulator import RunningFleet

JOIN = "token.request.customizer.type"
TEXTS = [
    "Ümläute & Größen — 分析",
    'comma, equals=sign "quoted" back\\slash',
    "curly {braces} and }",
    "<b>it's</b> 100 % + more; #1?",
]


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_an_entry_made_by_hand_is_adopted(fleet: RunningFleet, run: Run) -> None:
    pid = fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert done["diff"]["before"] == {**done["diff"]["after"], "client_secret": "stored"}
    after = pair(fleet, TITLE)
    assert (done["provider_pid"], after.provider, after.customizer_pid) == (pid, before.provider, before.customizer_pid)
    assert secret_of(fleet, TITLE) == ims_options(fleet)["client_secret"]


def test_an_adopted_entry_is_corrected(fleet: RunningFleet, run: Run) -> None:
    pid = fleet.by_hand_ims_config("author1", **hand_fields(fleet, **{"Client ID": "mistyped", "Scopes": "openid"}))
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert done["provider_pid"] == pair(fleet, TITLE).pid == pid
    assert done["diff"]["before"]["client_id"] == "mistyped"
    assert pair(fleet, TITLE).provider["auth.token.provider.client.id"] == ims_options(fleet)["client_id"]


def test_an_entry_made_by_hand_is_removed(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent")
    assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER), config_files(fleet)) == ({}, {}, [])


@pytest.mark.parametrize("wanted", ["present", "absent"])
def test_two_entries_with_one_title_are_refused(fleet: RunningFleet, run: Run, wanted: str) -> None:
    first = fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    set_property(fleet, second, "auth.token.provider.title", TITLE)
    message = is_refused(fleet, run, "ims_config", "conflict", **ims_options(fleet, state=wanted))["msg"]
    assert first in message
    assert second in message


def test_two_secrets_for_one_entry_are_refused(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    own, other = pair(fleet, TITLE), pair(fleet, OTHER)
    set_property(fleet, other.customizer_pid, "customizer.type", own.provider[JOIN])
    message = is_refused(fleet, run, "ims_config", "conflict", **ims_options(fleet))["msg"]
    assert own.customizer_pid in message
    assert other.customizer_pid in message


def test_a_missing_secret_half_is_completed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    remove_configuration(fleet, before.customizer_pid)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert done["diff"]["before"]["client_secret"] == "absent"
    after = pair(fleet, TITLE)
    assert (after.pid, after.provider, len(halves(fleet, CUSTOMIZER))) == (before.pid, before.provider, 1)
    assert secret_of(fleet, TITLE) == ims_options(fleet)["client_secret"]


def test_a_half_is_removed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    remove_configuration(fleet, pair(fleet, TITLE).customizer_pid)
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent")
    assert halves(fleet, PROVIDER) == {}


def test_an_entry_without_a_join_is_refused(fleet: RunningFleet, run: Run) -> None:
    pid = fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    set_property(fleet, pid, JOIN, "")
    assert pid in is_refused(fleet, run, "ims_config", "not_established", **ims_options(fleet))["msg"]
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent")


def test_a_shared_secret_is_kept_with_a_warning(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    own, other = pair(fleet, TITLE), pair(fleet, OTHER)
    remove_configuration(fleet, other.customizer_pid)
    set_property(fleet, other.pid, JOIN, own.provider[JOIN])
    done = run("ims_config", **ims_options(fleet, client_secret="a new one"))
    assert [OTHER in warning for warning in done["warnings"]] == [True]
    assert secret_of(fleet, OTHER) == "a new one"
    same = changes_nothing(fleet, run, *MODULE, **ims_options(fleet, client_secret="a new one"))
    assert same["warnings"] == []
    done = changes_once(fleet, run, *MODULE, title=TITLE, state="absent")
    assert [OTHER in warning for warning in done["warnings"]] == [True]
    assert (list(halves(fleet, PROVIDER)), list(halves(fleet, CUSTOMIZER))) == ([other.pid], [own.customizer_pid])
    assert secret_of(fleet, OTHER) == "a new one"


@pytest.mark.parametrize("fleet", OAUTH_EDITIONS, indirect=True)
@pytest.mark.parametrize("drops_defaults", [False, True])
def test_a_jwt_entry_is_converted_in_place(fleet: RunningFleet, run: Run, drops_defaults: bool) -> None:
    fleet.configure("author1", drops_defaults=drops_defaults)
    pid = fleet.by_hand_ims_config("author1", **jwt_fields(fleet))
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    shown = done["diff"]
    assert (shown["before"]["credential_type"], shown["after"]["credential_type"]) == ("jwt", "oauth_server_to_server")
    after = pair(fleet, TITLE)
    assert (done["provider_pid"], after.pid) == (pid, pid)
    assert list(halves(fleet, CUSTOMIZER)) == [after.customizer_pid] != [before.customizer_pid]
    assert after.provider["auth.token.provider.authorization.grants"] == "client_credentials"
    assert after.provider["auth.token.provider.default.claims"] == [f'"iss" : "{ims_options(fleet)["org_id"]}"']
    assert after.provider["auth.access.token.request"] == f"{fleet.cloud.url}/ims/token/v3"
    assert not after.provider.get("auth.token.provider.keypair.alias")
    assert after.provider[JOIN] == f"{before.provider[JOIN]}{SECOND}"
    assert len(config_files(fleet)) == 2
    assert secret_of(fleet, TITLE) == ims_options(fleet)["client_secret"]
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == after


@pytest.mark.parametrize("fleet", ["6.5.12", "6.5.21"], indirect=True)
def test_a_jwt_entry_is_removed(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))
    changes_once(fleet, run, *MODULE, title=TITLE, state="absent")
    assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER), config_files(fleet)) == ({}, {}, [])


@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8"], indirect=True)
def test_an_author_without_oauth_keeps_its_jwt_entry(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))
    message = is_refused(fleet, run, "ims_config", "not_supported", **ims_options(fleet))["msg"]
    assert "6.5.12.0" in message
    assert "ims-jwt-compatibility-package-6.5" in message


@pytest.mark.parametrize("title", TEXTS)
@pytest.mark.parametrize("fleet", OAUTH_EDITIONS, indirect=True)
def test_any_title_is_kept_as_it_is(fleet: RunningFleet, run: Run, title: str) -> None:
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, title=title))
    assert done["ims_config"]["title"] == title
    own = pair(fleet, title)
    changes_once(fleet, run, *MODULE, **ims_options(fleet, title=title, client_id=title))
    assert (pair(fleet, title).pid, pair(fleet, title).provider["auth.token.provider.client.id"]) == (own.pid, title)
    changes_once(fleet, run, *MODULE, title=title, state="absent")
    assert (halves(fleet, PROVIDER), config_files(fleet)) == ({}, [])


@pytest.mark.parametrize("secret", TEXTS)
@pytest.mark.parametrize("fleet", ["6.5.21:7", "6.5.21:9"], indirect=True)
def test_any_secret_is_kept_as_it_is(fleet: RunningFleet, run: Run, secret: str) -> None:
    changes_once(fleet, run, *MODULE, **ims_options(fleet, client_secret=secret))
    assert secret_of(fleet, TITLE) == secret
    changes_once(fleet, run, *MODULE, **ims_options(fleet, client_secret=f"{secret} "))
    assert secret_of(fleet, TITLE) == f"{secret} "


def test_titles_differ_by_case(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=TITLE.upper()))
    before = pair(fleet, TITLE.upper())
    changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert (pair(fleet, TITLE.upper()), len(halves(fleet, PROVIDER))) == (before, 2)
