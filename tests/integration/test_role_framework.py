# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role with a framework below the cloud service: predicted, done, done again, and taken back."""

from __future__ import annotations

from collections import Counter
from typing import Any

import simulator
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected, snapshots
from simulator.author import frameworks

TASK = "Manage the Analytics framework"
PATH = "/etc/cloudservices/sitecatalyst/adobe-analytics/shop"
SITE, OTHER = "/content/site", "/etc/cloudservices/other/config"
REFERENCES = "cq:cloudserviceconfigs"
MAPPINGS = {"component": {"sling:resourceType": "some/type", "list": ["a", "b"]}}
# What it takes more than the role without a framework.
MORE_TASKS, MORE_REQUESTS = 1, 3


def with_a_framework(fleet: simulator.RunningFleet, **more: Any) -> dict[str, Any]:
    """An inventory of authors that have a site."""
    for author in fleet.authors:
        author.call(lambda each: each.repository.create(SITE, {}, "cq:Page"))
        author.call(lambda each: each.repository.create(f"{SITE}/jcr:content", {REFERENCES: [OTHER]}, "cq:PageContent"))
    return inventory_of(
        fleet,
        analytics_framework_name="shop",
        analytics_framework_title="Web Shop",
        analytics_framework_report_suites=[{"rsid": "example.prod"}],
        analytics_framework_mappings=MAPPINGS,
        analytics_framework_pages=[SITE],
        **more,
    )


def test_a_framework_is_made_once_and_as_predicted(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(with_a_framework(fleet))
    fresh = snapshots(fleet)
    predicted = controller.run(inventory, "--check", "--diff").succeeded()
    assert snapshots(fleet) == fresh
    done = controller.run(inventory, "--diff").succeeded()
    assert_connected(fleet)
    assert predicted.changes == done.changes == {author.name: 3 for author in fleet.authors}
    for author in fleet.authors:
        assert predicted.diff(TASK, author.name) == done.diff(TASK, author.name)
        assert author.call(lambda each: frameworks.report_suites(each, PATH)) == [("example.prod", "all")]
        assert done.diff(TASK, author.name)[1]["pages"] == [SITE]
        site = fleet.snapshot(author.name)["nodes"]["/content"]["site"]
        assert site["jcr:content"][REFERENCES] == [OTHER, PATH]
    made = snapshots(fleet)
    fleet.clear_requests()
    again = controller.run(inventory).succeeded()
    assert (set(again.changes.values()), snapshots(fleet) == made) == ({0}, True)
    with_framework = most_requests(fleet)
    fleet.clear_requests()
    without = controller.run(controller.write_inventory(inventory_of(fleet))).succeeded()
    assert with_framework - most_requests(fleet) <= MORE_REQUESTS
    assert len(ran(again)) - len(ran(without)) == MORE_TASKS * len(fleet.authors)
    assert snapshots(fleet) == made


def test_a_framework_is_taken_back_before_its_service(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(with_a_framework(fleet))
    fresh = {name: each["nodes"] for name, each in snapshots(fleet).items()}
    # Ready as long as things are made, and no longer when they are examined.
    for author in fleet.authors:
        fleet.faults.add(to=author.name, kind="status", status=500, path="console/bundles", nth=2, times=99)
    outcome = controller.run(inventory).failed()
    assert all("The Analytics framework has what it had before." in said for said in outcome.failures.values())
    after = {name: each["nodes"] for name, each in snapshots(fleet).items()}
    for part in ("/content", "/etc/cloudservices"):
        assert {name: each[part] for name, each in after.items()} == {name: each[part] for name, each in fresh.items()}


def test_a_framework_is_removed_with_its_service(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(with_a_framework(fleet))
    fresh = {author.name: fleet.snapshot(author.name)["nodes"]["/etc/cloudservices"] for author in fleet.authors}
    controller.run(inventory).succeeded()
    removing = "aemfleet.ims.remove"
    predicted = controller.run(inventory, "--check", playbook=removing).succeeded()
    done = controller.run(inventory, playbook=removing).succeeded()
    assert predicted.changes == done.changes == {author.name: 3 for author in fleet.authors}
    for author in fleet.authors:
        nodes = fleet.snapshot(author.name)["nodes"]
        assert nodes["/etc/cloudservices"] == fresh[author.name]
        assert nodes["/content"]["site"]["jcr:content"][REFERENCES] == [OTHER]


def most_requests(fleet: simulator.RunningFleet) -> int:
    return max(Counter(request.to for request in fleet.requests() if request.to != "cloud").values())


def ran(outcome: Any) -> list[Any]:
    return [entry for entry in outcome.results if entry.event != "skipped"]
