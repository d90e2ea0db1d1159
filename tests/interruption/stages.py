# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet before a playbook, and what its operator has at hand."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from interruption.control_node import KillableController

import simulator
from integration.hands import wizard_fields
from simulator.author import Author
from simulator.author.keystore_entry import Entry

TITLE = "Adobe Analytics"
KEY_ALIAS = "adobe-analytics"
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """A fleet, and the control node that its playbook is run on."""

    fleet: simulator.RunningFleet
    controller: KillableController

    @property
    def certificates(self) -> Path:
        """The folder that certificates are exported to."""
        return self.controller.directory / "certificates"

    def handed(self, name: str, document: Mapping[str, Any]) -> str:
        """A file that the operator downloaded from the Developer Console."""
        path = self.controller.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)


@cache
def key() -> rsa.RSAPrivateKey:
    """One key for all authors: to make one takes a while."""
    return rsa.generate_private_key(65537, 2048)


@cache
def certificate() -> x509.Certificate:
    """The self-signed certificate of the key."""
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name.from_rfc4514_string("CN=AEM")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key().public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - DAY).not_valid_after(now + 300 * DAY).sign(key(), hashes.SHA256())


def certificate_pem() -> str:
    return certificate().public_bytes(serialization.Encoding.PEM).decode()


def plant_key(author: Author) -> None:
    """Put the key into the keystore of the service user, as the page's first steps do."""
    home = author.users.path_of(author.names.product.service_user)
    assert home is not None
    author.keystores.create(home, "password", "password")
    author.keystores.add(home, KEY_ALIAS, Entry(key(), (certificate(),)))


def connect_by_hand(fleet: simulator.RunningFleet, credential: Mapping[str, Any], **fields: str) -> None:
    """Fill in the wizard and the dialog of the cloud service on every author."""
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **{**wizard_fields(fleet, TITLE), **credential, **fields})
        fleet.by_hand_cloudservice(
            author.name, ims_title=TITLE, company=fleet.cloud.company, title=TITLE, label="adobe-analytics"
        )
