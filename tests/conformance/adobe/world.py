# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The credentials and names with which all tests of this suite work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

import simulator

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """A running fleet, a credential of each type, and the key that the JWT credential is bound to."""

    fleet: simulator.RunningFleet
    oauth: Fields
    service: Fields
    private_key: str
    certificate: str

    @property
    def org(self) -> str:
        return str(self.oauth["project"]["org"]["ims_org_id"])

    def write(self, path: Path, **more: Any) -> None:
        """Hand everything over to the checks in JavaScript."""
        fleet = self.fleet
        described = {
            "org": self.org,
            "company": fleet.cloud.company,
            "report_suites": fleet.cloud.report_suites,
            "control": fleet.control_url,
            "console": fleet.cloud.console_token,
            "oauth": credential(self.oauth)["oauth_server_to_server"],
            "service": {**credential(self.service)["jwt"], "private_key": self.private_key},
            "certificate": self.certificate,
            **more,
        }
        path.write_text(json.dumps(described), encoding="utf-8")


def credential(download: Fields) -> Fields:
    (entry,) = download["project"]["workspace"]["details"]["credentials"]
    return dict(entry)


def create(fleet: simulator.RunningFleet) -> World:
    """A cloud of the time when JWT credentials were still issued, for their clients to be heard."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = _certificate(key)
    fleet.configure("cloud", jwt_cut_off=None)
    service = fleet.cloud.add_client(kind="jwt", certificates=[certificate])
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return World(fleet, fleet.cloud.credential, service, pem.decode("ascii"), certificate)


def _certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "conformance")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=365))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode("ascii")
