# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The crypto support of one author: texts protected by a key that no other author has (contract/aem.md 5.6)."""

from __future__ import annotations

import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PROTECTED = re.compile(r"^\{([0-9a-f]{2})+\}$")
_NONCE = 12


class ForeignText(ValueError):
    """The text is not protected, or was protected by the key of another instance."""


class Crypto:
    """Protects and unprotects texts; the ciphertext differs at each call."""

    def __init__(self) -> None:
        self._cipher = AESGCM(AESGCM.generate_key(128))

    def protect(self, text: str) -> str:
        nonce = os.urandom(_NONCE)
        return "{" + (nonce + self._cipher.encrypt(nonce, text.encode(), None)).hex() + "}"

    def unprotect(self, text: str) -> str:
        if not self.is_protected(text):
            raise ForeignText("the text is not protected")
        content = bytes.fromhex(text[1:-1])
        try:
            return self._cipher.decrypt(content[:_NONCE], content[_NONCE:], None).decode()
        except (InvalidTag, ValueError) as mismatch:
            raise ForeignText("the text was protected by another instance") from mismatch

    def is_protected(self, text: str) -> bool:
        """Tell by the form of the text whether it is protected."""
        return _PROTECTED.match(text) is not None
