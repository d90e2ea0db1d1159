# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""keypair with one pair for a whole fleet, in an encrypted file that the first task makes and all others use."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from unit.plugins.fleet_state import state
from unit.plugins.grid import changes_nothing, is_refused
from unit.plugins.key_files import (
    PASSPHRASE,
    WRONG_PASSPHRASE,
    container,
    ec_key,
    own_certificate,
    rsa_key,
)
from unit.plugins.key_files import certificate as certificate_of
from unit.plugins.key_options import ALIAS, USER, entries_of, keypair_options
from unit.plugins.module_runner import MODULES, Run, canaries_of, connection
from unit.plugins.test_keypair import MODULE
from unit.plugins.test_keypair_generated import generates_once

from simulator import RunningFleet

OWNERS = ("stock-imsconfig-service", "target-imsconfig-service", "brandportal-imsconfig-service")
DAMAGED = [
    b"",
    b"not a container",
    container(rsa_key(), own_certificate(), "somebody else's"),
    container(ec_key(), certificate_of(ec_key()), PASSPHRASE),
]


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "fleet.p12"


def fleet_options(path: Path, **changes: Any) -> dict[str, Any]:
    """Options with the pair of the fleet."""
    return keypair_options(pair_path=str(path), pair_passphrase=PASSPHRASE, **changes)


def stored(path: Path) -> tuple[Any, Any]:
    """The key and the certificate in the file."""
    opened = pkcs12.load_pkcs12(path.read_bytes(), PASSPHRASE.encode())
    assert opened.cert is not None
    return opened.key, opened.cert.certificate


def held_key(fleet: RunningFleet) -> Any:
    """The key that the first author holds."""
    (entry,) = entries_of(fleet).values()
    return serialization.load_der_private_key(base64.b64decode(entry["key"]), None)


