# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that lead to a wanted Analytics cloud service."""

from __future__ import annotations

from dataclasses import dataclass

from .._author import repository
from .._author.client import Author


@dataclass(frozen=True)
class CreatePage:
    """One Sling POST makes the page with all its properties (contract/aem.md 6.4)."""

    path: str
    properties: tuple[tuple[str, repository.Value | None], ...]

    def carry_out(self, author: Author) -> None:
        """Create it; repeating is harmless."""
        fields: dict[str, repository.Value | None] = {
            "jcr:primaryType": "cq:Page",
            "jcr:content/jcr:primaryType": "cq:PageContent",
        }
        fields.update({f"jcr:content/{name}": value for name, value in self.properties if value is not None})
        repository.create(author, self.path, fields)


@dataclass(frozen=True)
class UpdatePage:
    """Set the properties that differ, leave all others."""

    path: str
    properties: tuple[tuple[str, repository.Value | None], ...]

    def carry_out(self, author: Author) -> None:
        """Update the page's content node."""
        repository.update(author, f"{self.path}/jcr:content", {f"./{name}": value for name, value in self.properties})


@dataclass(frozen=True)
class RemovePage:
    """Delete the page."""

    path: str

    def carry_out(self, author: Author) -> None:
        """Delete it; nothing there is fine."""
        repository.delete(author, self.path)
