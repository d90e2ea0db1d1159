# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that lead to a wanted key pair."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from .._author import keystore
from .._author.client import Author
from .._errors import CollectionError, Conflict, NotAuthenticated, NotPermitted, Refused
from .._keys import material as keys
from .keypair_store import identity

LOST_KEYSTORE = (
    "If the password of the keystore is lost, or the store came from another instance whose crypto keys this author "
    "does not have, remove the node keystore below the user and run again; every key in it has to be supplied anew."
)


def lost(error: Refused) -> CollectionError:
    """A refusal of the keystore itself, told as what it usually means (contract/aem.md 1.4)."""
    if isinstance(error, (NotAuthenticated, NotPermitted)) or error.fields.get("status") == 404:
        return error
    return Conflict(error.message, advice=LOST_KEYSTORE, **error.fields)


@dataclass(frozen=True)
class CreateKeystore:
    """Create the keystore of a user that has none."""

    home: str
    password: str = field(repr=False)

    def carry_out(self, author: Author) -> None:
        """Create it; AEM keeps the password itself, protected."""
        author.secrets.add(self.password)
        try:
            keystore.create(author, self.home, self.password)
        except Refused as error:
            raise lost(error) from error


@dataclass(frozen=True)
class RemoveAlias:
    """Remove a key; what happens to an alias that is added twice is UNKNOWN (contract/aem.md 1.4)."""

    home: str
    alias: str

    def carry_out(self, author: Author) -> None:
        """Remove it. Repeated after a broken connection, this may be refused because it is done already."""
        try:
            keystore.remove(author, self.home, self.alias)
        except Refused as error:
            if keystore.read(author, self.home).entry(self.alias):
                raise lost(error) from error


@dataclass(frozen=True)
class AddKey:
    """Add a key with its certificate; without material it only stands for one that is still to be made."""

    home: str
    alias: str
    material: keys.Material | None

    def carry_out(self, author: Author) -> None:
        """Upload it as PKCS#8 and PEM, the form that leaves no question of store types; repeated as the removal is."""
        if self.material is None:
            return
        try:
            keystore.add(author, self.home, self.alias, self.material.key_der(), keys.to_pem(self.material.certificate))
        except Refused as error:
            entry = keystore.read(author, self.home).entry(self.alias)
            if entry is None or identity(entry) != self.material.identity:
                raise lost(error) from error


@dataclass(frozen=True)
class ExportCertificate:
    """Write the public certificate for the Developer Console, on the machine that runs the task."""

    path: str
    pem: str

    def done(self) -> bool:
        """Whether the file holds it already."""
        try:
            with open(self.path, encoding="utf-8") as handle:
                return handle.read() == self.pem
        except (OSError, UnicodeDecodeError):
            return False

    def carry_out(self, author: Author) -> None:
        """Write it in one step."""
        fresh = f"{self.path}.{os.getpid()}.new"
        try:
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            with open(fresh, "w", encoding="utf-8") as handle:
                handle.write(self.pem)
            os.replace(fresh, self.path)
        except OSError as error:
            raise Conflict(
                f"The certificate cannot be written to {self.path}: {error.strerror}.",
                advice="Give a certificate_path that the account which runs the task may write.",
            ) from error
