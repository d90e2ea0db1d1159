# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms in which keypair takes a pair, and what it refuses before the first request."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from unit.plugins.fleet_state import requested, state
from unit.plugins.grid import changes_nothing, changes_once
from unit.plugins.key_files import (
    PASSPHRASE,
    WRONG_PASSPHRASE,
    cert_pem,
    certificate,
    container_text,
    ec_key,
    key_base64,
    key_pem,
    own_certificate,
    rsa_key,
)
from unit.plugins.key_options import entries_of, keypair_options, pair_options
from unit.plugins.module_runner import Run
from unit.plugins.test_keypair import MODULE

from simulator import RunningFleet

TRADITIONAL = serialization.PrivateFormat.TraditionalOpenSSL
AUTHORITY = certificate(rsa_key(2), subject="CN=Authority,O=Acme", serial=1)
LEAF = certificate(rsa_key(1), issuer=rsa_key(2))
CHAIN = cert_pem(AUTHORITY, LEAF)
NOTES = "Bag Attributes\n    friendlyName: analytics\n"
SOURCES: dict[str, dict[str, Any]] = {
    "PKCS#8": {"private_key": key_pem(rsa_key())},
    "PKCS#1": {"private_key": key_pem(rsa_key(), form=TRADITIONAL)},
    "encrypted": {"private_key": key_pem(rsa_key(), PASSPHRASE), "private_key_passphrase": PASSPHRASE},
    "encrypted PKCS#1": {
        "private_key": key_pem(rsa_key(), PASSPHRASE, TRADITIONAL),
        "private_key_passphrase": PASSPHRASE,
    },
    "CRLF": {
        "private_key": key_pem(rsa_key()).replace("\n", "\r\n"),
        "certificate": CHAIN.replace("\n", "\r\n"),
    },
    "notes": {"private_key": NOTES + key_pem(rsa_key()), "certificate": NOTES + cert_pem(LEAF)},
    "PKCS#12": {
        "pkcs12": container_text(rsa_key(), LEAF, PASSPHRASE, AUTHORITY),
        "private_key_passphrase": PASSPHRASE,
    },
    "PKCS#12 in one line": {
        "pkcs12": container_text(rsa_key(), LEAF, PASSPHRASE).replace("\n", ""),
        "private_key_passphrase": PASSPHRASE,
    },
    "PKCS#12 without a passphrase": {"pkcs12": container_text(rsa_key(), LEAF, None)},
}

