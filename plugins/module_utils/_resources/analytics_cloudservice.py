# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Adobe Analytics cloud service of an author as a resource."""

from __future__ import annotations

import typing as t
from dataclasses import replace

from .._author import osgi, repository
from .._author.client import Author
from .._errors import Conflict, NotConverged, NotEstablished
from . import analytics_access, contract
from . import ims_pair as pair
from . import service_duplicates as duplicates
from . import service_page as page
from . import service_undo as undo
from .contract_dialog import read_dialog
from .plan import FIRST_PAUSE, LONGEST_PAUSE, Plan, Step, converge
from .service_steps import CreatePage, UpdatePage


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    title, name = (options.get("title") or "").strip(), options.get("name") or ""
    present = options["state"] == "present"
    restore = present and options["restore"]
    found = page.name_problems(title, name, present and not restore, page.NOT_SERVICES)
    if not present and options["duplicates"] == duplicates.KEEP and not name:
        # Else the next run would remove the next one.
        found.append("name is required with duplicates=keep and state=absent")
    if restore and options.get("properties") is None:
        found.append("properties is required with restore=true")
    if present and not restore and not options.get("ims_config"):
        found.append("ims_config is required")
    if options.get("report_suites") and not options.get("company") and not restore:
        found.append("company is required with report_suites")
    reserved = {page.TYPE} if restore else page.OWN_PROPERTIES
    found += page.property_problems(options.get("properties") or {}, reserved)
    if present and verified(options):
        found += analytics_access.problems(options)
    return found + contract.problems(options.get("contract"))


def verified(options: t.Mapping[str, t.Any]) -> bool:
    """Whether company and report suites are to be checked with Adobe Analytics."""
    return bool(options["verify"] and options.get("company") and not options["restore"])


def desired(options: t.Mapping[str, t.Any]) -> page.Wanted:
    """The wanted cloud service."""
    return page.Wanted(
        title=(options.get("title") or "").strip(),
        name=options.get("name") or "",
        present=options["state"] == "present",
        template=options["template"],
        ims_config=options.get("ims_config") or "",
        company=options.get("company") or "",
        report_suites=tuple(options.get("report_suites") or ()),
        properties=page.or_removed(options.get("properties") or {}),
        restore=options["restore"],
        duplicates=options["duplicates"],
        remove_referenced=options["remove_referenced"],
    )


def fetch(author: Author, wanted: page.Wanted) -> page.Current:
    """The wanted service; without a name, one made by hand is adopted by its title."""
    return page.match(read_services(author), wanted)


def read_services(author: Author, depth: int = 2) -> repository.Tree:
    """Read all of them in one request."""
    tree = repository.read(author, page.ROOT, depth=depth)
    if tree is None:
        raise NotEstablished(
            f"{author.url} has no {page.ROOT}.",
            advice="Check that this is an author with the Analytics integration and that the account may read it.",
        )
    return tree


def read_names(author: Author, given: t.Mapping[str, t.Any] | None, title: str) -> page.Names:
    """The names behind the dialog's labels, and what the author offers as IMS configurations."""
    dialog = contract.given(given, "dialog", contract.Dialog) or read_dialog(author)
    return page.Names(dialog, read_choices(author, dialog, title))


def read_choices(author: Author, dialog: contract.Dialog, title: str = "") -> dict[str, str]:
    """The titles that the dialog offers, each with the value that it stores; the one in use must be offered once."""
    rows = repository.options(author, dialog.ims_config_choices)
    offered = [(str(row.get("text")), str(row.get("value"))) for row in rows]
    values = {value for text, value in offered if text == title}
    if len(values) > 1:
        raise Conflict(
            f"{author.url} offers {len(values)} IMS configurations with the title {title!r}.",
            advice="Remove all but one of them; which one is in use is not for this task to guess.",
        )
    return dict(offered)


def plan(wanted: page.Wanted, current: page.Current, names: page.Names) -> Plan:
    """The steps from the current page to the wanted one."""
    before = page.view(current, names, wanted)
    others = duplicates.going(wanted, current)
    if others:
        before["duplicates"] = duplicates.paths(others)
    going = {current.name: current.children} if current.content is not None else {}
    removal = duplicates.removal(others if wanted.present else {**going, **others}, wanted.remove_referenced)
    if not wanted.present:
        return Plan(before, {}, removal)
    after, steps = page.after_view(wanted, current, names), _changes(wanted, current, names)
    # The others go last: there is one that works at any time.
    return Plan(before, after, steps or removal)


