# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that lead to a wanted Analytics framework, besides those of its page."""

from __future__ import annotations

from dataclasses import dataclass

from .._author import repository
from .._author.client import Author

REFERENCES = "cq:cloudserviceconfigs"


@dataclass(frozen=True)
class ReplaceMappings:
    """Put a tree of mappings, as JSON, in the place of the one that is there."""

    path: str
    tree: str

    def carry_out(self, author: Author) -> None:
        """Import it; repeating is harmless."""
        repository.replace_tree(author, self.path, self.tree)


@dataclass(frozen=True)
class Associate:
    """Write which cloud services a content page refers to (contract/aem.md 7)."""

    page: str
    references: tuple[str, ...]

    def carry_out(self, author: Author) -> None:
        """Write all of them; a page without any has no such property."""
        repository.update(author, f"{self.page}/jcr:content", {f"./{REFERENCES}": list(self.references) or None})
