# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A switch to another credential, watched from inside the author."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from unit.plugins.fault_scenarios import other_entry
from unit.plugins.fleet_state import CUSTOMIZER, PROVIDER, halves, pair, secret_of
from unit.plugins.key_options import by_hand, jwt_download, jwt_singles
from unit.plugins.module_runner import RUNNERS, ModuleRunner
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options
from unit.plugins.test_ims_config import CLIENT_ID
from unit.plugins.test_ims_config_jwt import GRANTS, TOKEN_URL

import simulator
from simulator import RecordedRequest, RunningFleet
from simulator.author import Author

JOIN = "token.request.customizer.type"


@pytest.fixture(name="own_fleet")
def _own_fleet() -> Iterator[RunningFleet]:
    """A fleet of its own: who watches one does so until its end."""
    with simulator.running(authors=1, edition="6.5.21", seed=8) as fleet:
        yield fleet


@pytest.fixture(name="runner", params=RUNNERS)
def _runner(own_fleet: RunningFleet, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleRunner:
    monkeypatch.setenv("NO_PROXY", "*")
    return ModuleRunner(own_fleet, RUNNERS[request.param])


def credential(author: Author) -> tuple[Any, ...]:
    """All that the only entry requests a token with."""
    found = author.snapshot()["configurations"].values()
    (provider,) = [each["properties"] for each in found if each["factoryPid"] == PROVIDER]
    own = [each["properties"] for each in found if each["factoryPid"] == CUSTOMIZER]
    (half,) = [each for each in own if each["customizer.type"] == provider[JOIN]]
    stored = half["auth.ims.client.secret"]
    secret = author.crypto.unprotect(stored) if author.crypto.is_protected(stored) else stored
    return provider[CLIENT_ID], provider[TOKEN_URL], provider.get(GRANTS), secret


def watched(fleet: RunningFleet) -> list[tuple[Any, ...]]:
    """Its credential now and after each request that changed it."""
    moments = [fleet.authors[0].call(credential)]

    def look(entry: RecordedRequest, author: Author) -> None:
        if credential(author) != moments[-1]:
            moments.append(credential(author))

    fleet.observe(look)
    return moments


@pytest.mark.parametrize("era", ["oauth", "jwt"])
def test_there_and_back_are_one_change_each(own_fleet: RunningFleet, runner: ModuleRunner, era: str) -> None:
    fleet = own_fleet
    singles = jwt_singles(jwt_download(fleet))
    fields = hand_fields(fleet)
    if era == "jwt":
        by_hand(fleet, singles)
    else:
        fleet.by_hand_ims_config("author1", **fields)
    former = singles["client_secret"] if era == "jwt" else fields["Client Secret"]
    moments = watched(fleet)
    done = runner("ims_config", **other_entry(fleet))
    runner("ims_config", **done["previous"], client_secret=former)
    assert len(moments) == 3
    assert moments[0] == moments[2] != moments[1]
    assert (moments[1][0], moments[1][3]) == ("other-client", "the-other-secret")


def test_nothing_is_removed_before_the_switch_is_seen(own_fleet: RunningFleet, runner: ModuleRunner) -> None:
    fleet = own_fleet
    runner("ims_config", **ims_options(fleet))
    former = pair(fleet, TITLE).customizer_pid

    def hide_what_follows_the_second_half(entry: RecordedRequest, author: Author) -> None:
        if entry.method == "POST" and "Temporary" in entry.target:
            author.settings["visibility_delay"] = 999

    fleet.observe(hide_what_follows_the_second_half)
    refused = runner("ims_config", **other_entry(fleet), timeout=1)
    assert refused["error"]["code"] == "not_converged"
    assert secret_of(fleet, TITLE) == "the-other-secret"
    assert former in halves(fleet, CUSTOMIZER)
