# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole simulated world: authors, Adobe's cloud, their addresses, the clock, and the record of requests."""

from __future__ import annotations

import asyncio
import errno
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import addresses, handover
from .author import Author
from .certificates import Authority, create_authority, server_context
from .clock import Clock
from .cloud import Cloud
from .cloud.hosts import host_of
from .control import Control
from .faults import Faults
from .holds import Holds
from .listener import Listener, Observer
from .recorder import Recorder
from .target import Target

EDITIONS = ("6.5.12", "6.5.17", "6.5.21", "lts")
USERNAME = "admin"


@dataclass(frozen=True)
class FleetPlan:
    """What a fleet is made of; `edition` may be a comma list that is cycled over the authors.

    A cloud with names speaks TLS and believes to be at them; the caller makes them lead to its address.
    """

    authors: int
    edition: str
    seed: int
    tls: bool = False
    network: str | None = None
    directory: Path | None = None
    cloud_address: str | None = None
    cloud_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.authors <= addresses.MOST_AUTHORS:
            raise ValueError(f"a fleet has 0 to {addresses.MOST_AUTHORS} authors, not {self.authors}")
        edition_of(self.edition, 0)
        addresses.candidates(self.network)
        addresses.check_host_names(self.cloud_names)
        if self.cloud_address is not None:
            addresses.socket_address(self.cloud_address)

    @property
    def cloud_tls(self) -> bool:
        return self.tls or bool(self.cloud_names)

    def cloud_socket(self, network: addresses.Network) -> tuple[str, int]:
        if self.cloud_address is not None:
            return addresses.socket_address(self.cloud_address)
        return network.cloud, addresses.CLOUD_TLS_PORT if self.cloud_tls else addresses.CLOUD_PORT


def edition_of(editions: str, index: int) -> str:
    known = [edition.strip() for edition in editions.split(",")]
    for edition in known:
        if edition not in EDITIONS:
            raise ValueError(f"unknown edition {edition!r}; known are {', '.join(EDITIONS)}")
    return known[index % len(known)]


class Fleet:
    """Starts and stops everything, and is what the control address and the embedding test act on."""

    def __init__(self, plan: FleetPlan) -> None:
        self.plan, self.seed = plan, plan.seed
        self.clock = Clock()
        self.recorder = Recorder(self.clock)
        self.author_names = tuple(f"author{number}" for number in range(1, plan.authors + 1))
        self.faults = Faults((*self.author_names, "cloud"))
        self.holds = Holds()
        self.observers: list[Observer] = []
        self.username = USERNAME
        self.password = f"{random.Random(f'{plan.seed}:password').getrandbits(80):020x}"
        self.authority: Authority = create_authority()
        self.control = Control(self)
        self.targets: dict[str, Target] = {}
        self.listeners: dict[str, Listener] = {}
        self.sockets: dict[str, tuple[str, int]] = {}
        self.urls: dict[str, str] = {}
        self.cloud: Cloud
        self.authors: list[Author] = []

    async def start(self) -> None:
        network = await self._claim_network()
        self._create_targets(network)
        await self._open_listeners()
        self.write_handover()

    async def stop(self) -> None:
        await self.control.close()
        await asyncio.gather(*(listener.close() for listener in self.listeners.values()))

    async def _claim_network(self) -> addresses.Network:
        """Binding the control address claims the /16 for this process."""
        for network in addresses.candidates(self.plan.network):
            try:
                await self.control.open(network.control, addresses.CONTROL_PORT)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            self.urls["control"] = f"http://{network.control}:{addresses.CONTROL_PORT}"
            return network
        raise OSError(errno.EADDRINUSE, f"no free address for a fleet in {self.plan.network or '127.0.0.0/8'}")

    def _create_targets(self, network: addresses.Network) -> None:
        self._create_cloud(*self.plan.cloud_socket(network))
        port = addresses.AUTHOR_TLS_PORT if self.plan.tls else addresses.AUTHOR_PORT
        for index, name in enumerate(self.author_names):
            host = network.author(index)
            self.sockets[name] = host, port
            self.urls[name] = addresses.origin(host, port, tls=self.plan.tls)
            author = self._create_author(index, name)
            self.authors.append(author)
            self.targets[name] = author

    def _create_cloud(self, host: str, port: int) -> None:
        names = self.plan.cloud_names or (host,)
        self.sockets["cloud"] = host, port
        for key, service in (("cloud", "ims"), ("analytics", "analytics")):
            self.urls[key] = addresses.origin(host_of(service, names), port, tls=self.plan.cloud_tls)
        self.cloud = Cloud(seed=self.seed, clock=self.clock, base_url=self.urls["cloud"])
        self.targets["cloud"] = self.cloud

    def _create_author(self, index: int, name: str) -> Author:
        return Author(
            name=name,
            edition=edition_of(self.plan.edition, index),
            seed=self.seed,
            clock=self.clock,
            base_url=self.urls[name],
            cloud_url=self.urls["cloud"],
            username=self.username,
            password=self.password,
        )

    async def _open_listeners(self) -> None:
        hosts = [host for host, dummy in self.sockets.values()]
        tls = server_context(self.authority, hosts, self.plan.cloud_names) if self.plan.cloud_tls else None
        for name, (host, port) in self.sockets.items():
            secured = self.plan.cloud_tls if name == "cloud" else self.plan.tls
            listener = Listener(self.targets[name], host, port, tls=tls if secured else None, fleet=self)
            await listener.open()
            self.listeners[name] = listener

    def write_handover(self) -> None:
        if self.plan.directory is not None:
            handover.write(self, self.plan.directory)

    def target(self, name: str) -> Target:
        try:
            return self.targets[name]
        except KeyError:
            raise ValueError(f"there is no target {name!r}; targets are cloud and author1 to authorN") from None

    def author(self, name: str) -> Author:
        target = self.target(name)
        if not isinstance(target, Author):
            raise ValueError(f"{name} is not an author")
        return target

    def restart(self, name: str, seconds: float) -> None:
        self.author(name).restart(seconds)

    def by_hand_ims_config(self, name: str, fields: dict[str, Any]) -> str:
        """What an administrator clicked together in the wizard: the new PID."""
        return self.author(name).by_hand_ims_config(**fields)

    def by_hand_cloudservice(self, name: str, fields: dict[str, Any]) -> str:
        """What an administrator clicked together below Legacy Cloud Services: the new page."""
        return self.author(name).by_hand_cloudservice(**fields)

    def by_hand_framework(self, name: str, fields: dict[str, Any]) -> str:
        """What an administrator clicked together below a cloud service: the new page."""
        return self.author(name).by_hand_framework(**fields)

    async def reset(self, seed: int | None = None, edition: str | None = None) -> None:
        """Everything as after the start, at the same addresses and with the same account."""
        if edition is not None:
            edition_of(edition, 0)
        self.seed = self.seed if seed is None else seed
        self.clock.offset = 0.0
        self.recorder.clear()
        self.faults.clear()
        for listener in self.listeners.values():
            await listener.heal()
        self.cloud.reset(self.seed)
        for index, author in enumerate(self.authors):
            author.reset(self.seed, None if edition is None else edition_of(edition, index))
        self.write_handover()

    def state(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "clock": {"now": self.clock.now(), "offset": self.clock.offset},
            "urls": dict(self.urls),
            "editions": {author.name: author.edition for author in self.authors},
        }
