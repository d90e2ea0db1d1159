# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which servlets answer for the IMS configurations, and which addresses the pages' scripts call (U3, U4, U6)."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .._author import product
from .._author.client import Author, mapping

SERVICES = "/system/console/services"
RESOURCE_TYPES = "cq/adobeims-configuration"
PROPERTIES = ("resourceTypes", "methods", "selectors", "extensions", "paths")
SCRIPTS = (
    "/libs/cq/adobeims-configuration/components/admin/clientlibs/console.js",
    "/libs/cq/analytics/widgets.js",
)
ADDRESS = re.compile(r"""["']([\w/.:${}-]*(?:/libs/|/bin/|/etc/|\.json|\.html|segments)[\w/.:${}-]*)["']""")
MOST_SERVICES = 60


@dataclass(frozen=True)
class Servlet:
    """A servlet's registration, as far as it says what it answers to."""

    name: str
    registration: t.Mapping[str, str]


def servlets(author: Author) -> t.Iterator[Servlet]:
    """The servlets of the bundle that holds the IMS configurations; the console filters in some releases only."""
    answer = author.get(f"{SERVICES}.json", attempt="list the OSGi services", expect=(200, 404))
    rows = mapping(answer, "a list of services").get("data") if answer.status == 200 else None
    own = [
        row
        for row in rows or ()
        if str(row.get("bundleSymbolicName", "")).endswith(product.IMS_BUNDLE) and "Servlet" in str(row.get("types"))
    ]
    for row in own[:MOST_SERVICES]:
        registration = _registration(author, str(row.get("id", "")))
        if RESOURCE_TYPES in registration.get("resourceTypes", "") or "paths" in registration:
            yield Servlet(str(row.get("pid") or row.get("id")), registration)


def _registration(author: Author, number: str) -> dict[str, str]:
    answer = author.get(f"{SERVICES}/{number}.json", attempt=f"read the OSGi service {number}", expect=(200, 404))
    rows = mapping(answer, "a service").get("data") if answer.status == 200 else None
    told = {str(each.get("key")): each.get("value") for row in rows or () for each in row.get("props") or ()}
    found = {name: told.get(f"sling.servlet.{name}") for name in PROPERTIES}
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in found.items()
        if value
    }


def addresses_in_scripts(author: Author) -> dict[str, tuple[str, ...]]:
    """The addresses that the scripts of the pages name; the scripts themselves stay where they are."""
    found = {}
    for path in SCRIPTS:
        answer = author.get(path, attempt=f"read {path}", expect=(200, 302, 403, 404))
        if answer.status == 200:
            found[path] = tuple(sorted(set(ADDRESS.findall(answer.text))))
    return found
