# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame carries requests to their target, and records them."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

import simulator
from simulator import RunningFleet


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=2, seed=3) as fleet:
        yield fleet


@pytest.fixture(autouse=True)
def _afresh(fleet: RunningFleet) -> None:
    fleet.reset(seed=3, edition="6.5.21")
    fleet.configure("author1", csrf="lenient")


def account(fleet: RunningFleet) -> tuple[str, str]:
    return fleet.authors[0].username, fleet.authors[0].password


def test_a_request_is_recorded_for_the_target_that_it_reached(fleet: RunningFleet) -> None:
    url = f"{fleet.authors[1].url}/a%2Fb.json?x=%20"
    answer = requests.get(url, auth=account(fleet), headers={"X-Trace": "7"}, timeout=5)
    (entry,) = fleet.requests(to="author2")
    assert fleet.requests(to="author1") == []
    assert (entry.method, entry.target, entry.status) == ("GET", "/a%2Fb.json?x=%20", answer.status_code)
    assert entry.headers["X-Trace"] == "7"
    assert entry.duration is not None
    assert entry.failure is None


def test_form_fields_are_recorded_in_order_and_files_by_name_and_size(fleet: RunningFleet) -> None:
    url, login = f"{fleet.authors[0].url}/content/x", account(fleet)
    requests.post(url, auth=login, data=[("b", "ü"), ("a", "1"), ("b", "2")], timeout=5)
    requests.post(url, auth=login, data={"a": "1"}, files={"store": ("s.p12", b"12345")}, timeout=5)
    plain, multipart = fleet.requests(to="author1")
    assert plain.form == [("b", "ü"), ("a", "1"), ("b", "2")]
    assert multipart.form[0] == ("a", "1")
    assert multipart.form[1][0] == "store"
    assert (multipart.form[1][1]["filename"], multipart.form[1][1]["size"]) == ("s.p12", 5)


def test_a_bad_character_set_reaches_the_target(fleet: RunningFleet) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=no-such-thing"}
    requests.post(f"{fleet.cloud.url}/ims/keys", data=b"a=%FF\xff", headers=headers, timeout=5)
    (entry,) = fleet.requests(to="cloud")
    assert entry.body == "a=%FF�"


def test_connections_are_numbered(fleet: RunningFleet) -> None:
    url = fleet.authors[0].url
    with requests.Session() as session:
        session.get(url, auth=account(fleet), allow_redirects=False, timeout=5)
        session.get(url, auth=account(fleet), allow_redirects=False, timeout=5)
    requests.get(url, auth=account(fleet), allow_redirects=False, timeout=5)
    first, second, third = (entry.connection for entry in fleet.requests(to="author1"))
    assert first == second != third


def test_a_reset_restores_state_clock_record_and_faults(fleet: RunningFleet) -> None:
    fresh = fleet.snapshot("author1"), fleet.cloud.credential
    path = f"{fleet.authors[0].url}/apps/system/config/x"
    assert requests.post(path, auth=account(fleet), data={"a": "1"}, timeout=5).status_code == 201
    fleet.cloud.rotate_secret(fleet.snapshot("cloud")["clients"][0]["client_id"])
    fleet.faults.add(to="author1", kind="reset")
    fleet.advance_clock(500)
    assert (fleet.snapshot("author1"), fleet.cloud.credential) != fresh
    fleet.reset()
    assert (fleet.snapshot("author1")["nodes"], fleet.cloud.credential) == (fresh[0]["nodes"], fresh[1])
    assert (fleet.faults.listing(), fleet.requests()) == ([], [])
    assert requests.get(fleet.control_url, timeout=5).json()["clock"]["offset"] == 0


def test_another_seed_draws_other_names(fleet: RunningFleet) -> None:
    before = fleet.authors[0].names, fleet.cloud.credential["project"]["org"]
    fleet.reset(seed=4)
    after = fleet.authors[0].names, fleet.cloud.credential["project"]["org"]
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_authors_of_one_edition_share_their_names(fleet: RunningFleet) -> None:
    assert fleet.authors[0].names == fleet.authors[1].names
    fleet.reset(edition="6.5.21,lts")
    assert [author.edition for author in fleet.authors] == ["6.5.21", "lts"]


def test_fleets_live_side_by_side(fleet: RunningFleet) -> None:
    with simulator.running(authors=1) as other:
        assert other.authors[0].url != fleet.authors[0].url
        assert requests.get(f"{other.cloud.url}/ims/keys", timeout=5).ok
        assert requests.get(f"{fleet.cloud.url}/ims/keys", timeout=5).ok


def test_a_taken_network_is_refused(fleet: RunningFleet) -> None:
    taken = fleet.control_url.split("//")[1].split(".")[1]
    refused = pytest.raises(OSError, match="no free address")
    with refused, simulator.running(network=f"127.{taken}.0.0/16"):
        pass


def test_repeated_headers_are_joined(fleet: RunningFleet) -> None:
    connection = http.client.HTTPConnection(fleet.cloud.url.removeprefix("http://"), timeout=5)
    connection.putrequest("GET", "/ims/keys")
    for value in ("one", "two"):
        connection.putheader("X-Trace", value)
    connection.endheaders()
    connection.getresponse().read()
    connection.close()
    assert fleet.requests(to="cloud")[0].headers["X-Trace"] == "one, two"


def test_a_fleet_stops_at_once_though_connections_are_open_and_an_answer_is_due() -> None:
    with requests.Session() as session, ThreadPoolExecutor(1) as pool:
        with simulator.running(authors=300) as fleet:
            for author in fleet.authors[::50]:
                assert session.get(author.url, allow_redirects=False, timeout=5).status_code == 302
            fleet.faults.add(to="cloud", kind="stall", seconds=60)
            waiting = pool.submit(requests.get, fleet.cloud.url, timeout=20)
            while not fleet.requests(to="cloud"):
                time.sleep(0.01)
            started = time.perf_counter()
        assert time.perf_counter() - started < 2
        assert isinstance(waiting.exception(timeout=5), requests.ConnectionError)


def test_tls_certificates_name_every_address(tmp_path: Path) -> None:
    with simulator.running(authors=3, tls=True, directory=tmp_path) as fleet:
        authority = str(tmp_path / "ca.pem")
        for url in (fleet.authors[2].url, fleet.cloud.url):
            assert url.startswith("https://")
            assert requests.get(url, verify=authority, allow_redirects=False, timeout=5).status_code in (302, 404)
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(fleet.cloud.url, timeout=5)
