# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""keypair with a pair of its own making: generated once, renewed in time, its certificate exported."""

from __future__ import annotations

import base64
import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from unit.plugins.fleet_state import changes, state
from unit.plugins.grid import changes_nothing, is_refused
from unit.plugins.key_files import cert_pem, own_certificate
from unit.plugins.key_options import ALIAS, USER, entries_of, keypair_options, pair_options, store_of
from unit.plugins.module_runner import Result, Run
from unit.plugins.test_keypair import EVERYWHERE, MODULE, PASSWORD, stocked

from simulator import RunningFleet

KNOWN_IN_TIME = 30.05
"""Days to the end of a certificate: more than 30 by the certificate, not by a date without a certain zone."""


def generates_once(fleet: RunningFleet, run: Run, **options: Any) -> Result:
    """As with a given pair, but for the serial number that check mode cannot know."""
    before = state(fleet)
    fleet.clear_requests()
    predicted = run("keypair", check=True, diff=True, **options)
    assert not predicted.get("failed"), predicted["msg"]
    assert (changes(fleet), state(fleet) == before, predicted["changed"]) == ([], True, True)
    assert (predicted["keypair"]["certificate"].pop("serial"), predicted["certificate"]) == ("new", {})
    done = run("keypair", diff=True, **options)
    assert not done.get("failed"), done["msg"]
    serial = done["certificate"]["serial"]
    assert (done["changed"], done["diff"]["after"]) == (True, done["keypair"])
    wanted = {**predicted["keypair"]["certificate"], "serial": serial}
    assert done["keypair"] == {**predicted["keypair"], "certificate": wanted}
    changes_nothing(fleet, run, *MODULE, **options, expected=done["keypair"])
    return done


def held(fleet: RunningFleet, author: str = "author1") -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """The key under the alias with its certificate."""
    entry = entries_of(fleet, author=author)["analytics"]
    key = serialization.load_der_private_key(base64.b64decode(entry["key"]), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key, x509.load_pem_x509_certificate(entry["chain"][0].encode())


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_pair_is_generated(fleet: RunningFleet, run: Run) -> None:
    done = generates_once(fleet, run, **keypair_options())
    key, leaf = held(fleet)
    assert (key.key_size, key.public_key()) == (2048, leaf.public_key())
    assert done["certificate"]["pem"] == cert_pem(leaf)
    assert done["keypair"]["certificate"]["serial"] == str(leaf.serial_number)
    assert done["keypair"]["certificate"]["subject"] == "CN=aem-adobe-ims"
    lasting = leaf.not_valid_after_utc - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=364) < lasting < datetime.timedelta(days=365, minutes=1)


def test_a_pair_is_generated_as_asked(fleet: RunningFleet, run: Run) -> None:
    asked = keypair_options(size=3072, days=90, subject="CN=Größe, OU=a\\, b+ L=x")
    generates_once(fleet, run, **asked)
    key, leaf = held(fleet)
    assert (key.key_size, (leaf.not_valid_after_utc - leaf.not_valid_before_utc).days) == (3072, 90)
    assert {each.value for each in leaf.subject} == {"Größe", "a, b", "x"}
    changes_nothing(fleet, run, *MODULE, **keypair_options())


def test_every_author_has_a_pair_of_its_own(fleet: RunningFleet, run: Run) -> None:
    run("keypair", **keypair_options())
    run("keypair", author="author2", **keypair_options())
    assert held(fleet)[1].serial_number != held(fleet, "author2")[1].serial_number


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_key_is_renewed_before_its_certificate_ends(fleet: RunningFleet, run: Run) -> None:
    stocked(fleet, analytics=-2, kept=3)
    before = entries_of(fleet)
    changes_nothing(fleet, run, *MODULE, **keypair_options(renew_before=10))
    done = generates_once(fleet, run, **keypair_options())
    assert done["diff"]["before"]["certificate"]["serial"] == str(own_certificate(2, 20).serial_number)
    after = entries_of(fleet)
    assert after["kept"] == before["kept"]
    assert after["analytics"] != before["analytics"]


