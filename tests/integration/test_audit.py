# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which nodes an automation platform counts, from the results of real runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jq
import yaml

import simulator
from integration.examples import MODULES, examples_of, grounds_of, play, variables_of
from integration.inventories import inventory_of
from integration.playbooks import ROOT, Controller, Outcome

QUERIES = yaml.safe_load((ROOT / "extensions" / "audit" / "event_query.yml").read_text(encoding="utf-8"))
READERS = {"author_info", "contract_capture", "fleet_report", "health_check"}


def nodes(outcome: Outcome) -> Iterator[tuple[str, dict[str, Any]]]:
    """The module and the node of every result that a query finds one in."""
    for each in outcome.results:
        if each.action in QUERIES:
            for found in jq.compile(QUERIES[each.action]["query"]).input_value(dict(each.result)).all():
                yield each.action, found


def counted(outcome: Outcome) -> set[str]:
    """The nodes of a run, made one where their canonical facts are the same."""
    return {found["canonical_facts"]["url"] for dummy, found in nodes(outcome)}


def test_an_author_is_one_node_in_the_results_of_every_module_that_manages_it(
    pair: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    author = pair.authors[0]
    names = {"username": author.username, "password": author.password}
    variables = variables_of(pair, pair.cloud.credential, tmp_path, **names)
    tasks = [task for module in MODULES for task in [*grounds_of(module), *examples_of(module)]]
    outcome = controller.run(Path("localhost,"), playbook=controller.write_playbook(play(variables, tasks))).succeeded()
    found = list(nodes(outcome))
    assert {action for action, dummy in found} == QUERIES.keys()
    assert QUERIES.keys() == {f"aemfleet.ims.{module}" for module in MODULES if module not in READERS}
    assert counted(outcome) <= {each.url for each in pair.authors}
    assert all(node["name"] == node["canonical_facts"]["url"] for dummy, node in found)
    assert all(node["facts"]["device_type"] == "AEM author" for dummy, node in found)


def test_a_fleet_counts_once_however_often_it_is_managed(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet))
    authors = {author.url for author in fleet.authors}
    for dummy in ("connected", "unchanged"):
        assert counted(controller.run(inventory).succeeded()) == authors


def test_an_author_that_could_not_be_managed_is_no_node(fleet: simulator.RunningFleet, controller: Controller) -> None:
    fleet.faults.add(to="author2", kind="status", status=403, method="POST", times=99)
    outcome = controller.run(controller.write_inventory(inventory_of(fleet))).failed()
    assert outcome.failures.keys() == {"author2"}
    assert counted(outcome) == {author.url for author in fleet.authors if author.name != "author2"}
