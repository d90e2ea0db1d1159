# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The integrating playbook, on every route."""

from __future__ import annotations

from interruption.scenario import ALWAYS, Scenario, Variables
from interruption.stages import Stage, connect_by_hand
from unit.plugins.key_options import jwt_download

from integration.canaries import PASSPHRASE
from integration.inventories import as_single_variables
from integration.legacy import KEY_ALIAS, plant_key
from integration.states import assert_connected

INTEGRATE = "aemfleet.ims.integrate"


def fresh(stage: Stage) -> Variables:
    """Authors that nobody has touched."""
    return {}


def two_halves(stage: Stage) -> Variables:
    """Authors that get the two halves of their configuration one after the other."""
    validator = stage.fleet.authors[0].names.product.validator_types["Adobe Analytics"]
    values = {"name": "analytics", "validator_type": validator, "customizer_type": "analytics-secret"}
    return {"analytics_route": "osgi", "analytics_contract": {"osgi": values}}


def other_credential(stage: Stage) -> Variables:
    """Authors that an administrator has connected with another credential, which is as good."""
    former = as_single_variables(stage.fleet.cloud.add_client())
    values = {"Client ID": former["analytics_client_id"], "Client Secret": former["analytics_client_secret"]}
    connect_by_hand(stage.fleet, **values)
    return {}


def first_half_of_the_page(stage: Stage) -> Variables:
    """Authors that nobody has touched, each with a key pair of its own that is kept in a file, too."""
    return {
        "analytics_credential_type": "jwt",
        "analytics_credential_file": "",
        "analytics_keypair_file": str(stage.controller.directory / "{{ inventory_hostname }}.p12"),
        "analytics_keypair_passphrase": PASSPHRASE,
        "analytics_certificate_directory": str(stage.certificates),
    }


def second_half_of_the_page(stage: Stage) -> Variables:
    """Authors with a key pair whose certificate the Developer Console knows."""
    for author in stage.fleet.authors:
        author.call(plant_key)
    workspace = jwt_download(stage.fleet)
    return {
        "analytics_credential_type": "jwt",
        "analytics_credential_file": stage.handed("jwt.json", workspace),
        "analytics_certificate_directory": str(stage.certificates),
    }


def connected(stage: Stage, name: str) -> None:
    """One IMS configuration, one cloud service."""
    assert_connected(stage.fleet, name)


def key_exported(stage: Stage, name: str) -> None:
    """One key, whose certificate is the exported one."""
    (store,) = stage.fleet.snapshot(name)["keystores"].values()
    (entry,) = store["aliases"].items()
    assert entry[0] == KEY_ALIAS
    assert entry[1]["chain"] == [(stage.certificates / f"{name}.crt").read_text(encoding="ascii")]


SCENARIOS = [
    Scenario("integrate", INTEGRATE, "6.5.21", fresh, connected),
    Scenario("integrate by OSGi", INTEGRATE, "6.5.17", two_halves, connected),
    Scenario("integrate with another credential", INTEGRATE, "lts", other_credential, connected, ALWAYS),
    Scenario("integrate with JWT, key pair", INTEGRATE, "6.5.12", first_half_of_the_page, key_exported),
    Scenario("integrate with JWT, connection", INTEGRATE, "6.5.12", second_half_of_the_page, connected),
]
