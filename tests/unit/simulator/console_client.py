# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain client of the Developer Console, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from unit.simulator.cloud_client import PATIENCE

from simulator import RunningFleet

ANALYTICS = "AdobeAnalyticsSDK"


@dataclass(frozen=True)
class Console:
    """A client that is logged in as an administrator."""

    fleet: RunningFleet
    sent: dict[str, str]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        url = f"{self.fleet.cloud.url}/console{path}"
        return requests.request(method, url, headers=self.sent, timeout=PATIENCE, **options)

    def json(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def org(self) -> str:
        return next(f"/organizations/{one['id']}" for one in self.json("/organizations") if one["type"] == "entp")

    def project(self) -> str:
        fields = {"name": "AemAuthors", "title": " Authors ", "type": "default"}
        created = self.call("POST", f"{self.org()}/projects", json=fields)
        assert created.status_code == 201
        body = created.json()
        return f"{self.org()}/projects/{body['projectId']}/workspaces/{body['workspaceId']}"

    def licence(self) -> list[dict[str, Any]]:
        services = self.json(f"{self.org()}/services?sdkCodes={ANALYTICS}")
        (entry,) = [one for one in services if one["type"] == "entp"]
        profile = entry["properties"]["licenseConfigs"][0]
        chosen = {"op": "add", "id": profile["id"], "productId": profile["productId"]}
        return [{"sdkCode": ANALYTICS, "roles": None, "licenseConfigs": [chosen]}]


def logged_in(fleet: RunningFleet) -> Console:
    """Return the administrator's client."""
    login = fleet.cloud.console_token
    return Console(fleet, {"Authorization": f"Bearer {login['access_token']}", "x-api-key": login["api_key"]})
