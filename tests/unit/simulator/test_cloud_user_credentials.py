# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials that sign people in exist in the Console, and get no token of a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from unit.simulator.cloud_client import PATIENCE
from unit.simulator.console_client import Console, logged_in

import simulator
from simulator import RunningFleet

FIELDS: dict[str, Any] = {
    "name": "Sign people in",
    "description": "x",
    "platform": "WebApp",
    "redirectUriList": ["https://example.com/a", "https://example.com/b"],
    "defaultRedirectUri": "https://example.com/a",
}


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="console")
def _console(fleet: RunningFleet) -> Console:
    fleet.reset(seed=7)
    return logged_in(fleet)


def create(console: Console, place: str, **changed: Any) -> requests.Response:
    return console.call("POST", f"{place}/credentials/adobeId", json={**FIELDS, **changed})


def test_it_is_listed_described_and_offered_for_download(console: Console) -> None:
    place = console.project()
    number = create(console, place).json()["id"]
    (listed,) = console.json(f"{place}/credentials")
    assert (listed["id_integration"], listed["flow_type"]) == (number, "adobeid")
    assert listed["integration_type"] == "oauthwebapp"
    details = console.json(f"{console.org()}/integrations/{number}")
    assert (details["type"], details["redirectUriList"]) == ("adobeid", FIELDS["redirectUriList"])
    (entry,) = console.json(f"{place}/download")["project"]["workspace"]["details"]["credentials"]
    assert set(entry) == {"id", "name", "integration_type", "oauth2"}
    assert entry["oauth2"]["redirect_uri"] == FIELDS["redirectUriList"]
    assert console.call("DELETE", f"{place}/credentials/{number}").status_code == 200
    assert console.json(f"{place}/credentials") == []


@pytest.mark.parametrize("cut_off", ["adobe", None])
def test_ims_gives_it_no_token_of_a_server(fleet: RunningFleet, console: Console, cut_off: str | None) -> None:
    fleet.configure("cloud", jwt_cut_off=cut_off)
    place = console.project()
    create(console, place)
    (entry,) = console.json(f"{place}/download")["project"]["workspace"]["details"]["credentials"]
    form = {"client_id": entry["oauth2"]["client_id"], "client_secret": entry["oauth2"]["client_secret"]}
    asked = {**form, "grant_type": "client_credentials", "scope": "openid"}
    token = requests.post(f"{fleet.cloud.url}/ims/token/v3", data=asked, timeout=PATIENCE)
    assert token.json()["error"] in ("unauthorized_client", "invalid_client")
    exchanged = requests.post(f"{fleet.cloud.url}/ims/exchange/jwt", data={**form, "jwt_token": "x"}, timeout=PATIENCE)
    assert (exchanged.status_code, exchanged.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "changed", [{"platform": "Toaster"}, {"redirectUriList": []}, {"redirectUriList": "x"}, {"defaultRedirectUri": ""}]
)
def test_a_malformed_wish_is_refused(console: Console, changed: dict[str, Any]) -> None:
    place = console.project()
    assert create(console, place, **changed).status_code == 400
    assert console.json(f"{place}/credentials") == []
