# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The operator's part in the Developer Console, played through its management API (contract/adobe-cloud.md 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests

ANALYTICS = "AdobeAnalyticsSDK"


class Console:
    """The Developer Console of the first organization that a login may use."""

    def __init__(self, address: str, login: dict[str, str]) -> None:
        self._session = requests.Session()
        self._session.headers.update(
            {"Authorization": f"Bearer {login['access_token']}", "x-api-key": login["api_key"]}
        )
        self._base = f"{address}/console/organizations"
        self._base += f"/{self._call('GET', '')[0]['id']}"

    def issue_service_account(self, certificates: Sequence[Path]) -> dict[str, Any]:
        """A project whose Service Account (JWT) credential knows the certificates; returns the workspace download."""
        project = self._call("POST", "/projects", json={"name": "demo", "title": "Demonstration", "type": "default"})
        workspace = f"/projects/{project['projectId']}/workspaces/{project['workspaceId']}"
        named = {"name": "Demonstration JWT", "description": "Made by the demonstration"}
        first, *others = certificates
        credential = self._call(
            "POST", f"{workspace}/credentials/entp", data=named, files={"certificate": first.read_bytes()}
        )["id"]
        for certificate in others:
            files = {"certificate": certificate.read_bytes()}
            self._call("POST", f"/integrations/entp/{credential}/bindings", files=files)
        self._call("PUT", f"{workspace}/credentials/entp/{credential}/services", json=[self._analytics()])
        download: dict[str, Any] = self._call("GET", f"{workspace}/download")
        return download

    def _analytics(self) -> dict[str, Any]:
        """The subscription to Adobe Analytics with every product profile; the entry of type entp is the one to take."""
        services = self._call("GET", "/services", params={"sdkCodes": ANALYTICS})
        service = next(item for item in services if item["type"] == "entp")
        profiles = [
            {"op": "add", "id": item["id"], "productId": item["productId"]}
            for item in service["properties"]["licenseConfigs"]
        ]
        return {"sdkCode": ANALYTICS, "roles": None, "licenseConfigs": profiles}

    def _call(self, method: str, path: str, **request: Any) -> Any:
        answer = self._session.request(method, self._base + path, timeout=10, **request)
        answer.raise_for_status()
        return answer.json()
