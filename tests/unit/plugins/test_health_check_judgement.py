# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""health_check: when it fails, what it waits for, and how few requests it needs."""

from __future__ import annotations

import time
from typing import Any

import pytest
from unit.plugins.fleet_state import requested
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import credential_options, health_options
from unit.plugins.test_health_check import PROBES, found, healthy

from simulator import RunningFleet

BUNDLES = "GET /system/console/bundles.json"


@pytest.mark.parametrize(
    ("changed", "status", "fails_on"),
    [
        ({}, "ok", set()),
        ({"title": None}, "ok", set()),
        ({"org_id": "OTHER@AdobeOrg", "company": None, "report_suites": None}, "warning", {"warning"}),
        ({"report_suites": ["none-such"]}, "failed", {"failed", "warning"}),
    ],
)
def test_the_task_fails_as_asked(
    fleet: RunningFleet, run: Run, changed: dict[str, Any], status: str, fails_on: set[str]
) -> None:
    healthy(fleet, run)
    asked = {name: value for name, value in health_options(fleet, **changed).items() if value is not None}
    for fail_on in ("failed", "warning", "never"):
        result = run("health_check", **asked, fail_on=fail_on)
        assert (result["status"], bool(result.get("failed"))) == (status, fail_on in fails_on)
        if result.get("failed"):
            culprits = [each for each in result["probes"] if each["status"] in {"failed", "warning"}]
            assert all(each["message"] in result["msg"] and each["remedy"] in result["msg"] for each in culprits)
            assert fleet.authors[0].url in result["msg"]


def test_only_what_was_asked_for_in_its_order(fleet: RunningFleet, run: Run) -> None:
    healthy(fleet, run)
    result = run("health_check", **health_options(fleet, probes=["report_suites", "token", "author_ready"]))
    assert list(found(result)) == ["author_ready", "token", "report_suites"]
    assert result["status"] == "ok"
    assert requested(fleet, "author1") == [BUNDLES]


def test_nothing_asked_is_skipped(fleet: RunningFleet, run: Run) -> None:
    result = run("health_check", probes=["ims_config", "token"])
    assert (result["status"], {each["code"] for each in result["probes"]}) == ("skipped", {"not_asked"})
    assert requested(fleet) == []


def test_one_token_and_no_request_twice(fleet: RunningFleet, run: Run) -> None:
    healthy(fleet, run)
    run("health_check", **health_options(fleet))
    sent = requested(fleet)
    assert len(sent) == len(set(sent)) <= 11
    assert sent.count("POST /ims/token/v3") == 1


def test_the_credential_alone_is_enough_for_a_token(fleet: RunningFleet, run: Run) -> None:
    result = run("health_check", probes=["token"], **credential_options(fleet))
    assert (result["status"], requested(fleet)) == ("ok", ["POST /ims/token/v3"])


def test_a_restart_is_waited_for(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", settling_reads=2)
    fleet.restart("author1", 0.5)
    impatient = run("health_check", probes=["author_ready"], timeout=0.2)
    assert (impatient["failed"], impatient["probes"][0]["code"]) == (True, "author_not_ready")
    patient = run("health_check", probes=["author_ready"], wait=20, polls=3, timeout=0.2)
    assert patient["status"] == "ok"
    statuses = [entry.status for entry in fleet.requests("author1")]
    assert statuses[0] == 503
    assert statuses[-5:] == [200] * 5


def test_waiting_has_an_end(fleet: RunningFleet, run: Run) -> None:
    fleet.restart("author1", 60)
    started = time.monotonic()
    result = run("health_check", probes=["author_ready"], wait=1.5, timeout=0.3, fail_on="never")
    assert (result["status"], result["probes"][0]["code"]) == ("failed", "author_not_ready")
    assert 1 < time.monotonic() - started < 4


@pytest.mark.parametrize("polls", [1, 4])
def test_good_polls_are_counted(fleet: RunningFleet, run: Run, polls: int) -> None:
    run("health_check", probes=["author_ready"], polls=polls)
    assert requested(fleet) == [BUNDLES] * polls


def test_a_wrong_account_is_not_waited_for(fleet: RunningFleet, run: Run) -> None:
    result = run("health_check", probes=["author_ready"], author_password="a-wrong-one", wait=30, polls=3)
    assert (result["probes"][0]["code"], requested(fleet)) == ("author_login_refused", [BUNDLES])


def test_a_refused_connection_is_waited_for(fleet: RunningFleet, run: Run) -> None:
    fleet.faults.add(to="author1", kind="refuse", seconds=1.0)
    assert run("health_check", probes=["author_ready"], wait=20, timeout=0.3)["status"] == "ok"


def test_all_probes_are_there_even_if_nothing_answers(fleet: RunningFleet, run: Run) -> None:
    result = run("health_check", **health_options(fleet, author_url="http://127.0.0.1:9", timeout=0.2))
    assert result["failed"]
    assert [each["status"] for each in result["probes"]] == [
        "failed",
        "skipped",
        "skipped",
        "ok",
        "ok",
        "ok",
        "skipped",
    ]
    assert list(found(result)) == PROBES
