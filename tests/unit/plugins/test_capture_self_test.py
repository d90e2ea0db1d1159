# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The self-test of contract_capture: it leaves nothing behind, and says what does not hold instead of failing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.plugins.fleet_state import CUSTOMIZER, PROVIDER, changes, halves, state
from unit.plugins.key_options import entries_of, pair_options
from unit.plugins.module_runner import Run
from unit.plugins.test_capture import EDITIONS, captured, configured, drawn, evidence_of, outcomes

from integration.conftest import Record
from simulator import RunningFleet

KEYSTORE_ROWS = (
    "key_added",
    "key_date",
    "alias_case",
    "alias_taken",
    "chain",
    "pkcs12",
    "key_refused",
    "alias_absent",
)
# What the simulated fleet draws from the seed, or what its console's generation decides.
OPEN = {
    "csrf_needed",
    "csrf_console",
    "location",
    "default_stored",
    "oauth_metatype",
    "alias_taken",
    "chain",
    "alias_absent",
}


def scratch_nodes(fleet: RunningFleet) -> list[str]:
    """What lies in the author's scratch folder."""

    def children(author: Any) -> list[str]:
        return list(author.repository.node("/tmp").children)

    return fleet.authors[0].call(children)


def leftovers(fleet: RunningFleet) -> list[str]:
    """Everything on the author that bears the name of a capture."""
    configurations = [*halves(fleet, PROVIDER).values(), *halves(fleet, CUSTOMIZER).values()]
    named = [str(value) for each in configurations for value in each.values() if "aemfleet-capture-" in str(value)]
    return [*named, *scratch_nodes(fleet)]


