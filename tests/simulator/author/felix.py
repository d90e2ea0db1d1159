# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ConfigurationAdmin: configurations, their life, and what a reader sees of them while changes settle."""

from __future__ import annotations

import copy
import random
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .installer import Installable, Installer
from .ldap import compile_filter
from .metatype import ObjectClass
from .osgi_value import Value, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOPIC = "org/osgi/service/cm/ConfigurationEvent"


@dataclass
class Configuration:
    """One configuration; `path` is the repository file that it is stored in."""

    pid: str
    factory_pid: str | None = None
    properties: dict[str, Value] = field(default_factory=dict)
    location: str | None = None
    path: str | None = None

    def identified(self) -> dict[str, Value]:
        """The properties with those that ConfigurationAdmin adds, which filters may ask for."""
        known = {**self.properties, "service.pid": text(self.pid)}
        if self.factory_pid:
            known["service.factoryPid"] = text(self.factory_pid)
        if self.location:
            known["service.bundleLocation"] = text(self.location)
        return known


class ConfigurationAdmin:
    """All configurations of an author."""

    def __init__(
        self,
        installer: Installer,
        object_classes: dict[str, ObjectClass],
        settings: Mapping[str, Any],
        source: random.Random,
        note: Callable[[str, str], None],
    ) -> None:
        self.object_classes = object_classes
        self._installer = installer
        self._settings = settings
        self._source = source
        self._note = note
        self._current: dict[str, Configuration] = {}
        self._installed: dict[str, Installable] = {}
        # SEEN, docs/conformance.md: a file that was there when the author started, and was not written since, stays
        # when its configuration is deleted through the console, and is not installed again.
        self._restored: set[str] = set()
        self._forgotten: dict[str, Installable] = {}
        self._stale: dict[str, Configuration] | None = None
        self._stale_reads = 0
        self.reread()

    def object_class(self, configuration: Configuration) -> ObjectClass | None:
        """The metatype that describes a configuration."""
        return self.object_classes.get(configuration.factory_pid or configuration.pid)

    def reread(self) -> None:
        """Start again from what is stored in the repository."""
        self._stale = None
        self._current = {}
        self._installed = {}
        self.synchronize()
        self._restored = {installable.path for installable in self._installed.values()}
        self._stale = None

    def synchronize(self) -> None:
        """Pick up files that were added, changed or removed in the repository."""
        found = self._installables()
        if found == self._installed:
            return
        self._remember()
        for pid in self._installed.keys() - found.keys():
            self._current.pop(pid, None)
            self._note(f"{TOPIC}/CM_DELETED", pid)
        for pid, installable in found.items():
            if self._installed.get(pid) != installable:
                self._install(installable)
        self._installed = found

    def _installables(self) -> dict[str, Installable]:
        found = self._installer.installables().items()
        return {pid: installable for pid, installable in found if self._forgotten.get(pid) != installable}

    def _install(self, installable: Installable) -> None:
        known = self._current.get(installable.pid)
        location = known.location if known else None
        path = installable.path if installable.is_file else None
        self._note(f"{TOPIC}/CM_UPDATED", installable.pid)
        self._current[installable.pid] = Configuration(
            installable.pid, installable.factory_pid, dict(installable.properties), location, path
        )

    def visible(self) -> list[Configuration]:
        """What one read shows: after a change the old picture for as many reads as `visibility_delay` says."""
        self.synchronize()
        if self._stale is None or self._stale_reads <= 0:
            self._stale = None
            return list(self._current.values())
        self._stale_reads -= 1
        return list(self._stale.values())

    def matching(self, expression: str) -> list[Configuration]:
        """The visible configurations that a filter selects."""
        test = compile_filter(expression)
        return [found for found in self.visible() if test(found.identified())]

    def find(self, pid: str) -> Configuration | None:
        """The configuration as it truly is."""
        self.synchronize()
        return self._current.get(pid)

    def everything(self) -> list[Configuration]:
        """All configurations as they truly are."""
        self.synchronize()
        return list(self._current.values())

    def new_pid(self, factory_pid: str) -> str:
        """A PID for a new instance: factory and random part are joined by a dot."""
        return f"{factory_pid}.{uuid.UUID(int=self._source.getrandbits(128), version=4)}"

    def update(self, configuration: Configuration) -> None:
        """Make a configuration current and write it back to the repository."""
        self.synchronize()
        self._remember()
        self._current[configuration.pid] = configuration
        self._note(f"{TOPIC}/CM_UPDATED", configuration.pid)
        if self._settings["write_back"]:
            self._write_back(configuration)

    def _write_back(self, configuration: Configuration) -> None:
        pid, installed = configuration.pid, self._installed.get(configuration.pid)
        if installed is not None and not installed.is_file:
            # Contract 5.4: an edited sling:OsgiConfig node gives way to a file.
            self._installer.remove(installed.path)
        configuration.path = self._installer.write(
            pid, configuration.factory_pid, configuration.properties, configuration.path
        )
        self._restored.discard(configuration.path)
        self._installed = self._installables()

    def delete(self, pid: str, *, keep_file: bool = False) -> None:
        """Remove a configuration, and its file where the installer may write (contract 5.4)."""
        configuration = self.find(pid)
        if configuration is None:
            return
        self._remember()
        del self._current[pid]
        self._note(f"{TOPIC}/CM_DELETED", pid)
        if configuration.path and self._settings["write_back"] and not keep_file:
            if configuration.path in self._restored:
                self._forgotten[pid] = self._installed[pid]
            else:
                self._installer.remove(configuration.path)
            self._installed = self._installables()

    def _remember(self) -> None:
        delay = int(self._settings["visibility_delay"])
        if delay > 0:
            if self._stale is None or self._stale_reads <= 0:
                self._stale = copy.deepcopy(self._current)
            self._stale_reads = delay

    def snapshot(self) -> dict[str, Any]:
        """The truth as JSON, secrets included: tests need them."""
        return {
            found.pid: {
                "factoryPid": found.factory_pid,
                "properties": {name: value.plain() for name, value in found.properties.items()},
            }
            for found in self.everything()
        }
