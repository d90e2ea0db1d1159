# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults hit the request they are meant for, and do what they are called."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import simulator
from simulator import RunningFleet

TREE = "/apps/system/config"
PATH = f"{TREE}/fault"


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=1) as fleet:
        yield fleet


@pytest.fixture(autouse=True)
def _afresh(fleet: RunningFleet) -> None:
    fleet.reset()
    fleet.configure("author1", csrf="lenient")


def post(fleet: RunningFleet, path: str = PATH) -> requests.Response:
    author = fleet.authors[0]
    return requests.post(author.url + path, auth=(author.username, author.password), data={"a": "1"}, timeout=5)


def is_there(fleet: RunningFleet) -> bool:
    return "fault" in fleet.snapshot("author1")["nodes"][TREE]


def test_a_reset_connection_leaves_the_author_untouched(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="reset")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        post(fleet)
    assert not is_there(fleet)
    assert fleet.requests()[0].status is None
    assert post(fleet).status_code == 201


def test_reset_after_carries_the_request_out(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="reset_after")
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        post(fleet)
    assert is_there(fleet)


def test_a_refusing_author_comes_back(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="refuse", seconds=0.4)
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        post(fleet)
    with pytest.raises(requests.ConnectionError, match="refused"):
        post(fleet)
    time.sleep(0.5)
    assert post(fleet).status_code == 201
    assert len(fleet.requests(to="author1")) == 2


def test_a_reset_of_the_fleet_ends_refusal(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="refuse", seconds=60)
    with pytest.raises(requests.ConnectionError):
        post(fleet)
    fleet.reset()
    fleet.configure("author1", csrf="lenient")
    assert post(fleet).status_code == 201


def test_a_stalled_answer_comes_late(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="stall", seconds=0.3)
    started = time.perf_counter()
    assert post(fleet).status_code == 201
    assert time.perf_counter() - started >= 0.3


def test_a_truncated_answer_promises_more_than_it_sends(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="truncate")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        post(fleet)
    assert is_there(fleet)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 502, 503])
def test_a_proxy_answers_in_place_of_the_author(fleet: RunningFleet, status: int) -> None:
    fleet.faults.add(to="author1", kind="status", status=status, retry_after=3)
    answer = post(fleet)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "3")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert not is_there(fleet)
    assert fleet.requests()[0].fault == "status"


@pytest.mark.parametrize("kind", ["starting", "restart"])
def test_a_starting_author_answers_503_until_it_is_up(fleet: RunningFleet, kind: str) -> None:
    fleet.faults.add(to="author1", kind=kind, seconds=30)
    assert [post(fleet).status_code for dummy in range(2)] == [503, 503]
    fleet.advance_clock(31)
    assert post(fleet).status_code == 201


def test_only_the_nth_matching_request_is_hit_and_so_many_times(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="status", status=500, method="post", path=r"/fault-\d$", nth=2, times=2)
    post(fleet, f"{TREE}/other")
    requests.get(fleet.authors[0].url + "/fault-1", allow_redirects=False, timeout=5)
    assert [post(fleet, f"{PATH}-1").status_code == 500 for dummy in range(4)] == [False, True, True, False]


def test_a_path_is_matched_decoded_too(fleet: RunningFleet) -> None:
    fleet.faults.add(to="cloud", kind="status", status=404, path=r"\(id=1\)")
    assert "<html>" in requests.get(f"{fleet.cloud.url}/%28id%3D1%29", timeout=5).text


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"kind": "explode", "to": "author1"}, "a fault is one of"),
        ({"kind": "reset", "to": "author9"}, "no target 'author9'"),
        ({"kind": "reset"}, "needs to"),
        ({"kind": "stall", "to": "author1"}, "needs seconds"),
        ({"kind": "status", "to": "author1", "status": 418}, "answers one of"),
        ({"kind": "reset", "to": "author1", "nth": 0}, "whole numbers"),
        ({"kind": "reset", "to": "author1", "path": "("}, "regular expression"),
        ({"kind": "reset", "to": "author1", "when": 1}, "unknown fault settings when"),
        ({"kind": "restart", "to": "cloud", "seconds": 1}, "only an author"),
    ],
)
def test_a_wrong_fault_is_refused(fleet: RunningFleet, settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        fleet.faults.add(**settings)
    assert fleet.faults.listing() == []
