# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator may get wrong: one clear error for each, and nothing is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulator
from integration.inventories import CREDENTIAL_VARIABLES, as_single_variables
from integration.mistakes import Mistake, refusals
from integration.playbooks import Controller
from integration.strangers import closed_port, web_server

FILE = "analytics_credential_file"
NO_URL = "Invalid options: author_url must be an http or https URL."
MISSING = {
    "account": Mistake(
        ("missing required arguments: analytics_author_password, analytics_author_username",),
        without=("analytics_author_password", "analytics_author_username"),
    ),
    "address": Mistake(("missing required arguments: analytics_author_url",), without=("analytics_author_url",)),
    "credential": Mistake(("Invalid options: no credential is given.",), without=(FILE,)),
    "company": Mistake(("Invalid options: company is required with report_suites.",), without=("analytics_company",)),
}
WRONG = {
    "types": Mistake(
        (
            "argument 'analytics_timeout' is of type str and we were unable to convert to float",
            "argument 'analytics_contract' is of type str and we were unable to convert to dict",
            "value of analytics_route must be one of: auto, wizard, osgi, got: by foot",
        ),
        {"analytics_timeout": "soon", "analytics_route": "by foot", "analytics_contract": "none"},
    ),
    "timeout": Mistake(("Invalid options: timeout must be positive.",), {"analytics_timeout": -1}),
    "no_scheme": Mistake((NO_URL,), {"analytics_author_url": "author:4502"}),
    "no_host": Mistake((NO_URL,), {"analytics_author_url": "http://[::1:4502"}),
    "two_at_once": Mistake(
        ("client_cert is required with client_key", "analytics_endpoint must be an http or https URL"),
        {"analytics_client_key": "/etc/ssl/key.pem", "analytics_endpoint": "analytics.adobe.io"},
    ),
    "no_file": Mistake(("/nowhere/credential.json",), {FILE: "/nowhere/credential.json"}),
}
# What a file may hold instead of a credential, and what is said about it.
DOCUMENTS = {
    "cut_short": ('{"project": [', "the credential is not valid JSON (line 1, column 14)."),
    "a_list": ('["project"]', "the credential must be a JSON object."),
    "a_part": (
        '{"project": {"id": "1"}}',
        "the workspace download lacks the key project.workspace.details.credentials.",
    ),
    "something_else": (
        '{"key": 1}',
        "the credential is none of the known JSON forms: a workspace download has the key project, a credential "
        "download CLIENT_ID or API_KEY, an aio context ims.contexts or client_secrets.",
    ),
}
SERVICE_ACCOUNT = "a credential of type oauth_server_to_server is needed, the one given is of type jwt."


def of_files(fleet: simulator.RunningFleet, folder: Path) -> dict[str, Mistake]:
    """Files that hold no credential, or one of another type."""
    fleet.configure("cloud", jwt_cut_off=None)
    documents = {**DOCUMENTS, "jwt": (json.dumps(fleet.cloud.add_client(kind="jwt")), SERVICE_ACCOUNT)}
    mistakes = {}
    for name, (document, sentence) in documents.items():
        path = folder / f"{name}.json"
        path.write_text(document, encoding="utf-8")
        mistakes[name] = Mistake((f"Invalid options: {sentence}",), {FILE: str(path)})
    return mistakes


def of_single_variables(fleet: simulator.RunningFleet) -> dict[str, Mistake]:
    """The credential as single variables, of which one is missing."""
    right = as_single_variables(fleet.cloud.credential)
    return {
        f"without_{missing}": Mistake(
            ("Invalid options: no credential is given.", missing.removeprefix("analytics_")),
            {name: value for name, value in right.items() if name != missing},
            without=(FILE,),
        )
        for missing in CREDENTIAL_VARIABLES
    }


def test_wrong_input_is_told_before_anything_is_requested(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    mistakes = {**MISSING, **WRONG, **of_files(fleet, tmp_path), **of_single_variables(fleet)}
    said = refusals(fleet, controller, mistakes)
    assert fleet.requests() == []
    for name, mistake in mistakes.items():
        with subtests.test(name):
            assert [sentence for sentence in mistake.sentences if sentence not in said[name]] == []


def refused_by_others(author: str, cloud: str, company: str) -> dict[str, Mistake]:
    """What only the author or Adobe can tell, each with the beginning of the only cause."""
    token = f"token ({{}}): Adobe IMS at {cloud}/ims/token/v3 refused a token with status 400:"
    return {
        "report_suite": Mistake(
            (
                "report_suites (report_suite_not_accessible): The credential may not use 'nosuchsuite' of company "
                f"{company}, or no such report suite exists. Correct the report suite id, or add the report suite to "
                "the product profile.",
            ),
            {"analytics_report_suites": ["nosuchsuite"]},
        ),
        "company": Mistake(
            (
                "analytics_company (company_not_accessible): The credential does not reach company 'nosuchcompany', "
                f"only {company} (",
            ),
            {"analytics_company": "nosuchcompany"},
        ),
        "password": Mistake(
            (
                f"author_ready (author_login_refused): Could not read the bundle states: {author} refused the account "
                "'admin' (401). Check author_username and author_password.",
            ),
            {"analytics_author_password": "not-the-one"},
        ),
        "secret": Mistake(
            (
                f"{token.format('client_secret_wrong')} invalid_client invalid client_secret parameter. Copy a current "
                "client secret from the Developer Console; at most two are valid at a time.",
            ),
            {"analytics_client_secret": "not-the-one"},
        ),
        "scope": Mistake(
            (f"{token.format('scope_not_granted')} invalid_scope",),
            {"analytics_scopes": ["openid", "nosuchscope"]},
        ),
    }


def test_what_the_author_or_adobe_refuses_is_told_once(
    fleet: simulator.RunningFleet, controller: Controller, subtests: pytest.Subtests
) -> None:
    author = fleet.authors[0].url
    mistakes = refused_by_others(author, fleet.cloud.url, fleet.cloud.company)
    said = refusals(fleet, controller, mistakes)
    for name, mistake in mistakes.items():
        with subtests.test(name):
            assert said[name].startswith(f"{author} is not healthy. {mistake.sentences[0]}")
            assert said[name].count("): ") == 1, "one cause is told as one failure"


def test_addresses_without_an_author_are_told_apart(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    with web_server(tmp_path / "site") as stranger, closed_port() as nobody:
        mistakes = {
            "stranger": Mistake((), {"analytics_author_url": stranger}),
            "nobody": Mistake((), {"analytics_author_url": nobody, "analytics_timeout": 1, "analytics_wait": 0}),
        }
        said = refusals(fleet, controller, mistakes)
    assert said["stranger"] == (
        f"{stranger} is not healthy. author_ready (not_an_author): {stranger}/system/console/bundles.json answered 200 "
        "with something that is not JSON: 'It works It works!'. Check that author_url is the address of an AEM author."
    )
    assert said["nobody"].startswith(f"{nobody} is not healthy. author_ready (author_unreachable): ")
    assert "Connection refused" in said["nobody"]
    assert said["nobody"].endswith(
        "Check author_url, the network path from the machine that runs the task, and proxy settings."
    )
