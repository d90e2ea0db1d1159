# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions about the OSGi console, tested on one scratch entry of both factories."""

from __future__ import annotations

import typing as t
from dataclasses import replace
from urllib.parse import unquote

from .._author import crypto, osgi, repository
from . import contract
from . import ims_pair as pair
from .capture_assumption import Check, Verdict, judged, unknown
from .capture_contract import learnt
from .capture_evidence import file_form, secret_form
from .capture_placeholders import instance_form
from .capture_reading import FILES, offered
from .capture_scratch import Trial
from .ims_steps import file_names

EXTRA = pair.DIGEST + "capture"
# A host that nobody can have (RFC 2606).
NOWHERE = "https://aemfleet.invalid"
CLAIMS = ('"iss" : "aemfleet"', '"sub" : "capture"')
NO_PAIR = "The scratch entry could not be made, or is not shown."


def pair_created(trial: Trial) -> Verdict:
    """Create both halves and wait until both are shown."""
    protected = crypto.protect(trial.author, trial.secret)
    trial.expected.add(pair.CUSTOMIZER)
    osgi.create(
        trial.author, pair.CUSTOMIZER, {pair.CUSTOMIZER_JOIN: trial.mark, pair.SECRET: protected, EXTRA: "true"}
    )
    trial.expected.add(pair.PROVIDER)
    osgi.create(trial.author, pair.PROVIDER, provider_properties(trial))
    trial.location = unquote(trial.author.last.headers.get("Location", "")).rpartition("/")[2]
    return judged(trial.wait_for(trial.refreshed), "Both halves were created; a filter by their factories finds them.")


def provider_properties(trial: Trial) -> dict[str, osgi.Value]:
    """An entry that looks like one for Analytics where that is known, and reaches nobody."""
    known = contract.given(learnt(trial.reading), "osgi", contract.OsgiValues)
    return {
        pair.NAME: trial.mark,
        pair.TITLE: trial.mark,
        pair.VALIDATOR_TYPE: known.validator_type if known else trial.mark,
        pair.PROVIDER_JOIN: trial.mark,
        pair.CLIENT_ID: "aemfleet",
        pair.ORG_ID: "aemfleet",
        pair.GRANTS: pair.CLIENT_CREDENTIALS,
        pair.SCOPE: "openid",
        pair.CLAIMS: CLAIMS,
        pair.TOKEN_URL: f"{NOWHERE}/ims/token/v3",
    }


def halves(trial: Trial) -> tuple[osgi.Configuration, osgi.Configuration] | None:
    """Both halves as they were last seen."""
    return (trial.provider, trial.customizer) if trial.provider and trial.customizer else None


def location_told(trial: Trial) -> Verdict:
    if trial.provider is None:
        return unknown(NO_PAIR)
    told = instance_form(trial.location, pair.PROVIDER)
    return judged(trial.location == trial.provider.pid, f"Location ends in {told}.")


def array_kept(trial: Trial) -> Verdict:
    if trial.provider is None:
        return unknown(NO_PAIR)
    stored = trial.provider.texts(pair.CLAIMS)
    return judged(stored == CLAIMS, f"Sent {len(CLAIMS)} claims, {len(stored)} are stored.")


def oauth_known(trial: Trial) -> Verdict:
    if trial.provider is None:
        return unknown(NO_PAIR)
    absent = [name for name in (pair.GRANTS, pair.ORG_ID) if name not in trial.provider.properties]
    return judged(not absent, f"Not described: {', '.join(absent)}." if absent else "Both are described.")


def extra_listed(trial: Trial) -> Verdict:
    if trial.customizer is None:
        return unknown(NO_PAIR)
    listed = EXTRA in trial.customizer.additional
    return judged(listed, f"additionalProperties names {len(trial.customizer.additional)} properties.")


def secret_shown(trial: Trial) -> Verdict:
    if trial.customizer is None:
        return unknown(NO_PAIR)
    stored = trial.customizer.text(pair.SECRET)
    return judged(bool(stored) and stored != osgi.MASKED, f"The console shows it as {secret_form(stored) or 'empty'}.")


def _changed(trial: Trial, shape: osgi.Configuration, changes: t.Mapping[str, osgi.Value | None], sign: str) -> bool:
    """Update the provider, and wait for a sign of it: a value that only this update sets."""
    osgi.update(trial.author, shape, {pair.CLIENT_ID: sign, **changes})

    def seen() -> bool:
        return trial.refreshed() and trial.provider is not None and trial.provider.text(pair.CLIENT_ID) == sign

    return trial.wait_for(seen)


def unlisted_removed(trial: Trial) -> Verdict:
    before = trial.provider
    if before is None:
        return unknown(NO_PAIR)
    if not _changed(trial, before, {pair.SCOPE: None}, "aemfleet-1") or trial.provider is None:
        return judged(False, "The update is not shown.")
    gone, kept = pair.SCOPE not in trial.provider.properties, trial.provider.pid == before.pid
    return judged(
        gone and kept, f"It is {'gone' if gone else 'still there'}; the PID {'stayed' if kept else 'changed'}."
    )


def scalar_kept(trial: Trial) -> Verdict:
    """What counts as masked is listed, but not sent."""
    if trial.provider is None:
        return unknown(NO_PAIR)
    before = trial.provider.text(pair.TOKEN_URL)
    hidden = {**trial.provider.properties, pair.TOKEN_URL: osgi.MASKED}
    if not _changed(trial, replace(trial.provider, properties=hidden), {}, "aemfleet-2") or trial.provider is None:
        return judged(False, "The update is not shown.")
    kept = trial.provider.text(pair.TOKEN_URL) == before
    return judged(kept, f"The value {'stayed' if kept else 'is another one'}.")


