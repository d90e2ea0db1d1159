# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""RSA keys and their certificates: made, read, checked as a pair, rendered."""

from __future__ import annotations

import datetime
import re
import typing as t
from dataclasses import dataclass, field

from .._errors import InvalidOptions
from .names import canonical

try:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12
except ImportError as error:
    CRYPTOGRAPHY_IMPORT_ERROR: ImportError | None = error
else:
    CRYPTOGRAPHY_IMPORT_ERROR = None

MINIMUM_BITS = 2048
PUBLIC_EXPONENT = 65537
# A clock that runs a little ahead must not make a new certificate invalid.
BACKDATED = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Identity:
    """What tells one certificate from another: the keystore shows no more of it (contract/aem.md 1.2)."""

    subject: str
    issuer: str
    serial: int


@dataclass(frozen=True)
class Material:
    """A private key and the certificate of its public half."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate

    @property
    def identity(self) -> Identity:
        """The identity of the certificate."""
        return identity_of(self.certificate)

    def key_der(self) -> bytes:
        """The key as the keystore takes it: PKCS#8, DER, not encrypted (contract/aem.md 1.3)."""
        return self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def to_pkcs12(self, passphrase: str) -> bytes:
        """Key and certificate in one encrypted file."""
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"aemfleet", self.key, self.certificate, None, encryption)


def generate(bits: int, days: int, subject: str, now: datetime.datetime) -> Material:
    """A new key with a self-signed certificate (contract/adobe-cloud.md 8)."""
    key = rsa.generate_private_key(PUBLIC_EXPONENT, bits)
    name = parsed_name(subject)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + datetime.timedelta(days=days))
    )
    return Material(key, builder.sign(key, hashes.SHA256()))


def parsed_name(subject: str) -> x509.Name:
    """An X.500 name; the space that people put behind a comma is none of it."""
    return x509.Name.from_rfc4514_string(re.sub(r"(?<!\\)([,+])\s+", r"\1", subject.strip()))


def is_name(subject: str) -> bool:
    """Whether a text is an X.500 name of at least one attribute."""
    try:
        return len(list(parsed_name(subject))) > 0
    except ValueError:
        return False


def from_pem(private_key: str, certificate: str, passphrase: str | None) -> Material:
    """A pair given as two PEM texts; of several certificates the one of the key is taken."""
    problems: list[str] = []
    key, found = None, []
    try:
        key = _private_key(private_key, passphrase)
    except InvalidOptions as error:
        problems += error.fields["problems"]
    try:
        found = certificates(certificate)
    except InvalidOptions as error:
        problems += error.fields["problems"]
    if problems:
        raise InvalidOptions(problems)
    return _pair(key, found)


def private_key_pem(private_key: str, passphrase: str | None) -> bytes:
    """A private key as unencrypted PEM, for a library that signs with it; it stays in memory."""
    key = _rsa(_private_key(private_key, passphrase))
    return bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def from_pkcs12(content: bytes, passphrase: str | None) -> Material:
    """A pair given as a PKCS#12 container."""
    try:
        opened = pkcs12.load_pkcs12(content, passphrase.encode() if passphrase else None)
    except ValueError:
        raise InvalidOptions(["pkcs12 is not a PKCS#12 container that private_key_passphrase opens"]) from None
    found = [entry.certificate for entry in [opened.cert, *opened.additional_certs] if entry is not None]
    return _pair(opened.key, found)


def certificates(text: str) -> list[x509.Certificate]:
    """Every certificate in a PEM text."""
    try:
        return x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise InvalidOptions(["certificate is not a PEM certificate"]) from None


def _private_key(private_key: str, passphrase: str | None) -> t.Any:
    try:
        return serialization.load_pem_private_key(private_key.encode(), passphrase.encode() if passphrase else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidOptions(["private_key is not a PEM private key that private_key_passphrase opens"]) from None


def _rsa(key: t.Any) -> rsa.RSAPrivateKey:
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidOptions(["the private key is not an RSA key"])
    return key


def _pair(loaded: t.Any, found: t.Sequence[x509.Certificate]) -> Material:
    key = _rsa(loaded)
    if key.key_size < MINIMUM_BITS:
        raise InvalidOptions([f"the private key has {key.key_size} bits, at least {MINIMUM_BITS} are needed"])
    own = [item for item in found if _public(item.public_key()) == _public(key.public_key())]
    if not own:
        raise InvalidOptions(["the certificate is not the one of the private key"])
    return Material(key, own[0])


def _public(key: t.Any) -> bytes:
    return bytes(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


def identity_of(certificate: x509.Certificate) -> Identity:
    """The identity of a certificate, in the form that the keystore's answer is brought to."""
    subject, issuer = certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()
    return Identity(canonical(subject), canonical(issuer), certificate.serial_number)


def to_pem(certificate: x509.Certificate) -> str:
    """The certificate as the Developer Console takes it."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def fingerprint(certificate: x509.Certificate, algorithm: str) -> str:
    """A fingerprint as lower-case hex, the form of the Console's downloads (contract/adobe-cloud.md 4.2)."""
    return certificate.fingerprint(hashes.SHA1() if algorithm == "sha1" else hashes.SHA256()).hex()


def validity(certificate: x509.Certificate) -> tuple[datetime.datetime, datetime.datetime]:
    """From when to when the certificate is valid, in UTC; older releases of the library lack the aware properties."""
    if hasattr(certificate, "not_valid_after_utc"):
        return certificate.not_valid_before_utc, certificate.not_valid_after_utc
    utc = datetime.timezone.utc
    return certificate.not_valid_before.replace(tzinfo=utc), certificate.not_valid_after.replace(tzinfo=utc)


def find_certificate(content: bytes, passphrase: str, wanted: Identity) -> x509.Certificate | None:
    """The certificate with an identity in a PKCS#12 container, None when it can't be opened or holds none such."""
    try:
        opened = pkcs12.load_pkcs12(content, passphrase.encode())
    except ValueError:
        return None
    found = [entry.certificate for entry in [opened.cert, *opened.additional_certs] if entry is not None]
    return next((item for item in found if identity_of(item) == wanted), None)
