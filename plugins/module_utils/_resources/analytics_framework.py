# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One Adobe Analytics framework of an author as a resource."""

from __future__ import annotations

import json
import typing as t
from dataclasses import replace

from .._author import repository
from .._author.client import Author
from .._errors import Conflict, NotEstablished
from . import contract, references
from . import framework_mappings as mappings
from . import framework_page as framework
from . import framework_suites as suites
from . import framework_undo as undo
from . import service_page as page
from .analytics_cloudservice import read_services
from .contract import Framework
from .framework_options import desired, problems
from .framework_steps import REFERENCES, Associate, ReplaceMappings
from .plan import Plan, Step, converge
from .service_steps import CreatePage, RemovePage, UpdatePage

__all__ = ["apply", "desired", "fetch", "plan", "problems", "result", "run"]

# A cloud service is one level below the root; the node `public` of its framework's content three more.
DEPTH, DEPTH_BELOW_SERVICE = 4, 3
CONTENT = "/content"
LIMIT = "Raise the limit of the author's Sling GET servlet for JSON (json.maximumresults)."
TOO_LARGE = f"{LIMIT} Or leave the option mappings out: they are not read then."


def read_frameworks(author: Author, wanted: framework.Wanted) -> dict[str, repository.Tree]:
    """Every cloud service with its frameworks; where that is too much for the author, those of the wanted one."""
    tree = read_services(author, DEPTH)
    if "jcr:primaryType" in tree:
        return page.services(tree)
    services = page.services(read_services(author))
    service = service_of(services, wanted)
    if service in services:
        whole = repository.read(author, f"{page.ROOT}/{service}", depth=DEPTH_BELOW_SERVICE) or {}
        if "jcr:content" not in whole:
            raise NotEstablished(
                f"{author.url} does not serve the frameworks of {page.ROOT}/{service} as a whole.",
                advice=LIMIT,
            )
        services[service] = whole
    return services


def service_of(services: page.Pages, wanted: framework.Wanted) -> str:
    """The node name of the cloud service, whether it is there or not."""
    what = "Analytics cloud services"
    return page.named(services, wanted.service_title, wanted.service_name, what, "cloudservice_name")


def fetch(author: Author, wanted: framework.Wanted) -> framework.Current:
    """The wanted framework, and what the content pages refer to."""
    return complete(author, wanted, read_frameworks(author, wanted))


def complete(author: Author, wanted: framework.Wanted, services: page.Pages) -> framework.Current:
    """The wanted framework among those that were read, with what has to be read besides."""
    service = service_of(services, wanted)
    current = framework.match(services.get(service, {}), service, wanted)
    stored: repository.Tree | None = None
    if current.content is not None and (wanted.mappings is not None or not wanted.present):
        stored = repository.read(author, current.mappings_path)
        if stored == {} and wanted.present:
            raise NotEstablished(f"{author.url} does not serve {current.mappings_path} as a whole.", advice=TOO_LARGE)
    pages = {name: read_references(author, name) for name in wanted.asked_pages}
    return replace(current, mappings=stored or None, pages=pages)


def read_references(author: Author, name: str) -> tuple[str, ...] | None:
    """What a content page refers to by itself; None where there is no such page."""
    content = repository.read(author, f"{name}/jcr:content", depth=0)
    if content is None:
        return None
    stored = content.get(REFERENCES, [])
    return tuple(stored) if isinstance(stored, list) else (str(stored),)


def plan(wanted: framework.Wanted, current: framework.Current, form: Framework) -> Plan:
    """The steps from the current framework to the wanted one."""
    target = framework.target(wanted, current, form)
    before, after = (framework.view(each, wanted, form) for each in (current, target))
    pages = tuple(
        Associate(name, references or ())
        for name, references in target.pages.items()
        if references != current.pages[name]
    )
    if wanted.present:
        # Content pages come last: what they refer to is whole then.
        return Plan(before, after, (*_page_steps(current, target), *pages))
    return Plan(before, {}, (*pages, *([RemovePage(current.path)] if current.content is not None else [])))


def _page_steps(current: framework.Current, target: framework.Current) -> t.Iterator[Step]:
    content, public = target.content or {}, target.public or {}
    mapped = json.dumps(target.mappings, ensure_ascii=False)
    if current.content is None:
        yield CreatePage(current.path, tuple({**content, **_nodes(), **_public(public)}.items()))
        if target.mappings != mappings.OWN:
            yield ReplaceMappings(current.mappings_path, mapped)
        return
    changes = {**page.differing(current.content, content), **_public(page.differing(current.public or {}, public))}
    if current.public is None:
        changes = {f"{framework.PUBLIC}/{page.TYPE}": "nt:unstructured", **changes}
    if changes:
        yield UpdatePage(current.path, tuple(changes.items()))
    if target.mappings is not current.mappings:
        yield ReplaceMappings(current.mappings_path, mapped)


