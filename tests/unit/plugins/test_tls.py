# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS: an author and a cloud with certificates of an authority of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.plugins.module_runner import RUNNERS, ModuleRunner, Run
from unit.plugins.playbook_options import credential_options

import simulator
from simulator import RunningFleet
from simulator.certificates import create_authority


@pytest.fixture(scope="module", name="tls_fleet")
def _tls_fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=1, tls=True) as fleet:
        yield fleet


@pytest.fixture(name="authority")
def _authority(tls_fleet: RunningFleet, tmp_path: Path) -> str:
    file = tmp_path / "ca.pem"
    file.write_text(tls_fleet.authority_pem, encoding="ascii")
    return str(file)


@pytest.fixture(name="run", params=RUNNERS)
def _run(tls_fleet: RunningFleet, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Run:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    tls_fleet.reset()
    return ModuleRunner(tls_fleet, RUNNERS[request.param])


def codes(run: Run, fleet: RunningFleet, **options: object) -> list[str]:
    """What the probes of both sides say."""
    asked = {"probes": ["author_ready", "token"], "fail_on": "never", **credential_options(fleet)}
    return [each["code"] for each in run("health_check", **asked, **options)["probes"]]


def test_the_authority_is_trusted_for_author_and_cloud(tls_fleet: RunningFleet, run: Run, authority: str) -> None:
    assert codes(run, tls_fleet, ca_path=authority) == ["ok", "ok"]


def test_without_the_authority_neither_is_trusted(tls_fleet: RunningFleet, run: Run) -> None:
    assert codes(run, tls_fleet) == ["author_not_trusted", "adobe_not_trusted"]
    assert tls_fleet.requests() == []


def test_verification_can_be_switched_off(tls_fleet: RunningFleet, run: Run) -> None:
    assert codes(run, tls_fleet, validate_certs=False) == ["ok", "ok"]


def test_the_environment_may_name_the_authority(
    tls_fleet: RunningFleet, run: Run, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", authority)
    assert codes(run, tls_fleet) == ["ok", "ok"]


def test_the_option_goes_before_the_environment(
    tls_fleet: RunningFleet, run: Run, authority: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_text(create_authority().pem, encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(stranger))
    assert codes(run, tls_fleet) == ["author_not_trusted", "adobe_not_trusted"]
    assert codes(run, tls_fleet, ca_path=authority) == ["ok", "ok"]


def test_an_untrusted_author_fails_a_change_with_an_advice(tls_fleet: RunningFleet, run: Run) -> None:
    refused = run("ims_config", title="t", state="absent")
    assert (refused["failed"], refused["error"]["code"]) == (True, "not_trusted")
    assert "ca_path" in refused["error"]["advice"]
