# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the options of an Analytics framework say, and what is wrong with them."""

from __future__ import annotations

import re
import typing as t

from . import contract
from . import framework_mappings as mappings
from . import framework_page as framework
from . import framework_suites as suites
from . import service_page as page

CONTENT_PAGE = re.compile(r"(/[^/]+)+(?<!/jcr:content)")


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    title, name = (options.get("title") or "").strip(), options.get("name") or ""
    present = options["state"] == "present"
    restore = present and options["restore"]
    found = _service_problems(options) + page.name_problems(title, name, present and not restore)
    found += suites.problems(options.get("report_suites") or ())
    found += mappings.problems(options.get("mappings") or {})
    found += _property_problems(options, restore) + _page_problems(options)
    given = options.get("contract")
    return found + contract.problems(given) + suites.contract_problems((given or {}).get("framework"))


def _service_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    name = options.get("cloudservice_name") or ""
    if not name:
        title = (options.get("cloudservice_title") or "").strip()
        if not title:
            return ["cloudservice_name or cloudservice_title is required"]
        return (
            [] if page.node_name(title) else ["cloudservice_name is required, because no name can be made of the title"]
        )
    if not page.NODE_NAME.fullmatch(name) or name in page.NOT_SERVICES:
        return ["cloudservice_name must be the node name of a cloud service, not its path"]
    return []


def _property_problems(options: t.Mapping[str, t.Any], restore: bool) -> list[str]:
    properties, content = options.get("properties") or {}, options.get("page_properties")
    decided = {*framework.NAMED.values(), *((suites.MAIN, suites.EACH) if options.get("report_suites") else ())}
    found = page.property_problems(properties, {page.TYPE} if restore else {page.TYPE, *decided})
    if restore and (options.get("properties") is None or content is None):
        found.append("properties and page_properties are required with restore=true")
    if content and not restore:
        found.append("page_properties is for restore=true only")
    return found + page.property_problems(content or {}, {page.TYPE}, "page_properties")


def _page_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    wanted, unwanted = (options.get(name) or [] for name in ("pages", "pages_absent"))
    wrong = sorted({path for path in (*wanted, *unwanted) if not CONTENT_PAGE.fullmatch(path)})
    found = []
    if wrong:
        told = ", ".join(map(repr, wrong))
        found.append(f"pages and pages_absent must hold absolute paths of pages, without jcr:content (not {told})")
    both = sorted(set(wanted) & set(unwanted))
    if both:
        found.append(f"pages and pages_absent must not both hold {', '.join(both)}")
    return found


def desired(options: t.Mapping[str, t.Any]) -> framework.Wanted:
    """The wanted framework."""
    present = options["state"] == "present"
    restore = present and options["restore"]
    tree = options.get("mappings")
    named = {} if restore else {name: options.get(option) for option, name in framework.NAMED.items()}
    public = {**(options.get("properties") or {}), **{name: text for name, text in named.items() if text is not None}}
    return framework.Wanted(
        service_title=(options.get("cloudservice_title") or "").strip(),
        service_name=options.get("cloudservice_name") or "",
        title=(options.get("title") or "").strip(),
        name=options.get("name") or "",
        present=present,
        report_suites=suites.desired(options.get("report_suites") or ()) if present and not restore else (),
        content=page.or_removed(options.get("page_properties") or {}),
        public=page.or_removed(public),
        mappings=None if tree is None else mappings.desired(tree),
        pages=tuple(dict.fromkeys(options.get("pages") or ())),
        pages_absent=tuple(dict.fromkeys(options.get("pages_absent") or ())),
        restore=restore,
    )
