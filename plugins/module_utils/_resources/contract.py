# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names behind the documented labels, as this author's own forms tell them (contract/aem.md 12, 14).

Nothing here guesses: a name is read from the author, learnt from a reference configuration, or given by the operator.
"""

from __future__ import annotations

import typing as t
from dataclasses import MISSING, asdict, dataclass, field

from .._author import forms, repository
from .._author.client import Author
from .._errors import NotEstablished

WIZARD_ROOT = "/libs/cq/adobeims-configuration"
WIZARD_SERVLET = "cq/adobeims-configuration/components/admin/datasources/imsconfigurations/update"
DIALOG_COMPONENT = "/libs/cq/analytics/components/sitecatalystpage"
FORM_TYPE = forms.GRANITE + "form"

# The labels of contract/aem.md 14.3 with the synonyms that section accepts.
WIZARD_LABELS: t.Mapping[str, frozenset[str]] = {
    "title": frozenset({"title"}),
    "authorization_server": frozenset({"authorization server", "authorisation server"}),
    "client_id": frozenset({"client id", "api key"}),
    "client_secret": frozenset({"client secret"}),
    "org_id": frozenset(
        f"{prefix}{word} id" for prefix in ("", "ims ") for word in ("organization", "organisation", "org")
    ),
    "scopes": frozenset({"scope", "scopes"}),
}
CLOUD_CONFIGURATION = frozenset({"cloud configuration"})
AUTHENTICATION_TYPE = frozenset({"authentication type"})
ANALYTICS = "Adobe Analytics"
DIALOG_LABELS: t.Mapping[str, frozenset[str]] = {
    "authentication": frozenset({"authentication"}),
    "ims_config": frozenset({"ims configuration"}),
    "company": frozenset({"company"}),
    "report_suites": frozenset({"report suite", "report suites"}),
}
DOCUMENTED_COMPANY = "company"
WAYS_OUT = (
    "Give the names with the option contract (for instance from author_info on an author where they are known), "
    "or create one configuration by hand and learn from it."
)


@dataclass(frozen=True)
class Wizard:
    """The form that creates an IMS configuration: its address, the field behind each label, the preset fields."""

    address: str
    fields: t.Mapping[str, str]
    preset: t.Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OsgiValues:
    """The values that AEM fills in for Adobe Analytics and that no page documents (contract/aem.md 3.2)."""

    name: str
    validator_type: str
    customizer_type: str


@dataclass(frozen=True)
class Dialog:
    """The properties behind the labels of the cloud service's dialog."""

    authentication: str
    authentication_value: str
    ims_config: str
    ims_config_choices: str
    company: str = DOCUMENTED_COMPANY
    report_suites: str = ""


Part = t.TypeVar("Part", Wizard, OsgiValues, Dialog)
PARTS: t.Mapping[str, type[t.Any]] = {"wizard": Wizard, "osgi": OsgiValues, "dialog": Dialog}


def problems(given_contract: t.Mapping[str, t.Any] | None) -> list[str]:
    """What is wrong with a contract that the operator gave."""
    found = [f"contract.{name} is not one of {', '.join(PARTS)}" for name in given_contract or {} if name not in PARTS]
    for name, part in PARTS.items():
        values = (given_contract or {}).get(name, {})
        if not isinstance(values, t.Mapping):
            found.append(f"contract.{name} must be a mapping")
            continue
        known = part.__dataclass_fields__
        needed = [key for key, each in known.items() if each.default is MISSING and each.default_factory is MISSING]
        found += [f"contract.{name}.{key} is not known" for key in values if key not in known]
        found += [f"contract.{name}.{key} is required" for key in needed if values and not values.get(key)]
    return found


def given(contract: t.Mapping[str, t.Any] | None, name: str, part: type[Part]) -> Part | None:
    """A part that the operator gave."""
    values = (contract or {}).get(name)
    return part(**values) if values else None


def as_mapping(**parts: t.Any) -> dict[str, t.Any]:
    """The `contract` return value: what is known, fit to be given back as an option."""
    return {name: asdict(part) for name, part in parts.items() if part is not None}


