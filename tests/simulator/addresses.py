# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which loopback address and port each part of a fleet gets."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_network

LOOPBACK = IPv4Network("127.0.0.0/8")
AUTHOR_PORT, AUTHOR_TLS_PORT = 4502, 5433
CLOUD_PORT, CLOUD_TLS_PORT = 8080, 8443
CONTROL_PORT = 9000
HOSTS = 250
MOST_AUTHORS = HOSTS * 254
HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
ANY = random.SystemRandom()


@dataclass(frozen=True)
class Network:
    """A /16 of the loopback network: .0.1 is control, .0.2 is the cloud, authors follow from .1.1 on."""

    block: IPv4Network

    @property
    def control(self) -> str:
        return str(self.block[1])

    @property
    def cloud(self) -> str:
        return str(self.block[2])

    def author(self, index: int) -> str:
        third, fourth = divmod(index, HOSTS)
        return str(self.block[256 * (third + 1) + fourth + 1])


def network(text: str) -> Network:
    block = ip_network(text)
    if not isinstance(block, IPv4Network) or block.prefixlen != 16 or not block.subnet_of(LOOPBACK):
        raise ValueError(f"the network of a fleet is a /16 inside 127.0.0.0/8, such as 127.77.0.0/16, not {text}")
    return Network(block)


def candidates(wish: str | None) -> list[Network]:
    """The network that was asked for, else every /16 but the first (where other services live) in random order."""
    if wish is not None:
        return [network(wish)]
    seconds = list(range(1, 255))
    ANY.shuffle(seconds)
    return [network(f"127.{second}.0.0/16") for second in seconds]


def socket_address(text: str) -> tuple[str, int]:
    """Host and port of an address such as 127.0.0.1:443."""
    host, dummy, port = text.rpartition(":")
    try:
        number, inside = int(port), IPv4Address(host) in LOOPBACK
    except ValueError:
        number, inside = 0, False
    if not inside or not 0 < number < 65536:
        raise ValueError(f"the cloud listens at an address of 127.0.0.0/8, such as 127.0.0.1:443, not at {text}")
    return host, number


def check_host_names(names: Iterable[str]) -> None:
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a host")


def origin(host: str, port: int, *, tls: bool) -> str:
    """The address of a server as clients write it: without the port that the scheme stands for."""
    scheme, usual = ("https", 443) if tls else ("http", 80)
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"
