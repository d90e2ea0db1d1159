# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What authors hold, as far as the tests look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import simulator

PROVIDER = "com.adobe.granite.auth.oauth.accesstoken.provider"
CUSTOMIZER = "com.adobe.granite.auth.ims.impl.IMSAccessTokenRequestCustomizerImpl"
SERVICES = "/etc/cloudservices"
TITLE, CLIENT_ID, SECRET = "auth.token.provider.title", "auth.token.provider.client.id", "auth.ims.client.secret"


@dataclass(frozen=True)
class State:
    """One author at one moment."""

    providers: Mapping[str, Mapping[str, Any]]
    secrets: Mapping[str, Mapping[str, Any]]
    pages: Mapping[str, Mapping[str, Any]]

    @property
    def titles(self) -> list[str]:
        return [str(properties[TITLE]) for properties in self.providers.values()]

    @property
    def client_id(self) -> str:
        """The client id of the only IMS configuration."""
        (properties,) = self.providers.values()
        return str(properties[CLIENT_ID])

    @property
    def stored_secret(self) -> str:
        """What stands in place of the only client secret."""
        (properties,) = self.secrets.values()
        return str(properties[SECRET])


def state_of(fleet: simulator.RunningFleet, name: str) -> State:
    return state_in(fleet.snapshot(name))


def state_in(snapshot: Mapping[str, Any]) -> State:
    services = snapshot["nodes"][SERVICES]["sitecatalyst"]
    return State(
        providers=_of_factory(snapshot, PROVIDER),
        secrets=_of_factory(snapshot, CUSTOMIZER),
        pages={
            page: content["jcr:content"]
            for page, content in services.items()
            if isinstance(content, dict) and "cq:template" in content.get("jcr:content", {})
        },
    )


def _of_factory(snapshot: Mapping[str, Any], factory: str) -> dict[str, Mapping[str, Any]]:
    configurations = snapshot["configurations"].items()
    return {pid: found["properties"] for pid, found in configurations if found["factoryPid"] == factory}


def snapshots(fleet: simulator.RunningFleet) -> dict[str, dict[str, Any]]:
    """All that every author holds, secrets in clear."""
    return {author.name: fleet.snapshot(author.name) for author in fleet.authors}


def assert_connected(fleet: simulator.RunningFleet, *names: str) -> None:
    """Each author holds exactly one IMS configuration, whole, and one cloud service."""
    for name in names or [author.name for author in fleet.authors]:
        state = state_of(fleet, name)
        assert (len(state.providers), len(state.secrets), len(state.pages)) == (1, 1, 1), f"{name}: {state}"
