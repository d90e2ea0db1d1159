# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""author_info reads what simulated authors are and hold, and learns the names behind the labels."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import changes, pair, remove_configuration, requested, set_property, state
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import SERVICE_TITLE, TITLE, hand_fields, ims_options, jwt_fields, service_options
from unit.plugins.test_ims_config import EVERYWHERE, OTHER
from unit.plugins.test_ims_config_routes import FORM_KEYS

from simulator import RunningFleet

SERVICE_PACKS = {"6.5.12": 12, "6.5.17": 17, "6.5.21": 21}


@pytest.mark.parametrize("fleet", ["6.5.12", *EVERYWHERE], indirect=True)
@pytest.mark.parametrize("check", [False, True])
def test_the_product(fleet: RunningFleet, run: Run, check: bool) -> None:
    before = state(fleet)
    found = run("author_info", check=check, gather=["product"])
    author = fleet.authors[0]
    product = found["product"]
    assert (found["ready"], found["changed"]) == (True, False)
    assert product["version"] == author.names.console.version
    assert product["service_pack"] == SERVICE_PACKS.get(author.edition, int(product["version"].split(".")[2]))
    assert product["oauth_supported"] is (author.edition != "6.5.12")
    assert "author" in product["run_modes"]
    assert product["ims_bundle_version"] == author.call(lambda each: each.framework.ims_bundle_version)
    assert product["bundles"]["resolved"] == product["bundles"]["installed"] == 0 < product["bundles"]["total"]
    assert (changes(fleet), state(fleet) == before) == ([], True)
    assert found.keys().isdisjoint({"contract", "contract_problems", "ims_configs", "cloudservices"})


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_contract_is_what_the_forms_say(fleet: RunningFleet, run: Run) -> None:
    found = run("author_info", gather=["contract"])
    wizard, dialog = fleet.authors[0].names.wizard, fleet.authors[0].names.dialog
    assert found["contract_problems"] == []
    assert found["contract"] == {
        "wizard": {
            "address": wizard.create_node,
            "fields": {key: wizard.parameters[each] for key, each in FORM_KEYS.items()},
            "preset": {
                wizard.parameters["cloud_configuration"]: wizard.solutions["Adobe Analytics"],
                wizard.parameters["authentication_type"]: wizard.authentication_types["oauth"],
                **wizard.hidden,
            },
        },
        "dialog": {
            "authentication": dialog.authentication,
            "authentication_value": dialog.authentication_options["IMS"],
            "ims_config": dialog.ims_configuration,
            "ims_config_choices": dialog.options_address,
            "company": dialog.company,
            "report_suites": dialog.report_suites or "",
        },
    }


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_contract_is_learnt_from_one_entry(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    provider = pair(fleet, TITLE).provider
    assert run("author_info", gather=["contract"])["contract"]["osgi"] == {
        "name": provider["name"],
        "validator_type": provider["auth.token.validator.type"],
        "customizer_type": provider["token.request.customizer.type"],
    }
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title="Second"))
    assert "osgi" not in run("author_info", gather=["contract"])["contract"]


@pytest.mark.parametrize("fleet", ["6.5.12:7", "6.5.12:8"], indirect=True)
def test_what_is_not_established_is_told(fleet: RunningFleet, run: Run) -> None:
    found = run("author_info", gather=["contract"])
    (problem,) = found["contract_problems"]
    assert "Organization ID" in problem
    assert {"dialog", "wizard_jwt"} == found["contract"].keys()
    fleet.authors[0].call(lambda author: author.repository.remove("/libs/cq/analytics/components"))
    assert len(run("author_info", gather=["contract"])["contract_problems"]) == 2


