# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and certificates for tests, as files that somebody may have; keys are made once in a process."""

from __future__ import annotations

import base64
import datetime
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

# More than 64 bits, as serial numbers may be (contract/aem.md 1.2).
SERIAL = 2**159 - 12345
SUBJECT = "CN=Fleet Key,O=Acme"
PASSPHRASE = "the passphrase of the key"
WRONG_PASSPHRASE = "somebody else's passphrase"
DAY = datetime.timedelta(days=1)


def rsa_key(number: int = 1, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The same key for the same number."""
    return _rsa_key(number, bits)


@cache
def _rsa_key(number: int, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    """A key that Adobe IMS does not take."""
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    key: Any, *, days: float = 365, serial: int = SERIAL, subject: str = SUBJECT, issuer: Any = None
) -> x509.Certificate:
    """A certificate that ends in so many days, self-signed or by an issuer of that subject's authority."""
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name.from_rfc4514_string(subject)
    builder = x509.CertificateBuilder().subject_name(name).public_key(key.public_key()).serial_number(serial)
    builder = builder.issuer_name(x509.Name.from_rfc4514_string("CN=Authority,O=Acme") if issuer else name)
    builder = builder.not_valid_before(now - 400 * DAY).not_valid_after(now + days * DAY)
    return builder.sign(issuer or key, hashes.SHA256())


def own_certificate(number: int = 1, days: float = 365) -> x509.Certificate:
    """The same certificate for the same key and end."""
    return _own_certificate(number, days)


@cache
def _own_certificate(number: int, days: float) -> x509.Certificate:
    return certificate(rsa_key(number), days=days, serial=SERIAL - number)


def cert_pem(*certificates: x509.Certificate) -> str:
    """Certificates as one PEM text."""
    return "".join(each.public_bytes(serialization.Encoding.PEM).decode() for each in certificates)


def key_pem(key: Any, passphrase: str | None = None, form: Any = serialization.PrivateFormat.PKCS8) -> str:
    """A private key as PEM text."""
    return str(key.private_bytes(serialization.Encoding.PEM, form, _encryption(passphrase)).decode())


def key_base64(key: Any) -> str:
    """A private key as the base64 of its DER form."""
    pem = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return base64.b64encode(key.private_bytes(*pem)).decode()


def container(key: Any, leaf: x509.Certificate, passphrase: str | None, *others: x509.Certificate) -> bytes:
    """A PKCS#12 file."""
    return bytes(pkcs12.serialize_key_and_certificates(b"x", key, leaf, others or None, _encryption(passphrase)))


def container_text(key: Any, leaf: x509.Certificate, passphrase: str | None, *others: x509.Certificate) -> str:
    """A PKCS#12 file in base64, in lines as the command line tools write it."""
    return base64.encodebytes(container(key, leaf, passphrase, *others)).decode()


def _encryption(passphrase: str | None) -> Any:
    if passphrase is None:
        return serialization.NoEncryption()
    return serialization.BestAvailableEncryption(passphrase.encode())


def secret_lines(text: str) -> set[str]:
    """The lines of a PEM or base64 text that hold the private half: the public half may be seen."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "-----" not in line]
    body = lines if len(lines) > 1 else [text[start : start + 64] for start in range(0, len(text), 64)]
    return {line for line in body[len(body) // 3 : -1] if len(line) > 40}