def key_owner(fleet: RunningFleet, run: Run) -> str:
    """A service user with a keystore that holds a key of its own."""
    user = str(fleet.authors[0].names.product.service_user)
    run("keypair", user=user, alias="kept", keystore_password="of-the-store", **pair_options())
    return user


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("visibility_delay", [0, 2])
def test_nothing_is_left_behind(
    fleet: RunningFleet, run: Run, edition: str, visibility_delay: int, record_property: Record
) -> None:
    configured(drawn(fleet, edition, record_property))
    fleet.configure("author1", visibility_delay=visibility_delay)
    before = state(fleet)
    document = captured(run, self_test=True)
    assert state(fleet) == before
    assert leftovers(fleet) == []
    assert changes(fleet) != []
    failing = {each for each, outcome in outcomes(document).items() if outcome == "fails"}
    assert failing - OPEN - ({"service_user"} if edition == "6.5.12" else set()) == set()
    untested = {each for each, outcome in outcomes(document).items() if outcome == "unknown"}
    assert untested <= {*KEYSTORE_ROWS, "large_tree", "service_user", "key_dates"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_that_the_fleet_draws_say_what_was_drawn(
    fleet: RunningFleet, run: Run, edition: str, record_property: Record
) -> None:
    configured(drawn(fleet, edition, record_property))
    user = key_owner(fleet, run)
    before = entries_of(fleet, user)
    document = captured(run, self_test=True, keypair_user=user)
    assert entries_of(fleet, user) == before
    table, author = outcomes(document), fleet.authors[0]
    strict = author.call(lambda each: each.access.strict_csrf)
    draws = author.call(lambda each: each.assumptions)
    half_way = author.names.console.web_console.startswith("4.7")
    assert {each: table[each] == "holds" for each in OPEN} == {
        "csrf_needed": strict,
        "csrf_console": strict,
        "location": not half_way,
        "default_stored": not half_way,
        "oauth_metatype": edition != "6.5.12",
        "alias_taken": draws.duplicate_alias == "replaces",
        "chain": draws.pem_bundle == "chain",
        "alias_absent": draws.missing_alias == "ignored",
    }
    assert {table[each] for each in ("key_added", "key_date", "alias_case", "pkcs12", "key_refused")} == {"holds"}
    assert f"Taken as {draws.pkcs12_type};" in evidence_of(document, "pkcs12")
    assert str(draws.keystore_refusal) in evidence_of(document, "key_refused")
    assert ("422" if draws.precise_refusals else "500") in evidence_of(document, "value_refused")
    kind = {"pid": "the PID", "name": "the name", "title": "the title"}[author.names.dialog.ims_value_kind]
    assert kind in evidence_of(document, "reference")


def break_search(author: Any) -> None:
    """Let no node of the wizard have the text that QueryBuilder is asked for."""
    for dummy, node in author.repository.walk("/libs/cq/adobeims-configuration"):
        if node.properties.get("text") == "Adobe Analytics":
            node.properties["text"] = "Adobe Analytics (IMS)"


@pytest.mark.parametrize(
    ("settings", "row"),
    [
        ({"drops_defaults": True}, "default_stored"),
        ({"write_back": False}, "file_written"),
        ({"csrf": "lenient"}, "csrf_needed"),
        ({"csrf": "lenient"}, "csrf_console"),
        ({"allow_writes": False}, "post_created"),
    ],
)
def test_a_broken_assumption_is_told(fleet: RunningFleet, run: Run, settings: dict[str, Any], row: str) -> None:
    configured(fleet)
    fleet.configure("author1", csrf="strict", drops_defaults=False)
    assert outcomes(captured(run, self_test=True))[row] == "holds"
    fleet.configure("author1", **settings)
    before = state(fleet)
    document = captured(run, self_test=True, timeout=1)
    assert (outcomes(document)[row], bool(evidence_of(document, row))) == ("fails", True)
    assert (state(fleet) == before, leftovers(fleet)) == (True, [])


@pytest.mark.parametrize("settings", [{}, {"allow_writes": False}])
def test_a_second_capture_says_the_same(fleet: RunningFleet, run: Run, settings: dict[str, Any]) -> None:
    configured(fleet)
    fleet.configure("author1", **settings)
    assert captured(run, self_test=True) == captured(run, self_test=True)


def test_a_search_that_finds_nothing_is_told(fleet: RunningFleet, run: Run) -> None:
    configured(fleet)
    fleet.authors[0].call(break_search)
    document = captured(run)
    assert outcomes(document)["wizard_text"] == "fails"
    assert "0 nodes" in evidence_of(document, "wizard_text")


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (r"/system/console/status-", {"version_text": "fails"}),
        (r"querybuilder", {"wizard_text": "fails", "wizard_labels": "fails"}),
        (r"/libs/cq/analytics/components", {"dialog_labels": "fails", "choices": "unknown"}),
        (r"configMgr/\(", {"filter": "fails", "join": "unknown"}),
        (r"\.ks\.json", {"service_user": "unknown"}),
        (r"/etc/cloudservices", {"page_reference": "unknown"}),
        (r"/system/console/services|console\.js", {"join": "holds"}),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_read(
    fleet: RunningFleet, run: Run, path: str, rows: dict[str, str]
) -> None:
    configured(fleet)
    fleet.faults.add(to="author1", kind="status", status=500, method="GET", path=path, times=1000)
    document = captured(run)
    assert rows.items() <= outcomes(document).items()
    assert fleet.authors[0].url.rpartition("//")[2] not in json.dumps(document)
    assert any("answered 500" in each for each in document["missing"]) or rows == {"version_text": "fails"}


def test_a_user_without_a_keystore_gets_none(fleet: RunningFleet, run: Run) -> None:
    user = str(fleet.authors[0].names.product.service_user)
    before = state(fleet)
    document = captured(run, self_test=True, keypair_user=user)
    assert "has no keystore" in evidence_of(document, "key_added")
    assert {outcomes(document)[each] for each in KEYSTORE_ROWS} == {"unknown"}
    assert state(fleet) == before
    assert outcomes(captured(run, self_test=True, keypair_user="nobody-of-that-name"))["key_added"] == "fails"
