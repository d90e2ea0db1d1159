# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test reads off the fleet: the state of an author, and the requests that it received."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from simulator import RunningFleet

PROVIDER = "com.adobe.granite.auth.oauth.accesstoken.provider"
CUSTOMIZER = "com.adobe.granite.auth.ims.impl.IMSAccessTokenRequestCustomizerImpl"
TITLE_PROPERTY = "auth.token.provider.title"
SECRET_PROPERTY = "auth.ims.client.secret"
DIGEST, REPLACES = "aemfleet.ims.secret.digest.", "aemfleet.ims.replaces."
# What the join value of every second half ends with.
SECOND = "-aemfleet"
SITECATALYST = "/etc/cloudservices/sitecatalyst"
CONFIGURATIONS = f"/system/console/configMgr/(|(service.factoryPid={PROVIDER})(service.factoryPid={CUSTOMIZER})).json"

# Some generations of the console store no value that is the metatype's default (contract/aem.md 5.3).
DEFAULTS: dict[str, Any] = {
    "auth.token.provider.keypair.alias": "",
    "auth.token.provider.reuse.access.token": True,
    "auth.token.provider.relaxed.ssl": False,
}


@dataclass(frozen=True)
class Pair:
    """Both halves of one IMS configuration as the author truly holds them."""

    pid: str
    provider: dict[str, Any]
    customizer_pid: str
    customizer: dict[str, Any]

    @property
    def effective(self) -> dict[str, Any]:
        """The provider's properties as AEM sees them, whether they are stored or have their default."""
        return {**DEFAULTS, **self.provider}

    @property
    def digests(self) -> list[str]:
        """The marks that the collection left."""
        return [name for name in self.customizer if name.startswith(DIGEST)]


def halves(fleet: RunningFleet, factory_pid: str, author: str = "author1") -> dict[str, dict[str, Any]]:
    """The properties of every instance of a factory, by PID."""
    configurations = fleet.snapshot(author)["configurations"]
    return {pid: each["properties"] for pid, each in configurations.items() if each["factoryPid"] == factory_pid}


def pair(fleet: RunningFleet, title: str, author: str = "author1") -> Pair:
    """The one pair with a title."""
    ((pid, provider),) = [
        (pid, each) for pid, each in halves(fleet, PROVIDER, author).items() if each[TITLE_PROPERTY] == title
    ]
    join = provider["token.request.customizer.type"]
    ((customizer_pid, customizer),) = [
        (pid, each) for pid, each in halves(fleet, CUSTOMIZER, author).items() if each["customizer.type"] == join
    ]
    return Pair(pid, provider, customizer_pid, customizer)


def secret_of(fleet: RunningFleet, title: str, author: str = "author1") -> str:
    """The client secret that the author reads out of its configuration."""
    stored = str(pair(fleet, title, author).customizer[SECRET_PROPERTY])
    running = next(each for each in fleet.authors if each.name == author)
    return running.call(lambda each: each.crypto.unprotect(stored) if each.crypto.is_protected(stored) else stored)


def config_files(fleet: RunningFleet, author: str = "author1") -> list[str]:
    """The names of the stored `.config` files of both factories."""
    folder = fleet.snapshot(author)["nodes"]["/apps/system/config"]
    return sorted(name for name in folder if name.startswith((PROVIDER, CUSTOMIZER)))


def pages(fleet: RunningFleet, author: str = "author1") -> dict[str, dict[str, Any]]:
    """The content of every Analytics cloud service, by node name."""
    root = fleet.snapshot(author)["nodes"]["/etc/cloudservices"]["sitecatalyst"]
    services = {name: node for name, node in root.items() if isinstance(node, dict) and "jcr:content" in node}
    return {name: node["jcr:content"] for name, node in services.items()}


def requested(fleet: RunningFleet, to: str | None = None) -> list[str]:
    """Every request as method and decoded path."""
    return [f"{entry.method} {unquote(urlsplit(entry.target).path)}" for entry in fleet.requests(to)]


def changes(fleet: RunningFleet, author: str = "author1") -> list[str]:
    """The requests to an author that are no reads."""
    return [line for line in requested(fleet, author) if not line.startswith("GET ")]


def state(fleet: RunningFleet) -> list[dict[str, Any]]:
    """All that the authors hold, to compare with later."""
    return [fleet.snapshot(author.name) for author in fleet.authors]


def set_property(fleet: RunningFleet, pid: str, name: str, value: str, author: str = "author1") -> None:
    """Change one text property as somebody does in the OSGi console."""
    running = next(each for each in fleet.authors if each.name == author)

    def change(each: Any) -> None:
        found = each.configurations.find(pid)
        kind = type(next(iter(found.properties.values())))
        each.configurations.update(type(found)(pid, found.factory_pid, {**found.properties, name: kind("T", (value,))}))

    running.call(change)


def remove_configuration(fleet: RunningFleet, pid: str, author: str = "author1") -> None:
    """Delete one configuration as somebody does in the OSGi console."""
    running = next(each for each in fleet.authors if each.name == author)
    running.call(lambda each: each.configurations.delete(pid))
