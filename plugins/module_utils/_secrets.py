# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets: kept out of every text, and compared without being kept."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import re
import typing as t
from urllib.parse import quote, quote_plus

MASK = "********"
_PROTECTED = re.compile(r"\{[0-9a-f]{16,}\}", re.IGNORECASE)
_SCHEME = "v1"
_SALT_BYTES, _SECRET_BYTES, _STORED_BYTES = 12, 16, 8


class Secrets:
    """The values that must never appear in a message."""

    def __init__(self, values: t.Iterable[str | None] = ()) -> None:
        self._values: set[str] = set()
        for value in values:
            self.add(value)

    def add(self, value: str | None) -> None:
        """Remember a secret together with the encodings in which a peer may echo it."""
        if value:
            self._values.update({value, quote(value, safe=""), quote_plus(value)})

    def mask(self, text: str) -> str:
        """The text with every known secret, and every crypto-protected value, replaced."""
        for value in sorted(self._values, key=len, reverse=True):
            text = text.replace(value, MASK)
        return _PROTECTED.sub(MASK, text)


def is_protected(text: str) -> bool:
    """Whether a stored value has the form that AEM's crypto support gives it (contract/aem.md 5.6)."""
    return _PROTECTED.fullmatch(text.strip()) is not None


def digest(secret: str, stored: str, *, salt: bytes | None = None) -> str:
    """A salted digest of a secret and, apart, of the stored text that holds it.

    The second part keeps the digest from vouching for a value that somebody replaced by hand afterwards.
    """
    salt = os.urandom(_SALT_BYTES) if salt is None else salt
    return ".".join([_SCHEME, salt.hex(), _stretched(secret, salt), _plain(stored, salt)])


def vouches(recorded: str, secret: str, stored: str | None) -> bool:
    """Whether a recorded digest was made of this secret, and of this stored text where that can be read."""
    try:
        scheme, salt_hex, of_secret, of_stored = recorded.split(".")
        salt = bytes.fromhex(salt_hex)
    except ValueError:
        return False
    held = stored is None or hmac.compare_digest(_plain(stored, salt), of_stored)
    return held and scheme == _SCHEME and hmac.compare_digest(_stretched(secret, salt), of_secret)


# Asked for again with every view and plan of one task, and costly by design; more than the requests of the task it need
# not cost, for secrets that Adobe draws can't be guessed.
@functools.lru_cache(maxsize=16)
def _stretched(secret: str, salt: bytes) -> str:
    return hashlib.scrypt(secret.encode(), salt=salt, n=2**10, r=8, p=1, dklen=_SECRET_BYTES).hex()


def _plain(stored: str, salt: bytes) -> str:
    return hmac.new(salt, stored.encode(), hashlib.sha256).digest()[:_STORED_BYTES].hex()
