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
from cryptography.hazmat.primitives.serialization import pkcs12
from interruption.connections import JOIN, JOINED
from interruption.control_node import KillableController

import simulator
from integration.hands import wizard_fields
from integration.inventories import inventory_of
from integration.states import CUSTOMIZER, PROVIDER
from simulator.author import Author
from simulator.author.felix import Configuration
from simulator.author.keystore_entry import Entry
from simulator.author.osgi_value import text

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

    def inventory(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """All authors, with these variables; one that is None is taken out."""
        without = tuple(name for name, value in variables.items() if value is None)
        inventory = inventory_of(self.fleet, without=without, **variables)
        for host in inventory["authors"]["hosts"].values():
            for name in without:
                host.pop(name, None)
        return inventory

    def handed(self, name: str, document: Mapping[str, Any]) -> str:
        """A file that the operator downloaded from the Developer Console."""
        path = self.controller.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)


@cache
def key(number: int) -> rsa.RSAPrivateKey:
    """The same key for all authors: to make one takes a while."""
    return rsa.generate_private_key(65537, 2048)


@cache
def certificate(number: int) -> x509.Certificate:
    """The self-signed certificate of a key."""
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name.from_rfc4514_string("CN=AEM")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key(number).public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - DAY).not_valid_after(now + 300 * DAY).sign(key(number), hashes.SHA256())


def certificate_pem(number: int) -> str:
    return certificate(number).public_bytes(serialization.Encoding.PEM).decode()


def key_file(passphrase: str, number: int) -> bytes:
    """A key with its certificate as PKCS#12."""
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(b"key", key(number), certificate(number), None, encryption)


def plant_key(author: Author) -> None:
    """Put the first key into the keystore of the service user, as the page's first steps do."""
    home = author.users.path_of(author.names.product.service_user)
    assert home is not None
    author.keystores.create(home, "password", "password")
    author.keystores.add(home, KEY_ALIAS, Entry(key(1), (certificate(1),)))


def connect_by_hand(fleet: simulator.RunningFleet, **fields: str) -> None:
    """Fill in the wizard and the dialog of the cloud service on every author."""
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **{**wizard_fields(fleet, TITLE), **fields})
        add_page(fleet, author.name)


def connect_by_hand_with_jwt(fleet: simulator.RunningFleet, workspace: Mapping[str, Any]) -> None:
    """The same with a Service Account (JWT) and the first key, as the documented page has it."""
    (credential,) = workspace["project"]["workspace"]["details"]["credentials"]
    account, cloud = credential["jwt"], fleet.cloud.url
    payload = {
        "iss": workspace["project"]["org"]["ims_org_id"],
        "sub": account["technical_account_id"],
        "aud": f"{cloud}/c/{account['client_id']}",
        **{f"{cloud}/s/{metascope}": True for metascope in account["meta_scopes"]},
    }
    fields = {
        "Title": TITLE,
        "Authorization Server": cloud,
        "API Key": account["client_id"],
        "Client Secret": account["client_secret"],
        "Payload": json.dumps(payload),
        "Certificate": KEY_ALIAS,
    }
    for author in fleet.authors:
        author.call(plant_key)
        fleet.by_hand_ims_config(author.name, **fields)
        add_page(fleet, author.name)


def duplicate(author: Author) -> None:
    """Make the configuration again, as a file that somebody copied from another author does."""
    for found in author.configurations.everything():
        if found.factory_pid in (PROVIDER, CUSTOMIZER):
            own = {name: text("of-the-copy") for name in (JOIN, JOINED) if name in found.properties}
            pid = author.configurations.new_pid(found.factory_pid)
            author.configurations.update(Configuration(pid, found.factory_pid, {**found.properties, **own}))


def add_page(fleet: simulator.RunningFleet, name: str) -> None:
    fleet.by_hand_cloudservice(name, ims_title=TITLE, company=fleet.cloud.company, title=TITLE, label="adobe-analytics")