def _public(properties: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {f"{framework.PUBLIC}/{name}": value for name, value in properties.items()}


def _nodes() -> dict[str, t.Any]:
    """What a new framework has below its content (contract/aem.md 7)."""
    below = f"{framework.PUBLIC}/{framework.MAPPINGS}"
    return {
        f"{framework.PUBLIC}/{page.TYPE}": "nt:unstructured",
        **{f"{below}/{name}": value for name, value in mappings.OWN.items()},
    }


def apply(author: Author, wanted: framework.Wanted, planned: Plan, form: Framework, path: str) -> None:
    """Carry out the plan, and look until all of it is to be seen."""
    converge(author, planned, lambda: plan(wanted, fetch(author, wanted), form), path)


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Bring the framework into the wanted state and tell what was done."""
    wanted = desired(options)
    services = read_frameworks(author, wanted)
    publics = framework.publics(services)
    form = suites.known(options.get("contract"), publics)
    current = complete(author, wanted, services)
    needed_by = _needed_by(author, options, current)
    if needed_by:
        return _kept(wanted, current, form, needed_by)
    warnings = _require(author, wanted, current, service_is_there=current.service in services, check_mode=check_mode)
    if wanted.report_suites and not suites.agree(current.public or {}, wanted.report_suites, form):
        suites.require(author.url, wanted.report_suites, form, len(publics))
    planned = plan(wanted, current, form)
    if planned.changed and not check_mode:
        apply(author, wanted, planned, form, current.path)
    told = result(planned, current, form, warnings)
    if planned.changed:
        told["previous"] = undo.previous(current, framework.target(wanted, current, form), wanted.title)
    return told


def _needed_by(author: Author, options: t.Mapping[str, t.Any], current: framework.Current) -> list[str]:
    """The content pages, besides those of the options, that would be left with a reference to nothing."""
    if options["state"] == "present" or options["remove_referenced"] or current.content is None:
        return []
    found = repository.find(author, CONTENT, **{REFERENCES: current.path})
    return sorted({path.rpartition("/jcr:content")[0] or path for path in found} - set(current.pages))


def _kept(
    wanted: framework.Wanted, current: framework.Current, form: Framework, needed_by: t.Sequence[str]
) -> dict[str, t.Any]:
    before = framework.view(current, wanted, form)
    warning = references.warning(f"The Analytics framework {current.path}", needed_by)
    return {**result(Plan(before, before), current, form, [warning]), "referenced_by": list(needed_by)}


def _require(
    author: Author, wanted: framework.Wanted, current: framework.Current, *, service_is_there: bool, check_mode: bool
) -> list[str]:
    """What must hold before anything is written; in check mode an earlier task may be about to make the service."""
    if not wanted.present:
        _require_no_pages_below(current)
        return []
    missing = [name for name in wanted.pages if current.pages[name] is None]
    if missing:
        raise NotEstablished(
            f"{author.url} has no page {', '.join(missing)}.", advice="Correct the option pages, or create it first."
        )
    if wanted.restore and current.content is None and "sling:resourceType" not in wanted.content:
        raise NotEstablished(
            f"{current.path} is gone, and the properties to be restored are not those of a whole page.",
            advice="Create it with options of its own.",
        )
    if service_is_there:
        return []
    told = f"The Analytics cloud service {page.ROOT}/{current.service} is not on {author.url}"
    if not check_mode:
        raise NotEstablished(
            f"{told}.", advice="Create it with aemfleet.ims.analytics_cloudservice, or correct its name."
        )
    return [f"{told} yet."]


def _require_no_pages_below(current: framework.Current) -> None:
    if current.children:
        raise Conflict(
            f"The Analytics framework {current.path} has the pages {', '.join(current.children)} below it.",
            advice="Remove them first.",
        )


def result(planned: Plan, current: framework.Current, form: Framework, warnings: t.Sequence[str]) -> dict[str, t.Any]:
    """The return values of the module."""
    return {
        "changed": planned.changed,
        "framework": planned.after,
        "path": current.path if planned.after else "",
        "previous": {},
        "referenced_by": [],
        "contract": contract.as_mapping(framework=form if form != Framework() else None),
        "diff": planned.diff,
        "warnings": list(warnings),
    }
