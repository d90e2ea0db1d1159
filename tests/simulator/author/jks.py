# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Java's JKS keystore format: reading entries and unlocking their keys."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

_MAGIC = 0xFEEDFEED
_PRIVATE_KEY = 1
# What Java appends to the password before it signs a store.
_WHITENER = b"Mighty Aphrodite"
_SALT = _DIGEST = 20
# The OID of the key protection, as it stands in the EncryptedPrivateKeyInfo of an entry.
_PROTECTION = bytes.fromhex("060a2b060104012a02110101")


class JksError(Exception):
    """The file is no JKS keystore, or a password is wrong."""


@dataclass(frozen=True)
class JksEntry:
    """A locked key and its chain in DER."""

    protected_key: bytes
    chain: tuple[bytes, ...]


def read(content: bytes, password: str) -> dict[str, JksEntry]:
    """Return the private keys by alias, after the signature of the store is checked."""
    signed, digest = content[:-_DIGEST], content[-_DIGEST:]
    if hashlib.sha1(password.encode("utf-16-be") + _WHITENER + signed).digest() != digest:
        raise JksError("Keystore was tampered with, or password was incorrect")
    reader = _Reader(signed)
    if reader.number() != _MAGIC or reader.number() != 2:
        raise JksError("Invalid keystore format")
    found = (_entry(reader) for dummy in range(reader.number()))
    return {alias: entry for alias, entry in found if entry is not None}


def unlock(protected: bytes, password: str) -> bytes:
    """Return the PKCS#8 key in DER that an entry locks with its password."""
    start = protected.find(_PROTECTION)
    if start < 0:
        raise JksError("Unsupported key protection algorithm")
    body = _octets(protected[start + len(_PROTECTION) :].removeprefix(b"\x05\x00"))
    salt, locked, check = body[:_SALT], body[_SALT:-_DIGEST], body[-_DIGEST:]
    secret = password.encode("utf-16-be")
    key = bytes(left ^ right for left, right in zip(locked, _stream(secret, salt, len(locked)), strict=False))
    if hashlib.sha1(secret + key).digest() != check:
        raise JksError("Cannot recover key")
    return key


def _octets(der: bytes) -> bytes:
    """Return the content of an OCTET STRING with a short or long length."""
    if len(der) < 2 or der[0] != 0x04:
        raise JksError("Invalid keystore format")
    extra = der[1] & 0x7F if der[1] & 0x80 else 0
    return der[2 + extra :]


def _stream(secret: bytes, salt: bytes, length: int) -> bytes:
    produced, block = b"", salt
    while len(produced) < length:
        block = hashlib.sha1(secret + block).digest()
        produced += block
    return produced


def _entry(reader: _Reader) -> tuple[str, JksEntry | None]:
    kind, alias = reader.number(), reader.text()
    reader.skip(8)
    if kind != _PRIVATE_KEY:
        reader.certificate()
        return alias, None
    protected = reader.block(reader.number())
    return alias, JksEntry(protected, tuple(reader.certificate() for dummy in range(reader.number())))


class _Reader:
    """Reads the big-endian fields of a store."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def skip(self, count: int) -> None:
        self._at += count

    def block(self, count: int) -> bytes:
        self._at += count
        if self._at > len(self._content):
            raise JksError("Invalid keystore format")
        return self._content[self._at - count : self._at]

    def number(self) -> int:
        found: int = struct.unpack(">I", self.block(4))[0]
        return found

    def text(self) -> str:
        length: int = struct.unpack(">H", self.block(2))[0]
        return self.block(length).decode()

    def certificate(self) -> bytes:
        self.text()
        return self.block(self.number())
