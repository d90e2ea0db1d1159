# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others still refer to is kept and named: IMS configurations and keys."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CONFIGURATIONS,
    PROVIDER,
    SITECATALYST,
    halves,
    pages,
    pair,
    requested,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.key_options import ALIAS, USER, by_hand, entries_of, keypair_options, pair_options
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import TITLE, Options, hand_fields, ims_options, service_options
from unit.plugins.test_analytics_cloudservice import NAME, dialog_values
from unit.plugins.test_ims_config import EVERYWHERE, MODULE, OTHER

from simulator import RunningFleet

ABSENT = {"title": TITLE, "state": "absent"}
KEY_ABSENT = {"user": USER, "alias": ALIAS, "state": "absent"}
TREE = "GET /etc/cloudservices.4.json"


def service(fleet: RunningFleet, run: Run) -> None:
    """An entry, another one, and a cloud service that refers to the first."""
    run("ims_config", **ims_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    run("analytics_cloudservice", **service_options(fleet))


def plant(fleet: RunningFleet, path: str, **properties: Any) -> None:
    """A page of another solution."""

    def change(author: Any) -> None:
        author.repository.create(path, {}, "cq:Page")
        author.repository.create(f"{path}/jcr:content", properties, "cq:PageContent")

    fleet.authors[0].call(change)


def is_kept(fleet: RunningFleet, run: Run, module: str, view: str, named: list[str], **options: Any) -> Result:
    """Nothing is changed, and what refers to the thing is told."""
    same = changes_nothing(fleet, run, module, view, **options)
    assert (same["referenced_by"], len(same["warnings"])) == (named, 1)
    assert all(name in same["warnings"][0] for name in [*named, "remove_referenced"])
    assert same[view]
    return same


@pytest.mark.parametrize("fleet", ["6.5.12", *EVERYWHERE], indirect=True)
def test_an_entry_that_a_service_refers_to_is_kept(fleet: RunningFleet, run: Run, singles: Options) -> None:
    if fleet.authors[0].edition == "6.5.12":
        by_hand(fleet, singles)
        fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="c", title="x", label=NAME)
    else:
        service(fleet, run)
    kept = is_kept(fleet, run, *MODULE, [f"{SITECATALYST}/{NAME}"], **ABSENT)
    assert kept["provider_pid"] == pair(fleet, TITLE).pid
    assert run("analytics_cloudservice", name=NAME, state="absent")["changed"]
    done = changes_once(fleet, run, *MODULE, **ABSENT)
    assert (done["referenced_by"], done["warnings"]) == ([], [])


