# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""keypair against simulated keystores: absent, present and drifted, in check mode and not, once and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from unit.plugins.fleet_state import changes, requested, state
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.key_files import SERIAL, cert_pem, certificate, key_base64, key_pem, own_certificate, rsa_key
from unit.plugins.key_options import ALIAS, USER, entries_of, home_of, keypair_options, pair_options, store_of
from unit.plugins.module_runner import Run
from unit.plugins.test_documentation import has_documented_results

from simulator import RunningFleet
from simulator.author.keystore_entry import Entry

MODULE = ("keypair", "keypair")
EVERYWHERE = ["6.5.12:7", "6.5.12:8", "6.5.17:9", "6.5.21:7", "lts:8"]
PASSWORD = "a-canary-of-a-store"


def own(**changed: Any) -> dict[str, Any]:
    """Options with the first pair."""
    return keypair_options(**pair_options(), **changed)


def stocked(fleet: RunningFleet, password: str = PASSWORD, **aliases: int) -> None:
    """A keystore that somebody made, with keys under aliases; a key that ends soon has a negative number."""
    home = home_of(fleet)

    def fill(author: Any) -> None:
        author.keystores.create(home, password, password)
        for alias, number in aliases.items():
            leaf = own_certificate(abs(number), 20 if number < 0 else 365)
            author.keystores.add(home, alias, Entry(rsa_key(abs(number)), (leaf,)))

    fleet.authors[0].call(fill)


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_an_absent_key_is_added(fleet: RunningFleet, run: Run) -> None:
    done = changes_once(fleet, run, *MODULE, **own())
    name = "CN=fleet key,O=acme"
    assert done["keypair"] == {
        "user": USER,
        "alias": "analytics",
        "certificate": {"subject": name, "issuer": name, "serial": str(SERIAL - 1)},
    }
    assert (done["diff"]["before"], done["warnings"], done["keystore_path"]) == ({}, [], home_of(fleet))
    assert entries_of(fleet) == {"analytics": {"key": key_base64(rsa_key()), "chain": [cert_pem(own_certificate())]}}
    assert fleet.snapshot("author2")["keystores"] == {}


@pytest.mark.parametrize("check", [False, True])
def test_the_certificate_is_returned(fleet: RunningFleet, run: Run, check: bool) -> None:
    leaf = own_certificate()
    assert run("keypair", check=check, **own())["certificate"] == {
        "pem": cert_pem(leaf),
        "subject": "CN=fleet key,O=acme",
        "issuer": "CN=fleet key,O=acme",
        "serial": str(leaf.serial_number),
        "not_before": leaf.not_valid_before_utc.isoformat(),
        "not_after": leaf.not_valid_after_utc.isoformat(),
        "sha1_fingerprint": leaf.fingerprint(hashes.SHA1()).hex(),
        "sha256_fingerprint": leaf.fingerprint(hashes.SHA256()).hex(),
    }


def test_a_second_run_costs_two_requests(fleet: RunningFleet, run: Run) -> None:
    run("keypair", **own())
    fleet.clear_requests()
    run("keypair", **own())
    assert requested(fleet) == ["GET /bin/querybuilder.json", f"GET {home_of(fleet)}.ks.json"]


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_a_missing_keystore_is_created(fleet: RunningFleet, run: Run, password: str | None) -> None:
    run("keypair", **own(keystore_password=password))
    store = store_of(fleet)
    assert store is not None
    assert store["password"] == password or (password is None and len(store["password"]) >= 24)
    run("keypair", author="author2", **own(keystore_password=password))
    other = store_of(fleet, author="author2")
    assert other is not None
    assert (other["password"] == store["password"]) is (password is not None)


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_another_key_is_replaced(fleet: RunningFleet, run: Run) -> None:
    stocked(fleet, analytics=2, kept=3)
    before = entries_of(fleet)
    done = changes_once(fleet, run, *MODULE, **own())
    assert done["diff"]["before"]["certificate"]["serial"] == str(SERIAL - 2)
    after = entries_of(fleet)
    assert after == {"kept": before["kept"], "analytics": after["analytics"]}
    assert after["analytics"]["key"] == key_base64(rsa_key())


def test_the_old_key_is_removed_before_the_new_one_is_added(fleet: RunningFleet, run: Run) -> None:
    stocked(fleet, analytics=2)
    run("keypair", **own())
    posts = [dict(entry.form) for entry in fleet.requests("author1") if entry.method == "POST"]
    assert [sorted(form) for form in posts] == [["removeAlias"], ["alias", "cert-chain", "pk"]]


def test_a_new_certificate_of_the_same_key_is_another_key(fleet: RunningFleet, run: Run) -> None:
    run("keypair", **own())
    renewed = certificate(rsa_key(), days=500, serial=5)
    done = changes_once(fleet, run, *MODULE, **{**own(), "certificate": cert_pem(renewed)})
    assert done["keypair"]["certificate"]["serial"] == "5"
    assert entries_of(fleet)["analytics"]["chain"] == [cert_pem(renewed)]


@pytest.mark.parametrize("serial", [1, 2**63, 2**64 + 1, 2**159 - 1])
def test_serial_numbers_of_any_size(fleet: RunningFleet, run: Run, serial: int) -> None:
    leaf = certificate(rsa_key(), serial=serial)
    options = keypair_options(private_key=key_pem(rsa_key()), certificate=cert_pem(leaf))
    assert changes_once(fleet, run, *MODULE, **options)["certificate"]["serial"] == str(serial)


