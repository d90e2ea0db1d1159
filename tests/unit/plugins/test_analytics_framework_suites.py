# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""analytics_framework: what is public nowhere is read from the author's frameworks, given, or told to be missing."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import changes, requested
from unit.plugins.framework_state import (
    BOTH,
    PATH,
    SUITE,
    by_hand,
    content,
    framework_options,
    prepare,
    set_properties,
    understood,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.test_analytics_framework import MODULE

from simulator import RunningFleet

# Seeds that draw each way to store several report suites.
DRAWN = [f"6.5.21:{seed}" for seed in (1, 2, 3, 4, 6, 10)]
PUBLIC = f"{PATH}/jcr:content/public"
SEVERAL = [*BOTH, {"rsid": "example.all", "run_mode": "all"}]


@pytest.fixture(autouse=True)
def _service(fleet: RunningFleet) -> None:
    prepare(fleet)


def given(fleet: RunningFleet) -> dict[str, Any]:
    """What the operator knows of this author."""
    draws = fleet.authors[0].call(lambda author: author.assumptions)
    form = {"form": "text", "separator": draws.suites_separator} if draws.suites_separator else {"form": "list"}
    return {"framework": {**form, "main": draws.suites_main, "run_modes": dict(draws.suites_run_modes)}}


def test_the_seeds_draw_every_way(running_fleet: RunningFleet) -> None:
    seen = set()
    for each in DRAWN:
        running_fleet.reset(seed=int(each.partition(":")[2]), edition="6.5.21")
        framework = given(running_fleet)["framework"]
        seen |= {framework["form"], framework.get("separator"), framework["main"], framework["run_modes"]["author"]}
    assert {"list", "text", ",", "|", ", ", "first", "all", "none", "author", "Author", "AUTHOR"} <= seen


@pytest.mark.parametrize("fleet", DRAWN, indirect=True)
def test_the_way_is_read_from_another_framework(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, label="other", title="Other", report_suites=BOTH)
    done = changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=SEVERAL))
    assert understood(fleet) == SEVERAL == done["framework"]["report_suites"]
    told = {name: value for name, value in done["contract"]["framework"].items() if value}
    assert told == given(fleet)["framework"]
    fleet.clear_requests()
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=BOTH[:1], title="Third"))
    assert not [line for line in requested(fleet) if line.endswith("infinity.json")]


@pytest.mark.parametrize("fleet", DRAWN[:4], indirect=True)
def test_what_somebody_chose_by_hand_is_recognised(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, report_suites=BOTH)
    before = content(fleet)
    changes_nothing(fleet, run, *MODULE, **framework_options(fleet, report_suites=BOTH))
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=BOTH[::-1]))
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=[SUITE]))
    assert understood(fleet) == [{**SUITE, "run_mode": "all"}]
    is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, report_suites=BOTH))
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=BOTH, contract=given(fleet)))
    assert content(fleet)["public"]["reportsuites"] == before["public"]["reportsuites"]


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        (BOTH, ["several report suites", "'author'", "'publish'"]),
        (BOTH[:1], ["'publish'"]),
        ([SUITE, {"rsid": "b"}], ["several report suites"]),
    ],
)
def test_what_is_not_known_is_told_with_the_ways_out(
    fleet: RunningFleet, run: Run, wanted: list[dict[str, str]], named: list[str]
) -> None:
    by_hand(fleet, label="other", title="Other", report_suites=[SUITE])
    refused = is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, report_suites=wanted))
    assert all(word in refused["error"]["message"] for word in [*named, "1 frameworks"])
    assert all(word in refused["error"]["advice"] for word in ("by hand", "contract.framework", "properties"))
    contract = given(fleet)
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=wanted, contract=contract))
    assert understood(fleet) == [{"run_mode": "all", **each} for each in wanted]


@pytest.mark.parametrize("run_mode", ["author", "publish"])
@pytest.mark.parametrize("fleet", DRAWN[:4], indirect=True)
def test_one_suite_shows_its_word_only(fleet: RunningFleet, run: Run, run_mode: str) -> None:
    by_hand(fleet, label="other", title="Other", report_suites=[{"rsid": "x", "run_mode": run_mode}])
    wanted = [{"rsid": "y", "run_mode": run_mode}]
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=wanted))
    assert understood(fleet) == wanted
    is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, report_suites=BOTH))


@pytest.mark.parametrize("fleet", DRAWN[:4], indirect=True)
def test_a_capture_teaches_it_to_authors_without_such_a_framework(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, label="other", title="Other", report_suites=BOTH)
    capture = run("contract_capture")["capture"]
    assert any("contract.framework" in each["answer"] for each in capture["unknowns"])
    fleet.authors[0].call(lambda author: author.repository.remove(PATH.replace("web-shop", "other")))
    wanted = framework_options(fleet, report_suites=BOTH, contract=capture["contract"])
    changes_once(fleet, run, *MODULE, **wanted)
    assert understood(fleet) == BOTH


@pytest.mark.parametrize(
    "stored",
    [
        {"reportsuites": "a;author;b;publish"},
        {"reportsuites": "a;author,b;publish|c;", "reportsuite": "a"},
        {"reportsuites": ["a;author;x", "b;publish"], "reportsuite": "a"},
        {"reportsuites": ["a;author", "b;publish"], "reportsuite": "b"},
        {"reportsuites": ["a;somewhere", "b;elsewhere"], "reportsuite": "a"},
    ],
)
def test_what_does_not_show_it_beyond_doubt_teaches_nothing(
    fleet: RunningFleet, run: Run, stored: dict[str, Any]
) -> None:
    by_hand(fleet, label="other", title="Other")
    set_properties(fleet, PUBLIC.replace("web-shop", "other"), **stored)
    is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, report_suites=BOTH))


def test_frameworks_that_do_not_agree_teach_nothing(fleet: RunningFleet, run: Run) -> None:
    for label, between in (("one", ","), ("two", "|")):
        by_hand(fleet, label=label, title=label)
        value = f"a;author{between}b;publish"
        set_properties(fleet, PUBLIC.replace("web-shop", label), reportsuites=value, reportsuite="a")
    is_refused(fleet, run, MODULE[0], "not_established", **framework_options(fleet, report_suites=BOTH))


@pytest.mark.parametrize("fleet", DRAWN[:4], indirect=True)
def test_both_properties_can_be_given_as_they_shall_be_stored(fleet: RunningFleet, run: Run) -> None:
    by_hand(fleet, label="other", title="Other", report_suites=BOTH)
    held = content(fleet, PATH.replace("web-shop", "other"))["public"]
    properties = {name: held.get(name) for name in ("reportsuite", "reportsuites")}
    fleet.authors[0].call(lambda author: author.repository.remove(PATH.replace("web-shop", "other")))
    changes_once(fleet, run, *MODULE, **framework_options(fleet, report_suites=None, properties=properties))
    assert understood(fleet) == BOTH


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_is_asked_for_without_report_suites(fleet: RunningFleet, run: Run, nothing: Any) -> None:
    run("analytics_framework", **framework_options(fleet, report_suites=nothing))
    assert (understood(fleet), "reportsuites" in content(fleet)["public"], len(changes(fleet))) == ([], False, 1)
