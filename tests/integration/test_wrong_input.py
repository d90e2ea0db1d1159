# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator may get wrong: one clear error for each, and nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.inventories import CREDENTIAL_VARIABLES, as_single_variables, inventory_of
from integration.playbooks import Controller
from integration.states import snapshots
from integration.strangers import closed_port, web_server

HOST = "author1"


def refusal(fleet: simulator.RunningFleet, controller: Controller, **wrong: Any) -> str:
    """What the role says; the author must be as before."""
    inventory = controller.write_inventory(inventory_of(fleet, **wrong))
    before = snapshots(fleet)
    outcome = controller.run(inventory, "--limit", HOST).failed()
    assert snapshots(fleet) == before
    assert list(outcome.failures) == [HOST]
    assert outcome.recap[HOST]["changed"] == 0
    return " ".join(outcome.failures[HOST].split())


def requested(fleet: simulator.RunningFleet) -> bool:
    return bool(fleet.requests())


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            ("analytics_author_password", "analytics_author_username"),
            "missing required arguments: analytics_author_password, analytics_author_username",
        ),
        (("analytics_credential_file",), "Invalid options: no credential is given."),
        (("analytics_company",), "Invalid options: company is required with report_suites."),
    ],
    ids=["account", "credential", "company"],
)
def test_missing_variables_are_named_before_anything_is_requested(
    missing: tuple[str, ...], sentence: str, fleet: simulator.RunningFleet, controller: Controller
) -> None:
    assert sentence in refusal(fleet, controller, without=missing)
    assert not requested(fleet)


def test_a_missing_address_is_named(fleet: simulator.RunningFleet, controller: Controller) -> None:
    inventory = inventory_of(fleet)
    del inventory["authors"]["hosts"][HOST]["analytics_author_url"]
    outcome = controller.run(controller.write_inventory(inventory), "--limit", HOST).failed()
    assert "missing required arguments: analytics_author_url" in outcome.failures[HOST]


