# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an author describes its own forms: labels and the names behind them (contract/aem.md 14)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .repository import Tree, children

GRANITE = "granite/ui/components/coral/foundation/"
Load = t.Callable[[str], t.Optional[Tree]]


@dataclass(frozen=True)
class Field:
    """One input of a form."""

    label: str
    name: str
    value: str = ""
    required: bool = False
    hidden: bool = False
    choices: t.Mapping[str, str] = field(default_factory=dict)
    choices_address: str = ""


@dataclass(frozen=True)
class Form:
    """A form of the touch console: where it posts to, and its inputs."""

    path: str
    action: str
    fields: tuple[Field, ...]

    @property
    def stands_alone(self) -> bool:
        """Whether it can be posted without what only its own page knows; a form that edits something can't."""
        return not any(item.hidden and "${" in item.value for item in self.fields)


def folded(label: str) -> str:
    """A label without case, spacing and the marks that follow it."""
    return " ".join(label.split()).rstrip(":* ").casefold()


def choice(selection: Field, wanted: str) -> str | None:
    """The value of the one choice whose text begins with the wanted one."""
    matching = [value for text, value in selection.choices.items() if folded(text).startswith(folded(wanted))]
    return matching[0] if len(matching) == 1 else None


def granite_forms(root: str, tree: Tree, load: Load) -> list[Form]:
    """Every Granite UI form in a tree; steps that are pages of their own are loaded."""
    found = []
    for path, node in walk(root, tree):
        if _is(node, "form"):
            fields = tuple(_granite_fields(node, load))
            found.append(Form(path, str(node.get("action") or ""), fields))
    return found


def dialog_fields(tree: Tree, load: Load) -> list[Field]:
    """Every widget of a classic dialog that stores a property; included parts are loaded."""
    found = []
    for _path, node in walk("", tree):
        if node.get("xtype") == "cqinclude":
            included = load(_page(str(node.get("path") or "")))
            found += dialog_fields(included, load) if included else []
        name = str(node.get("name") or "")
        if name.startswith("./"):
            found.append(_widget(name[2:], node))
    return found


def walk(root: str, tree: Tree) -> t.Iterator[tuple[str, Tree]]:
    """Every node of a tree with its path, parents first."""
    yield root, tree
    for name, node in children(tree).items():
        yield from walk(f"{root}/{name}", node)


def _granite_fields(tree: Tree, load: Load) -> t.Iterator[Field]:
    for _path, node in walk("", tree):
        if _is(node, "wizard/lazycontainer"):
            loaded = load(_page(str(node.get("src") or "")))
            yield from _granite_fields(loaded, load) if loaded else ()
        if node.get("name") and str(node.get("sling:resourceType", "")).startswith(GRANITE + "form/"):
            yield _granite_field(node)


def _granite_field(node: Tree) -> Field:
    items = children(node.get("items") or {})
    return Field(
        label=folded(str(node.get("fieldLabel") or node.get("text") or node.get("jcr:title") or "")),
        name=str(node["name"]),
        value=str(node.get("value") or ""),
        required=str(node.get("required", "")).lower() == "true",
        hidden=_is(node, "form/hidden"),
        choices={str(item.get("text") or ""): str(item.get("value") or "") for item in items.values()},
    )


def _widget(name: str, node: Tree) -> Field:
    options = node.get("options")
    entries = children(options).values() if isinstance(options, dict) else ()
    return Field(
        label=folded(str(node.get("fieldLabel") or "")),
        name=name,
        value=str(node.get("value") or node.get("defaultValue") or ""),
        hidden=node.get("xtype") == "hidden",
        choices={str(entry.get("text") or ""): str(entry.get("value") or "") for entry in entries},
        choices_address=options if isinstance(options, str) else "",
    )


def _is(node: Tree, component: str) -> bool:
    return bool(node.get("sling:resourceType") == GRANITE + component)


def _page(address: str) -> str:
    """The repository path behind the address of a page or of a served tree."""
    for ending in (".html", ".infinity.json", ".json"):
        if address.endswith(ending):
            return address[: -len(ending)]
    return address
