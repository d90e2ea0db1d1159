# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authors and cloud that answer late, each for itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import requests

import simulator
from simulator import RunningFleet

LATE = 0.5


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=2) as fleet:
        yield fleet


@pytest.fixture(autouse=True)
def _afresh(fleet: RunningFleet) -> None:
    fleet.reset()


def seconds_of(url: str) -> float:
    started = time.perf_counter()
    requests.get(url, timeout=10)
    return time.perf_counter() - started


@pytest.mark.parametrize("name", ["author1", "cloud"])
def test_every_answer_comes_late(fleet: RunningFleet, name: str) -> None:
    urls = {"author1": fleet.authors[0].url, "cloud": f"{fleet.cloud.url}/discovery/me"}
    fleet.configure(name, latency=LATE)
    assert all(seconds_of(urls[name]) >= LATE for dummy in range(2))
    fleet.configure(name, latency=0)
    assert seconds_of(urls[name]) < LATE


def test_no_other_author_waits_meanwhile(fleet: RunningFleet) -> None:
    fleet.configure("author1", latency=LATE)
    late = threading.Thread(target=seconds_of, args=[fleet.authors[0].url])
    late.start()
    while not fleet.requests(to="author1"):
        time.sleep(0.01)
    assert seconds_of(fleet.authors[1].url) < LATE
    assert late.is_alive()
    late.join()


def test_a_reset_ends_it(fleet: RunningFleet) -> None:
    fleet.configure("author1", latency=LATE)
    fleet.reset()
    assert seconds_of(fleet.authors[0].url) < LATE


@pytest.mark.parametrize("name", ["author1", "cloud"])
@pytest.mark.parametrize("value", [-1, True, "1", None, float("inf")])
def test_a_latency_is_a_number_of_seconds(fleet: RunningFleet, name: str, value: object) -> None:
    with pytest.raises(ValueError, match="latency is a number of seconds, zero or more"):
        fleet.configure(name, latency=value)
