# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that one Analytics framework is (contract/aem.md 7), and the content pages that refer to it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field, replace

from .._author import repository
from . import framework_mappings as mappings
from . import framework_suites as suites
from . import service_page as page
from .contract import Framework
from .plan import View

CONTENT: page.Properties = {
    "cq:template": "/libs/cq/analytics/templates/framework",
    "sling:resourceType": "cq/analytics/components/framework",
    "cq:cloudservicename": page.SERVICE_NAME,
    "cq:designPath": "/etc/designs/cloudservices/framework-design",
}
PUBLIC, MAPPINGS, TITLE = "public", "mappings", "jcr:title"
# Documented: they are written when a report suite is chosen, and better left alone (contract/aem.md 7).
NAMED: t.Mapping[str, str] = {
    "tracking_server": "cq:trackingServer",
    "tracking_server_secure": "cq:trackingServerSecure",
    "visitor_namespace": "cq:visitorNamespace",
}

Referring = t.Mapping[str, t.Optional[tuple[str, ...]]]


@dataclass(frozen=True)
class Wanted:
    """The framework that shall be there, or not be there; where one is restored, the properties alone decide."""

    service_title: str
    service_name: str
    title: str
    name: str
    present: bool
    report_suites: tuple[suites.Suite, ...] = ()
    content: page.Properties = field(default_factory=dict)
    public: page.Properties = field(default_factory=dict)
    mappings: repository.Tree | None = None
    pages: tuple[str, ...] = ()
    pages_absent: tuple[str, ...] = ()
    restore: bool = False

    @property
    def asked_pages(self) -> tuple[str, ...]:
        """Every content page that is looked at."""
        return (*self.pages, *self.pages_absent)


@dataclass(frozen=True)
class Current:
    """The page that answers to the wanted name or title, and what each content page refers to (None: no such page)."""

    service: str
    name: str
    content: t.Mapping[str, t.Any] | None = None
    public: t.Mapping[str, t.Any] | None = None
    mappings: t.Mapping[str, t.Any] | None = None
    children: tuple[str, ...] = ()
    pages: Referring = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path of the framework, whether it is there or not."""
        return f"{page.ROOT}/{self.service}/{self.name}"

    @property
    def mappings_path(self) -> str:
        """The path of the node with the mappings."""
        return f"{self.path}/jcr:content/{PUBLIC}/{MAPPINGS}"

    @property
    def referring(self) -> list[str]:
        """The content pages that refer to it."""
        return [name for name, references in self.pages.items() if self.path in (references or ())]


def match(tree: repository.Tree, service: str, wanted: Wanted) -> Current:
    """Pick the wanted page among those of a cloud service; one made by hand is adopted by its title."""
    found = page.pages_of(tree)
    name = page.named(found, wanted.title, wanted.name, "Analytics frameworks")
    if name not in found:
        return Current(service, name)
    content = page.content_of(found[name])
    return Current(service, name, repository.properties(content), _public_of(content), None, page.below(found[name]))


def _public_of(content: repository.Tree) -> dict[str, t.Any] | None:
    """The properties of the node `public`, where there is one."""
    node = repository.children(content).get(PUBLIC)
    return None if node is None else repository.properties(node)


def publics(services: page.Pages) -> list[dict[str, t.Any]]:
    """The node `public` of every framework below these cloud services."""
    content = [page.content_of(each) for tree in services.values() for each in page.pages_of(tree).values()]
    return [node for node in map(_public_of, content) if node is not None]


def target(wanted: Wanted, current: Current, form: Framework) -> Current:
    """The framework and its content pages as they will be."""
    pages = {name: _references(wanted, current, name) for name in current.pages}
    if not wanted.present:
        return replace(current, content=None, public=None, mappings=None, pages=pages)
    public = dict(wanted.public)
    if wanted.report_suites and not suites.agree(current.public or {}, wanted.report_suites, form):
        public.update(suites.stored(wanted.report_suites, form))
    content = wanted.content if wanted.restore else {TITLE: wanted.title, **CONTENT}
    return replace(
        current,
        content=_changed(current.content or {}, content),
        public=_changed(current.public or {}, public),
        mappings=_mappings(wanted, current),
        pages=pages,
    )


def _changed(former: t.Mapping[str, t.Any], wanted: page.Properties) -> dict[str, t.Any]:
    """What is stored, with what is wanted in its place where the two differ."""
    return {name: value for name, value in {**former, **page.changes(former, wanted)}.items() if value is not None}


def _mappings(wanted: Wanted, current: Current) -> t.Mapping[str, t.Any] | None:
    if wanted.mappings is None:
        return current.mappings if current.content is not None else mappings.OWN
    if current.mappings is not None and mappings.same(current.mappings, wanted.mappings):
        return current.mappings
    return wanted.mappings


def _references(wanted: Wanted, current: Current, name: str) -> tuple[str, ...] | None:
    """What a content page shall refer to: those of others stay, in their order."""
    stored = current.pages[name]
    if stored is None or (wanted.present and name in wanted.pages and current.path in stored):
        return stored
    others = tuple(path for path in stored if path != current.path)
    return (*others, current.path) if wanted.present and name in wanted.pages else others


def view(current: Current, wanted: Wanted, form: Framework) -> View:
    """The framework as its reader knows it; of what the options do not name, it shows what every framework has."""
    pages = {"pages": current.referring} if current.referring else {}
    content, public = current.content, current.public or {}
    if content is None:
        return pages
    names = sorted(set(wanted.content if wanted.restore else CONTENT) - {TITLE})
    further = sorted(set(wanted.public) - {*NAMED.values()})
    main = public.get(suites.MAIN, "")
    seen: View = {
        "name": current.name,
        "title": content.get(TITLE, ""),
        "report_suites": [{"rsid": each.rsid, "run_mode": each.run_mode} for each in suites.read(public, form)],
        "main_report_suite": ", ".join(map(str, main)) if isinstance(main, list) else str(main),
        **{option: public.get(name, "") for option, name in NAMED.items()},
        "page_properties": {name: content.get(name) for name in names},
        **({"properties": {name: public.get(name) for name in further}} if further else {}),
    }
    if wanted.mappings is not None:
        seen["mappings"] = mappings.shown(current.mappings or {})
    return {**seen, **pages}
