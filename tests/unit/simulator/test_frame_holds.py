# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Held requests stay without an answer until their client goes, and an observer sees what every request left."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

import simulator
from simulator import RunningFleet

TREE = "/apps/system/config"
PATIENCE = 5.0


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=2) as fleet:
        yield fleet


@pytest.fixture(autouse=True)
def _afresh(fleet: RunningFleet) -> None:
    fleet.reset()
    for author in fleet.authors:
        fleet.configure(author.name, csrf="lenient")


def post(fleet: RunningFleet, name: str) -> requests.Response:
    author = fleet.authors[0]
    credentials = (author.username, author.password)
    return requests.post(f"{author.url}{TREE}/{name}", auth=credentials, data={"a": "1"}, timeout=PATIENCE)


def sent(fleet: RunningFleet, name: str) -> socket.socket:
    """A connection whose request was sent, by a client that does not wait."""
    author = fleet.authors[0]
    request = requests.Request(
        "POST", f"{author.url}{TREE}/{name}", data="a=1", auth=(author.username, author.password)
    ).prepare()
    request.headers["Content-Type"] = "application/x-www-form-urlencoded"
    address = urlsplit(author.url)
    lines = [f"POST {request.path_url} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"{key}: {value}" for key, value in request.headers.items()]
    connection = socket.create_connection((str(address.hostname), int(address.port or 0)), PATIENCE)
    connection.sendall(("\r\n".join(lines) + "\r\n\r\na=1").encode())
    return connection


def names(fleet: RunningFleet) -> set[str]:
    return {name for name in fleet.snapshot("author1")["nodes"][TREE] if ":" not in name}


@pytest.mark.parametrize(("kind", "left"), [("hold", set()), ("hold_after", {"one"})])
def test_a_held_request_ends_with_its_client(fleet: RunningFleet, kind: str, left: set[str]) -> None:
    fleet.faults.add(to="author1", kind=kind)
    with sent(fleet, "one") as connection:
        assert fleet.wait_until_held(["author1"], PATIENCE) == {"author1"}
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    assert fleet.wait_until_released(PATIENCE) == frozenset()
    assert names(fleet) == left
    (held,) = fleet.requests("author1")
    assert (held.fault, held.status) == (kind, None)
    assert post(fleet, "two").status_code == 201


def test_a_request_is_held_in_its_turn(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="hold", nth=2)
    assert post(fleet, "one").status_code == 201
    assert fleet.wait_until_held(["author1"], 0.1) == frozenset()
    with sent(fleet, "two"):
        assert fleet.wait_until_held(["author1"], PATIENCE) == {"author1"}
    assert names(fleet) == {"one"}


def test_waiting_for_more_than_is_held_tells_who_holds(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="hold")
    with sent(fleet, "one"):
        assert fleet.wait_until_held(["author1"], PATIENCE) == {"author1"}
        assert fleet.wait_until_held(["author1", "author2"], 0.1) == {"author1"}
        assert fleet.wait_until_released(0.1) == {"author1"}


def test_a_reset_of_the_fleet_releases_what_is_held(fleet: RunningFleet) -> None:
    fleet.faults.add(to="author1", kind="hold")
    with sent(fleet, "one") as connection:
        assert fleet.wait_until_held(["author1"], PATIENCE) == {"author1"}
        fleet.reset()
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    assert fleet.wait_until_released(PATIENCE) == frozenset()


def test_an_observer_sees_the_author_as_each_request_left_it(fleet: RunningFleet) -> None:
    seen: list[tuple[str, str, bool]] = []
    fleet.observe(
        lambda entry, author: seen.append(
            (author.name, entry.target, f"{TREE}/one" in dict(author.repository.walk(TREE)))
        )
    )
    fleet.faults.add(to="author1", kind="hold", path="zero")
    fleet.faults.add(to="author1", kind="reset_after", path="one")
    with sent(fleet, "zero"):
        fleet.wait_until_held(["author1"], PATIENCE)
    with pytest.raises(requests.ConnectionError):
        post(fleet, "one")
    post(fleet, "two")
    assert seen == [("author1", f"{TREE}/one", True), ("author1", f"{TREE}/two", True)]
