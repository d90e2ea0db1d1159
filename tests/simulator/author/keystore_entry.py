# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a keystore holds."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import Certificate

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Entry:
    """A private key with its certificate chain."""

    key: PrivateKey
    chain: tuple[Certificate, ...]

    @property
    def algorithm(self) -> str:
        return "RSA" if isinstance(self.key, rsa.RSAPrivateKey) else "EC"


@dataclass
class KeyStore:
    """A password and entries by alias; a change may stay invisible to a number of reads."""

    password: str
    entries: dict[str, Entry] = field(default_factory=dict)
    _former: dict[str, Entry] = field(default_factory=dict)
    _hidden_reads: int = 0

    def hide_change(self, reads: int) -> None:
        """Show the present entries for some reads more; called before a change."""
        if reads > 0:
            self._former = dict(self.entries) if not self._hidden_reads else self._former
            self._hidden_reads = reads

    def visible(self) -> dict[str, Entry]:
        """Return what a read sees, and count that read."""
        if self._hidden_reads > 0:
            self._hidden_reads -= 1
            return self._former
        return self.entries

    def snapshot(self) -> dict[str, Any]:
        return {"password": self.password, "aliases": {name: _shown(entry) for name, entry in self.entries.items()}}


def _shown(entry: Entry) -> dict[str, Any]:
    der = entry.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    return {
        "key": base64.b64encode(der).decode(),
        "chain": [certificate.public_bytes(pem).decode() for certificate in entry.chain],
    }