@pytest.mark.parametrize(
    ("variables", "sentences"),
    [
        (
            {"analytics_timeout": "soon", "analytics_route": "by foot", "analytics_contract": "none"},
            (
                "argument 'analytics_timeout' is of type str and we were unable to convert to float",
                "argument 'analytics_contract' is of type str and we were unable to convert to dict",
                "value of analytics_route must be one of: auto, wizard, osgi, got: by foot",
            ),
        ),
        ({"analytics_timeout": -1}, ("Invalid options: timeout must be positive.",)),
        ({"analytics_author_url": "author:4502"}, ("Invalid options: author_url must be an http or https URL.",)),
        ({"analytics_author_url": "http://[::1:4502"}, ("Invalid options: author_url must be an http or https URL.",)),
        (
            {"analytics_client_key": "/etc/ssl/key.pem", "analytics_endpoint": "analytics.adobe.io"},
            (
                "client_cert is required with client_key",
                "analytics_endpoint must be an http or https URL",
            ),
        ),
    ],
    ids=["types", "timeout", "address", "malformed address", "two at once"],
)
def test_wrong_values_are_all_named_before_anything_is_requested(
    variables: dict[str, Any], sentences: tuple[str, ...], fleet: simulator.RunningFleet, controller: Controller
) -> None:
    said = refusal(fleet, controller, hosts={HOST: variables})
    assert [sentence for sentence in sentences if sentence not in said] == []
    assert not requested(fleet)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ('{"project": [', "the credential is not valid JSON (line 1, column 14)."),
        ('["project"]', "the credential must be a JSON object."),
        ('{"project": {"id": "1"}}', "the workspace download lacks the key project.workspace.details.credentials."),
        (
            '{"key": 1}',
            "the credential is none of the known JSON forms: a workspace download has the key project, a credential "
            "download CLIENT_ID or API_KEY, an aio context ims.contexts or client_secrets.",
        ),
    ],
    ids=["cut short", "a list", "a part", "something else"],
)
def test_a_file_that_holds_no_credential_is_refused(
    document: str, sentence: str, fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    path = tmp_path / "credential.json"
    path.write_text(document, encoding="utf-8")
    assert f"Invalid options: {sentence}" in refusal(fleet, controller, analytics_credential_file=str(path))
    assert not requested(fleet)


def test_a_file_that_is_not_there_is_named(fleet: simulator.RunningFleet, controller: Controller) -> None:
    said = refusal(fleet, controller, analytics_credential_file="/nowhere/credential.json")
    assert "/nowhere/credential.json" in said
    assert not requested(fleet)


def test_a_service_account_credential_is_refused(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    fleet.configure("cloud", jwt_cut_off=None)
    path = tmp_path / "jwt.json"
    path.write_text(json.dumps(fleet.cloud.add_client(kind="jwt")), encoding="utf-8")
    sentence = "a credential of type oauth_server_to_server is needed, the one given is of type jwt."
    assert sentence in refusal(fleet, controller, analytics_credential_file=str(path))
    assert not requested(fleet)


@pytest.mark.parametrize("missing", CREDENTIAL_VARIABLES)
def test_single_variables_must_be_complete(missing: str, fleet: simulator.RunningFleet, controller: Controller) -> None:
    variables = as_single_variables(fleet.cloud.credential)
    del variables[missing]
    said = refusal(fleet, controller, without=("analytics_credential_file",), **variables)
    assert "Invalid options: no credential is given." in said
    assert missing.removeprefix("analytics_") in said
    assert not requested(fleet)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"analytics_report_suites": ["nosuchsuite"]},
            "report_suites (report_suite_not_accessible): The credential may not use 'nosuchsuite' of company "
            "{company}, or no such report suite exists. Correct the report suite id, or add the report suite to the "
            "product profile.",
        ),
        (
            {"analytics_company": "nosuchcompany"},
            "analytics_company (company_not_accessible): The credential does not reach company 'nosuchcompany', only "
            "{company}",
        ),
        (
            {"analytics_author_password": "not-the-one"},
            "author_ready (author_login_refused): Could not read the bundle states: {author} refused the account "
            "'admin' (401). Check author_username and author_password.",
        ),
        (
            {"analytics_client_secret": "not-the-one"},
            "token (client_secret_wrong): Adobe IMS at {cloud}/ims/token/v3 refused a token with status 400: "
            "invalid_client invalid client_secret parameter. Copy a current client secret from the Developer Console; "
            "at most two are valid at a time.",
        ),
        (
            {"analytics_scopes": ["openid", "nosuchscope"]},
            "token (scope_not_granted): Adobe IMS at {cloud}/ims/token/v3 refused a token with status 400: "
            "invalid_scope",
        ),
    ],
    ids=["report suite", "company", "password", "secret", "scope"],
)
def test_what_the_author_or_adobe_refuses_is_told_once(
    wrong: dict[str, Any], sentence: str, fleet: simulator.RunningFleet, controller: Controller
) -> None:
    author = fleet.authors[0].url
    said = refusal(fleet, controller, **wrong)
    wanted = sentence.format(company=fleet.cloud.company, author=author, cloud=fleet.cloud.url)
    assert said.startswith(f"{author} is not healthy. {wanted}")
    assert said.count("): ") == 1, "one cause is told as one failure"


def test_a_web_server_that_is_no_author_is_told_apart(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    with web_server(tmp_path / "site") as address:
        said = refusal(fleet, controller, hosts={HOST: {"analytics_author_url": address}})
    assert said == (
        f"{address} is not healthy. author_ready (not_an_author): {address}/system/console/bundles.json answered 200 "
        "with something that is not JSON: 'It works It works!'. Check that author_url is the address of an AEM author."
    )


def test_a_port_where_nobody_listens_is_told_apart(fleet: simulator.RunningFleet, controller: Controller) -> None:
    with closed_port() as address:
        own = {"analytics_author_url": address, "analytics_timeout": 1, "analytics_wait": 0}
        said = refusal(fleet, controller, hosts={HOST: own})
    assert said.startswith(f"{address} is not healthy. author_ready (author_unreachable): ")
    assert "Connection refused" in said
    assert said.endswith("Check author_url, the network path from the machine that runs the task, and proxy settings.")
