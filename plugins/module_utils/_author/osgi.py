# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OSGi configurations through the Felix web console (contract/aem.md 5)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from .client import Author, mapping, rows

CONSOLE = "/system/console/configMgr"
MASKED = "unmodified"

Value = t.Union[str, bool, int, tuple[str, ...]]
Properties = t.Mapping[str, Value]


@dataclass(frozen=True)
class Configuration:
    """One stored configuration: what is set, what is not and therefore has its default.

    Of properties that the metatype does not know, the console tells the names only (contract/aem.md 5.1).
    """

    pid: str
    factory_pid: str
    properties: Properties
    defaults: Properties
    additional: tuple[str, ...] = ()

    def effective(self, name: str) -> Value | None:
        """A property's value, set or not."""
        return self.properties.get(name, self.defaults.get(name))

    def text(self, name: str) -> str:
        """A property as text, empty when it is not set."""
        value = self.properties.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A property as a tuple of texts, whether it is stored as one or as many."""
        value = self.properties.get(name, ())
        return value if isinstance(value, tuple) else (str(value),)


def any_of(factory_pids: t.Iterable[str]) -> str:
    """The LDAP filter that matches every instance of the factories."""
    return "(|" + "".join(f"(service.factoryPid={pid})" for pid in factory_pids) + ")"


def find(author: Author, ldap_filter: str) -> list[Configuration]:
    """Every configuration that matches; the console takes a filter in place of a PID."""
    answer = author.get(f"{CONSOLE}/{quote(ldap_filter, safe='')}.json", attempt="read the OSGi configurations")
    return [_configuration(row) for row in rows(answer, "a list of OSGi configurations")]


def create(author: Author, factory_pid: str, properties: Properties) -> None:
    """Create a factory instance. Not repeatable: a second call makes a second instance.

    Not every generation of the console tells the new PID (docs/conformance.md): who needs it looks for the instance.
    """
    _post(author, f"{CONSOLE}/{_placeholder(author, factory_pid)}", properties, properties, factory_pid)


def update(author: Author, configuration: Configuration, changes: t.Mapping[str, Value | None]) -> None:
    """Set and remove properties, keep all others.

    Every known value is sent: what is listed but not sent keeps its value (contract/aem.md 5.3), but not in every
    generation of the console if it is an array. Only what can't be read is left to that rule.
    """
    known = {name: value for name, value in configuration.properties.items() if value != MASKED}
    sent = {name: value for name, value in {**known, **changes}.items() if value is not None}
    names = [*configuration.properties, *configuration.additional, *sent]
    listed = [name for name in dict.fromkeys(names) if changes.get(name, "") is not None]
    _post(author, f"{CONSOLE}/{configuration.pid}", sent, listed, None)


def delete(author: Author, pid: str) -> None:
    """Delete a configuration; nothing there is fine."""
    form = [("apply", "1"), ("delete", "1")]
    author.post(_address(f"{CONSOLE}/{pid}"), form, attempt=f"delete {pid}", expect=(200,), repeatable=True)


def _placeholder(author: Author, factory_pid: str) -> str:
    """The text in place of a PID that this generation of the console expects (contract/aem.md 5.3)."""
    answer = author.post(
        f"{CONSOLE}/{factory_pid}",
        [("create", "true")],
        attempt=f"start a new instance of {factory_pid}",
        expect=(200,),
        repeatable=True,
    )
    return str(mapping(answer, "a new configuration").get("pid") or "")


def _post(author: Author, path: str, sent: Properties, listed: t.Iterable[str], factory_pid: str | None) -> None:
    form = [("apply", "true"), ("action", "ajaxConfigManager"), ("$location", ""), ("propertylist", ",".join(listed))]
    if factory_pid:
        form.append(("factoryPid", factory_pid))
    for name, value in sent.items():
        form += [(name, text) for text in _texts(value)]
    what = f"create an instance of {factory_pid}" if factory_pid else f"update {path.rsplit('/', 1)[-1]}"
    author.post(_address(path), form, attempt=what, expect=(302,), repeatable=factory_pid is None)


def _address(path: str) -> str:
    return quote(path, safe="/")


def _texts(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return list(value) or [""]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def _configuration(row: t.Mapping[str, t.Any]) -> Configuration:
    stored = row.get("properties") or {}
    properties = {name: _value(entry) for name, entry in stored.items() if entry.get("is_set", True)}
    defaults = {name: _value(entry) for name, entry in stored.items() if name not in properties}
    additional = tuple(filter(None, str(row.get("additionalProperties") or "").split(",")))
    return Configuration(str(row.get("pid")), str(row.get("factoryPid") or ""), properties, defaults, additional)


def _value(entry: t.Mapping[str, t.Any]) -> Value:
    if "values" in entry:
        return tuple(str(item) for item in entry["values"] or ())
    value = entry.get("value")
    return value if isinstance(value, (bool, int)) else str(value if value is not None else "")
