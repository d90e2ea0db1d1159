# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wanted of a key pair, what the keystore holds, and how both are shown."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass, field

from .._author.keystore import Entry, Keystore
from .._errors import InvalidOptions
from .._keys import material as keys
from .._keys.names import canonical, java_date
from .plan import View


@dataclass(frozen=True)
class Wanted:
    """The key pair that shall be there; without material one is generated when it is needed."""

    user: str
    alias: str
    present: bool
    size: int
    days: int
    subject: str
    renew_before: datetime.timedelta
    keystore_password: str = field(repr=False)
    certificate_path: str = ""
    material: keys.Material | None = None


def identity(entry: Entry) -> keys.Identity:
    """The identity of an entry's certificate."""
    return keys.Identity(entry.subject, entry.issuer, entry.serial)


def lasts(wanted: Wanted, entry: Entry, certificate: t.Any, now: datetime.datetime) -> bool:
    """Whether the entry can stay: the given certificate, or a generated one that does not end soon."""
    if wanted.material is not None:
        return identity(entry) == wanted.material.identity
    end = keys.validity(certificate)[1] if certificate is not None else java_date(entry.not_after)
    return end is not None and end - now > wanted.renew_before


def exported(path: str, wanted: keys.Identity) -> t.Any:
    """The certificate of an earlier export, when it is the one with the identity."""
    if not path:
        return None
    try:
        with open(path, encoding="utf-8") as handle:
            found = keys.certificates(handle.read())
    except (OSError, UnicodeDecodeError, InvalidOptions):
        return None
    return next((item for item in found if keys.identity_of(item) == wanted), None)


def view(wanted: Wanted, store: Keystore) -> View:
    """The entry as the keystore tells it."""
    entry = store.entry(wanted.alias)
    if entry is None:
        return {}
    return {
        "user": wanted.user,
        "alias": wanted.alias.casefold(),
        "certificate": {"subject": entry.subject, "issuer": entry.issuer, "serial": str(entry.serial)},
    }


def wanted_view(wanted: Wanted) -> View:
    """The same view of what is wanted; a certificate that is yet to be made has no serial number."""
    if wanted.material:
        own = wanted.material.identity
        certificate = {"subject": own.subject, "issuer": own.issuer, "serial": str(own.serial)}
    else:
        name = canonical(wanted.subject)
        certificate = {"subject": name, "issuer": name, "serial": "new"}
    return {"user": wanted.user, "alias": wanted.alias.casefold(), "certificate": certificate}


def described(certificate: t.Any) -> dict[str, t.Any]:
    """What the Developer Console and its reader need of a certificate."""
    if certificate is None:
        return {}
    start, end = keys.validity(certificate)
    own = keys.identity_of(certificate)
    return {
        "pem": keys.to_pem(certificate),
        "subject": own.subject,
        "issuer": own.issuer,
        "serial": str(own.serial),
        "not_before": start.isoformat(),
        "not_after": end.isoformat(),
        "sha1_fingerprint": keys.fingerprint(certificate, "sha1"),
        "sha256_fingerprint": keys.fingerprint(certificate, "sha256"),
    }
