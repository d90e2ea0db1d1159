# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that one Analytics cloud service is (contract/aem.md 6)."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

from .._author import repository
from .._errors import Conflict
from . import contract
from .plan import View

ROOT = "/etc/cloudservices/sitecatalyst"
NOT_SERVICES = frozenset({"defaults", "statistics"})
DEFAULT_TEMPLATE = "/libs/cq/analytics/templates/sitecatalyst"
RESOURCE_TYPE = "cq/analytics/components/sitecatalystpage"
SERVICE_NAME = "sitecatalyst"
TYPE = "jcr:primaryType"
OWN_PROPERTIES = frozenset({TYPE, "jcr:title", "cq:template", "sling:resourceType", "cq:cloudservicename"})

# Sling's POST servlet reads more than a name into these (contract/aem.md 8.1).
NO_NAME = re.compile(r"^:|^$|[/@\[\]*|]")

NODE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
# Sling takes these for the wish that the property be removed.
EMPTY: t.Sequence[t.Any] = ("", [], [""])

Properties = t.Mapping[str, t.Optional[repository.Value]]
Pages = t.Mapping[str, repository.Tree]


@dataclass(frozen=True)
class Wanted:
    """The cloud service that shall be there, or not be there; where one is restored, the properties alone decide."""

    title: str
    name: str
    present: bool
    template: str = DEFAULT_TEMPLATE
    ims_config: str = ""
    company: str = ""
    report_suites: tuple[str, ...] = ()
    properties: Properties = field(default_factory=dict)
    restore: bool = False
    duplicates: str = "fail"
    remove_referenced: bool = False


@dataclass(frozen=True)
class Current:
    """The page that answers to the wanted name or title, what is below it, and the other pages with the title."""

    name: str
    content: t.Mapping[str, t.Any] | None
    children: tuple[str, ...] = ()
    duplicates: t.Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """The dialog's properties, and the author's IMS configurations as its choice of them tells."""

    dialog: contract.Dialog | None = None
    choices: t.Mapping[str, str] = field(default_factory=dict)


def name_problems(title: str, name: str, present: bool, taken: t.Collection[str] = ()) -> list[str]:
    """What is missing from or wrong with the title and the node name of a page."""
    found = []
    if not title and (present or not name):
        found.append("title is required" if present else "title or name is required")
    if title and not name and not node_name(title):
        found.append("name is required, because the title holds no letter or digit to make one of")
    if name and (not NODE_NAME.fullmatch(name) or name in taken):
        neither = f", and neither {' nor '.join(sorted(taken))}" if taken else ""
        found.append(f"name must be of letters, digits, '-', '_' and '.'{neither}")
    return found


def property_problems(
    properties: t.Mapping[str, t.Any], reserved: t.AbstractSet[str], option: str = "properties"
) -> list[str]:
    """What is wrong with the further properties that an option names."""
    found = []
    taken = sorted(reserved & set(properties))
    if taken:
        found.append(f"{option} must not set {', '.join(taken)}")
    for told, wrong in (
        ("names without / @ [ ] * | that do not begin with :", [name for name in properties if NO_NAME.search(name)]),
        (
            "values that are a text, a number, a truth value or a list of texts",
            [name for name, value in properties.items() if not is_storable(value)],
        ),
    ):
        if wrong:
            found.append(f"{option} must have {told} (not {', '.join(map(repr, sorted(wrong)))})")
    return found


def is_storable(value: t.Any) -> bool:
    """Whether the repository keeps the value as it is."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, (str, bool, int, float))


def or_removed(properties: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Properties as the options name them, with None for those that are to go."""
    return {name: None if value in EMPTY else value for name, value in properties.items()}


def match(tree: repository.Tree, wanted: Wanted) -> Current:
    """Pick the wanted page among the services."""
    pages = services(tree)
    name = named(pages, wanted.title, wanted.name, "Analytics cloud services")
    page = pages.get(name)
    others = {other: below(pages[other]) for other in titled(pages, wanted.title) if other != name}
    return Current(name, None, (), others) if page is None else Current(name, content_of(page), below(page), others)


def named(pages: Pages, title: str, name: str, what: str, option: str = "name") -> str:
    """The node name of the page that is meant: the given one, that of the title, or the one that a new page gets."""
    found = [] if name else titled(pages, title)
    if len(found) > 1:
        raise Conflict(
            f"{len(found)} {what} have the title {title!r}: {', '.join(found)}.",
            advice=f"Say which one is meant with the option {option}.",
        )
    return name or next(iter(found), "") or node_name(title)


def titled(pages: Pages, title: str) -> list[str]:
    """The names of the pages with a title."""
    return [name for name, page in pages.items() if title and content_of(page).get("jcr:title") == title]