def private_octets(fleet: RunningFleet) -> set[bytes]:
    """The secret numbers of every key in the fleet, as binary files hold them."""
    stores = [store for author in fleet.authors for store in fleet.snapshot(author.name)["keystores"].values()]
    keys = [base64.b64decode(entry["key"]) for store in stores for entry in store["aliases"].values()]
    return {key[start : start + 32] for key in keys for start in range(len(key) // 3, len(key) - 32, 32)}


def test_one_pair_for_all_authors(fleet: RunningFleet, run: Run, path: Path) -> None:
    first = generates_once(fleet, run, **fleet_options(path))
    content = path.read_bytes()
    second = run("keypair", author="author2", **fleet_options(path))
    assert second["changed"]
    assert (second["certificate"], second["keypair"]) == (first["certificate"], first["keypair"])
    assert entries_of(fleet) == entries_of(fleet, author="author2")
    assert str(stored(path)[1].serial_number) == first["certificate"]["serial"]
    assert path.read_bytes() == content


def test_the_file_is_encrypted_and_for_its_owner_only(fleet: RunningFleet, run: Run, path: Path) -> None:
    run("keypair", **fleet_options(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stored(path)[0].private_numbers() == held_key(fleet).private_numbers()
    assert not any(secret in path.read_bytes() for secret in private_octets(fleet))
    for passphrase in (None, b"", WRONG_PASSPHRASE.encode()):
        with pytest.raises(ValueError, match=r"password|PKCS12|mac"):
            pkcs12.load_pkcs12(path.read_bytes(), passphrase)
    others = {each.name: each.stat() for each in path.parent.iterdir() if each != path}
    assert {name: (stat.S_IMODE(each.st_mode), each.st_size) for name, each in others.items()} == {
        "fleet.p12.lock": (0o600, 0)
    }


def test_check_mode_makes_no_file(fleet: RunningFleet, run: Run, path: Path) -> None:
    assert run("keypair", check=True, **fleet_options(path))["changed"]
    assert list(path.parent.iterdir()) == []


def test_a_file_of_somebody_is_used(fleet: RunningFleet, run: Run, path: Path) -> None:
    path.write_bytes(container(rsa_key(), own_certificate(), PASSPHRASE))
    predicted = run("keypair", check=True, **fleet_options(path))
    done = run("keypair", **fleet_options(path))
    assert predicted["keypair"] == done["keypair"]
    assert done["certificate"]["serial"] == str(own_certificate().serial_number)
    changes_nothing(fleet, run, *MODULE, **fleet_options(path))


def test_a_pair_that_ends_soon_is_renewed_once_for_all(fleet: RunningFleet, run: Run, path: Path) -> None:
    path.write_bytes(container(rsa_key(2), own_certificate(2, 20), PASSPHRASE))
    for author in ("author1", "author2"):
        run("keypair", author=author, **fleet_options(path, renew_before=10))
    assert run("keypair", check=True, **fleet_options(path))["keypair"]["certificate"]["serial"] == "new"
    assert stored(path)[1] == own_certificate(2, 20)
    first, second = (run("keypair", author=author, **fleet_options(path)) for author in ("author1", "author2"))
    assert (first["changed"], second["changed"]) == (True, True)
    assert first["certificate"] == second["certificate"]
    assert entries_of(fleet) == entries_of(fleet, author="author2")
    assert stored(path)[1].serial_number != own_certificate(2, 20).serial_number
    changes_nothing(fleet, run, *MODULE, **fleet_options(path))


@pytest.mark.parametrize("number", range(len(DAMAGED)))
def test_a_file_that_cannot_be_opened(fleet: RunningFleet, run: Run, path: Path, number: int) -> None:
    path.write_bytes(DAMAGED[number])
    refused = is_refused(fleet, run, "keypair", "conflict", **fleet_options(path))
    assert f"{path} is not a PKCS#12 file that pair_passphrase opens" in refused["msg"]
    assert path.read_bytes() == DAMAGED[number]


@pytest.mark.parametrize("where", ["none such/fleet.p12", "file/fleet.p12", "folder"])
def test_a_place_that_cannot_be_written(fleet: RunningFleet, run: Run, path: Path, where: str) -> None:
    (path.parent / "folder").mkdir()
    (path.parent / "file").touch()
    before = state(fleet)
    refused = run("keypair", **fleet_options(path.parent / where))
    assert (refused["failed"], refused["error"]["code"], bool(refused["error"]["advice"])) == (True, "conflict", True)
    assert where in refused["msg"]
    assert state(fleet) == before


def test_what_a_killed_task_left_behind_is_no_hindrance(fleet: RunningFleet, run: Run, path: Path) -> None:
    Path(f"{path}.new").write_bytes(b"half a file")
    Path(f"{path}.lock").touch()
    run("keypair", **fleet_options(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in path.parent.iterdir()) == ["fleet.p12", "fleet.p12.lock"]
    changes_nothing(fleet, run, *MODULE, **fleet_options(path))


def test_removal_needs_no_file(fleet: RunningFleet, run: Run, path: Path) -> None:
    run("keypair", **fleet_options(path))
    content = path.read_bytes()
    assert run("keypair", **fleet_options(path, state="absent"))["changed"]
    assert (entries_of(fleet), path.read_bytes()) == ({}, content)


class Task(threading.Thread):
    """The module in a process of its own, as Ansible's workers run it."""

    def __init__(self, options: dict[str, Any], place: Path) -> None:
        super().__init__()
        self._options, self._place = options, place
        self.shown = ""

    def run(self) -> None:
        environment = {
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "HOME": str(self._place),
            "TMPDIR": str(self._place),
            "NO_PROXY": "*",
        }
        done = subprocess.run(
            [sys.executable, "-B", "-m", f"{MODULES}.keypair"],
            input=json.dumps({"ANSIBLE_MODULE_ARGS": self._options}),
            capture_output=True,
            text=True,
            check=False,
            cwd=self._place,
            env=environment,
        )
        self.shown = done.stdout + done.stderr

    @property
    def result(self) -> dict[str, Any]:
        """What the module printed."""
        result: dict[str, Any] = json.loads(self.shown)
        return result


@pytest.mark.usefixtures("run")
def test_the_first_tasks_of_a_fleet_agree_on_one_pair(fleet: RunningFleet, path: Path) -> None:
    place = path.parent
    options = fleet_options(path)
    tasks = [
        Task({**connection(fleet, author), **options, "user": owner, "timeout": 30}, place)
        for author in ("author1", "author2")
        for owner in OWNERS[:2]
    ]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join()
    assert {task.result.get("msg", task.result["changed"]) for task in tasks} == {True}
    assert {task.result["certificate"]["serial"] for task in tasks} == {str(stored(path)[1].serial_number)}
    held = [entries_of(fleet, owner, author) for author in ("author1", "author2") for owner in OWNERS[:2]]
    assert [list(each) for each in held] == [["analytics"]] * 4
    assert len({each["analytics"]["key"] for each in held}) == 1
    assert sorted(each.name for each in place.iterdir() if each.is_file()) == ["fleet.p12", "fleet.p12.lock"]
    nothing_is_left(fleet, place, [task.shown for task in tasks])


def nothing_is_left(fleet: RunningFleet, place: Path, shown: list[str]) -> None:
    """No secret in what was printed, and none in any file of home and temporary folder."""
    contents = [each.read_bytes() for each in place.rglob("*") if each.is_file()]
    assert not any(secret in content for secret in private_octets(fleet) for content in contents)
    texts = [content.decode("latin-1") for content in contents]
    for secret in {*canaries_of(fleet, fleet.requests()), PASSPHRASE}:
        assert not [text for text in (*texts, *shown) if secret in text], "a secret is shown"


@pytest.mark.usefixtures("run")
def test_a_task_of_its_own_leaves_nothing_but_the_certificate(fleet: RunningFleet, tmp_path: Path) -> None:
    options = {"user": USER, "alias": ALIAS, "certificate_path": str(tmp_path / "author1.crt")}
    task = Task({**connection(fleet), **options, "keystore_password": PASSPHRASE}, tmp_path)
    task.start()
    task.join()
    assert task.result["changed"]
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["author1.crt"]
    nothing_is_left(fleet, tmp_path, [task.shown])