def test_the_certificate_of_a_key_to_be_replaced_is_not_returned(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    stocked(fleet, analytics=-2)
    path = tmp_path / "exported.crt"
    path.write_text(cert_pem(own_certificate(2, 20)), encoding="utf-8")
    predicted = run("keypair", check=True, **keypair_options(certificate_path=str(path)))
    assert (predicted["changed"], predicted["certificate"]) == (True, {})


@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8", "6.5.21:9"], indirect=True)
def test_the_end_is_known_from_the_certificate(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    run("keypair", **keypair_options(**pair_options(2, KNOWN_IN_TIME), keystore_password=PASSWORD))
    unknown = run("keypair", check=True, **keypair_options())
    wrong = run("keypair", check=True, **keypair_options(keystore_password="not the password"))
    assert (unknown["changed"], wrong["changed"]) == (True, True)
    path = tmp_path / "exported.crt"
    same = changes_nothing(fleet, run, *MODULE, **keypair_options(keystore_password=PASSWORD))
    assert same["certificate"]["pem"] == cert_pem(own_certificate(2, KNOWN_IN_TIME))
    path.write_text(cert_pem(own_certificate(3), own_certificate(2, KNOWN_IN_TIME)), encoding="utf-8")
    assert (
        run("keypair", check=True, **keypair_options(certificate_path=str(path)))["certificate"] == same["certificate"]
    )


@pytest.mark.parametrize("given", [True, False])
def test_the_certificate_is_exported(fleet: RunningFleet, run: Run, tmp_path: Path, given: bool) -> None:
    path = tmp_path / "not yet there" / "author1.crt"
    options = keypair_options(certificate_path=str(path), **(pair_options() if given else {}))
    run("keypair", check=True, **options)
    assert not path.parent.exists()
    done = run("keypair", **options)
    assert path.read_text(encoding="ascii") == done["certificate"]["pem"] == cert_pem(held(fleet)[1])
    before = path.stat()
    changes_nothing(fleet, run, *MODULE, **options)
    assert path.stat() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", cert_pem(own_certificate(3)).encode()])
def test_an_export_that_somebody_spoilt_is_mended(
    fleet: RunningFleet, run: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "author1.crt"
    options = keypair_options(certificate_path=str(path), **pair_options())
    run("keypair", **options)
    path.write_bytes(content)
    fleet.clear_requests()
    assert run("keypair", check=True, **options)["changed"]
    assert path.read_bytes() == content
    assert run("keypair", **options)["changed"]
    assert (path.read_text(encoding="ascii"), changes(fleet)) == (cert_pem(own_certificate()), [])
    changes_nothing(fleet, run, *MODULE, **options)


def test_a_lost_export_needs_the_password(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "author1.crt"
    options = keypair_options(certificate_path=str(path))
    done = run("keypair", **options, keystore_password=PASSWORD)
    path.unlink()
    same = changes_nothing(fleet, run, *MODULE, **options)
    assert (same["certificate"], ["keystore_password" in each for each in same["warnings"]]) == ({}, [True])
    found = run("keypair", **options, keystore_password=PASSWORD)
    assert (found["changed"], found["certificate"], found["warnings"]) == (True, done["certificate"], [])
    assert path.read_text(encoding="ascii") == done["certificate"]["pem"]


def test_where_nothing_can_be_written_nothing_is_changed(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    before = state(fleet)
    refused = run("keypair", **keypair_options(certificate_path=str(tmp_path / "file" / "x.crt")))
    assert (refused["failed"], refused["error"]["code"], bool(refused["error"]["advice"])) == (True, "conflict", True)
    assert (state(fleet), store_of(fleet)) == (before, None)


def test_nothing_is_generated_for_an_unknown_user(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    options = {"user": "nobody", "alias": ALIAS, "certificate_path": str(tmp_path / "x.crt")}
    is_refused(fleet, run, "keypair", "not_established", **options)
    assert list(tmp_path.iterdir()) == []
    assert store_of(fleet, USER) is None
