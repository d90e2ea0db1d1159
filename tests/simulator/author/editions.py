# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The editions of AEM 6.5 that the simulator knows, and what tells them apart (contract 4.1, 5.3, 8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Era = Literal["jwt", "oauth"]
WizardShape = Literal["whole", "steps", "expression", "scripted"]
DialogShape = Literal["direct", "inherited", "included", "inherited and included"]


@dataclass(frozen=True)
class Edition:
    """One product version: its bundles' versions and the make of its forms."""

    key: str
    era: Era
    versions: tuple[str, ...]
    web_consoles: tuple[str, ...]
    ims_bundle: str
    wizard: WizardShape
    dialog: DialogShape
    hidden_field: bool = False
    large_tree: bool = False
    needs_ims_bundle: str | None = None


# Contract 5.3 dates the changes of the Web Console, not which one an AEM release carries: the pairing is INFERRED.
# Where two versions stand the seed draws one. The form shapes are spread so that every way of contract 14 occurs.
EDITIONS = {
    edition.key: edition
    for edition in (
        Edition("6.5.12", "jwt", ("6.5.12.0",), ("4.5.4",), "1.0.34", "whole", "direct"),
        Edition(
            "6.5.17", "oauth", ("6.5.17.0",), ("4.7.2",), "1.1.26", "steps", "inherited", needs_ims_bundle="1.1.26"
        ),
        Edition(
            "6.5.21",
            "oauth",
            ("6.5.21.0",),
            ("4.8.12", "4.9.0"),
            "1.1.30",
            "expression",
            "included",
            hidden_field=True,
            large_tree=True,
        ),
        # The text of the LTS version is UNKNOWN (contract U9); a 6.6.x number is likely.
        Edition(
            "lts",
            "oauth",
            ("6.6.0.0", "6.6.0", "6.6.1.0"),
            ("5.0.10", "5.0.18"),
            "1.2.4",
            "scripted",
            "inherited and included",
        ),
    )
}


def edition_of(key: str) -> Edition:
    """The edition called `key`, or a sentence that names the known ones."""
    if key not in EDITIONS:
        raise ValueError(f"there is no edition {key!r}; known are {', '.join(EDITIONS)}")
    return EDITIONS[key]


def release(version: str) -> tuple[int, ...]:
    """A dotted version as numbers that compare."""
    return tuple(int(part) for part in version.split("."))