def read_wizard(author: Author) -> Wizard:
    """Find the form that creates an OAuth configuration for Adobe Analytics, by its labels."""
    trees = _wizard_trees(author)
    candidates: dict[str, tuple[forms.Form, Wizard]] = {}
    for root, tree in trees:
        for form in forms.granite_forms(root, tree, lambda path: repository.read(author, path)):
            wizard = _as_wizard(form) if form.stands_alone else None
            if wizard:
                candidates[form.path] = (form, wizard)
    if len(candidates) > 1:
        raise NotEstablished(
            f"More than one form below {WIZARD_ROOT} creates IMS configurations: {', '.join(candidates)}.",
            advice=WAYS_OUT,
        )
    if not candidates:
        raise NotEstablished(
            f"No form below {WIZARD_ROOT} on {author.url} has the labels Title, Authorization Server, "
            "Client ID (or API Key), Client Secret, Organization ID and Scopes for Adobe Analytics.",
            advice=WAYS_OUT,
        )
    form, wizard = next(iter(candidates.values()))
    return Wizard(_address(author, form, trees), wizard.fields, wizard.preset)


def _wizard_trees(author: Author) -> list[tuple[str, repository.Tree]]:
    """The pages that offer Adobe Analytics; where none says so in its own content, every form there is."""
    offers = repository.find(author, WIZARD_ROOT, text=ANALYTICS)
    pages = {path.split("/jcr:content/")[0] + "/jcr:content" for path in offers if "/jcr:content/" in path}
    paths = sorted(pages) or repository.find(author, WIZARD_ROOT, **{"sling:resourceType": FORM_TYPE})
    return [(path, repository.read(author, path) or {}) for path in paths]


def _as_wizard(form: forms.Form) -> Wizard | None:
    """The form's names when it has every label and offers Adobe Analytics with OAuth, else None."""
    fields: dict[str, str] = {}
    preset = {item.name: item.value for item in form.fields if item.value}
    for key, labels in WIZARD_LABELS.items():
        found = _labelled(form, labels)
        if found is None:
            return None
        fields[key] = found.name
        preset.pop(found.name, None)
    for labels, wanted in ((CLOUD_CONFIGURATION, forms.folded(ANALYTICS)), (AUTHENTICATION_TYPE, "oauth")):
        choice = _labelled(form, labels)
        if choice is None:
            continue
        value = _choice(choice, wanted)
        if value is None:
            return None
        preset[choice.name] = value
    return Wizard("", fields, preset)


def _labelled(form: forms.Form, labels: frozenset[str]) -> forms.Field | None:
    found = {item.name: item for item in form.fields if item.label in labels}
    if len(found) > 1:
        raise NotEstablished(
            f"The form {form.path} has the label {sorted(labels)[0]!r} on more than one field: {', '.join(found)}.",
            advice=WAYS_OUT,
        )
    return next(iter(found.values()), None)


def _choice(choice: forms.Field, wanted: str) -> str | None:
    matching = [value for text, value in choice.choices.items() if forms.folded(text).startswith(wanted)]
    return matching[0] if len(matching) == 1 else None


def _address(author: Author, form: forms.Form, trees: list[tuple[str, repository.Tree]]) -> str:
    """Where the form posts to: its own action, or else the one node that carries the servlet's resource type."""
    if form.action and "${" not in form.action:
        return form.action
    seen = [
        path
        for root, tree in trees
        for path, node in forms.walk(root, tree)
        if node.get("sling:resourceType") == WIZARD_SERVLET
    ]
    found = seen or repository.find(author, WIZARD_ROOT, **{"sling:resourceType": WIZARD_SERVLET})
    if len(found) == 1:
        return found[0]
    raise NotEstablished(
        f"The form {form.path} names no address, and {len(found)} nodes below {WIZARD_ROOT} have the "
        f"resource type {WIZARD_SERVLET}" + (f": {', '.join(found)}." if found else "."),
        advice=WAYS_OUT,
    )


def read_dialog(author: Author) -> Dialog:
    """Find the properties behind the labels of the Analytics cloud service's dialog."""
    searched: list[str] = []
    fields = _component_fields(author, DIALOG_COMPONENT, searched)
    found = {key: _property(fields, labels) for key, labels in DIALOG_LABELS.items()}
    authentication, ims_config = found["authentication"], found["ims_config"]
    value = _choice(authentication, "ims") if authentication else None
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