def _changes(wanted: page.Wanted, current: page.Current, names: page.Names) -> tuple[Step, ...]:
    path, target = f"{page.ROOT}/{current.name}", page.properties(wanted, names)
    if current.content is None:
        return (CreatePage(path, tuple(target.items())),)
    changes = page.changes(current.content, target)
    return (UpdatePage(path, tuple(changes.items())),) if changes else ()


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Bring the cloud service into the wanted state and tell what was done."""
    wanted = desired(options)
    tree = read_services(author)
    names = _names(author, options, wanted)
    wanted = replace(wanted, name=duplicates.meant(tree, wanted, names))
    current = page.match(tree, wanted)
    warnings = duplicates.warnings(wanted, current)
    if wanted.present and not wanted.restore and wanted.ims_config not in names.choices:
        names = _await_choice(author, wanted, names, check_mode)
        if wanted.ims_config not in names.choices:
            warnings.append(f"The IMS configuration {wanted.ims_config!r} is not on {author.url} yet.")
    planned = plan(wanted, current, names)
    if planned.changed:
        _require(author, options, wanted, current)
        if not check_mode:
            converge(author, planned, lambda: plan(wanted, fetch(author, wanted), names), f"{page.ROOT}/{current.name}")
    told = {
        "previous": undo.previous(wanted, current, planned, names),
        "duplicates": [] if wanted.duplicates == "fail" else duplicates.paths(current.duplicates),
    }
    return {**result(planned, current, names, warnings), **told}


def _names(author: Author, options: t.Mapping[str, t.Any], wanted: page.Wanted) -> page.Names:
    """The names that the wanted state needs; of what is restored they only tell how to describe it."""
    if not wanted.present:
        return page.Names()
    try:
        return read_names(author, options.get("contract"), "" if wanted.restore else wanted.ims_config)
    except NotEstablished:
        if wanted.restore:
            return page.Names()
        raise


def _require(author: Author, options: t.Mapping[str, t.Any], wanted: page.Wanted, current: page.Current) -> None:
    """What must hold before anything is written."""
    if not wanted.present:
        return
    if wanted.restore and current.content is None and "sling:resourceType" not in wanted.properties:
        raise NotEstablished(
            f"{page.ROOT}/{current.name} is gone, and the properties to be restored are not those of a whole page.",
            advice="Create it with options of its own.",
        )
    # The documented template comes with the component whose dialog was read (contract/aem.md 6.3).
    unseen = current.content is None and wanted.template != page.DEFAULT_TEMPLATE
    if unseen and repository.read(author, wanted.template, depth=0) is None:
        raise NotEstablished(
            f"{author.url} has no template {wanted.template}.",
            advice="Give the path of an Analytics template with the option template.",
        )
    if verified(options):
        access = analytics_access.connect(options, author.transport, author.secrets)
        analytics_access.require(access, wanted.company, wanted.report_suites)


def _await_choice(author: Author, wanted: page.Wanted, names: page.Names, check_mode: bool) -> page.Names:
    """A new IMS configuration may take a moment to be offered; one that does not exist never will be."""
    if names.dialog is None or (check_mode and not _exists(author, wanted.ims_config)):
        return names
    clock, sleep = author.transport.clock, author.transport.sleep
    deadline, pause = clock() + author.transport.timeout, FIRST_PAUSE
    exists = check_mode or _exists(author, wanted.ims_config)
    while exists and clock() < deadline:
        sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
        names = page.Names(names.dialog, read_choices(author, names.dialog, wanted.ims_config))
        if wanted.ims_config in names.choices:
            return names
    raise NotConverged(
        f"{author.url} does not offer the IMS configuration {wanted.ims_config!r} for Adobe Analytics "
        f"(it offers {', '.join(map(repr, names.choices)) or 'none'}).",
        advice="Create it with aemfleet.ims.ims_config, or correct the title.",
    )


def _exists(author: Author, title: str) -> bool:
    return pair.match(osgi.find(author, pair.BOTH), title).provider is not None


def result(planned: Plan, current: page.Current, names: page.Names, warnings: t.Sequence[str]) -> dict[str, t.Any]:
    """The return values of the module."""
    return {
        "changed": planned.changed,
        "cloudservice": planned.after,
        "path": f"{page.ROOT}/{current.name}" if planned.after else "",
        "previous": {},
        "duplicates": [],
        "contract": contract.as_mapping(dialog=names.dialog),
        "diff": planned.diff,
        "warnings": list(warnings),
    }
