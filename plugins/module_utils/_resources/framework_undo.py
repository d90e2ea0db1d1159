# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that undo what was done to an Analytics framework and its content pages."""

from __future__ import annotations

import typing as t

from . import framework_mappings as mappings
from . import service_page as page
from .framework_page import Current
from .service_undo import told


def previous(current: Current, target: Current, title: str) -> dict[str, t.Any]:
    """The options of the task that undoes the way from one to the other, without secrets."""
    named = {"cloudservice_name": current.service, "name": current.name}
    gained = [name for name in target.referring if name not in current.referring]
    lost = [name for name in current.referring if name not in target.referring]
    if current.content is None:
        # What referred to a framework that was gone is not brought back.
        return {**named, "title": title, "state": "absent", **_given(pages=gained)} if target.content else {}
    changed = {} if target.mappings is current.mappings else {"mappings": mappings.shown(current.mappings or {})}
    return {
        **named,
        **_given(title=str(current.content.get("jcr:title", ""))),
        "state": "present",
        "restore": True,
        "page_properties": _former(current.content, target.content),
        "properties": _former(current.public, target.public),
        **changed,
        **_given(pages=lost, pages_absent=gained),
    }


def _given(**options: t.Any) -> dict[str, t.Any]:
    return {name: value for name, value in options.items() if value}


def _former(before: t.Mapping[str, t.Any] | None, after: t.Mapping[str, t.Any] | None) -> dict[str, t.Any]:
    """What each property that differs had before; one that was not there is removed."""
    before = before or {}
    former = {name: before.get(name) for name in page.differing(before, after or {})}
    return {name: value for name, value in former.items() if told(name, value)}
