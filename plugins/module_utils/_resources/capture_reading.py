# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a capture reads from one author, before anything is judged or left out."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from .._author import keystore, osgi, product, repository
from .._author.client import Author
from .._author.forms import Field
from .._errors import CollectionError
from . import contract
from . import ims_pair as pair
from . import service_page as page
from .author_facts import read_contract
from .capture_forms import OfferedForm, dialog_fields, wizard_forms
from .capture_servlets import Servlet, addresses_in_scripts, servlets
from .keypair_probe import SERVICE_USERS

SCRATCH = "aemfleet-capture-"
FILES = "/apps/system/config"
PRODUCT_LINES = "/system/console/status-productinfo.json"
Part = t.TypeVar("Part")


@dataclass(frozen=True)
class OwnKeystore:
    """A system user with what its keystore tells."""

    user: str
    store: keystore.Keystore


@dataclass(frozen=True)
class Reading:
    """One author as it was found; without what earlier captures may have left."""

    bundles: product.Bundles
    version: str
    version_text: str
    run_modes: tuple[str, ...]
    configurations: tuple[osgi.Configuration, ...]
    files: tuple[str, ...]
    pages: t.Mapping[str, repository.Tree]
    names: t.Mapping[str, t.Any]
    offered: tuple[tuple[str, str], ...]
    keystores: tuple[OwnKeystore, ...]
    forms: tuple[OfferedForm, ...]
    fields: tuple[Field, ...]
    servlets: tuple[Servlet, ...]
    scripts: t.Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]

    @property
    def dialog(self) -> contract.Dialog | None:
        """The names behind the labels of the cloud service's dialog."""
        return contract.given(self.names, "dialog", contract.Dialog)

    @property
    def providers(self) -> list[osgi.Configuration]:
        """The halves that carry a title, in a lasting order."""
        return sorted(pair.providers(self.configurations), key=lambda item: item.pid)

    @property
    def contents(self) -> dict[str, dict[str, t.Any]]:
        """The content node of every Analytics cloud service."""
        return {name: tree["jcr:content"] for name, tree in self.pages.items()}


def is_scratch(configuration: osgi.Configuration) -> bool:
    """Whether a capture made this configuration."""
    marks = (pair.TITLE, pair.PROVIDER_JOIN, pair.CUSTOMIZER_JOIN)
    return any(configuration.text(name).startswith(SCRATCH) for name in marks)


def read(author: Author, bundles: product.Bundles) -> Reading:
    """Read everything; nothing is changed. What can't be read is told, and keeps nothing else from being read."""
    problems: list[str] = []

    def tried(read_one: t.Callable[[], Part], otherwise: Part) -> Part:
        try:
            return read_one()
        except CollectionError as error:
            problems.append(error.message)
            return otherwise

    nothing: tuple[dict[str, t.Any], list[str]] = ({}, [])
    names, unsolved = tried(lambda: read_contract(author), nothing)
    dialog = contract.given(names, "dialog", contract.Dialog)
    none: tuple[osgi.Configuration, ...] = ()
    found = tried(lambda: tuple(item for item in osgi.find(author, pair.BOTH) if not is_scratch(item)), none)
    return Reading(
        bundles=bundles,
        version=tried(lambda: product.version(author), ""),
        version_text=tried(lambda: _version_text(author), ""),
        run_modes=tried(lambda: tuple(product.run_modes(author)), ()),
        configurations=found,
        files=tried(lambda: tuple(repository.children(repository.read(author, FILES, depth=1) or {})), ()),
        pages=tried(lambda: _pages(author), {}),
        names=names,
        offered=tried(lambda: _own_offered(author, dialog), ()),
        keystores=tried(lambda: tuple(_keystores(author, found)), ()),
        forms=tried(lambda: tuple(wizard_forms(author)), ()),
        fields=tried(lambda: tuple(dialog_fields(author)), ()),
        servlets=tried(lambda: tuple(servlets(author)), ()),
        scripts=tried(lambda: addresses_in_scripts(author), {}),
        problems=(*unsolved, *problems),
    )


def _own_offered(author: Author, dialog: contract.Dialog | None) -> tuple[tuple[str, str], ...]:
    return tuple(each for each in offered(author, dialog) if not each[0].startswith(SCRATCH)) if dialog else ()


def offered(author: Author, dialog: contract.Dialog) -> list[tuple[str, str]]:
    """The IMS configurations that the dialog offers: what is shown, and what is stored."""
    rows = repository.options(author, dialog.ims_config_choices)
    return [(str(row.get("text", "")), str(row.get("value", ""))) for row in rows]


def _version_text(author: Author) -> str:
    """The line by which the author names itself, in whatever form (U9)."""
    answer = author.get(PRODUCT_LINES, attempt="read the product version")
    found = re.search(r"Adobe Experience Manager[^\"\\<]*", answer.text)
    return found.group(0).strip() if found else ""


def _pages(author: Author) -> dict[str, repository.Tree]:
    """Every cloud service with its frameworks; one that is too large to be served whole without what is deep."""
    found = page.services(repository.read(author, page.ROOT, depth=2) or {})
    whole = {name: repository.read(author, f"{page.ROOT}/{name}") or {} for name in found}
    return {name: whole[name] if "jcr:content" in whole[name] else tree for name, tree in found.items()}


def _keystores(author: Author, configurations: t.Sequence[osgi.Configuration]) -> t.Iterator[OwnKeystore]:
    """The keystores of the users that are named after their purpose; of all system users when an alias is not there."""
    wanted = {item.text(pair.KEY_ALIAS).casefold() for item in configurations if item.text(pair.KEY_ALIAS)}
    named = repository.find_like(author, keystore.USERS, "rep:authorizableId", SERVICE_USERS)
    others = repository.find(author, keystore.USERS, **{"jcr:primaryType": "rep:SystemUser"}) if wanted else []
    for home in dict.fromkeys([*named, *others]):
        if home not in named and not wanted:
            return
        store = keystore.read(author, home)
        if home in named or store.exists:
            wanted -= {entry.alias.casefold() for entry in store.entries}
            properties = repository.read(author, home, depth=0) or {}
            yield OwnKeystore(str(properties.get("rep:authorizableId", "")), store)
