# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several Analytics cloud services with one title: which one is meant, and what becomes of the others."""

from __future__ import annotations

import typing as t

from .._author import repository
from .._errors import Conflict
from . import service_page as page
from .service_steps import RemovePage

KEEP, REMOVE = "keep", "remove"


def meant(tree: repository.Tree, wanted: page.Wanted, names: page.Names) -> str:
    """The name of the page that is meant; empty where the title alone tells."""
    pages = page.services(tree)
    titled = page.titled(pages, wanted.title)
    if wanted.name or len(titled) <= 1 or wanted.duplicates not in {KEEP, REMOVE}:
        return wanted.name
    if not wanted.present:
        return titled[0]
    matching = [name for name in titled if _agrees(page.content_of(pages[name]), wanted, names)]
    if len(matching) == 1:
        return matching[0]
    raise Conflict(
        f"{len(titled)} Analytics cloud services have the title {wanted.title!r}: {', '.join(titled)}; "
        f"with this IMS configuration and company: {', '.join(matching) or 'none'}.",
        advice="Say which one is meant with the option name.",
    )


def _agrees(content: t.Mapping[str, t.Any], wanted: page.Wanted, names: page.Names) -> bool:
    reference = names.choices.get(wanted.ims_config)
    if names.dialog is None or reference is None or content.get(names.dialog.ims_config) != reference:
        return False
    return not wanted.company or content.get(names.dialog.company) == wanted.company


def removal(names: t.Mapping[str, t.Sequence[str]], with_frameworks: bool) -> tuple[RemovePage, ...]:
    """The steps that remove pages; one that still has frameworks is refused, unless they are to go with it."""
    for name, below in names.items():
        if below and not with_frameworks:
            raise Conflict(
                f"The Analytics cloud service {page.ROOT}/{name} still has {', '.join(below)}.",
                advice="Remove its frameworks first, as pages may refer to them, or give remove_referenced: true.",
            )
    return tuple(RemovePage(path) for path in paths(names))


def going(wanted: page.Wanted, current: page.Current) -> dict[str, tuple[str, ...]]:
    """The other pages that are to be removed."""
    return dict(current.duplicates) if wanted.duplicates == REMOVE else {}


def paths(names: t.Iterable[str]) -> list[str]:
    """The paths of services."""
    return [f"{page.ROOT}/{name}" for name in names]


def warnings(wanted: page.Wanted, current: page.Current) -> list[str]:
    """What is told of the other pages that stay."""
    if wanted.duplicates != KEEP:
        return []
    return [f"{path} has the title {wanted.title!r} as well." for path in paths(current.duplicates)]
