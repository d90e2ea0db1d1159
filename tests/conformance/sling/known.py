# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the simulator differs from Sling on purpose: each with the reason and the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol


class Found(Protocol):
    """A difference as the comparison tells it."""

    @property
    def generation(self) -> str: ...

    @property
    def step(self) -> str: ...

    @property
    def aspect(self) -> str: ...


@dataclass(frozen=True)
class Known:
    """A difference that stays, and why."""

    steps: str
    aspects: str
    reason: str
    evidence: str
    generations: str = ".*"

    def explains(self, found: Found) -> bool:
        """Whether a difference is this one."""
        pairs = ((self.generations, found.generation), (self.steps, found.step), (self.aspects, found.aspect))
        return all(re.fullmatch(pattern, text) for pattern, text in pairs)


KNOWN = (
    Known(
        "access: nobody (reads|writes)",
        "/answer/.*",
        "The simulated author sends anonymous requests to its login page; Sling's starter serves or refuses them.",
        "contract/aem.md 8.1: anonymous requests may get 302 to login",
    ),
    Known(
        "access: nobody (at the console|changes a configuration)",
        "/answer/.*",
        "The simulated console asks for Basic; the starter sends to its form, Web Console 5 has no such form here.",
        "contract/aem.md 8.2: what AEM's console does is not public",
    ),
    Known(
        "access: (OPTIONS|PUT|DELETE)",
        "/answer/.*",
        "The starter serves WebDAV at every path; the simulator knows the methods that the contract knows.",
        "contract/aem.md 8.1 names GET, HEAD and POST; no client here sends others",
    ),
    Known(
        "pages: a node as text",
        "/answer/content",
        "A dump for people, in other words.",
        "no client reads it",
    ),
    Known(
        "operations: copy what is not there",
        "/answer/.*",
        "The servlet tells that it copied what it did not; the simulator answers 404, as for a move.",
        "seen here; a client that relies on it shall fail",
    ),
    Known(
        "persistence: .*",
        r"/files/\{\d\}/name",
        "AEM 6.5 joins factory and UUID by a dash and writes `.config`; Sling joins them by a dot, and the installer "
        "of the starter writes `.cfg.json`. Their content is compared.",
        "contract/aem.md 3.4, PROVEN",
    ),
    Known(
        r"filters: filter \(name=n1",
        "/answer/content",
        "The framework reads a filter whose last parenthesis is missing; the simulator takes it for a PID.",
        "seen here; a client that relies on it shall fail",
    ),
)
