# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook that writes the capture of one author to a file, from which the rest of the fleet takes its names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

import simulator
from integration.canaries import CANARY, nest_in
from integration.hands import wizard_fields
from integration.inventories import inventory_of
from integration.playbooks import Controller
from integration.states import snapshots

PLAYBOOK = "aemfleet.ims.capture"
TITLE = "Made by hand"
WRITES = {"POST", "PUT", "DELETE"}


class Shell(Controller):
    """A control node on which somebody stands in a folder and types, so that the shell tells which one it is."""

    def _environment(self, record: Path) -> dict[str, str]:
        return {**super()._environment(record), "PWD": str(self.directory)}


def configure_by_hand(fleet: simulator.RunningFleet) -> None:
    """What an administrator does on the first author."""
    fleet.by_hand_ims_config("author1", **wizard_fields(fleet, TITLE))
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company=fleet.cloud.company)


def written(path: Path) -> dict[str, Any]:
    """A capture file, which nobody else may read."""
    assert path.stat().st_mode & 0o777 == 0o600
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


def hide_forms(fleet: simulator.RunningFleet, name: str) -> None:
    """Take the forms of an author away; what they post to stays."""

    def remove(author: Any) -> None:
        root, form = "/libs/cq/adobeims-configuration", "granite/ui/components/coral/foundation/form"
        for path in [path for path, node in author.repository.walk(root) if node.text("sling:resourceType") == form]:
            author.repository.remove(path)
        author.repository.remove("/libs/cq/analytics/components")

    next(author for author in fleet.authors if author.name == name).call(remove)


def test_the_file_serves_the_fleet(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    configure_by_hand(fleet)
    file = tmp_path / "captured.yml"
    before = snapshots(fleet)
    inventory = controller.write_inventory(inventory_of(fleet, capture_file=str(file)))
    outcome = controller.run(inventory, "--limit", "author1", playbook=PLAYBOOK).succeeded()
    assert snapshots(fleet) == before
    assert outcome.result("Read the author and test the assumptions about it", "author1").changed is False
    document = written(file)
    assert next(iter(document)) == "contract"
    assert document["contract"].keys() == {"wizard", "dialog", "osgi"}

    for author in fleet.authors[1:]:
        hide_forms(fleet, author.name)
    contract = "{{ (lookup('ansible.builtin.file', '" + str(file) + "') | from_yaml).contract }}"
    told = inventory_of(fleet)
    told["authors"]["hosts"].pop("author1")
    assert controller.run(controller.write_inventory(told)).failed().failures.keys() == {"author2", "author3"}
    told["authors"]["vars"]["analytics_contract"] = contract
    controller.run(controller.write_inventory(told)).succeeded()
    fleet.by_hand_ims_config("author1", **wizard_fields(fleet, "Adobe Analytics"))
    again = controller.run(controller.write_inventory(told)).succeeded()
    assert set(again.changes.values()) == {0}


def test_the_table_is_shown(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    configure_by_hand(fleet)
    file = tmp_path / "captured.yml"
    inventory = controller.write_inventory(inventory_of(fleet, capture_file=str(file)))
    outcome = controller.run(inventory, "--limit", "author1", playbook=PLAYBOOK).succeeded()
    lines = outcome.result("Show what is missing and which assumptions hold", "author1").result["msg"]
    rows = written(file)["assumptions"]
    assert [line.partition(": ")[0].split() for line in lines[:-1]] == [[row["outcome"], row["id"]] for row in rows]
    held = sum(row["outcome"] == "holds" for row in rows)
    assert re.fullmatch(rf"{len(rows)} assumptions: {held} hold, \d+ fail, \d+ unknown", lines[-1])
    assert lines[-1] in outcome.stdout
    assert held > len(rows) / 2


def test_no_canary_is_seen(pair: simulator.RunningFleet, controller: Controller) -> None:
    nest, shell = nest_in(pair), Shell(controller.directory)
    configure_by_hand(pair)
    hosts = {"author2": {"capture_file": "second.yml"}}
    inventory = shell.write_inventory(inventory_of(pair, hosts=hosts, **nest.variables))
    outcome = shell.run(inventory, "-vvvv", "--diff", playbook=PLAYBOOK).succeeded()
    nest.assert_unseen(shell, outcome)
    for author, name in zip(pair.authors, ("author1.capture.yml", "second.yml"), strict=True):
        text = (shell.directory / name).read_text(encoding="utf-8")
        assert not CANARY.search(text)
        assert [secret for secret in nest.derived().values() if secret in text] == []
        assert author.url.rpartition("//")[2] not in text


def test_without_the_self_test_nothing_is_sent_that_changes(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    configure_by_hand(fleet)
    fleet.clear_requests()
    file = tmp_path / "captured.yml"
    inventory = controller.write_inventory(inventory_of(fleet, capture_file=str(file), capture_self_test=False))
    controller.run(inventory, "--limit", "author1", playbook=PLAYBOOK).succeeded()
    assert {entry.method for entry in fleet.requests("author1")} & WRITES == set()
    assert written(file)["contract"].keys() == {"wizard", "dialog", "osgi"}
    again = controller.run(inventory, "--limit", "author1", "--check", playbook=PLAYBOOK).succeeded()
    assert again.changes == {"author1": 0}
    assert {entry.method for entry in fleet.requests("author1")} & WRITES == set()
