# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the names behind the labels of the form that creates an IMS configuration (contract/aem.md 3.5, 14.1)."""

from __future__ import annotations

import typing as t

from .._adobe.credential import JWT, OAUTH
from .._author import forms, repository
from .._author.client import Author
from .._errors import NotEstablished
from .contract import WAYS_OUT, Wizard

WIZARD_ROOT = "/libs/cq/adobeims-configuration"
WIZARD_SERVLET = "cq/adobeims-configuration/components/admin/datasources/imsconfigurations/update"
FORM_TYPE = forms.GRANITE + "form"

# The labels of contract/aem.md 14.3 with the synonyms that section accepts.
COMMON_LABELS: t.Mapping[str, frozenset[str]] = {
    "title": frozenset({"title"}),
    "authorization_server": frozenset({"authorization server", "authorisation server"}),
    "client_id": frozenset({"client id", "api key"}),
    "client_secret": frozenset({"client secret"}),
}
WIZARD_LABELS: t.Mapping[str, t.Mapping[str, frozenset[str]]] = {
    OAUTH: {
        **COMMON_LABELS,
        "org_id": frozenset(
            f"{prefix}{word} id" for prefix in ("", "ims ") for word in ("organization", "organisation", "org")
        ),
        "scopes": frozenset({"scope", "scopes"}),
    },
    JWT: {**COMMON_LABELS, "payload": frozenset({"payload"})},
}
SPOKEN = {
    OAUTH: "Title, Authorization Server, Client ID (or API Key), Client Secret, Organization ID and Scopes",
    JWT: "Title, Authorization Server, API Key, Client Secret and Payload",
}
# The certificate is chosen by script; its parameters are PROVEN (contract/aem.md 3.5).
CERTIFICATE_FIELDS = {"keypair_alias": "keypairAlias", "keypair_aliases": "keypairAliases"}
CLOUD_CONFIGURATION = frozenset({"cloud configuration"})
AUTHENTICATION_TYPE = frozenset({"authentication type"})
ANALYTICS = "Adobe Analytics"


def read_wizard(author: Author, credential_type: str) -> Wizard:
    """Find the form that creates a configuration for Adobe Analytics, by its labels."""
    trees = _wizard_trees(author)
    candidates: dict[str, tuple[forms.Form, Wizard]] = {}
    for root, tree in trees:
        for form in forms.granite_forms(root, tree, lambda path: repository.read(author, path)):
            wizard = _as_wizard(form, credential_type) if form.stands_alone else None
            if wizard:
                candidates[form.path] = (form, wizard)
    if len(candidates) > 1:
        raise NotEstablished(
            f"More than one form below {WIZARD_ROOT} creates IMS configurations: {', '.join(candidates)}.",
            advice=WAYS_OUT,
        )
    if not candidates:
        raise NotEstablished(
            f"No form below {WIZARD_ROOT} on {author.url} offers Adobe Analytics and has the labels "
            f"{SPOKEN[credential_type]}.",
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


def _as_wizard(form: forms.Form, credential_type: str) -> Wizard | None:
    """The form's names when it has every label and offers Adobe Analytics with this credential, else None."""
    fields: dict[str, str] = {}
    for key, labels in WIZARD_LABELS[credential_type].items():
        found = _labelled(form, labels)
        if found is None:
            return None
        fields[key] = found.name
    if credential_type == JWT:
        fields.update(CERTIFICATE_FIELDS)
    preset = {item.name: item.value for item in form.fields if item.value and item.name not in fields.values()}
    kind = "oauth" if credential_type == OAUTH else "jwt"
    for labels, wanted in ((CLOUD_CONFIGURATION, ANALYTICS), (AUTHENTICATION_TYPE, kind)):
        selection = _labelled(form, labels)
        value = forms.choice(selection, wanted) if selection else ""
        if value is None:
            return None
        if selection:
            preset[selection.name] = value
    return Wizard("", fields, preset)


def _labelled(form: forms.Form, labels: frozenset[str]) -> forms.Field | None:
    found = {item.name: item for item in form.fields if item.label in labels}
    if len(found) > 1:
        raise NotEstablished(
            f"The form {form.path} has the label {sorted(labels)[0]!r} on more than one field: {', '.join(found)}.",
            advice=WAYS_OUT,
        )
    return next(iter(found.values()), None)


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