def below(page: repository.Tree) -> tuple[str, ...]:
    """The names of a page's own pages."""
    return tuple(child for child in repository.children(page) if child != "jcr:content")


def services(tree: repository.Tree) -> dict[str, repository.Tree]:
    """The cloud services among the children of the root (contract/aem.md 6.1)."""
    return {name: node for name, node in pages_of(tree).items() if name not in NOT_SERVICES}


def pages_of(tree: repository.Tree) -> dict[str, repository.Tree]:
    """The pages among the children of a node."""
    return {name: node for name, node in repository.children(tree).items() if "jcr:content" in node}


def content_of(page: repository.Tree) -> dict[str, t.Any]:
    """The properties of a page."""
    content = page.get("jcr:content")
    return content if isinstance(content, dict) else {}


def properties(wanted: Wanted, names: Names) -> dict[str, repository.Value | None]:
    """The page's properties that the options decide; the IMS configuration by the author's own reference to it."""
    if wanted.restore:
        return dict(wanted.properties)
    if names.dialog is None:
        return {}
    dialog = names.dialog
    managed: dict[str, repository.Value | None] = {
        "jcr:title": wanted.title,
        "sling:resourceType": RESOURCE_TYPE,
        "cq:cloudservicename": SERVICE_NAME,
        "cq:template": wanted.template,
        dialog.authentication: dialog.authentication_value,
        dialog.ims_config: names.choices.get(wanted.ims_config),
    }
    if wanted.company:
        managed[dialog.company] = wanted.company
    if wanted.report_suites and dialog.report_suites:
        managed[dialog.report_suites] = list(wanted.report_suites)
    return {**managed, **wanted.properties}


def view(current: Current, names: Names, wanted: Wanted) -> View:
    """The page as its reader knows it: labels, and the IMS configuration by its title."""
    content = current.content
    if content is None:
        return {}
    seen: View = {
        "name": current.name,
        "title": content.get("jcr:title", ""),
        "template": content.get("cq:template", ""),
    }
    dialog = names.dialog
    if dialog:
        by_ims = content.get(dialog.authentication) == dialog.authentication_value
        seen["authentication"] = "ims" if by_ims else "other"
        seen["ims_config"] = title_of(content.get(dialog.ims_config), names)
        seen["company"] = content.get(dialog.company, "")
        if dialog.report_suites:
            stored = content.get(dialog.report_suites, [])
            seen["report_suites"] = stored if isinstance(stored, list) else [stored]
    if wanted.properties:
        seen["properties"] = {name: content.get(name) for name in wanted.properties}
    return seen


def title_of(reference: t.Any, names: Names) -> str:
    """The title of the IMS configuration that a page refers to, empty when the author offers none such."""
    return next((title for title, value in names.choices.items() if value == reference), "")


def after_view(wanted: Wanted, current: Current, names: Names) -> View:
    """The page as it will be."""
    if wanted.restore:
        content = {**(current.content or {}), **wanted.properties}
        kept = {name: value for name, value in content.items() if value is not None}
        return view(Current(current.name, kept), names, wanted)
    blank = view(Current(current.name, {}), names, wanted)
    return {**(view(current, names, wanted) or blank), **wanted_view(wanted, current.name, names)}


def wanted_view(wanted: Wanted, name: str, names: Names) -> View:
    """The same view of what is wanted; what is left alone is left out."""
    seen: View = {
        "name": name,
        "title": wanted.title,
        "template": wanted.template,
        "authentication": "ims",
        "ims_config": wanted.ims_config,
    }
    if wanted.company:
        seen["company"] = wanted.company
    if wanted.report_suites and names.dialog and names.dialog.report_suites:
        seen["report_suites"] = list(wanted.report_suites)
    if wanted.properties:
        seen["properties"] = dict(wanted.properties)
    return seen


def node_name(title: str) -> str:
    """The node name for a title: lower case, everything else than letters and digits made one dash."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")


def same(stored: t.Any, value: repository.Value | None) -> bool:
    """Whether a stored value is the wanted one; the repository keeps text and truth values apart."""
    if isinstance(value, list):
        return (stored if isinstance(stored, list) else [] if stored is None else [stored]) == value
    return bool(stored == value) and isinstance(stored, bool) == isinstance(value, bool)


def changes(stored: t.Mapping[str, t.Any], wanted: Properties) -> dict[str, repository.Value | None]:
    """What of the wanted properties is not stored like that."""
    return {name: value for name, value in wanted.items() if not same(stored.get(name), value)}


def differing(former: t.Mapping[str, t.Any], target: Properties) -> dict[str, repository.Value | None]:
    """All that makes the one of the other; what the other does not have is to be removed."""
    return changes(former, {**dict.fromkeys(former), **target})
