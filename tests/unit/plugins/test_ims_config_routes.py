# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes on which ims_config creates an entry: the author's own form, or the pair of OSGi configurations."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CONFIGURATIONS,
    CUSTOMIZER,
    PROVIDER,
    halves,
    pair,
    remove_configuration,
    requested,
    secret_of,
    set_property,
)
from unit.plugins.grid import changes_nothing, changes_once, is_refused
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options
from unit.plugins.test_ims_config import EVERYWHERE, MODULE, OTHER

from simulator import RecordedRequest, RunningFleet

FORM_KEYS = {
    "title": "title",
    "authorization_server": "authorization_server",
    "client_id": "client_id",
    "client_secret": "client_secret",
    "org_id": "organization_id",
    "scopes": "scopes",
}


def wizard_posts(fleet: RunningFleet) -> list[RecordedRequest]:
    """The requests to the wizard's servlet."""
    address = fleet.authors[0].names.wizard.create_node
    return [entry for entry in fleet.requests("author1") if (entry.method, entry.target) == ("POST", address)]


def learnt(fleet: RunningFleet, run: Run) -> dict[str, Any]:
    """The contract, read from the second author after somebody made an entry there by hand."""
    fleet.by_hand_ims_config("author2", **hand_fields(fleet, Title="Made by hand"))
    contract: dict[str, Any] = run("author_info", author="author2", gather=["contract"])["contract"]
    return contract


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
@pytest.mark.parametrize("route", ["auto", "wizard"])
def test_the_wizard_gets_what_its_form_would_send(fleet: RunningFleet, run: Run, route: str) -> None:
    options = ims_options(fleet)
    run("ims_config", **options, route=route)
    (post,) = wizard_posts(fleet)
    names = fleet.authors[0].names.wizard
    values = {**options, "scopes": ",".join(options["scopes"])}
    assert dict(post.form) == {
        "_charset_": "utf-8",
        names.parameters["cloud_configuration"]: names.solutions["Adobe Analytics"],
        names.parameters["authentication_type"]: names.authentication_types["oauth"],
        **{names.parameters[FORM_KEYS[key]]: values[key] for key in FORM_KEYS},
        **names.hidden,
    }
    assert len(post.form) == len(dict(post.form))


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_a_given_wizard_is_not_read_again(fleet: RunningFleet, run: Run) -> None:
    contract = run("author_info", author="author2", gather=["contract"])["contract"]
    fleet.clear_requests()
    done = run("ims_config", **ims_options(fleet), contract={"wizard": contract["wizard"]})
    assert done["contract"] == {"wizard": contract["wizard"]}
    reads = {line for line in requested(fleet) if line.startswith("GET ")}
    assert reads == {f"GET {CONFIGURATIONS}", "GET /libs/granite/csrf/token.json"}
    assert len(wizard_posts(fleet)) == 1
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet))


def test_check_mode_returns_the_names_that_it_read(fleet: RunningFleet, run: Run) -> None:
    predicted = run("ims_config", check=True, **ims_options(fleet))
    done = run("ims_config", **ims_options(fleet))
    assert predicted["contract"] == done["contract"]
    assert done["contract"]["wizard"]["address"] == fleet.authors[0].names.wizard.create_node


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_osgi_with_a_contract_learnt_elsewhere(fleet: RunningFleet, run: Run) -> None:
    contract = learnt(fleet, run)
    reference = pair(fleet, "Made by hand", "author2")
    options = ims_options(fleet, route="osgi", contract={"osgi": contract["osgi"]})
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["contract"], wizard_posts(fleet)) == ({"osgi": contract["osgi"]}, [])
    made = pair(fleet, TITLE)
    assert made.pid != reference.pid
    same = ("auth.token.validator.type", "name", "auth.token.provider.orgId", "auth.token.provider.default.claims")
    assert [made.provider[name] for name in same] == [reference.provider[name] for name in same]
    assert secret_of(fleet, TITLE) == options["client_secret"]
    fleet.restart("author1", 0)
    assert pair(fleet, TITLE) == made


def test_osgi_entries_are_offered_by_the_dialog(fleet: RunningFleet, run: Run) -> None:
    contract = learnt(fleet, run)
    run("ims_config", **ims_options(fleet, route="osgi", contract={"osgi": contract["osgi"]}))
    address = fleet.authors[0].names.dialog.options_address
    assert contract["dialog"]["ims_config_choices"] == address
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="any")


