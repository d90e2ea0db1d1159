# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that undo what was done to an Analytics cloud service."""

from __future__ import annotations

import re
import typing as t

from .._secrets import is_protected
from . import service_page as page
from .plan import Plan

# The repository's own, but for the title; and what tells who changed or replicated a page, and when.
KEPT_BY_AEM = re.compile(r"jcr:(?!title$|description$)|cq:last(Modified|Replicat)")
# Contract 6.1: what a page with user credentials holds besides.
SECRETS = frozenset({"password", "secret"})
DESCRIBED = ("name", "title", "template", "ims_config", "company", "report_suites")


def previous(wanted: page.Wanted, current: page.Current, planned: Plan, names: page.Names) -> dict[str, t.Any]:
    """The options of the task that undoes the plan, without secrets."""
    content = current.content
    if not planned.changed:
        return {}
    if content is None:
        return {"title": wanted.title, "name": current.name, "state": "absent"}
    target = page.properties(wanted, names) if wanted.present else dict.fromkeys(content)
    former = {name: content.get(name) for name in page.changes(content, target)}
    if wanted.present and not former:
        return {}
    seen = page.view(current, names, page.Wanted("", "", True))
    return {
        **{name: seen[name] for name in DESCRIBED if seen.get(name)},
        "state": "present",
        "restore": True,
        "verify": False,
        "properties": {name: value for name, value in former.items() if told(name, value)},
    }


def told(name: str, value: t.Any) -> bool:
    """Whether a property is one to bring back: no secret, and not one that AEM keeps itself."""
    secret = name in SECRETS or (isinstance(value, str) and is_protected(value))
    return not secret and not KEPT_BY_AEM.match(name) and page.is_storable(value)
