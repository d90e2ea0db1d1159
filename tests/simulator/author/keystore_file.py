# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, certificates and keystore files as bytes: DER, PEM, PKCS12 and JKS."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from . import jks
from .keystore_entry import Entry, KeyStore, PrivateKey

# An empty PKCS12 file: version 3 and an authenticated safe without contents.
_EMPTY_STORE = bytes.fromhex("3016020103301106092a864886f70d010701a00404023000")
_KDF_ROUNDS = 2048


class KeyFileError(Exception):
    """The uploaded file can't be used."""


def read_key(content: bytes) -> PrivateKey:
    """Read an unencrypted PKCS#8 key in DER."""
    try:
        key = serialization.load_der_private_key(content, None)
    except (ValueError, TypeError) as mismatch:
        raise KeyFileError("The private key is no unencrypted PKCS#8 key in DER") from mismatch
    return _supported(key)


def read_certificates(content: bytes, whole_chain: bool) -> tuple[x509.Certificate, ...]:
    """Read a certificate in DER, or in PEM one or all of them."""
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            chain = tuple(x509.load_pem_x509_certificates(content))
            return chain if whole_chain else chain[:1]
        return (x509.load_der_x509_certificate(content),)
    except ValueError as mismatch:
        raise KeyFileError("The certificate chain cannot be parsed") from mismatch


def read_store(kind: str | None, content: bytes, alias: str, store_password: str, key_password: str) -> Entry:
    """Read one entry of an uploaded keystore file."""
    if kind == "jks":
        return _read_jks(content, alias, store_password, key_password)
    if kind == "pkcs12":
        return _read_pkcs12(content, alias, store_password)
    raise KeyFileError("The key store type is not known")


def write_store(store: KeyStore) -> bytes:
    """Write a PKCS12 file.

    The library writes one key per file: further aliases appear with their certificates, without their keys.
    """
    if not store.entries:
        return _EMPTY_STORE
    (alias, first), *others = store.entries.items()
    extra = [pkcs12.PKCS12Certificate(link, None) for link in first.chain[1:]]
    extra += [pkcs12.PKCS12Certificate(entry.chain[0], name.encode()) for name, entry in others]
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(_KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(store.password.encode())
    )
    return pkcs12.serialize_key_and_certificates(alias.encode(), first.key, first.chain[0], extra, encryption)


def _read_pkcs12(content: bytes, alias: str, password: str) -> Entry:
    try:
        found = pkcs12.load_pkcs12(content, password.encode())
    except ValueError as mismatch:
        raise KeyFileError("The key store was tampered with, or the password was incorrect") from mismatch
    name = found.cert.friendly_name if found.cert else None
    if found.key is None or found.cert is None or (name and name.decode().lower() != alias.lower()):
        raise KeyFileError(f"There is no key under the alias {alias}")
    chain = (found.cert.certificate, *(link.certificate for link in found.additional_certs))
    return Entry(_supported(found.key), chain)


def _read_jks(content: bytes, alias: str, store_password: str, key_password: str) -> Entry:
    try:
        entry = jks.read(content, store_password).get(alias.lower())
        if entry is None:
            raise KeyFileError(f"There is no key under the alias {alias}")
        key = read_key(jks.unlock(entry.protected_key, key_password))
        return Entry(key, tuple(x509.load_der_x509_certificate(link) for link in entry.chain))
    except (jks.JksError, ValueError) as mismatch:
        raise KeyFileError(str(mismatch)) from mismatch


def _supported(key: object) -> PrivateKey:
    if not isinstance(key, PrivateKey):
        raise KeyFileError("The algorithm of the key is not supported")
    return key