def test_ims_configs_are_listed_without_secrets(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    for title in (OTHER, "A half"):
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=title))
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet, Title="From the JWT era"))
    remove_configuration(fleet, pair(fleet, "A half").customizer_pid)
    found = {each["title"]: each for each in run("author_info", gather=["ims_configs"])["ims_configs"]}
    assert list(found) == sorted(found) == ["A half", TITLE, OTHER, "From the JWT era"]
    for title, each in found.items():
        assert each["problem"] == ("no configuration holds its client secret" if title == "A half" else "")
        assert each["client_secret"] == ("absent" if title == "A half" else "stored")
        assert each["credential_type"] == ("jwt" if title == "From the JWT era" else "oauth_server_to_server")
    assert found[TITLE]["client_id"] == ims_options(fleet)["client_id"]
    assert found[TITLE]["provider_pid"] == pair(fleet, TITLE).pid
    assert found["From the JWT era"]["org_id"] == ims_options(fleet)["org_id"]


def test_duplicates_are_both_told(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    join = pair(fleet, TITLE).provider["token.request.customizer.type"]
    set_property(fleet, pair(fleet, OTHER).customizer_pid, "customizer.type", join)
    set_property(fleet, second, "auth.token.provider.title", TITLE)
    found = run("author_info", gather=["ims_configs"])["ims_configs"]
    assert [each["title"] for each in found] == [TITLE, TITLE]
    assert sorted(bool(each["problem"]) for each in found) == [True, True]


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_cloudservices_are_listed(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    done = run("analytics_cloudservice", **service_options(fleet))
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="c", title="By hand", label="by-hand")
    found = {each["title"]: each for each in run("author_info", gather=["cloudservices"])["cloudservices"]}
    assert found.keys() == {SERVICE_TITLE, "By hand"}
    assert done["cloudservice"].items() <= found[SERVICE_TITLE].items()
    assert found[SERVICE_TITLE]["path"] == done["path"]
    assert (found["By hand"]["authentication"], found["By hand"]["ims_config"]) == ("ims", TITLE)


@pytest.mark.parametrize(
    ("gather", "limit"), [(["product"], 3), (["ims_configs"], 2), (["contract"], 9), (["cloudservices"], 9)]
)
def test_fewer_subsets_need_fewer_requests(fleet: RunningFleet, run: Run, gather: list[str], limit: int) -> None:
    run("author_info", gather=gather)
    assert 1 < len(requested(fleet)) <= limit
    assert len(set(requested(fleet))) >= len(requested(fleet)) - 1


def test_everything_by_default(fleet: RunningFleet, run: Run) -> None:
    found = run("author_info")
    assert {"product", "contract", "contract_problems", "ims_configs", "cloudservices"} <= found.keys()
    assert (found["ims_configs"], found["cloudservices"], changes(fleet)) == ([], [], [])


def test_a_starting_author_is_waited_for(fleet: RunningFleet, run: Run) -> None:
    fleet.restart("author1", 0.8)
    refused = run("author_info", gather=["product"], timeout=0.3)
    assert (refused["failed"], bool(refused["error"]["advice"])) == (True, True)
    assert run("author_info", gather=["product"], timeout=0.3, wait=20, polls=2)["ready"]


def test_an_unsettled_author_is_read_as_it_is(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", settling_reads=9)
    fleet.restart("author1", 0)
    found = run("author_info", gather=["product", "ims_configs"])
    assert (found["ready"], found["product"]["bundles"]["resolved"] > 0) == (False, True)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"author_password": "a-wrong-one"}, "not_authenticated"),
        ({"author_username": "nobody"}, "not_authenticated"),
        ({"author_username": "mona", "author_password": "the-readers-password"}, "not_permitted"),
    ],
)
def test_accounts_without_the_rights_are_told(
    fleet: RunningFleet, run: Run, options: dict[str, Any], code: str
) -> None:
    fleet.configure("author1", accounts={"mona": {"password": "the-readers-password", "rights": "reader"}})
    refused = run("author_info", **options)
    assert (refused["failed"], refused["error"]["code"], bool(refused["error"]["advice"])) == (True, code, True)
    assert len(requested(fleet)) == 1


def test_something_else_than_an_author_is_told(fleet: RunningFleet, run: Run) -> None:
    refused = run("author_info", author_url=fleet.cloud.url)
    assert (refused["failed"], bool(refused["error"]["advice"])) == (True, True)
    assert "AEM author" in refused["msg"]
