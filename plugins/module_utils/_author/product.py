# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which AEM this is and whether it is ready (contract/aem.md 8.3, 4.1)."""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import dataclass

from .._errors import NotAuthenticated, NotPermitted, NotTrusted, Refused, Unreachable
from .client import Author, mapping, not_an_author

OAUTH_VERSION = (6, 5, 21)
ANALYTICS_IMS_VERSION = (6, 5, 12)
IMS_BUNDLE = "adobeims.core"
OAUTH_BUNDLE_VERSION = (1, 1, 26)
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
STARTING = 503
POLLS_AFTER_SETTLING = 3


@dataclass(frozen=True)
class Bundles:
    """The state of the OSGi bundles at one moment."""

    total: int
    resolved: int
    installed: int
    versions: t.Mapping[str, str]

    @property
    def settled(self) -> bool:
        """Whether every bundle that should run does."""
        return self.total > 0 and self.resolved == 0 and self.installed == 0

    @property
    def ims_bundle(self) -> str:
        """The version of the bundle that holds the IMS configurations, empty when it is absent."""
        found = [version for name, version in self.versions.items() if name.endswith(IMS_BUNDLE)]
        return found[0] if found else ""


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version text."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def bundles(author: Author) -> Bundles:
    """Read the bundle states once."""
    answer = author.get("/system/console/bundles.json", attempt="read the bundle states")
    document = mapping(answer, "bundle states")
    summary, rows = document.get("s"), document.get("data")
    if not isinstance(summary, list) or len(summary) < 5 or not isinstance(rows, list):
        raise not_an_author(answer, "bundle states")
    versions = {str(row.get("symbolicName")): str(row.get("version")) for row in rows}
    return Bundles(summary[0], summary[3], summary[4], versions)


def version(author: Author) -> str:
    """The product version such as 6.5.21.0; empty when the author does not tell it in a known form."""
    answer = author.get("/system/console/status-productinfo.json", attempt="read the product version")
    found = re.search(r"Adobe Experience Manager[^(]*\(([0-9][^)]*)\)", answer.text)
    return found.group(1) if found else ""


def run_modes(author: Author) -> list[str]:
    """The run modes; the console does not escape backslashes (contract/aem.md 8.3)."""
    answer = author.get("/system/console/status-slingsettings.json", attempt="read the run modes")
    try:
        lines = json.loads(answer.text.replace("\\", "\\\\"))
    except ValueError:
        lines = []
    found = re.search(r"Run Modes = \[([^\]]*)\]", "\n".join(map(str, lines)))
    return [mode.strip() for mode in found.group(1).split(",") if mode.strip()] if found else []


def supports_oauth(product_version: str, ims_bundle: str) -> bool:
    """Whether OAuth Server-to-Server is built in (6.5.21) or was added by the hotfix (contract/aem.md 4.1)."""
    return numbers(product_version)[:3] >= OAUTH_VERSION or bundle_supports_oauth(ims_bundle)


def bundle_supports_oauth(ims_bundle: str) -> bool:
    """Whether the bundle alone shows it, so that the release need not be asked for."""
    return numbers(ims_bundle)[:3] >= OAUTH_BUNDLE_VERSION


def supports_analytics_ims(product_version: str) -> bool:
    """Whether Analytics can be reached through IMS at all (contract/aem.md 4.1)."""
    return numbers(product_version)[:3] >= ANALYTICS_IMS_VERSION


@dataclass(frozen=True)
class Readiness:
    """The outcome of waiting for an author."""

    ready: bool
    bundles: Bundles | None
    answered: bool = True
    reason: str = ""


def wait_until_ready(author: Author, *, polls: int, limit: float) -> Readiness:
    """Poll the bundle states until they were good `polls` times in a row, or `limit` seconds have passed.

    An author that was seen settling is trusted later: bundles come and go for a while (contract/aem.md 8.3).
    """
    clock, sleep = author.transport.clock, author.transport.sleep
    deadline, pause, good = clock() + limit, FIRST_PAUSE, 0
    while True:
        seen = _poll(author)
        good = good + 1 if seen.ready else 0
        polls = polls if seen.ready else max(polls, POLLS_AFTER_SETTLING)
        if good >= polls or (clock() + pause > deadline and not good):
            return seen
        sleep(FIRST_PAUSE if good else pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _poll(author: Author) -> Readiness:
    try:
        seen = bundles(author)
    except (NotAuthenticated, NotPermitted, NotTrusted):
        raise
    except Unreachable as error:
        return Readiness(False, None, answered=False, reason=error.message)
    except Refused as error:
        if error.fields.get("status") != STARTING:
            raise
        return Readiness(False, None, reason=error.message)
    if seen.settled:
        return Readiness(True, seen)
    told = f"{seen.resolved} bundles are resolved and {seen.installed} installed, but not active."
    return Readiness(False, seen, reason=told)
