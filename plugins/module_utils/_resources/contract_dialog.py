# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the names behind the labels of the Analytics cloud service's dialog (contract/aem.md 14.2)."""

from __future__ import annotations

import typing as t

from .._author import forms, repository
from .._author.client import Author
from .._errors import NotEstablished
from .contract import DOCUMENTED_COMPANY, WAYS_OUT, Dialog

DIALOG_COMPONENT = "/libs/cq/analytics/components/sitecatalystpage"
DIALOG_LABELS: t.Mapping[str, frozenset[str]] = {
    "authentication": frozenset({"authentication"}),
    "ims_config": frozenset({"ims configuration"}),
    "company": frozenset({"company"}),
    "report_suites": frozenset({"report suite", "report suites"}),
}


def read_dialog(author: Author) -> Dialog:
    """Find the properties behind the labels of the Analytics cloud service's dialog."""
    searched: list[str] = []
    fields = _component_fields(author, DIALOG_COMPONENT, searched)
    found = {key: _property(fields, labels) for key, labels in DIALOG_LABELS.items()}
    authentication, ims_config = found["authentication"], found["ims_config"]
    value = forms.choice(authentication, "ims") if authentication else None
    missing = [
        label
        for label, known in (
            ("Authentication (option IMS)", value),
            ("IMS Configuration", ims_config and ims_config.choices_address),
        )
        if not known
    ]
    if missing or authentication is None or ims_config is None:
        raise NotEstablished(
            f"The labels {' and '.join(missing)} were not found in the dialog of the Analytics cloud service on "
            f"{author.url}; searched: {', '.join(searched)}.",
            advice=WAYS_OUT,
        )
    company, report_suites = found["company"], found["report_suites"]
    return Dialog(
        authentication.name,
        str(value),
        ims_config.name,
        ims_config.choices_address,
        company.name if company else DOCUMENTED_COMPANY,
        report_suites.name if report_suites else "",
    )


def _component_fields(author: Author, component: str, searched: list[str]) -> list[forms.Field]:
    """The dialog fields of a component, or of the nearest one it inherits from that has a dialog."""
    searched.append(component)
    tree = repository.read(author, component) or {}
    fields = forms.dialog_fields(tree.get("dialog") or {}, lambda path: repository.read(author, path))
    parent = str(tree.get("sling:resourceSuperType") or "")
    if fields or not parent:
        return fields
    path = parent if parent.startswith("/") else f"/libs/{parent}"
    return [] if path in searched else _component_fields(author, path, searched)


def _property(fields: t.Sequence[forms.Field], labels: frozenset[str]) -> forms.Field | None:
    found = {item.name: item for item in fields if item.label in labels}
    if len(found) > 1:
        raise NotEstablished(
            f"The dialog of the Analytics cloud service has the label {sorted(labels)[0]!r} on more than one "
            f"property: {', '.join(found)}.",
            advice=WAYS_OUT,
        )
    return next(iter(found.values()), None)
