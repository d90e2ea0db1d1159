# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet before a playbook, and what its operator has at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interruption.connections import JOIN, JOINED
from interruption.control_node import KillableController

import simulator
from integration.hands import add_page, wizard_fields
from integration.inventories import inventory_of
from integration.states import CUSTOMIZER, PROVIDER
from simulator.author import Author
from simulator.author.felix import Configuration
from simulator.author.osgi_value import text

TITLE = "Adobe Analytics"


@dataclass(frozen=True)
class Stage:
    """A fleet, and the control node that its playbook is run on."""

    fleet: simulator.RunningFleet
    controller: KillableController

    @property
    def names(self) -> list[str]:
        """The names of all authors."""
        return [author.name for author in self.fleet.authors]

    @property
    def certificates(self) -> Path:
        """The folder that certificates are exported to."""
        return self.controller.directory / "certificates"

    def inventory(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """All authors, with these variables; one that is None is taken out."""
        without = tuple(name for name, value in variables.items() if value is None)
        inventory = inventory_of(self.fleet, without=without, **variables)
        for host in inventory["authors"]["hosts"].values():
            for name in without:
                host.pop(name, None)
        return inventory

    def handed(self, name: str, document: Mapping[str, Any]) -> str:
        """A file that the operator downloaded from the Developer Console."""
        path = self.controller.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)


def connect_by_hand(fleet: simulator.RunningFleet, **fields: str) -> None:
    """Fill in the wizard and the dialog of the cloud service on every author."""
    for author in fleet.authors:
        fleet.by_hand_ims_config(author.name, **{**wizard_fields(fleet, TITLE), **fields})
        add_page(fleet, author.name)


def duplicate(author: Author) -> None:
    """Make the configuration again, as a file that somebody copied from another author does."""
    for found in author.configurations.everything():
        if found.factory_pid in (PROVIDER, CUSTOMIZER):
            own = {name: text("of-the-copy") for name in (JOIN, JOINED) if name in found.properties}
            pid = author.configurations.new_pid(found.factory_pid)
            author.configurations.update(Configuration(pid, found.factory_pid, {**found.properties, **own}))
