# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Frameworks and the content pages around them: what tests begin with, and what the author makes of them."""

from __future__ import annotations

from typing import Any

from unit.plugins.fleet_state import SITECATALYST
from unit.plugins.playbook_options import SERVICE_TITLE, TITLE, Options, hand_fields

from simulator import RunningFleet
from simulator.author import frameworks

SERVICE, FRAMEWORK_TITLE, NAME = "analytics-production", "Web Shop", "web-shop"
PATH = f"{SITECATALYST}/{SERVICE}/{NAME}"
SITE, SHOP, OTHER_CONFIG = "/content/site", "/content/site/shop", "/etc/cloudservices/other/config"
SUITE = {"rsid": "example.prod"}
BOTH = [{"rsid": "example.live", "run_mode": "publish"}, {"rsid": "example_dev", "run_mode": "author"}]


def framework_options(fleet: RunningFleet, **changes: Any) -> Options:
    """Options of analytics_framework."""
    options = {"cloudservice_title": SERVICE_TITLE, "title": FRAMEWORK_TITLE, "report_suites": [SUITE]}
    return {**options, **changes}


def prepare(fleet: RunningFleet) -> None:
    """A cloud service, and two pages of which one refers to something else."""
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="c", title=SERVICE_TITLE, label=SERVICE)
    add_page(fleet, SITE, [OTHER_CONFIG])
    add_page(fleet, SHOP, None)
    fleet.clear_requests()


def add_page(fleet: RunningFleet, path: str, references: Any) -> None:
    """A content page with what it refers to."""
    held = {} if references is None else {"cq:cloudserviceconfigs": references}

    def create(author: Any) -> None:
        author.repository.create(path, {}, "cq:Page")
        author.repository.create(f"{path}/jcr:content", {"jcr:title": "A page", **held}, "cq:PageContent")

    fleet.authors[0].call(create)


def by_hand(fleet: RunningFleet, **fields: Any) -> str:
    """A framework that somebody clicked together."""
    fields = {"service": SERVICE, "title": FRAMEWORK_TITLE, "label": NAME, **fields}
    path = fleet.by_hand_framework("author1", **fields)
    fleet.clear_requests()
    return path


def node(fleet: RunningFleet, path: str) -> dict[str, Any] | None:
    """A node with all below it."""
    root = next(each for each in ("/etc/cloudservices", "/content") if path.startswith(each))
    found: Any = fleet.snapshot("author1")["nodes"][root]
    for name in path.removeprefix(root).strip("/").split("/"):
        found = (found or {}).get(name)
    return found if isinstance(found, dict) else None


def content(fleet: RunningFleet, path: str = PATH) -> dict[str, Any]:
    """A page's content with all below it."""
    found = node(fleet, f"{path}/jcr:content")
    assert found is not None, path
    return found


def understood(fleet: RunningFleet, path: str = PATH) -> list[dict[str, str]]:
    """The report suites as the author itself reads them."""
    suites = fleet.authors[0].call(lambda author: frameworks.report_suites(author, path))
    return [{"rsid": rsid, "run_mode": run_mode} for rsid, run_mode in suites]


def references(fleet: RunningFleet, page: str) -> Any:
    """What a content page refers to."""
    return content(fleet, page).get("cq:cloudserviceconfigs")


def set_properties(fleet: RunningFleet, path: str, **properties: Any) -> None:
    """Change a node as somebody does in CRXDE; None removes a property."""

    def change(author: Any) -> None:
        held = author.repository.node(path).properties
        held.update(properties)
        for name in [name for name, value in properties.items() if value is None]:
            del held[name]

    fleet.authors[0].call(change)


def mapped_tree(fleet: RunningFleet) -> dict[str, Any]:
    """The mappings of a framework that somebody made, as an author serves them."""
    path = by_hand(fleet, title="For export", label="for-export", mapped=2)
    tree = node(fleet, f"{path}/jcr:content/public/mappings")
    assert tree is not None
    fleet.authors[0].call(lambda author: author.repository.remove(path))
    return tree
