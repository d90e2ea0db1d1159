# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One IMS configuration of an author as a resource."""

from __future__ import annotations

import typing as t

from .._author import osgi
from .._author.client import Author
from .._errors import Conflict, NotEstablished
from .._secrets import is_protected
from . import ims_duplicates as duplicates
from . import ims_pair as pair
from . import ims_switch as switch
from . import ims_undo as undo
from . import ims_wanted, references
from .ims_names import Names, names_for, require_change
from .ims_steps import CreateByWizard, CreateProvider, KeepSecret, MarkSecret, Remove, UpdateProvider
from .ims_target import after_view, provider_changes
from .plan import Plan, Step, converge

problems = ims_wanted.problems


def fetch(author: Author) -> list[osgi.Configuration]:
    """Read all of both factories in one request."""
    configurations = osgi.find(author, pair.BOTH)
    for stored in configurations:
        author.secrets.add(stored.text(pair.SECRET))
    return configurations


def plan(wanted: pair.Wanted, current: pair.Current, names: Names, made_here: bool = False) -> Plan:
    """The steps from the current pair to the wanted one; `made_here` says that this task has just posted the form."""
    before = pair.view(current, wanted)
    if current.duplicates:
        before["duplicates"] = [item.pid for item in current.duplicates]
    if not wanted.present:
        return Plan(before, {}, tuple(_removal(current)))
    steps = _creation(wanted, current, names) if current.provider is None else _changes(wanted, current, made_here)
    # The others go last: there is one that works at any time.
    steps = steps or _tidying(current)
    return Plan(before, after_view(wanted, current, names.osgi), tuple(steps))


def _creation(wanted: pair.Wanted, current: pair.Current, names: Names) -> list[Step]:
    if names.wizard:
        return [CreateByWizard(wanted, names.wizard)]
    if names.osgi is None:
        return []
    values = names.osgi
    # An entry that is restored may have shared its secret with the one that still has it.
    taken = [
        item.text(pair.TITLE)
        for item in pair.providers(current.others)
        if item.text(pair.NAME) == values.name
        or (switch.stem(item.text(pair.PROVIDER_JOIN)) == switch.stem(values.customizer_type) and not wanted.restore)
    ]
    if taken:
        raise Conflict(
            f"The name or customizer_type of contract.osgi already belongs to the IMS configuration {taken[0]!r}.",
            advice="Give values of their own, or use the route wizard.",
        )
    # An interrupted creation may have left the secret's half behind: it is completed, not repeated.
    half = pair.secret_half(current.others, values.customizer_type)
    if half is None and not wanted.client_secret:
        raise NotEstablished(
            f"The client secret of the IMS configuration {wanted.title!r} went with it and can't be restored.",
            advice="Give the option client_secret.",
        )
    return [*_secret_steps(wanted, half, values.customizer_type), CreateProvider(wanted, values)]


def _secret_steps(wanted: pair.Wanted, half: osgi.Configuration | None, join: str) -> list[Step]:
    if not wanted.client_secret or pair.secret_known(half, wanted.client_secret):
        return []
    return [KeepSecret(wanted, half, join)]


def _changes(wanted: pair.Wanted, current: pair.Current, made_here: bool) -> list[Step]:
    provider = current.provider
    if provider is None:
        return []
    join = provider.text(pair.PROVIDER_JOIN)
    if not join and wanted.client_secret:
        raise NotEstablished(
            f"The IMS configuration {wanted.title!r} ({provider.pid}) does not say where its secret is.",
            advice="Remove it with state=absent and create it again.",
        )
    steps = _secret_steps(wanted, current.customizer, join)
    if steps and made_here and current.customizer and is_protected(current.customizer.text(pair.SECRET)):
        steps = [MarkSecret(wanted, current.customizer)]
    changes = provider_changes(wanted, provider)
    if steps and current.customizer and switch.is_another_credential(changes):
        return switch.steps(wanted, current, changes)
    if changes:
        steps.append(UpdateProvider(provider, tuple(changes.items())))
    return steps