def test_an_entry_that_nobody_refers_to_is_removed(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    changes_once(fleet, run, *MODULE, title=OTHER, state="absent")
    assert list(halves(fleet, PROVIDER)) == [pair(fleet, TITLE).pid]


def test_it_is_removed_nevertheless_without_looking(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    before = pages(fleet)
    done = changes_once(fleet, run, *MODULE, **ABSENT, remove_referenced=True)
    assert (done["referenced_by"], pages(fleet)) == ([], before)
    run("ims_config", **ims_options(fleet))
    fleet.clear_requests()
    run("ims_config", **ABSENT, remove_referenced=True)
    assert not [line for line in requested(fleet) if "/etc/cloudservices" in line or "/libs/cq/" in line]


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_pages_of_any_solution_count(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    values = dialog_values(fleet, OTHER, "c", [])
    reference = values[fleet.authors[0].names.dialog.ims_configuration]
    plant(fleet, "/etc/cloudservices/other-solution", title="root")
    plant(fleet, "/etc/cloudservices/other-solution/one", imsConfig=reference)
    plant(fleet, "/etc/cloudservices/other-solution/one/two", several=["x", reference])
    plant(fleet, "/etc/cloudservices/other-solution/none", imsConfig=f"{reference}x", **{"jcr:title": reference})
    named = [f"/etc/cloudservices/other-solution/{name}" for name in ("one", "one/two")]
    is_kept(fleet, run, *MODULE, named, title=OTHER, state="absent")


def test_a_page_of_the_same_title_is_no_reference(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    plant(fleet, f"{SITECATALYST}/like-it", **{"jcr:title": TITLE})
    changes_once(fleet, run, *MODULE, **ABSENT)


def test_what_is_asked(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    known = run("author_info", gather=["contract"])["contract"]
    fleet.clear_requests()
    run("ims_config", **ABSENT, contract={"dialog": known["dialog"]})
    choices = f"GET {fleet.authors[0].names.dialog.options_address}"
    assert requested(fleet) == [f"GET {CONFIGURATIONS}", choices, TREE]
    fleet.clear_requests()
    run("ims_config", title="None such", state="absent")
    assert requested(fleet) == [f"GET {CONFIGURATIONS}"]


def test_many_pages_are_read_solution_by_solution(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    for solution in ("one", "two"):
        plant(fleet, f"/etc/cloudservices/{solution}", a="b")
        for number in range(90):
            plant(fleet, f"/etc/cloudservices/{solution}/page{number}", a="b")
    is_kept(fleet, run, *MODULE, [f"{SITECATALYST}/{NAME}"], **ABSENT)
    for number in range(150):
        plant(fleet, f"/etc/cloudservices/one/more{number}", a="b")
    message = is_refused(fleet, run, "ims_config", "not_established", **ABSENT)["msg"]
    assert "/etc/cloudservices/one" in message
    assert "remove_referenced" in message


def test_without_the_dialog_nobody_knows(fleet: RunningFleet, run: Run) -> None:
    service(fleet, run)
    dialog = run("author_info", gather=["contract"])["contract"]["dialog"]
    fleet.authors[0].call(lambda author: author.repository.remove("/libs/cq/analytics/components/sitecatalystpage"))
    refused = is_refused(fleet, run, "ims_config", "not_established", **ABSENT)
    assert "remove_referenced: true" in refused["error"]["advice"]
    changes_nothing(fleet, run, *MODULE, title="None such", state="absent")
    is_kept(fleet, run, *MODULE, [f"{SITECATALYST}/{NAME}"], **ABSENT, contract={"dialog": dialog})
    changes_once(fleet, run, *MODULE, **ABSENT, remove_referenced=True)


@pytest.mark.parametrize("alias", [ALIAS, ALIAS.upper(), "aNALYTICS"])
@pytest.mark.parametrize("fleet", ["6.5.12", "6.5.21:8"], indirect=True)
def test_a_key_that_an_entry_names_is_kept(fleet: RunningFleet, run: Run, singles: Options, alias: str) -> None:
    run("keypair", **keypair_options(**pair_options()))
    by_hand(fleet, singles)
    by_hand(fleet, singles, Title=OTHER, Certificate=alias)
    by_hand(fleet, singles, Title="Of another key", Certificate="another")
    named = sorted([TITLE, OTHER])
    kept = is_kept(fleet, run, "keypair", "keypair", named, **KEY_ABSENT)
    assert kept["keypair"]["alias"] == ALIAS.casefold()
    for title in named:
        run("ims_config", title=title, state="absent")
    done = changes_once(fleet, run, "keypair", "keypair", **KEY_ABSENT)
    assert (done["referenced_by"], entries_of(fleet)) == ([], {})


def test_a_key_is_removed_after_the_conversion(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("keypair", **keypair_options(**pair_options()))
    by_hand(fleet, singles)
    is_kept(fleet, run, "keypair", "keypair", [TITLE], **KEY_ABSENT)
    run("ims_config", **ims_options(fleet))
    changes_once(fleet, run, "keypair", "keypair", **KEY_ABSENT)


def test_an_alias_that_an_entry_only_kept_is_no_reference(fleet: RunningFleet, run: Run) -> None:
    run("keypair", **keypair_options(**pair_options()))
    run("ims_config", **ims_options(fleet))
    set_property(fleet, pair(fleet, TITLE).pid, "auth.token.provider.keypair.alias", ALIAS)
    changes_once(fleet, run, "keypair", "keypair", **KEY_ABSENT)


def test_a_key_is_removed_nevertheless_without_looking(fleet: RunningFleet, run: Run, singles: Options) -> None:
    run("keypair", **keypair_options(**pair_options()))
    by_hand(fleet, singles)
    fleet.clear_requests()
    assert run("keypair", check=True, **KEY_ABSENT, remove_referenced=True)["changed"]
    assert not [line for line in requested(fleet) if "configMgr" in line]
    changes_once(fleet, run, "keypair", "keypair", **KEY_ABSENT, remove_referenced=True)
    before = state(fleet)
    fleet.clear_requests()
    run("keypair", **KEY_ABSENT)
    assert (len(requested(fleet)), state(fleet)) == (2, before)
