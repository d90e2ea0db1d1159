# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cloud that goes by Adobe's names."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import urllib3
import yaml

import simulator
from simulator import RunningFleet

IMS, ANALYTICS, OWN = "ims-na1.adobelogin.com", "analytics.adobe.io", "cloud.example.com"


@pytest.fixture(name="address", scope="module")
def _address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture(name="fleet", scope="module")
def _fleet(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningFleet]:
    directory = tmp_path_factory.mktemp("fleet")
    names = (OWN, ANALYTICS, IMS)
    with simulator.running(directory=directory, cloud_address=address, cloud_names=names) as fleet:
        yield fleet


def status(fleet: RunningFleet, address: str, name: str, path: str) -> int:
    """Send GET as a client that resolves the name to the address of the cloud, and trusts the authority alone."""
    assert fleet.directory is not None
    host, port = address.split(":")
    authority = str(fleet.directory / "ca.pem")
    with urllib3.HTTPSConnectionPool(host, int(port), ca_certs=authority, server_hostname=name, retries=False) as pool:
        return pool.request("GET", path, headers={"Host": f"{name}:{port}"}).status


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        (IMS, "/ims/keys", 200),
        (ANALYTICS, "/discovery/me", 403),
        (OWN, "/ims/keys", 200),
        (OWN, "/discovery/me", 403),
        (ANALYTICS, "/ims/keys", 404),
        (IMS, "/discovery/me", 404),
        (IMS, "/console/organizations", 404),
    ],
)
def test_each_host_serves_what_adobe_serves_there(
    fleet: RunningFleet, address: str, name: str, path: str, expected: int
) -> None:
    assert status(fleet, address, name, path) == expected


def test_the_certificate_holds_for_no_other_name(fleet: RunningFleet, address: str) -> None:
    with pytest.raises(urllib3.exceptions.SSLError, match="mismatch"):
        status(fleet, address, "developers.adobe.io", "/console/organizations")


def test_the_inventory_leads_to_each_service_by_its_name(fleet: RunningFleet, address: str) -> None:
    assert fleet.directory is not None
    variables = yaml.safe_load((fleet.directory / "inventory.yml").read_text(encoding="utf-8"))["authors"]["vars"]
    port = address.split(":")[1]
    assert variables["analytics_authorization_server"] == fleet.cloud.url == f"https://{IMS}:{port}"
    assert variables["analytics_endpoint"] == f"https://{ANALYTICS}:{port}"


def test_authors_go_on_without_tls(fleet: RunningFleet) -> None:
    assert fleet.authors[0].url.startswith("http://127.")


@pytest.mark.parametrize("address", ["10.0.0.1:443", "127.0.0.1", "127.0.0.1:0", "x:443"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.0/8"), simulator.running(authors=0, cloud_address=address):
        pass


@pytest.mark.parametrize("name", ["a b", "-a.example.com", "a..b", "https://a"])
def test_a_wrong_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a host"), simulator.running(authors=0, cloud_names=(name,)):
        pass
