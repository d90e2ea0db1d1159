# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of a connection's later life: convert, rotate, roll back, remove, adopt, capture."""

from __future__ import annotations

from interruption.connections import held_by
from interruption.control_node import AT_ONCE
from interruption.history import never_two, page_first
from interruption.scenario import ALWAYS, Scenario, Variables
from interruption.stages import Stage, connect_by_hand, duplicate
from unit.plugins.key_files import cert_pem, container, own_certificate, rsa_key
from unit.plugins.key_options import jwt_download

from integration import legacy
from integration.canaries import PASSPHRASE
from integration.inventories import as_single_variables
from integration.states import assert_connected, state_of

NEW_ALIAS = "adobe-analytics-new"
# An administrator's dialog chose the company only, and no rotation touches the page.
PAGE_AS_IT_IS = {"analytics_report_suites": None}
OLD_SECRET, NEW_SECRET = "p8e-the-former-secret", "p8e-the-new-secret"


def jwt_connection(stage: Stage) -> Variables:
    """Authors that were connected with a Service Account (JWT), and an OAuth credential in its place."""
    legacy.connect(stage.fleet, jwt_download(stage.fleet), stage.names)
    return {}


def two_secrets(stage: Stage) -> Variables:
    """Authors that are connected with the first of two valid secrets."""
    credential = as_single_variables(stage.fleet.cloud.add_client(secrets=[OLD_SECRET, NEW_SECRET]))
    connect_by_hand(stage.fleet, **{"Client ID": credential["analytics_client_id"], "Client Secret": OLD_SECRET})
    secret = {"analytics_credential_file": "", "analytics_client_secret": NEW_SECRET}
    return {**PAGE_AS_IT_IS, **credential, **secret}


def two_keys(stage: Stage) -> Variables:
    """Authors with one key pair, and another one in a file; Adobe knows both certificates."""
    stage.fleet.configure("cloud", jwt_cut_off=None)
    bound = [cert_pem(own_certificate(number)) for number in (1, 2)]
    workspace = stage.fleet.cloud.add_client(kind="jwt", certificates=bound)
    legacy.connect(stage.fleet, workspace, stage.names)
    credential = stage.handed("jwt.json", workspace)
    for name in stage.names:
        file = container(rsa_key(2), own_certificate(2), PASSPHRASE)
        (stage.controller.directory / f"{name}.p12").write_bytes(file)
    return {
        **PAGE_AS_IT_IS,
        "analytics_credential_type": "jwt",
        "analytics_credential_file": credential,
        "analytics_certificate_directory": str(stage.certificates),
        "analytics_keypair_file": str(stage.controller.directory / "{{ inventory_hostname }}.p12"),
        "analytics_keypair_passphrase": PASSPHRASE,
        "analytics_keypair_alias": NEW_ALIAS,
        "analytics_keypair_former_alias": legacy.KEY_ALIAS,
        "analytics_keypair_bound": True,
    }


def everything(stage: Stage) -> Variables:
    """Authors with a connection and a key pair."""
    connect_by_hand(stage.fleet)
    for author in stage.fleet.authors:
        author.call(legacy.plant_key)
    return {}


def captured_connection(stage: Stage) -> Variables:
    """The same, to be read."""
    folder = stage.controller.directory
    return {**everything(stage), "capture_file": f"{folder}/{{{{ inventory_hostname }}}}.capture.yml"}


def duplicates(stage: Stage) -> Variables:
    """Authors that an administrator has connected, and where somebody made the same configuration again."""
    connect_by_hand(stage.fleet)
    meant = {author.name: next(iter(state_of(stage.fleet, author.name).providers)) for author in stage.fleet.authors}
    for author in stage.fleet.authors:
        author.call(duplicate)
    return {
        "meant": meant,
        "analytics_provider_pid": "{{ meant[inventory_hostname] }}",
        "analytics_duplicates": "remove",
    }


def converted_connection(stage: Stage) -> Variables:
    """Authors whose connection was converted, and whose former secret the operator still has."""
    jwt_connection(stage)
    (former,) = [client for client in stage.fleet.snapshot("cloud")["clients"] if client["kind"] == "jwt"]
    undo = stage.controller.directory / "undo"
    undo.mkdir(parents=True)
    variables = {"analytics_undo_directory": str(undo), "analytics_keypair_user": None}
    inventory = stage.controller.write_inventory(stage.inventory(variables))
    stage.controller.run(inventory, *AT_ONCE, "--forks", "8", playbook="aemfleet.ims.convert").succeeded()
    return {**variables, "analytics_former_client_secret": former["secrets"][0]}


def converted(stage: Stage, name: str) -> None:
    """Connected, and no key left."""
    assert_connected(stage.fleet, name)
    assert legacy.aliases(stage.fleet, name) == []


def rolled_back(stage: Stage, name: str) -> None:
    """Connected as before the conversion."""
    assert_connected(stage.fleet, name)
    (author,) = [author for author in stage.fleet.authors if author.name == name]
    (connection,) = author.call(held_by).connections
    assert connection.is_jwt
    assert connection.is_granted(stage.fleet.snapshot("cloud")["clients"])


def switched(stage: Stage, name: str) -> None:
    """Connected, with the new key alone, and its certificate exported."""
    assert_connected(stage.fleet, name)
    assert legacy.aliases(stage.fleet, name) == [NEW_ALIAS]
    assert (stage.certificates / f"{name}.crt").read_text(encoding="ascii") == cert_pem(own_certificate(2))


def connected(stage: Stage, name: str) -> None:
    """One IMS configuration, one cloud service."""
    assert_connected(stage.fleet, name)


def removed(stage: Stage, name: str) -> None:
    """Nothing is left."""
    state = state_of(stage.fleet, name)
    assert (state.providers, state.secrets, state.pages, legacy.aliases(stage.fleet, name)) == ({}, {}, {}, [])


def captured(stage: Stage, name: str) -> None:
    """What was there is still there, and the file is written."""
    assert_connected(stage.fleet, name)
    assert legacy.aliases(stage.fleet, name) == [legacy.KEY_ALIAS]
    assert (stage.controller.directory / f"{name}.capture.yml").is_file()


SCENARIOS = [
    Scenario("convert", "aemfleet.ims.convert", "6.5.21", jwt_connection, converted, ALWAYS),
    Scenario("rotate the secret", "aemfleet.ims.rotate_secret", "6.5.17", two_secrets, connected, ALWAYS),
    Scenario("rotate the key pair", "aemfleet.ims.rotate_keypair", "6.5.12", two_keys, switched, ALWAYS),
    Scenario("roll back", "aemfleet.ims.roll_back", "6.5.21", converted_connection, rolled_back, ALWAYS),
    Scenario("remove", "aemfleet.ims.remove", "6.5.21", everything, removed, (never_two, page_first)),
    Scenario("capture", "aemfleet.ims.capture", "6.5.21", captured_connection, captured, ALWAYS),
    Scenario("adopt", "aemfleet.ims.adopt", "lts", duplicates, connected, ALWAYS),
]
