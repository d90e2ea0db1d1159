# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What on an author refers to an IMS configuration or to a key, and would be left without it."""

from __future__ import annotations

import typing as t

from .._author import osgi, repository
from .._author.client import Author
from .._errors import NotEstablished
from . import contract
from . import ims_pair as pair
from .contract_dialog import read_dialog

CLOUD_SERVICES = "/etc/cloudservices"
# A service's page is two levels below the root, its content three; some solutions nest one level more.
DEPTH = 4
WAY_OUT = "Give the names with the option contract, or have it removed without looking with remove_referenced: true."
TOO_LARGE = (
    "Say with provider_pid which of several entries is meant, and have what is to go removed without looking with "
    "remove_referenced: true."
)

Pages = dict[str, t.Mapping[str, t.Any]]


def to_ims_config(
    author: Author, given: t.Mapping[str, t.Any] | None, title: str, of_others: t.AbstractSet[str]
) -> list[str]:
    """The cloud services, of any solution, that hold the author's own reference to the title (contract/aem.md 3.6).

    A text that another entry with this title has as well leads to that one still.
    """
    try:
        dialog = contract.given(given, "dialog", contract.Dialog) or read_dialog(author)
    except NotEstablished as error:
        told = f"Whether a cloud service refers to the IMS configuration {title!r} can't be told. {error.message}"
        raise NotEstablished(told, advice=WAY_OUT) from error
    rows = repository.options(author, dialog.ims_config_choices)
    references = {str(row.get("value")) for row in rows if row.get("text") == title}
    wanted = references - of_others
    return holders(pages(author), wanted) if wanted else []


def to_key(author: Author, alias: str) -> list[str]:
    """The titles of the Service Account (JWT) entries that name the alias; keystores fold its case."""
    found = osgi.find(author, osgi.any_of([pair.PROVIDER]))
    return sorted(
        item.text(pair.TITLE)
        for item in found
        if pair.is_legacy(item) and item.text(pair.KEY_ALIAS).casefold() == alias.casefold()
    )


def pages(author: Author) -> Pages:
    """The content of every cloud service page by its path, in one request where the author serves that much."""
    tree = repository.read(author, CLOUD_SERVICES, depth=DEPTH)
    if tree is None:
        return {}
    if "jcr:primaryType" in tree:
        return _contents(CLOUD_SERVICES, tree)
    found: Pages = {}
    for name in repository.children(repository.read(author, CLOUD_SERVICES, depth=1) or {}):
        path = f"{CLOUD_SERVICES}/{name}"
        part = repository.read(author, path, depth=DEPTH - 1)
        if part == {}:
            raise NotEstablished(f"{author.url} does not serve {path} as a whole.", advice=TOO_LARGE)
        found.update(_contents(path, part or {}))
    return found


def _contents(path: str, tree: repository.Tree) -> Pages:
    found: Pages = {}
    for name, node in repository.children(tree).items():
        if name == "jcr:content":
            found[path] = repository.properties(node)
        else:
            found.update(_contents(f"{path}/{name}", node))
    return found


def values_of(content: t.Mapping[str, t.Any]) -> set[str]:
    """The texts that a page's own properties hold; those of the repository (its title, its type) refer to nothing."""
    found: set[str] = set()
    for name, value in content.items():
        if ":" not in name:
            found.update(item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))
    return found


def holders(found: Pages, references: t.AbstractSet[str]) -> list[str]:
    """The paths of the pages that hold one of the references."""
    return sorted(path for path, content in found.items() if values_of(content) & references)


def warning(what: str, referenced_by: t.Sequence[str]) -> str:
    """What is told of a thing that stays because it is needed."""
    told = f"{what} is kept, because {', '.join(map(repr, referenced_by))} still refer to it."
    return f"{told} Remove those first, or give remove_referenced: true."
