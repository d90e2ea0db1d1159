# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The OSGi framework of an author: bundles and their states, service events, configurations."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .bundles import Bundle, Service, installed, registered
from .editions import Edition
from .felix import ConfigurationAdmin
from .installer import Installer
from .metatype import object_classes
from .names import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..clock import Clock
    from .repository import Repository

SETTINGS: dict[str, Any] = {
    "visibility_delay": 0,
    "write_back": True,
    # Whether apply=true stores no posted value that equals the metatype's default; None: as the Web Console does.
    "drops_defaults": None,
    "ims_bundle_version": None,
    "settling_reads": 0,
}


@dataclass(frozen=True)
class Event:
    """Something that happened in the framework."""

    time: float
    topic: str
    subject: str


class Framework:
    """What runs inside the author; it starts anew with every restart."""

    def __init__(
        self,
        edition: Edition,
        names: Names,
        repository: Repository,
        settings: Mapping[str, Any],
        clock: Clock,
        seed: str,
    ) -> None:
        self.edition = edition
        self.names = names
        self.events: deque[Event] = deque(maxlen=100)
        self._settings = settings
        self._clock = clock
        self._unsettled = 0
        source = random.Random(f"{seed}:pids")
        installer = Installer(repository, names.console.hand_made_separator)
        classes = object_classes(names, oauth=edition.era == "oauth")
        self.configurations = ConfigurationAdmin(installer, classes, settings, source, self.note)

    def note(self, topic: str, subject: str) -> None:
        """Keep an event for those who look whether the framework has come to rest."""
        self.events.append(Event(self._clock.now(), topic, subject))

    def restart(self) -> None:
        """Come up again: configurations are read from their files, bundles take a while to settle."""
        self.events.clear()
        self.configurations.reread()
        self.note("org/osgi/framework/FrameworkEvent/STARTED", self.edition.key)
        self._unsettled = int(self._settings["settling_reads"])

    @property
    def ims_bundle_version(self) -> str:
        """The version of the bundle that the wizard belongs to."""
        return str(self._settings["ims_bundle_version"] or self.edition.ims_bundle)

    @property
    def settled(self) -> bool:
        """Whether all bundles are active."""
        return self._unsettled == 0

    def look(self) -> bool:
        """Look at the bundles once: each look after a restart brings the moment nearer when all are active."""
        if self._unsettled == 0:
            return True
        self._unsettled -= 1
        return False

    def bundles(self) -> list[Bundle]:
        """The installed bundles."""
        console = self.names.console
        return installed(console.web_console, console.ims_bundle, self.ims_bundle_version)

    def services(self) -> list[Service]:
        """The registered services."""
        return registered(self.bundles())

    def components(self) -> list[str]:
        """The names of the declared components."""
        return [service.pid for service in self.services()]
