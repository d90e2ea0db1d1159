# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""contract_capture reads from a hand-configured author what no public page tells, fit for the rest of the fleet."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import changes, pages, pair, requested, state
from unit.plugins.key_options import ALIAS, by_hand, jwt_download, jwt_options, jwt_singles, pair_options
from unit.plugins.module_runner import Result, Run
from unit.plugins.playbook_options import TITLE, Options, hand_fields, ims_options
from unit.plugins.test_ims_config_routes import FORM_KEYS

from ansible_collections.aemfleet.ims.plugins.module_utils._errors import Conflict
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.capture import require_readable
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.contract import problems as contract_problems
from integration.conftest import Record, announced_seed
from simulator import RunningFleet

EDITIONS = ["6.5.12", "6.5.17", "6.5.21", "lts"]
WIZARD, DIALOGS = "/libs/cq/adobeims-configuration", "/libs/cq/analytics/components"
FORM = "granite/ui/components/coral/foundation/form"


def drawn(fleet: RunningFleet, edition: str, record_property: Record) -> RunningFleet:
    """The fleet, drawn from a seed that is told when the test fails."""
    fleet.reset(seed=announced_seed(record_property), edition=edition)
    return fleet


def configured(fleet: RunningFleet, title: str = TITLE, company: str = "example0") -> Options:
    """What somebody did on the first author by hand; returns the options of ims_config for the others."""
    if fleet.authors[0].edition == "6.5.12":
        singles = jwt_singles(jwt_download(fleet))
        by_hand(fleet, singles, Title=title)
        options = jwt_options(fleet, singles, title=title)
    else:
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=title))
        options = ims_options(fleet, title=title)
    fleet.by_hand_cloudservice("author1", ims_title=title, company=company)
    return options


def captured(run: Run, **options: Any) -> Result:
    """The result of a capture, which never counts as a change."""
    found = run("contract_capture", **options)
    assert not found.get("failed"), found["msg"]
    assert found["changed"] is False
    document: Result = found["capture"]
    return document


def outcomes(document: Result) -> dict[str, str]:
    """The table, as what became of each assumption."""
    return {row["id"]: row["outcome"] for row in document["assumptions"]}


def evidence_of(document: Result, assumption: str) -> str:
    """What was seen of one assumption."""
    (row,) = [row for row in document["assumptions"] if row["id"] == assumption]
    return str(row["evidence"])


def make_unreadable(fleet: RunningFleet, author: str) -> None:
    """Take away every form of an author; what the forms post to stays."""
    running = next(each for each in fleet.authors if each.name == author)

    def remove(each: Any) -> None:
        found = [
            path for path, node in each.repository.walk(WIZARD) if node.properties.get("sling:resourceType") == FORM
        ]
        for path in found:
            if each.repository.node(path) is not None:
                each.repository.remove(path)
        each.repository.remove(DIALOGS)

    running.call(remove)


