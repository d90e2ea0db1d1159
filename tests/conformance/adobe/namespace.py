# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of its own, where Adobe's host names lead to the loopback address and nothing leads out.

contract/adobe-cloud.md 9.3, the transparent way.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import subprocess

from simulator.cloud.hosts import SERVICE_AT

from ..outcome import Lacking
from .places import HOSTS

LOOPBACK, OUTSIDE = "127.0.0.1", ("192.0.2.1", 443)
SET_FLAGS, UP = 0x8914, 1


def prepare() -> None:
    """Called first of all inside the new namespaces."""
    _raise_loopback()
    HOSTS.write_text("".join(f"{LOOPBACK} {name}\n" for name in ("localhost", *SERVICE_AT)), encoding="ascii")
    subprocess.run(["mount", "--bind", str(HOSTS), "/etc/hosts"], check=True)
    _check()


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def _check() -> None:
    """Better no test than one that speaks to Adobe."""
    for name in SERVICE_AT:
        if socket.gethostbyname(name) != LOOPBACK:
            raise Lacking(f"The hosts file is not asked first on this machine: {name} does not lead to {LOOPBACK}.")
    with socket.socket() as handle:
        if handle.connect_ex(OUTSIDE) == 0:
            raise Lacking("The network namespace leads out of this machine.")
