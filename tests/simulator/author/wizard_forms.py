# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the IMS wizard: the form to find, in a shape per edition, among other forms (contract 3.5, 14.1)."""

from __future__ import annotations

from collections.abc import Iterator

from .bundles import IMS_SERVLETS
from .editions import Edition
from .forms import Tree, component, container, field, form, hidden, numbered, page, select, wizard
from .names import WizardNames

ROOT = "/libs/cq/adobeims-configuration"
CONTENT = f"{ROOT}/content"
KINDS = {"client_secret": "password", "payload": "textarea", "scopes": "textarea"}
SELECTS = ("cloud_configuration", "authentication_type", "certificates")
LANGUAGES = ("de", "es", "fr", "it", "ja", "ko", "pt-br", "zh-cn")
EXPRESSION = '${empty param.target ? requestPathInfo.suffix : state["ims.target"].string}'


def content_of(names: WizardNames, edition: Edition) -> Iterator[tuple[str, Tree]]:
    """Everything below /libs/cq/adobeims-configuration, as paths with their content."""
    yield f"{CONTENT}/configurations", page("Adobe IMS Technical Accounts", {"body": _list_view()})
    yield names.page, page("Adobe IMS Technical Account Configuration", {"body": _body(_create_form(names, edition))})
    yield names.create_node, {"sling:resourceType": f"{IMS_SERVLETS}/update"}
    yield names.delete_node, {"sling:resourceType": f"{IMS_SERVLETS}/delete"}
    if edition.wizard == "steps":
        yield (
            names.step_page,
            page("Account", {"items": {"account": container(numbered(_inputs(names, _account_keys(names))))}}),
        )
    yield from _decoys(names, edition)
    yield f"{ROOT}/components/admin/clientlibs", _client_library()
    if edition.large_tree:
        yield f"{ROOT}/i18n", {language: _dictionary(language) for language in LANGUAGES}


def _list_view() -> Tree:
    columns = {"select": {"select": True}, "title": {"jcr:title": "Title"}, "solution": {"jcr:title": "Cloud Solution"}}
    view = component("table", src=f"{CONTENT}/configurations/list.html", columns=columns)
    actions = {"check": component("button", text="Check Health"), "delete": component("button", text="Delete")}
    return container({"view": view, "actions": container(actions)})


def _body(form_tree: Tree) -> Tree:
    return container({"content": container({"form": form_tree})})


def _create_form(names: WizardNames, edition: Edition) -> Tree:
    first, second = _type_keys(names), _account_keys(names)
    extra = [hidden(name, value) for name, value in names.hidden.items()]
    title = {"jcr:title": "Certificate" if edition.era == "jwt" else "Type"}
    start = container(numbered([*_inputs(names, first), *extra]), **title)
    if edition.wizard == "steps":
        account = component("wizard/lazycontainer", src=f"{names.step_page}.html", **{"jcr:title": "Account"})
    else:
        account = container({"fields": container(numbered(_inputs(names, second)))}, **{"jcr:title": "Account"})
    return form({"wizard": wizard({"start": start, "account": account})}, _action(names, edition))


def _action(names: WizardNames, edition: Edition) -> str | None:
    if edition.wizard == "scripted":
        return None
    return EXPRESSION if edition.wizard == "expression" else names.create_node


def _type_keys(names: WizardNames) -> list[str]:
    return [
        key for key in ("cloud_configuration", "certificates", "alias", "authentication_type") if key in names.labels
    ]


def _account_keys(names: WizardNames) -> list[str]:
    return [key for key in names.labels if key not in _type_keys(names)]


def _inputs(names: WizardNames, keys: list[str]) -> Iterator[Tree]:
    yield from (_input(names, key) for key in keys)
    if "certificates" in keys:
        yield component("form/checkbox", text="Create new certificate")
        yield hidden(names.parameters["certificate"], "")


def _input(names: WizardNames, key: str) -> Tree:
    name, label = names.parameters[key], names.labels[key]
    if key == "cloud_configuration":
        return select(name, label, names.solutions)
    if key == "authentication_type":
        texts = names.authentication_texts
        return select(name, label, {texts[kind]: value for kind, value in names.authentication_types.items()})
    if key == "certificates":
        source = {"sling:resourceType": "cq/adobeims-configuration/components/admin/datasources/keypairaliases"}
        return {**select(name, label, {}), "datasource": source}
    return field(KINDS.get(key, "textfield"), name, label, required=key != "alias")


def _decoys(names: WizardNames, edition: Edition) -> Iterator[tuple[str, Tree]]:
    """Forms that share labels with the wizard's and are not it."""
    kept = [key for key in names.labels if key not in ("cloud_configuration", "certificates", "alias")]
    inputs = [*(_input(names, key) for key in kept), hidden(names.configuration_id, "${param.item}")]
    properties = form(numbered(inputs), _action(names, edition))
    yield f"{CONTENT}/properties", page("Properties", {"body": _body(properties)})
    yield f"{CONTENT}/target", _plain_form("Adobe Target", f"{CONTENT}/target", ("Title", "Tenant ID", "Client Code"))
    if edition.era == "oauth":
        labels = ("Title", "Authorization Server", "API Key", "Client Secret", "Payload")
        yield f"{CONTENT}/jwt", _plain_form("JWT (Deprecated)", f"{CONTENT}/jwt", labels)


def _plain_form(title: str, path: str, labels: tuple[str, ...]) -> Tree:
    inputs = numbered(field("textfield", f"./{label.replace(' ', '').lower()}", label) for label in labels)
    return page(title, {"body": _body(form(inputs, f"{path}/jcr:content"))})


def _client_library() -> Tree:
    script = {
        "jcr:primaryType": "nt:resource",
        "jcr:mimeType": "application/javascript",
        "jcr:data": b"(function () {}());",
    }
    return {
        "jcr:primaryType": "cq:ClientLibraryFolder",
        "categories": ["cq.adobeims-configuration.admin"],
        "console.js": {"jcr:primaryType": "nt:file", "jcr:content": script},
    }


def _dictionary(language: str) -> Tree:
    entries = {
        f"message{number}": {"jcr:primaryType": "sling:MessageEntry", "sling:message": f"{language} {number}"}
        for number in range(30)
    }
    return {"jcr:primaryType": "sling:Folder", "jcr:language": language, **entries}