def test_an_interrupted_creation_is_completed(fleet: RunningFleet, run: Run) -> None:
    options = ims_options(fleet, route="osgi", contract={"osgi": learnt(fleet, run)["osgi"]})
    run("ims_config", **options)
    before = pair(fleet, TITLE)
    remove_configuration(fleet, before.pid)
    changes_once(fleet, run, *MODULE, **options)
    after = pair(fleet, TITLE)
    assert (after.customizer_pid, after.customizer) == (before.customizer_pid, before.customizer)
    remove_configuration(fleet, after.pid)
    changes_once(fleet, run, *MODULE, **{**options, "client_secret": "another"})
    assert (pair(fleet, TITLE).customizer_pid, secret_of(fleet, TITLE)) == (before.customizer_pid, "another")


def test_osgi_refuses_names_that_another_entry_has(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    values = run("author_info", gather=["contract"])["contract"]["osgi"]
    options = ims_options(fleet, route="osgi", contract={"osgi": values})
    assert OTHER in is_refused(fleet, run, "ims_config", "conflict", **options)["msg"]
    changed = {**values, "customizer_type": "of-its-own", "name": "of-its-own"}
    changes_once(fleet, run, *MODULE, **{**options, "contract": {"osgi": changed}})
    assert (len(halves(fleet, PROVIDER)), len(halves(fleet, CUSTOMIZER))) == (2, 2)


def test_osgi_needs_a_contract(fleet: RunningFleet, run: Run) -> None:
    message = is_refused(fleet, run, "ims_config", "not_established", **ims_options(fleet, route="osgi"))["msg"]
    assert "author_info" in message


@pytest.mark.parametrize("route", ["auto", "wizard", "osgi"])
@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8"], indirect=True)
def test_an_author_without_oauth_is_left_alone(fleet: RunningFleet, run: Run, route: str) -> None:
    values = {"name": "n", "validator_type": "v", "customizer_type": "c"}
    options = ims_options(fleet, route=route, contract={"osgi": values})
    message = is_refused(fleet, run, "ims_config", "not_supported", **options)["msg"]
    assert "6.5.12.0" in message
    assert "6.5.21" in message


@pytest.mark.parametrize("fleet", ["6.5.17"], indirect=True)
def test_a_wrong_ims_bundle_is_told(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", ims_bundle_version="1.1.20")
    refused = run("ims_config", **ims_options(fleet))
    assert (refused["failed"], halves(fleet, PROVIDER)) == (True, {})
    assert refused["error"]["advice"]
    assert "adobeims.core" in refused["msg"]


@pytest.mark.parametrize("fleet", ["6.5.17", "6.5.21", "lts"], indirect=True)
def test_osgi_stands_in_where_the_form_is_not_found(fleet: RunningFleet, run: Run) -> None:
    contract = learnt(fleet, run)
    running = fleet.authors[0]
    running.call(lambda author: author.repository.remove("/libs/cq/adobeims-configuration"))
    message = is_refused(fleet, run, "ims_config", "not_established", **ims_options(fleet))["msg"]
    assert "Organization ID" in message
    assert "contract" in message
    given = {"osgi": contract["osgi"]}
    is_refused(fleet, run, "ims_config", "not_established", **ims_options(fleet, route="wizard", contract=given))
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, contract=given))
    assert done["contract"] == given


def test_a_form_with_one_label_twice_is_not_guessed(fleet: RunningFleet, run: Run) -> None:
    def plant(author: Any) -> None:
        pages = [node for path, node in author.repository.walk(author.names.wizard.page)]
        titles = [node for node in pages if str(node.properties.get("fieldLabel", "")).rstrip(" *:") == "Title"]
        titles[0].properties["fieldLabel"] = "Client Secret"

    fleet.authors[0].call(plant)
    message = is_refused(fleet, run, "ims_config", "not_established", **ims_options(fleet, route="wizard"))["msg"]
    assert "client secret" in message.casefold()


def test_a_wizard_that_refuses_is_told(fleet: RunningFleet, run: Run) -> None:
    wizard = run("author_info", gather=["contract"])["contract"]["wizard"]
    wrong = {**wizard, "preset": {**wizard["preset"], "no-such-field": "x"}}
    refused = run("ims_config", **ims_options(fleet), contract={"wizard": wrong})
    assert (refused["failed"], halves(fleet, PROVIDER)) == (True, {})
    assert "no-such-field" in refused["msg"]
    assert refused["error"]["advice"]


def test_drift_is_mended_without_a_route(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    set_property(fleet, pair(fleet, TITLE).pid, "auth.token.provider.client.id", "meddled")
    fleet.authors[0].call(lambda author: author.repository.remove("/libs/cq/adobeims-configuration"))
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, route="osgi"))
    assert done["contract"] == {}
