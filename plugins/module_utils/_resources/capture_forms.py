# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms of an author with all labels and names, also of those that the contract makes no use of."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._author import forms, repository
from .._author.client import Author
from .contract_dialog import DIALOG_COMPONENT
from .contract_wizard import FORM_TYPE, WIZARD_ROOT


@dataclass(frozen=True)
class OfferedForm:
    """A form below the wizard, by its path."""

    path: str
    form: forms.Form


def wizard_forms(author: Author) -> t.Iterator[OfferedForm]:
    """Every form of the IMS configurations' pages."""
    for path in repository.find(author, WIZARD_ROOT, **{"sling:resourceType": FORM_TYPE}):
        tree = repository.read(author, path) or {}
        for form in forms.granite_forms(path, tree, lambda address: repository.read(author, address)):
            yield OfferedForm(form.path, form)


def dialog_fields(author: Author) -> list[forms.Field]:
    """The fields of the cloud service's dialog and of those that its component inherits."""
    fields: list[forms.Field] = []
    component, seen = DIALOG_COMPONENT, set[str]()
    while component and component not in seen:
        seen.add(component)
        tree = repository.read(author, component) or {}
        fields += forms.dialog_fields(tree.get("dialog") or {}, lambda path: repository.read(author, path))
        parent = str(tree.get("sling:resourceSuperType") or "")
        component = parent if parent.startswith("/") or not parent else f"/libs/{parent}"
    return fields