NO_PAIR = "the certificate is not the one of the private key"
NO_KEY = "private_key is not a PEM private key that private_key_passphrase opens"
NO_CONTAINER = "pkcs12 is not a PKCS#12 container that private_key_passphrase opens"
TOGETHER = "private_key and certificate are required together"
PAIR = pair_options()
WEAK = rsa_key(9, 1024)
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "another certificate": ({**PAIR, "certificate": cert_pem(own_certificate(2), AUTHORITY)}, [NO_PAIR]),
    "weak": (
        {"private_key": key_pem(WEAK), "certificate": cert_pem(certificate(WEAK))},
        ["the private key has 1024 bits, at least 2048 are needed"],
    ),
    "elliptic": (
        {"private_key": key_pem(ec_key()), "certificate": cert_pem(certificate(ec_key()))},
        ["the private key is not an RSA key"],
    ),
    "no passphrase": ({**PAIR, "private_key": key_pem(rsa_key(), PASSPHRASE)}, [NO_KEY]),
    "wrong passphrase": (
        {**PAIR, "private_key": key_pem(rsa_key(), PASSPHRASE), "private_key_passphrase": WRONG_PASSPHRASE},
        [NO_KEY],
    ),
    "needless passphrase": ({**PAIR, "private_key_passphrase": PASSPHRASE}, [NO_KEY]),
    "a certificate as key": ({**PAIR, "private_key": cert_pem(own_certificate(3))}, [NO_KEY]),
    "a key as certificate": (
        {**PAIR, "certificate": key_pem(rsa_key())},
        ["certificate is not a PEM certificate"],
    ),
    "no text at all": (
        {"private_key": "neither-key", "certificate": "ü"},
        [NO_KEY, "certificate is not a PEM certificate"],
    ),
    "key alone": ({"private_key": key_pem(rsa_key())}, [TOGETHER]),
    "certificate alone": ({"certificate": cert_pem(LEAF)}, [TOGETHER]),
    "no base64": ({"pkcs12": "*not-base64*"}, ["pkcs12 must be base64"]),
    "no container": ({"pkcs12": "bm90LWEtY29udGFpbmVy"}, [NO_CONTAINER]),
    "container, no passphrase": ({"pkcs12": container_text(rsa_key(), LEAF, PASSPHRASE)}, [NO_CONTAINER]),
    "container, wrong passphrase": (
        {"pkcs12": container_text(rsa_key(), LEAF, PASSPHRASE), "private_key_passphrase": WRONG_PASSPHRASE},
        [NO_CONTAINER],
    ),
    "container, elliptic": (
        {"pkcs12": container_text(ec_key(), certificate(ec_key()), None)},
        ["the private key is not an RSA key"],
    ),
    "fleet pair without passphrase": ({"pair_path": "/x"}, ["pair_path and pair_passphrase are required together"]),
    "small": ({"size": 1024}, ["size must be at least 2048"]),
    "renewed for ever": ({"days": 30}, ["renew_before must not be negative, and less than days"]),
    "negative": ({"renew_before": -1}, ["renew_before must not be negative, and less than days"]),
    "subject": ({"subject": "nobody"}, ["subject must be an X.500 name such as CN=aem-adobe-ims"]),
    "everything": (
        {
            "user": "",
            "alias": None,
            "private_key": "neither-key",
            "pkcs12": "*not-base64*",
            "pair_path": "/x",
            "subject": "",
            "size": 1,
            "days": 1,
        },
        [
            "user is required",
            "alias is required",
            "private_key and pkcs12 and pair_path exclude each other",
            TOGETHER,
            "pair_path and pair_passphrase are required together",
            "pkcs12 must be base64",
            "subject must be an X.500 name such as CN=aem-adobe-ims",
            "size must be at least 2048",
            "renew_before must not be negative, and less than days",
        ],
    ),
}


@pytest.mark.parametrize("source", list(SOURCES))
def test_a_pair_is_taken_in_every_form(fleet: RunningFleet, run: Run, source: str) -> None:
    given = SOURCES[source]
    options = keypair_options(certificate=None if "pkcs12" in given else CHAIN) | given
    done = changes_once(fleet, run, *MODULE, **options)
    assert done["certificate"]["pem"] == cert_pem(LEAF)
    assert done["keypair"]["certificate"]["issuer"] == "CN=authority,O=acme"
    assert entries_of(fleet) == {"analytics": {"key": key_base64(rsa_key()), "chain": [cert_pem(LEAF)]}}


def test_every_form_is_the_same_pair(fleet: RunningFleet, run: Run) -> None:
    changed = []
    for given in SOURCES.values():
        options = keypair_options(certificate=None if "pkcs12" in given else CHAIN) | given
        changed.append(run("keypair", **options)["changed"])
    assert changed == [True, *[False] * (len(SOURCES) - 1)]


@pytest.mark.parametrize("wrong", list(WRONG))
def test_what_cannot_be_used_is_refused_before_the_first_request(fleet: RunningFleet, run: Run, wrong: str) -> None:
    given, problems = WRONG[wrong]
    before = state(fleet)
    for check in (True, False):
        refused = run("keypair", check=check, **keypair_options() | given)
        assert (refused["failed"], refused["error"]["code"]) == (True, "invalid_options")
        assert refused["error"]["problems"] == problems
        assert all(problem in refused["msg"] for problem in problems)
    assert (requested(fleet), state(fleet)) == ([], before)


def test_a_given_pair_that_ends_soon_stays(fleet: RunningFleet, run: Run) -> None:
    options = keypair_options(**pair_options(2, 5))
    assert changes_once(fleet, run, *MODULE, **options)["warnings"] == []


def test_a_given_pair_that_ended_is_warned_of(fleet: RunningFleet, run: Run) -> None:
    options = keypair_options(**pair_options(2, -5))
    done = changes_once(fleet, run, *MODULE, **options)
    assert ["expired" in warning for warning in done["warnings"]] == [True]
    same = changes_nothing(fleet, run, *MODULE, **options)
    assert same["warnings"] == done["warnings"]
