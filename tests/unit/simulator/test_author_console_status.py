# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The console's pages about the system, and its crypto page (contract 5.6, 8.3)."""

from __future__ import annotations

import json
import re

import pytest
from unit.simulator.author_client import client_of

IMS_TYPE = "cq/adobeims-configuration/components/admin/datasources/imsconfigurations"


def test_bundles_settle_after_a_restart() -> None:
    with client_of("6.5.21") as (fleet, client):
        fleet.configure("author1", settling_reads=2)
        fleet.restart("author1", 0)
        states = [client.get("/system/console/bundles.json").json()["s"] for _read in range(3)]
        total, active, fragments = states[2][:3]
        assert total == active + fragments
        assert [state[3] > 0 for state in states] == [True, True, False]


def test_the_ims_bundle_tells_its_version() -> None:
    with client_of("6.5.17") as (fleet, client):
        fleet.configure("author1", ims_bundle_version="1.1.20")
        rows = client.get("/system/console/bundles.json").json()["data"]
        (found,) = [row for row in rows if row["symbolicName"].endswith("adobeims.core")]
        assert (found["version"], found["state"], found["stateRaw"]) == ("1.1.20", "Active", 32)
        one = client.get(f"/system/console/bundles/{found['id']}.json").json()
        assert one["data"] == [found]


@pytest.mark.parametrize(
    ("edition", "version"), [("6.5.12", r"6\.5\.12\.0"), ("6.5.21", r"6\.5\.21\.0"), ("lts", r"6\.6\..*")]
)
def test_the_product_version_is_told_in_three_ways(edition: str, version: str) -> None:
    line = re.compile(rf"Adobe Experience Manager \({version}\)")
    with client_of(edition) as (_fleet, client):
        assert line.search(client.get("/system/console/productinfo").text)
        assert line.search(client.get("/system/console/status-productinfo.txt").text)
        assert any(line.search(text) for text in client.get("/system/console/status-productinfo.json").json())


def test_settings_are_an_array_whose_backslashes_may_be_bare() -> None:
    broken = 0
    for seed in range(8):
        with client_of("6.5.21", seed) as (_fleet, client):
            text = client.get("/system/console/status-slingsettings.json").text
            if "\\" in text:
                broken += 1
                with pytest.raises(json.JSONDecodeError):
                    json.loads(text)
            lines = json.loads(text.replace("\\", "\\\\"))
            assert "Run Modes = [author, crx3, crx3tar, samplecontent]" in lines
    assert 0 < broken < 8


def test_events_tell_of_changes() -> None:
    with client_of("6.5.21") as (_fleet, client):
        client.configure("com.x", ("apply", "true"), ("propertylist", "a"), ("a", "1"))
        newest = client.get("/system/console/events.json").json()["data"][0]
        assert newest["topic"] == "org/osgi/service/cm/ConfigurationEvent/CM_UPDATED"
        assert newest["properties"] == {"service.pid": "com.x"}
        assert int(newest["received"]) > 1_600_000_000_000


def test_components_are_active() -> None:
    with client_of("6.5.21") as (_fleet, client):
        rows = client.get("/system/console/components.json").json()["data"]
        assert {row["state"] for row in rows} == {"active"}


@pytest.mark.parametrize(("edition", "only_servlets"), [("6.5.21", True), ("lts", False)])
def test_services_are_filtered_by_older_consoles(edition: str, only_servlets: bool) -> None:
    with client_of(edition) as (_fleet, client):
        listing = client.get(
            "/system/console/services.json", filter=f"(sling.servlet.resourceTypes={IMS_TYPE}*)"
        ).json()
        assert (listing["serviceCount"] == 2) is only_servlets
        number = next(row["id"] for row in listing["data"] if row["pid"].endswith("UpdateServlet"))
        (service,) = client.get(f"/system/console/services/{number}.json").json()["data"]
        assert {"key": "sling.servlet.resourceTypes", "value": [f"{IMS_TYPE}/update"]} in service["props"]


def test_a_text_is_protected_differently_each_time() -> None:
    with client_of("6.5.21") as (_fleet, client):
        found = {client.post("/system/console/crypto/.json", {"datum": "secret"}).json()["protected"] for _time in "ab"}
        assert len(found) == 2
        assert all(re.fullmatch(r"\{[0-9a-f]+\}", text) for text in found)
        assert "protected" in client.post("/system/console/crypto/.json?datum=x").json()
        assert client.post("/system/console/crypto/.json", {}).status_code == 400
        assert client.get("/system/console/crypto/.json").status_code == 405
