# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions about keystores, tested with a scratch alias in the keystore of a user that the operator named."""

from __future__ import annotations

import datetime

from .._author import keystore, repository
from .._author.client import mapping
from .._errors import Refused
from .._keys import material as keys
from .._keys.names import java_date
from . import keypair_store
from .capture_assumption import Check, Verdict, judged, unknown
from .capture_scratch import Trial
from .capture_seen import ANY

STORE_TYPES = ("pkcs12", "PKCS12", "p12")
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


def chain_read(trial: Trial) -> Verdict:
    """A bundle of the own and another certificate."""
    if trial.store is None or _entry(trial, trial.mark) is None:
        return unknown(NO_KEY)
    alias, own, other = f"{trial.mark}-chain", _made(), _made()
    bundle = keys.to_pem(own.certificate) + keys.to_pem(other.certificate)
    try:
        keystore.add(trial.author, trial.store.home, alias, own.key_der(), bundle)
    except Refused as error:
        return judged(False, f"It is refused; the answer was {error.fields.get('status')}.")
    trial.wait_for(lambda: _entry(trial, alias) is not None)
    rows = mapping(trial.author.last, "a keystore").get("aliases") or []
    chain = next((row.get("chain") or [] for row in rows if str(row.get("alias", "")).casefold() == alias), [])
    return judged(len(chain) == 2, f"Of 2 certificates {len(chain)} are in the chain.")


def container_taken(trial: Trial) -> Verdict:
    """Under which of the likely names a PKCS#12 container is taken (U7)."""
    if trial.store is None or _entry(trial, trial.mark) is None:
        return unknown(NO_KEY)
    answers = {kind: _upload(trial, trial.store.home, kind) for kind in STORE_TYPES}
    told = ", ".join(f"{kind}: {status}" for kind, (status, dummy) in answers.items())
    taken = [kind for kind, (dummy, there) in answers.items() if there]
    return judged(bool(taken), f"Taken as {' and '.join(taken) or 'none'}; the answers were {told}.")


def _upload(trial: Trial, home: str, kind: str) -> tuple[int, bool]:
    alias = f"{trial.mark}-{len(kind)}-{'u' if kind.isupper() else 'l'}"
    content = _made().to_pkcs12(trial.secret)
    form = [("keyStoreType", kind), ("keyStorePass", trial.secret), ("keyPassword", trial.secret)]
    form += [("alias", "aemfleet"), ("newAlias", alias)]
    files = {"keyStore": ("store.p12", content, "application/x-pkcs12")}
    path, attempt = f"{repository.address(home)}.ks.html", f"add a key store of the type {kind}"
    answer = trial.author.post(path, form, files=files, attempt=attempt, expect=ANY, repeatable=True)
    there = answer.status < 400 and trial.wait_for(lambda: _entry(trial, alias) is not None)
    return answer.status, there


def refusal_told(trial: Trial) -> Verdict:
    """What is no key is refused with the classes of a Granite form (contract/aem.md 1.4)."""
    if trial.store is None or _entry(trial, trial.mark) is None:
        return unknown(NO_KEY)
    files = dict.fromkeys(("pk", "cert-chain"), ("none", b"none", "application/octet-stream"))
    path, form = f"{repository.address(trial.store.home)}.ks.html", [("alias", f"{trial.mark}-none")]
    answer = trial.author.post(path, form, files=files, attempt="add no key", expect=ANY, repeatable=True)
    classes = "foundation-form-response" in answer.text
    told = f"The answer was {answer.status}, {'with' if classes else 'without'} the classes of a form's response."
    return judged(answer.status >= 400 and classes, told)


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


def _made() -> keys.Material:
    return keys.generate(keys.MINIMUM_BITS, 1, SUBJECT, datetime.datetime.now(datetime.timezone.utc))


def _add(trial: Trial, alias: str) -> keys.Identity:
    made = _made()
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
    Check("chain", "A PEM bundle is read as a chain.", "1.3", _ALIAS, chain_read),
    Check("pkcs12", "A PKCS#12 container is taken under a likely type.", "1.3, U7", _ALIAS, container_taken),
    Check("key_refused", "What is no key is refused as Granite forms do.", "1.4", _ALIAS, refusal_told),
    Check("alias_absent", "To remove an alias that is not there is no failure.", "1.4", _ALIAS, absent_removed),
)
