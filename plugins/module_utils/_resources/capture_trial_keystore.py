# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions about keystores, tested with a scratch alias in the keystore of a user that the operator named."""

from __future__ import annotations

import datetime

from .._author import keystore
from .._errors import Refused
from .._keys import material as keys
from .._keys.names import java_date
from . import keypair_store
from .capture_assumption import Check, Verdict, judged, unknown
from .capture_scratch import Trial

SUBJECT = "CN=aemfleet capture,O=scratch"
NO_KEY = "The scratch key could not be added."


def reason_not_to(trial: Trial) -> str:
    """Why no key is added, empty when one may be."""
    if not trial.keypair_user:
        return "No user of a keystore was named (option keypair_user)."
    if keys.CRYPTOGRAPHY_IMPORT_ERROR is not None:
        return "The Python library cryptography, which makes the scratch key, is missing."
    trial.store = keystore.read(trial.author, keystore.home_of(trial.author, trial.keypair_user))
    if not trial.store.exists:
        trial.store = None
        return "The user has no keystore, and none is created, because it could not be removed again."
    return ""


def key_added(trial: Trial) -> Verdict:
    """Upload a key as PKCS#8 DER with its certificate, and wait until it is shown."""
    reason = reason_not_to(trial)
    if reason or trial.store is None:
        return unknown(reason)
    wanted = _add(trial, trial.mark)

    def seen() -> bool:
        entry = _entry(trial, trial.mark)
        return entry is not None and keypair_store.identity(entry) == wanted

    return judged(trial.wait_for(seen), "The key was added, and read back by subject, issuer and serial number.")


def dates_read(trial: Trial) -> Verdict:
    entry = _entry(trial, trial.mark)
    if entry is None:
        return unknown(NO_KEY)
    return judged(java_date(entry.not_after) is not None, f"The certificate ends {entry.not_after!r}.")


def alias_folded(trial: Trial) -> Verdict:
    """Another key under the same alias in capitals: one entry afterwards, whichever key it holds."""
    if _entry(trial, trial.mark) is None or trial.store is None:
        return unknown(NO_KEY)
    try:
        _add(trial, trial.mark.upper())
    except Refused as error:
        return judged(True, f"The alias in capitals is taken; the answer was {error.fields.get('status')}.")
    found = [entry.alias for entry in _read(trial).entries if entry.alias.casefold() == trial.mark]
    return judged(len(found) == 1, f"There are {len(found)} entries with the alias in small letters and in capitals.")


def alias_replaced(trial: Trial) -> Verdict:
    if _entry(trial, trial.mark) is None:
        return unknown(NO_KEY)
    try:
        wanted = _add(trial, trial.mark)
    except Refused as error:
        return judged(False, f"It is refused; the answer was {error.fields.get('status')}.")

    def seen() -> bool:
        entry = _entry(trial, trial.mark)
        return entry is not None and keypair_store.identity(entry) == wanted

    done = trial.wait_for(seen)
    return judged(done, f"The keystore holds the {'second' if done else 'first'} key.")


def absent_removed(trial: Trial) -> Verdict:
    if trial.store is None or _entry(trial, trial.mark) is None:
        return unknown(NO_KEY)
    keystore.remove(trial.author, trial.store.home, trial.mark)
    trial.wait_for(lambda: _entry(trial, trial.mark) is None)
    try:
        keystore.remove(trial.author, trial.store.home, trial.mark)
    except Refused as error:
        return judged(False, f"The answer was {error.fields.get('status')}.")
    return judged(True, f"The answer was {trial.author.last.status}.")


def _add(trial: Trial, alias: str) -> keys.Identity:
    made = keys.generate(keys.MINIMUM_BITS, 1, SUBJECT, datetime.datetime.now(datetime.timezone.utc))
    if trial.store is not None:
        keystore.add(trial.author, trial.store.home, alias, made.key_der(), keys.to_pem(made.certificate))
    return made.identity


def _read(trial: Trial) -> keystore.Keystore:
    return keystore.read(trial.author, trial.store.home) if trial.store else keystore.Keystore("", False)


def _entry(trial: Trial, alias: str) -> keystore.Entry | None:
    return _read(trial).entry(alias)


_ALIAS = "Add a scratch key to the keystore."
CHECKS: tuple[Check[Trial], ...] = (
    Check("key_added", "A key is taken as PKCS#8 DER with a PEM certificate.", "1.3, U7", _ALIAS, key_added),
    Check("key_date", "Its end is told as Java writes dates.", "1.2", _ALIAS, dates_read),
    Check("alias_case", "Aliases compare without case.", "1.2", _ALIAS, alias_folded),
    Check("alias_taken", "A key under an alias that is taken replaces the one there.", "1.4", _ALIAS, alias_replaced),
    Check("alias_absent", "To remove an alias that is not there is no failure.", "1.4", _ALIAS, absent_removed),
)
