# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that undo what was done to an IMS configuration."""

from __future__ import annotations

import typing as t

from .._author import osgi
from .._secrets import is_protected
from . import ims_pair as pair
from .ims_steps import KeepSecret, UpdateProvider
from .ims_target import provider_changes
from .ims_wanted import NOT_RESTORED, is_stored_as_it_is
from .plan import Plan

Options = dict[str, t.Any]


def previous(wanted: pair.Wanted, current: pair.Current, planned: Plan) -> Options:
    """The options of the task that undoes the plan; what a secret was, they can't say."""
    provider = current.provider
    if not planned.changed:
        return {}
    if provider is None:
        return {"title": wanted.title, "state": "absent"}
    if not wanted.present:
        return _removed(current, provider)
    changed = provider_changes(wanted, provider)
    if not changed and not _changes_secret(planned):
        return {}
    return {**_described(current), "properties": _former(provider, changed)}


def secret_changed(current: pair.Current, planned: Plan, present: bool) -> bool:
    """Whether undoing the plan needs the former client secret."""
    held = current.customizer is not None and bool(current.customizer.text(pair.SECRET))
    if not present:
        return planned.changed and held and not current.sharing
    return held and _changes_secret(planned)


def _changes_secret(planned: Plan) -> bool:
    """Whether another secret is stored, or one that is stored already is taken."""
    return any(
        isinstance(step, KeepSecret) or (isinstance(step, UpdateProvider) and pair.PROVIDER_JOIN in dict(step.changes))
        for step in planned.steps
    )


def _described(current: pair.Current) -> Options:
    seen = {name: value for name, value in pair.view(current).items() if name != "client_secret"}
    return {**seen, "state": "present", "restore": True}


def _removed(current: pair.Current, provider: osgi.Configuration) -> Options:
    values = {
        "name": provider.text(pair.NAME),
        "validator_type": provider.text(pair.VALIDATOR_TYPE),
        "customizer_type": provider.text(pair.PROVIDER_JOIN),
    }
    if not all(values.values()):
        return {}
    former = _former(provider, [name for name in provider.properties if name not in NOT_RESTORED])
    return {**_described(current), "properties": former, "route": "osgi", "contract": {"osgi": values}}


def _former(provider: osgi.Configuration, names: t.Iterable[str]) -> Options:
    """Properties as they were, fit to be options; what is masked or protected stays with the author."""
    found: Options = {}
    for name in names:
        value = provider.properties.get(name)
        plain: t.Any = list(value) if isinstance(value, tuple) else value
        secret = value == osgi.MASKED or (isinstance(value, str) and is_protected(value))
        if not secret and is_stored_as_it_is(plain):
            found[name] = plain
    return found