def expected_contract(fleet: RunningFleet) -> dict[str, Any]:
    """The names that were drawn, and the values of the entry made by hand."""
    names, provider = fleet.authors[0].names, pair(fleet, TITLE).provider
    keys = FORM_KEYS if names.wizard.authentication_types else {**FORM_KEYS, "payload": "payload"}
    fields = {key: names.wizard.parameters[each] for key, each in keys.items() if each in names.wizard.parameters}
    return {
        "address": names.wizard.create_node,
        "fields": fields,
        "osgi": {
            "name": provider["name"],
            "validator_type": provider["auth.token.validator.type"],
            "customizer_type": provider["token.request.customizer.type"],
        },
        "dialog": {
            "authentication": names.dialog.authentication,
            "authentication_value": names.dialog.authentication_options["IMS"],
            "ims_config": names.dialog.ims_configuration,
            "ims_config_choices": names.dialog.options_address,
            "company": names.dialog.company,
            "report_suites": names.dialog.report_suites or "",
        },
    }


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_contract_is_what_was_drawn(fleet: RunningFleet, run: Run, edition: str, record_property: Record) -> None:
    configured(drawn(fleet, edition, record_property))
    contract, expected = captured(run)["contract"], expected_contract(fleet)
    (wizard,) = contract.keys() - {"osgi", "dialog"}
    assert wizard == ("wizard_jwt" if edition == "6.5.12" else "wizard")
    assert contract[wizard]["address"] == expected["address"]
    assert expected["fields"].items() <= contract[wizard]["fields"].items()
    assert (contract["osgi"], contract["dialog"]) == (expected["osgi"], expected["dialog"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_author_with_unreadable_forms_is_managed_by_the_capture(
    fleet: RunningFleet, run: Run, edition: str, record_property: Record
) -> None:
    options = configured(drawn(fleet, edition, record_property))
    contract = captured(run)["contract"]
    make_unreadable(fleet, "author2")
    assert run("ims_config", author="author2", **options)["error"]["code"] == "not_established"
    made = run("ims_config", author="author2", contract=contract, **options)
    assert (made.get("msg"), made["changed"]) == (None, True)
    service = {"author": "author2", "title": "Production", "ims_config": TITLE}
    assert run("analytics_cloudservice", **service)["error"]["code"] == "not_established"
    assert run("analytics_cloudservice", **service, contract=contract)["changed"]
    assert pair(fleet, TITLE, "author2").provider["auth.token.provider.title"] == TITLE
    (own,) = pages(fleet, "author2").values()
    names = fleet.authors[1].names.dialog
    assert own[names.authentication] == names.authentication_options["IMS"]
    assert not run("ims_config", author="author2", contract=contract, **options)["changed"]


@pytest.mark.parametrize("options", [{}, {"self_test": True, "check": True}], ids=["off", "check mode"])
def test_nothing_is_written_unless_it_is_asked_for(fleet: RunningFleet, run: Run, options: Options) -> None:
    configured(fleet)
    before = state(fleet)
    fleet.clear_requests()
    document = captured(run, **options)
    assert (changes(fleet), state(fleet) == before) == ([], True)
    assert "Not tested" in evidence_of(document, "entry_created")
    assert outcomes(document)["join"] == "holds"


def test_an_author_that_nobody_configured_is_told_what_is_missing(fleet: RunningFleet, run: Run) -> None:
    document = captured(run, self_test=True)
    assert document["contract"].keys() == {"wizard", "dialog"}
    osgi, service = document["missing"]
    assert "contract.osgi is not known: the author holds no IMS configuration; create one" in osgi
    assert "There is no Analytics cloud service" in service
    assert {outcomes(document)[each] for each in ("join", "reference", "page_reference", "company")} == {"unknown"}


def test_entries_that_no_service_uses_are_not_chosen_from(fleet: RunningFleet, run: Run) -> None:
    for title in ("First", "Second"):
        fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=title))
    document = captured(run)
    assert "osgi" not in document["contract"]
    assert "2 entries are offered for Analytics" in document["missing"][0]
    fleet.by_hand_cloudservice("author1", ims_title="Second", company="example0")
    found = captured(run)
    assert found["contract"]["osgi"]["name"] == pair(fleet, "Second").provider["name"]
    assert found["missing"] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_register_of_unknowns_is_answered(
    fleet: RunningFleet, run: Run, edition: str, record_property: Record
) -> None:
    configured(drawn(fleet, edition, record_property))
    document = captured(run, self_test=True)
    answers = {row["id"]: row["answer"] for row in document["unknowns"]}
    assert list(answers) == [f"U{number}" for number in range(1, 12)]
    names = fleet.authors[0].names
    assert names.console.version in answers["U9"]
    assert (str(names.product.timeout_default) in answers["U10"]) is bool(names.product.timeout_default)
    assert answers["U11"].startswith("offered holds")
    assert document["captured"]["web_console"] == names.console.web_console
    servlets = document["evidence"]["servlets"].values()
    assert {each["resourceTypes"].rpartition("/")[2] for each in servlets} == {"update", "delete"}


def test_the_service_user_is_who_holds_the_key(fleet: RunningFleet, run: Run, record_property: Record) -> None:
    configured(drawn(fleet, "6.5.12", record_property))
    assert "keystore" not in captured(run)["contract"]
    user = fleet.authors[0].names.product.service_user
    run("keypair", user=user, alias=ALIAS, keystore_password="of-the-store", **pair_options())
    document = captured(run)
    assert (document["contract"]["keystore"], outcomes(document)["service_user"]) == ({"user": user}, "holds")
    assert contract_problems(document["contract"]) == []
    run("keypair", user="stock-imsconfig-service", alias=ALIAS, keystore_password="of-another", **pair_options(2))
    document = captured(run)
    assert ("keystore" in document["contract"], outcomes(document)["service_user"]) == (False, "fails")
    assert user in " ".join(document["missing"])


def test_a_password_that_would_mask_the_contract_is_refused(fleet: RunningFleet, run: Run) -> None:
    contract = captured(run)["contract"]
    require_readable(contract, "s3cret-of-the-account")
    with pytest.raises(Conflict, match="Use another account"):
        require_readable(contract, "components")


def test_readers_and_strangers_are_told(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", accounts={"mona": {"password": "the-readers-password", "rights": "reader"}})
    refused = run("contract_capture", author_username="mona", author_password="the-readers-password")
    assert (refused["error"]["code"], len(requested(fleet, "author1"))) == ("not_permitted", 1)
    assert "AEM author" in run("contract_capture", author_url=fleet.cloud.url)["msg"]
    assert "wait must not be negative" in run("contract_capture", wait=-1)["msg"]