def array_emptied(trial: Trial) -> Verdict:
    if trial.provider is None:
        return unknown(NO_PAIR)
    hidden = {**trial.provider.properties, pair.CLAIMS: osgi.MASKED}
    if not _changed(trial, replace(trial.provider, properties=hidden), {}, "aemfleet-3") or trial.provider is None:
        return judged(False, "The update is not shown.")
    left = [text for text in trial.provider.texts(pair.CLAIMS) if text]
    return judged(not left, f"{len(left)} of {len(CLAIMS)} entries are left.")


def default_stored(trial: Trial) -> Verdict:
    """A console that drops defaults makes a property look unset that was just sent (docs/conformance.md)."""
    if trial.provider is None:
        return unknown(NO_PAIR)
    name = next((name for name, value in trial.provider.defaults.items() if value not in ("", ())), None)
    if name is None:
        return unknown("The console tells no default.")
    if not _changed(trial, trial.provider, {name: trial.provider.defaults[name]}, "aemfleet-4"):
        return judged(False, "The update is not shown.")
    stored = trial.provider is not None and name in trial.provider.properties
    return judged(stored, f"{name} is {'set' if stored else 'not set'} after its default was sent.")


def extra_survives(trial: Trial) -> Verdict:
    if trial.customizer is None:
        return unknown(NO_PAIR)
    before, sign = trial.customizer, f"{EXTRA}.second"
    osgi.update(trial.author, before, {pair.SECRET: crypto.protect(trial.author, trial.secret), sign: "true"})

    def seen() -> bool:
        return trial.refreshed() and trial.customizer is not None and sign in trial.customizer.additional

    if not trial.wait_for(seen) or trial.customizer is None:
        return judged(False, "The property that the update added is not listed.")
    kept = EXTRA in trial.customizer.additional
    return judged(kept, f"The property is {'still' if kept else 'no longer'} listed after the update.")


def file_written(trial: Trial) -> Verdict:
    both = halves(trial)
    if both is None:
        return unknown(NO_PAIR)
    found: dict[str, str] = {}

    def seen() -> bool:
        stored = set(repository.children(repository.read(trial.author, FILES, depth=1) or {}))
        for half in both:
            for name in file_names(half) & stored:
                found[half.pid] = file_form(name, half)
        return len(found) == len(both)

    complete = trial.wait_for(seen)
    return judged(complete, f"Files in {FILES}: {', '.join(sorted(set(found.values()))) or 'none'}.")


def offered_by_dialog(trial: Trial) -> Verdict:
    dialog = trial.reading.dialog
    if dialog is None:
        return unknown("The dialog could not be read.")
    if trial.provider is None:
        return unknown(NO_PAIR)
    seen = trial.wait_for(lambda: trial.mark in [text for text, dummy in offered(trial.author, dialog)])
    known = "osgi" in learnt(trial.reading)
    if not seen and not known:
        return unknown("It is not offered, but the validator of Analytics was not known to be given to it.")
    return judged(seen, f"It is {'' if seen else 'not '}offered, with {'the' if known else 'another'} validator type.")


def file_removed(trial: Trial) -> Verdict:
    both = halves(trial)
    if both is None:
        return unknown(NO_PAIR)
    names = file_names(both[1])
    if not names & set(repository.children(repository.read(trial.author, FILES, depth=1) or {})):
        return unknown("There was no file.")
    osgi.delete(trial.author, both[1].pid)
    trial.expected.discard(pair.CUSTOMIZER)

    def gone() -> bool:
        return not names & set(repository.children(repository.read(trial.author, FILES, depth=1) or {}))

    done = trial.wait_for(gone)
    return judged(done, f"The file is {'gone' if done else 'still there'}.")


def absent_deleted(trial: Trial) -> Verdict:
    osgi.delete(trial.author, f"{pair.PROVIDER}.{trial.mark}")
    return judged(trial.author.last.status == 200, f"The answer was {trial.author.last.status}.")


_ENTRY = "Change a scratch entry and read it."
CHECKS: tuple[Check[Trial], ...] = (
    Check("entry_created", "The console creates instances, and finds them by a filter.", "5.1", _ENTRY, pair_created),
    Check("location", "Location after a creation ends in the new PID.", "5.2", _ENTRY, location_told),
    Check("array", "An array of the metatype is stored whole.", "5.3", _ENTRY, array_kept),
    Check("oauth_metatype", "The metatype knows grants and organization.", "3.1, 5.3", _ENTRY, oauth_known),
    Check("extra_listed", "A property without metatype is listed by name.", "5.1", _ENTRY, extra_listed),
    Check("secret_shown", "The stored secret is shown as it is stored.", "5.1", _ENTRY, secret_shown),
    Check("unlisted", "A property that is not listed vanishes, the PID stays.", "5.3", _ENTRY, unlisted_removed),
    Check("scalar_unsent", "A scalar that is listed but not sent is kept.", "5.3", _ENTRY, scalar_kept),
    Check("array_unsent", "An array that is listed but not sent is emptied.", "5.3", _ENTRY, array_emptied),
    Check("default_stored", "A value that equals its default is stored.", "5.3", _ENTRY, default_stored),
    Check("extra_kept", "A property without metatype survives an update.", "5.3", _ENTRY, extra_survives),
    Check("file_written", "Changes are written back to files under known names.", "5.4", _ENTRY, file_written),
    Check("offered", "An entry made through OSGi is offered by the dialog.", "12, U11", _ENTRY, offered_by_dialog),
    Check("file_removed", "Deleting a configuration removes its file.", "5.4", _ENTRY, file_removed),
    Check("absent_pid", "To delete a PID that is not there is answered 200.", "5.2", "Delete it.", absent_deleted),
)