@pytest.mark.parametrize(
    "subject", ["CN=x,O=Acme\\, Inc.", 'CN=quo\\"ted,OU=a\\+b', "CN=Größe", "CN=a\\\\,O=b", "CN=UP  and down,C=DE,ST=x"]
)
@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8", "6.5.21:9"], indirect=True)
def test_any_subject_is_recognised(fleet: RunningFleet, run: Run, subject: str) -> None:
    leaf = certificate(rsa_key(), subject=subject)
    changes_once(fleet, run, *MODULE, **keypair_options(private_key=key_pem(rsa_key()), certificate=cert_pem(leaf)))


@pytest.mark.parametrize("spoken", ["analytics", "ANALYTICS", "aNaLyTiCs"])
def test_the_case_of_an_alias_is_folded(fleet: RunningFleet, run: Run, spoken: str) -> None:
    done = run("keypair", **own())
    changes_nothing(fleet, run, *MODULE, **{**own(), "alias": spoken}, expected=done["keypair"])
    changes_once(fleet, run, *MODULE, user=USER, alias=spoken, state="absent")
    assert entries_of(fleet) == {}


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_key_is_removed(fleet: RunningFleet, run: Run) -> None:
    stocked(fleet, analytics=1, kept=3)
    before = entries_of(fleet)
    done = changes_once(fleet, run, *MODULE, user=USER, alias=ALIAS, state="absent")
    assert (done["keypair"], done["certificate"], done["diff"]["after"]) == ({}, {}, {})
    assert entries_of(fleet) == {"kept": before["kept"]}


def test_what_is_not_there_need_not_be_removed(fleet: RunningFleet, run: Run) -> None:
    changes_nothing(fleet, run, *MODULE, user=USER, alias=ALIAS, state="absent")
    assert store_of(fleet) is None
    stocked(fleet, kept=3)
    changes_nothing(fleet, run, *MODULE, user=USER, alias=ALIAS, state="absent")


@pytest.mark.parametrize("wanted", ["present", "absent"])
def test_an_unknown_user_is_refused(fleet: RunningFleet, run: Run, wanted: str) -> None:
    refused = is_refused(fleet, run, "keypair", "not_established", **{**own(), "user": "nobody", "state": wanted})
    assert "'nobody'" in refused["msg"]
    assert "option user" in refused["error"]["advice"]


def test_a_user_in_a_folder_is_found(fleet: RunningFleet, run: Run) -> None:
    done = changes_once(fleet, run, *MODULE, **{**own(), "user": "dam-update-service"})
    assert done["keystore_path"] == "/home/users/system/dam/dam-update-service"
    assert list(entries_of(fleet, "dam-update-service")) == ["analytics"]


@pytest.mark.parametrize("delay", [1, 3])
@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8", "6.5.21:7"], indirect=True)
def test_late_visibility_is_waited_for(fleet: RunningFleet, run: Run, delay: int) -> None:
    stocked(fleet, analytics=2, kept=3)
    fleet.configure("author1", visibility_delay=delay)
    assert run("keypair", **own())["changed"]
    assert entries_of(fleet)["analytics"]["key"] == key_base64(rsa_key())
    changes_nothing(fleet, run, *MODULE, **own())
    assert len([line for line in changes(fleet) if line.startswith("POST")]) == 0
    assert run("keypair", user=USER, alias=ALIAS, state="absent")["changed"]
    assert list(entries_of(fleet)) == ["kept"]


def test_what_never_becomes_visible_is_told(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", visibility_delay=999)
    refused = run("keypair", timeout=0.5, **own())
    assert (refused["failed"], refused["error"]["code"]) == (True, "not_converged")
    assert sum("alias" in dict(entry.form) for entry in fleet.requests("author1")) == 1


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8", "lts:12"], indirect=True)
def test_a_broken_connection_leaves_no_doubt(fleet: RunningFleet, run: Run, nth: int) -> None:
    stocked(fleet, analytics=2, kept=3)
    fleet.faults.add(to="author1", kind="reset_after", method="POST", path=r"\.ks\.html", nth=nth)
    done = run("keypair", **own())
    assert not done.get("failed"), done["msg"]
    assert entries_of(fleet)["analytics"]["key"] == key_base64(rsa_key())
    changes_nothing(fleet, run, *MODULE, **own())


@pytest.mark.parametrize("guessed", [None, "a password that is not the one"])
def test_the_password_of_a_keystore_need_not_be_known(fleet: RunningFleet, run: Run, guessed: str | None) -> None:
    stocked(fleet, kept=3)
    done = changes_once(fleet, run, *MODULE, **own(keystore_password=guessed))
    assert done["certificate"]["pem"] == cert_pem(own_certificate())
    store = store_of(fleet)
    assert store is not None
    assert (store["password"], set(store["aliases"])) == (PASSWORD, {"kept", "analytics"})


@pytest.mark.parametrize("wanted", ["present", "absent"])
@pytest.mark.parametrize("where", [r"\.ks\.json", r"\.ks\.html"])
def test_a_keystore_that_cannot_be_opened(fleet: RunningFleet, run: Run, where: str, wanted: str) -> None:
    stocked(fleet, analytics=2)
    before = state(fleet)
    fleet.faults.add(to="author1", kind="status", status=500, path=where, times=99)
    refused = run("keypair", **own(state=wanted))
    assert (refused["failed"], refused["error"]["code"]) == (True, "conflict")
    assert "remove the node keystore below the user" in refused["msg"]
    assert state(fleet) == before


def test_results_are_documented(fleet: RunningFleet, run: Run, tmp_path: Path) -> None:
    stale = keypair_options(certificate_path=str(tmp_path / "x.crt"))
    for options in (
        own(),
        own(),
        stale,
        {"user": USER, "alias": ALIAS, "state": "absent"},
        {},
        {**own(), "user": "nobody"},
    ):
        has_documented_results("keypair", run("keypair", **options))
