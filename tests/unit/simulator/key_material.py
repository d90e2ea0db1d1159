# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, certificates and Java keystore files for tests."""

from __future__ import annotations

import datetime
import hashlib
import struct
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

# More than 64 bits, as Java's serial numbers may be (contract/aem.md 1.2).
SERIAL = 2**140 + 12345


@dataclass(frozen=True)
class Material:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        kind = serialization.PrivateFormat.PKCS8
        return self.key.private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def create_material(common_name: str, serial: int = SERIAL) -> Material:
    key = rsa.generate_private_key(65537, 2048)
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fleet"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    builder = x509.CertificateBuilder(x509.Name(parts), x509.Name(parts), key.public_key(), serial)
    start = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    builder = builder.not_valid_before(start).not_valid_after(start + datetime.timedelta(days=365))
    return Material(key, builder.sign(key, hashes.SHA256()))


def write_jks(alias: str, material: Material, key_password: str, store_password: str) -> bytes:
    """Write a JKS file with one key."""
    locked = _locked(material.der, key_password.encode("utf-16-be"))
    link = material.certificate.public_bytes(serialization.Encoding.DER)
    entry = struct.pack(">I", 1) + _text(alias) + bytes(8) + _block(locked) + struct.pack(">I", 1)
    signed = struct.pack(">III", 0xFEEDFEED, 2, 1) + entry + _text("X.509") + _block(link)
    return signed + hashlib.sha1(store_password.encode("utf-16-be") + b"Mighty Aphrodite" + signed).digest()


def _locked(key: bytes, secret: bytes) -> bytes:
    salt = stream = bytes(range(20))
    mask = b""
    while len(mask) < len(key):
        stream = hashlib.sha1(secret + stream).digest()
        mask += stream
    hidden = bytes(left ^ right for left, right in zip(key, mask, strict=False))
    octets = salt + hidden + hashlib.sha1(secret + key).digest()
    algorithm = bytes.fromhex("300e060a2b060104012a021101010500")
    inner = algorithm + b"\x04\x82" + struct.pack(">H", len(octets)) + octets
    return b"\x30\x82" + struct.pack(">H", len(inner)) + inner


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode()


def _block(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