def _removal(current: pair.Current) -> list[Step]:
    going = [item for item in (current.provider, *current.duplicates) if item is not None]
    return [Remove(duplicates.leaving(current, going))] if going else []


def _tidying(current: pair.Current) -> list[Step]:
    if current.provider is None:
        return []
    left = switch.leftovers(current, current.provider)
    going = [item for item in duplicates.leaving(current, current.duplicates) if item not in left]
    return [Remove((*left, *going))] if left or going else []


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Bring the configuration into the wanted state and tell what was done."""
    wanted = ims_wanted.desired(options)
    configurations = fetch(author)
    settled = duplicates.settle(author, configurations, wanted, options["remove_referenced"])
    current = duplicates.current(configurations, wanted, settled)
    needed_by = _needed_by(author, options, current)
    if needed_by:
        return _kept(wanted, current, needed_by)
    creating = wanted.present and current.provider is None
    names = names_for(author, wanted, options.get("contract")) if creating else Names()
    planned = plan(wanted, current, names)
    if planned.steps != tuple(_tidying(current)):
        require_change(author, wanted, current)
    latest = current
    if planned.changed and not check_mode:
        latest = _carry_out(author, wanted, settled, names, planned)
    warnings = settled.warnings(wanted.title) + sharing_warnings(current, planned)
    told = {
        "previous": undo.previous(wanted, current, planned),
        "secret_changed": undo.secret_changed(current, planned, wanted.present),
        "duplicates": [item.pid for item in current.duplicates] or list(settled.staying),
        "referenced_by": settled.pages,
    }
    return {**result(planned, latest, names, warnings), **told}


def _needed_by(author: Author, options: t.Mapping[str, t.Any], current: pair.Current) -> list[str]:
    provider = current.provider
    if options["state"] == "present" or options["remove_referenced"] or provider is None:
        return []
    title = provider.text(pair.TITLE)
    staying = [item for item in pair.titled(current.others, title) if item not in current.duplicates]
    of_others = {text for item in staying for text in duplicates.marks(item)}
    return references.to_ims_config(author, options.get("contract"), title, of_others)


def _kept(wanted: pair.Wanted, current: pair.Current, needed_by: t.Sequence[str]) -> dict[str, t.Any]:
    before = pair.view(current, wanted)
    warning = references.warning(f"The IMS configuration {wanted.title!r}", needed_by)
    told = result(Plan(before, before), current, Names(), [warning])
    return {**told, "referenced_by": list(needed_by)}


def _carry_out(
    author: Author, wanted: pair.Wanted, settled: duplicates.Settled, names: Names, planned: Plan
) -> pair.Current:
    seen: list[pair.Current] = []
    made_here = any(isinstance(step, CreateByWizard) for step in planned.steps)

    def replan() -> Plan:
        seen.append(duplicates.current(fetch(author), wanted, settled))
        return plan(wanted, seen[-1], names, made_here)

    converge(author, planned, replan, f"the IMS configuration {wanted.title!r}")
    return seen[-1]


def sharing_warnings(current: pair.Current, planned: Plan) -> list[str]:
    """One sentence for each other configuration with the stored secret, which is changed in place or stays for it."""
    in_place = any(isinstance(step, KeepSecret) and step.replaces is None for step in planned.steps)
    if planned.after and not in_place:
        return []
    return [f"The IMS configuration {title!r} uses the same stored client secret." for title in current.sharing]


def result(planned: Plan, current: pair.Current, names: Names, warnings: t.Sequence[str]) -> dict[str, t.Any]:
    """The return values of the module."""
    return {
        "changed": planned.changed,
        "ims_config": planned.after,
        "provider_pid": current.provider.pid if current.provider and planned.after else "",
        "contract": names.as_mapping(),
        "previous": {},
        "secret_changed": False,
        "referenced_by": [],
        "duplicates": [],
        "diff": planned.diff,
        "warnings": list(warnings),
    }
