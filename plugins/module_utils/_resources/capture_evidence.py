# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The evidence of a capture: what hand-made entries, pages and forms look like, with nobody's own values in it."""

from __future__ import annotations

import typing as t

from .._author import forms, osgi, repository
from .._secrets import is_protected
from . import ims_pair as pair
from .capture_placeholders import Placeholders, content_nodes, instance_form, kind_of, shown
from .capture_reading import FILES, Reading
from .ims_claims import members
from .ims_steps import file_names

Document = dict[str, t.Any]

# Adobe's own vocabulary, not an operator's (contract/aem.md 3.1, 4.5).
PLAIN = frozenset(
    {pair.NAME, pair.VALIDATOR_TYPE, pair.PROVIDER_JOIN, pair.CUSTOMIZER_JOIN, pair.SCOPE, pair.GRANTS}
    | {"jcr:primaryType", "sling:resourceType", "cq:template", "cq:cloudservicename", "cq:designPath"}
)


def evidence(reading: Reading, told: Placeholders) -> Document:
    """Everything that was read, in a form that may be sent away."""
    vocabulary = {text for each in reading.fields for text in [*each.choices.values(), each.value]}
    # A page may refer to an entry by its name, which AEM makes (contract/aem.md 3.6).
    vocabulary |= {provider.text(pair.NAME) for provider in reading.providers}
    return {
        "ims_configs": [ims_config(reading, provider, told) for provider in reading.providers],
        "cloudservices": [service(tree, told, vocabulary) for tree in reading.pages.values()],
        "wizard_forms": [
            {"path": each.path, "action": each.form.action, "fields": [field(item, told) for item in each.form.fields]}
            for each in reading.forms
        ],
        "dialog_fields": [field(item, told) for item in reading.fields],
        "servlets": {each.name: dict(each.registration) for each in reading.servlets},
        "addresses_in_scripts": {path: list(found) for path, found in reading.scripts.items()},
        "keystores": [
            {"user": each.user, "exists": each.store.exists, "aliases": len(each.store.entries)}
            for each in reading.keystores
        ],
    }


def ims_config(reading: Reading, provider: osgi.Configuration, told: Placeholders) -> Document:
    """One IMS configuration with every half that is joined to it."""
    join = provider.text(pair.PROVIDER_JOIN)
    halves = [
        item
        for item in reading.configurations
        if item.factory_pid == pair.CUSTOMIZER and join and item.text(pair.CUSTOMIZER_JOIN) == join
    ]
    return {
        "credential_type": "jwt" if pair.is_legacy(provider) else "oauth_server_to_server",
        "offered_by_the_dialog": provider.text(pair.TITLE) in [text for text, dummy in reading.offered],
        "provider": configuration(reading, provider, told),
        "customizers": [configuration(reading, half, told) for half in halves],
    }


def configuration(reading: Reading, found: osgi.Configuration, told: Placeholders) -> Document:
    """One OSGi configuration: names, types, and the values that are nobody's own."""
    files = sorted(file_names(found) & set(reading.files))
    return {
        "pid": instance_form(found.pid, found.factory_pid),
        "files": [f"{FILES}/{file_form(name, found)}" for name in files],
        "properties": {
            name: {"type": kind_of(value), "value": _value(name, value, told)}
            for name, value in found.properties.items()
        },
        "defaults": {name: shown(value, told, False) for name, value in found.defaults.items()},
        "additional": [told.strip(name) for name in found.additional],
    }


def file_form(name: str, found: osgi.Configuration) -> str:
    """The name of a configuration's file without what is random in it."""
    instance = found.pid[len(found.factory_pid) + 1 :]
    return name.replace(instance, "<instance>") if instance else "<name>"


def _value(name: str, value: osgi.Value, told: Placeholders) -> t.Any:
    if name == pair.SECRET:
        return secret_form(str(value))
    if name == pair.CLAIMS:
        texts = value if isinstance(value, tuple) else (str(value),)
        return [f"{told.scrub(key)}: {shown(each, told, False)}" for key, each in members(texts).items()]
    return shown(value, told, name in PLAIN)


def secret_form(value: str) -> str:
    """How a secret is stored, never the secret."""
    if value == osgi.MASKED:
        return "<masked by the console>"
    return "<protected>" if is_protected(value) else "<clear text>" if value else ""


def service(tree: repository.Tree, told: Placeholders, vocabulary: t.Container[str]) -> Document:
    """One cloud service with the shape of its frameworks."""
    return {
        "properties": properties(tree["jcr:content"], told, vocabulary),
        "frameworks": [framework(node, told) for node in content_nodes(tree)],
    }


def properties(node: repository.Tree, told: Placeholders, vocabulary: t.Container[str]) -> Document:
    """The properties of a node, with the values that are nobody's own."""
    return {
        told.strip(name): {"type": kind_of(value), "value": shown(value, told, name in PLAIN, vocabulary)}
        for name, value in repository.properties(node).items()
    }


def framework(node: repository.Tree, told: Placeholders) -> Document:
    """A framework's content: property names everywhere, and the names of the nodes that are AEM's own (U8)."""
    found: Document = {"properties": properties(node, told, ())}
    for name, child in repository.children(node).items():
        known = name if name in ("public", "mappings") else f"<node {len(found)}>"
        found[known] = framework(child, told)
    return found


def field(item: forms.Field, told: Placeholders) -> Document:
    """One input of a form; what AEM itself ships holds nobody's values, but is looked through all the same."""
    return {
        "label": told.strip(item.label),
        "name": told.strip(item.name),
        "value": told.strip(item.value),
        "required": item.required,
        "hidden": item.hidden,
        "choices": {told.strip(text): told.strip(value) for text, value in item.choices.items()},
        "choices_address": item.choices_address,
    }
