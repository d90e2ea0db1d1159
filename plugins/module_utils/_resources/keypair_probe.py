# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe of a Service Account (JWT) credential's key pair."""

from __future__ import annotations

import datetime
import typing as t

from .._author import keystore, repository
from .._author.client import Author
from .._errors import InvalidOptions, NotEstablished
from .._keys import material as keys
from .._keys.names import java_date
from . import keypair_store as store
from .findings import FAILED, WARNING, Finding, finding, passed

PROBE = "keypair"
EXPIRING = datetime.timedelta(days=30)
SERVICE_USERS = "%imsconfig-service"


def examine(author: Author, options: t.Mapping[str, t.Any], alias: str) -> Finding:
    """The key is where it belongs, lasts, and is one that the credential knows."""
    user = options["keypair_user"]
    try:
        home = keystore.home_of(author, user)
    except NotEstablished as error:
        return finding(PROBE, FAILED, "key_owner_wrong", error.message)
    entry = keystore.read(author, home).entry(alias)
    if entry is None:
        return _elsewhere(author, home, user, alias)
    given = _given(options)
    certificate = next((each for each in given if keys.identity_of(each) == store.identity(entry)), None)
    if given and certificate is None:
        told = f"The alias {alias!r} of {user} holds another certificate than the one given."
        return finding(PROBE, FAILED, "key_differs", told)
    return _known(options, certificate) or _lasting(entry, certificate, user)


def _elsewhere(author: Author, home: str, user: str, alias: str) -> Finding:
    """Tell a key that is missing from one that lies in the keystore of another service user (contract/aem.md 2)."""
    for other in repository.find_like(author, keystore.USERS, "rep:authorizableId", SERVICE_USERS):
        if other != home and keystore.read(author, other).entry(alias):
            told = f"The alias {alias!r} is not in the keystore of {user}, but in that of {other}."
            return finding(PROBE, FAILED, "key_owner_wrong", told)
    return finding(PROBE, FAILED, "key_absent", f"The keystore of {user} has no alias {alias!r}.")


def _given(options: t.Mapping[str, t.Any]) -> list[t.Any]:
    """The certificates that were given: a chain holds the one of the key anywhere."""
    return list(keys.certificates(options["certificate"])) if options.get("certificate") else []


def _known(options: t.Mapping[str, t.Any], certificate: t.Any) -> Finding | None:
    listed = {text.replace(":", "").lower() for text in options.get("certificate_fingerprints") or ()}
    if not listed or certificate is None or keys.fingerprint(certificate, "sha1") in listed:
        return None
    told = f"The credential does not list the certificate {keys.fingerprint(certificate, 'sha1')}."
    return finding(PROBE, FAILED, "certificate_not_known", told)


def _lasting(entry: keystore.Entry, certificate: t.Any, user: str) -> Finding:
    now = datetime.datetime.now(datetime.timezone.utc)
    end = keys.validity(certificate)[1] if certificate is not None else java_date(entry.not_after)
    told = f"The key {entry.alias!r} of {user} has a certificate that ends {end.date() if end else entry.not_after}."
    ends = end.isoformat() if end else ""
    if end is not None and end <= now:
        return finding(PROBE, FAILED, "certificate_expired", told, ends)
    if end is not None and end - now <= EXPIRING:
        return finding(PROBE, WARNING, "certificate_expiring", told, ends)
    return passed(PROBE, told, ends)


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with the options of this probe, found before the first request."""
    found = []
    for read in (_given, _private_key):
        try:
            read(options)
        except InvalidOptions as error:
            found += error.fields["problems"]
    return found


def _private_key(options: t.Mapping[str, t.Any]) -> None:
    if options.get("private_key"):
        keys.private_key_pem(options["private_key"], options.get("private_key_passphrase"))
