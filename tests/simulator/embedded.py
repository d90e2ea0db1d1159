# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet inside the process of a test: its loop runs in a thread, and every call is handed to that loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from .author import Author
from .fleet import Fleet, FleetPlan
from .recorder import RecordedRequest

PATIENCE = 60.0
Result = TypeVar("Result")


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulator", daemon=True)
        self._thread.start()

    def wait_for(self, task: Coroutine[Any, Any, Result], patience: float = PATIENCE) -> Result:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(patience)

    def call(self, function: Callable[..., Result], *positional: Any, **named: Any) -> Result:
        async def inside() -> Result:
            return function(*positional, **named)

        return self.wait_for(inside())

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


class RunningAuthor:
    """One author as a test sees it."""

    def __init__(self, fleet: Fleet, loop: _Loop, author: Author) -> None:
        self._fleet, self._loop, self._author = fleet, loop, author
        self.name = author.name
        self.url = fleet.urls[author.name]
        self.username, self.password = fleet.username, fleet.password

    @property
    def edition(self) -> str:
        return self._author.edition

    @property
    def names(self) -> Any:
        """Every name that was drawn from the seed for this author's edition."""
        return self._author.names

    def call(self, function: Callable[[Author], Result]) -> Result:
        """Look at, or change, the author from inside the loop."""
        return self._loop.call(function, self._author)


class RunningCloud:
    """Adobe's cloud as a test sees it."""

    def __init__(self, fleet: Fleet, loop: _Loop) -> None:
        self._fleet, self._loop = fleet, loop
        self.url = fleet.urls["cloud"]

    @property
    def credential(self) -> dict[str, Any]:
        """The workspace download with the credential that exists from the start."""
        return self._loop.call(lambda: self._fleet.cloud.credential)

    @property
    def company(self) -> str:
        return self._loop.call(lambda: self._fleet.cloud.company)

    @property
    def report_suites(self) -> list[str]:
        return self._loop.call(lambda: self._fleet.cloud.report_suites)

    @property
    def console_token(self) -> dict[str, str]:
        """The api key and access token of an administrator who is logged in to the Developer Console."""
        return self._loop.call(lambda: self._fleet.cloud.console_token)

    def add_client(self, **fields: Any) -> dict[str, Any]:
        """Issue one more credential, and return the workspace download that holds it."""
        return self._loop.call(self._fleet.cloud.add_client, fields)

    def rotate_secret(self, client_id: str) -> str:
        """Replace the oldest secret of a client, and return the new one."""
        return self._loop.call(self._fleet.cloud.rotate_secret, client_id)


class RunningFaults:
    """The faults that are set."""

    def __init__(self, fleet: Fleet, loop: _Loop) -> None:
        self._fleet, self._loop = fleet, loop

    def add(self, **settings: Any) -> int:
        return self._loop.call(self._fleet.faults.add, **settings)

    def listing(self) -> list[dict[str, Any]]:
        return self._loop.call(self._fleet.faults.listing)

    def clear(self) -> None:
        self._loop.call(self._fleet.faults.clear)


class RunningFleet:
    """A fleet as a test sees it; safe to use from any thread."""

    def __init__(self, fleet: Fleet, loop: _Loop) -> None:
        self._fleet, self._loop = fleet, loop
        self.authors = [RunningAuthor(fleet, loop, author) for author in fleet.authors]
        self.cloud = RunningCloud(fleet, loop)
        self.faults = RunningFaults(fleet, loop)
        self.control_url = fleet.urls["control"]
        self.authority_pem = fleet.authority.pem
        self.directory = fleet.plan.directory

    @property
    def seed(self) -> int:
        return self._fleet.seed

    def requests(self, to: str | None = None) -> list[RecordedRequest]:
        return self._loop.call(self._fleet.recorder.requests, to)

    def clear_requests(self) -> None:
        self._loop.call(self._fleet.recorder.clear)

    def observe(self, observer: Callable[[RecordedRequest, Author], None]) -> None:
        """Call a function after every request that an author carried out, before it is answered.

        It runs inside the loop, so it sees the author exactly as that request left it; it must not raise.
        """
        authors = {author.name: author for author in self._fleet.authors}

        def told(entry: RecordedRequest) -> None:
            if entry.to in authors:
                observer(entry, authors[entry.to])

        self._loop.call(self._fleet.observers.append, told)

    def wait_until_held(self, targets: Collection[str], seconds: float) -> frozenset[str]:
        """Wait until all these targets hold a request; returns those that do when the time is over."""
        wanted = frozenset(targets)
        return self._loop.wait_for(self._fleet.holds.wait_for(wanted.issubset, seconds), seconds + PATIENCE)

    def wait_until_released(self, seconds: float) -> frozenset[str]:
        """Wait until no target holds a request; returns those that still do when the time is over."""
        return self._loop.wait_for(self._fleet.holds.wait_for(frozenset().issuperset, seconds), seconds + PATIENCE)

    def snapshot(self, name: str) -> dict[str, Any]:
        return self._loop.call(lambda: self._fleet.target(name).snapshot())

    def configure(self, name: str, /, **settings: Any) -> None:
        self._loop.call(lambda: self._fleet.target(name).configure(settings))

    def advance_clock(self, seconds: float) -> None:
        self._loop.call(self._fleet.clock.advance, seconds)

    def restart(self, name: str, seconds: float) -> None:
        self._loop.call(self._fleet.restart, name, seconds)

    def reset(self, seed: int | None = None, edition: str | None = None) -> None:
        self._loop.wait_for(self._fleet.reset(seed, edition))

    def by_hand_ims_config(self, name: str, /, **fields: Any) -> str:
        return self._loop.call(self._fleet.by_hand_ims_config, name, fields)

    def by_hand_cloudservice(self, name: str, /, **fields: Any) -> str:
        return self._loop.call(self._fleet.by_hand_cloudservice, name, fields)

    def by_hand_framework(self, name: str, /, **fields: Any) -> str:
        return self._loop.call(self._fleet.by_hand_framework, name, fields)


@contextmanager
def running(
    *,
    authors: int = 1,
    edition: str = "6.5.21",
    seed: int = 7,
    tls: bool = False,
    directory: Path | None = None,
    network: str | None = None,
    cloud_address: str | None = None,
    cloud_names: tuple[str, ...] = (),
) -> Iterator[RunningFleet]:
    """Run a fleet as long as the with block lasts."""
    plan = FleetPlan(
        authors=authors,
        edition=edition,
        seed=seed,
        tls=tls,
        network=network,
        directory=directory,
        cloud_address=cloud_address,
        cloud_names=cloud_names,
    )
    loop = _Loop()
    try:
        fleet = loop.call(Fleet, plan)
        try:
            loop.wait_for(fleet.start())
            yield RunningFleet(fleet, loop)
        finally:
            loop.wait_for(fleet.stop())
    finally:
        loop.stop()
