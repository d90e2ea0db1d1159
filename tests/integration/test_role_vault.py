# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of the inventory that Ansible Vault protects, whose type differs between the releases of Ansible."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

import simulator
from integration.inventories import as_single_variables, inventory_of
from integration.playbooks import Controller
from integration.states import assert_connected

KEY = "the passphrase of the vault"
USERNAME, PASSWORD = "fleet-admin", 'it\'s "CANARY" \\n ä'


class Vaulted(str):
    """A text that stands in the inventory as a vaulted block."""

    __slots__ = ()


yaml.SafeDumper.add_representer(
    Vaulted, lambda dumper, text: dumper.represent_scalar("!vault", _sealed(str(text)), style="|")
)


def _sealed(text: str) -> str:
    sealed: bytes = VaultLib([("default", VaultSecret(KEY.encode()))]).encrypt(text)
    return sealed.decode()


def singles(workspace: dict[str, Any]) -> dict[str, Any]:
    variables = as_single_variables(workspace)
    secret = Vaulted(variables["analytics_client_secret"])
    return {**variables, "analytics_client_secret": secret, "analytics_credential_file": ""}


def document(workspace: dict[str, Any]) -> dict[str, Any]:
    return {"analytics_credential": Vaulted(json.dumps(workspace))}


def unsealing(controller: Controller) -> tuple[str, str]:
    """The arguments that let a run read what is sealed."""
    key = controller.directory / "key"
    key.parent.mkdir(exist_ok=True)
    key.write_text(KEY, encoding="utf-8")
    return "--vault-password-file", str(key)


@pytest.mark.parametrize("credential", [singles, document])
@pytest.mark.parametrize("runner", ["auto", "module"])
def test_vaulted_values_are_used_as_they_are(
    fleet: simulator.RunningFleet, controller: Controller, runner: str, credential: Any
) -> None:
    fleet.configure("author1", accounts={USERNAME: {"password": PASSWORD, "rights": "admin"}})
    variables = {
        "aemfleet_ims_runner": runner,
        "analytics_author_username": USERNAME,
        "analytics_author_password": Vaulted(PASSWORD),
        **credential(fleet.cloud.credential),
    }
    inventory = controller.write_inventory(inventory_of(fleet, **variables))
    arguments = ("--limit", "author1", "-vvv", *unsealing(controller))
    for expected in (2, 0):
        outcome = controller.run(inventory, *arguments).succeeded()
        assert outcome.changes == {"author1": expected}
        assert "CANARY" not in outcome.stdout + outcome.stderr + outcome.record
    assert_connected(fleet, "author1")


def test_the_filter_reads_a_vaulted_document(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = controller.write_inventory(inventory_of(fleet, **document(fleet.cloud.credential)))
    message = "{{ (analytics_credential | aemfleet.ims.console_credential).client_id }}"
    task = {"name": "Say whose it is", "ansible.builtin.debug": {"msg": message}}
    playbook = controller.write_playbook({"hosts": "author1", "gather_facts": False, "tasks": [task]})
    outcome = controller.run(inventory, *unsealing(controller), playbook=playbook).succeeded()
    expected = as_single_variables(fleet.cloud.credential)["analytics_client_id"]
    assert outcome.result("Say whose it is", "author1").message == expected
