# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Missing, contradictory and malformed options: one error names them all, and no request is sent."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import state
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import ims_options, service_options

from simulator import RunningFleet

MANAGING = ["ims_config", "analytics_cloudservice", "analytics_framework"]
READING = ["health_check", "author_info"]
NO_CONNECTION = {"author_url": None, "author_username": None, "author_password": None}
CREDENTIAL = ["client_id is required", "client_secret is required", "org_id is required"]
CONTRACT = {
    "wizard": {"address": "", "fields": {"title": "x"}, "colour": "blue"},
    "osgi": {"name": "n"},
    "dialog": [],
    "forms": {},
}
CONTRACT_PROBLEMS = [
    "contract.forms is not one of wizard, wizard_jwt, osgi, dialog, keystore, framework",
    "contract.wizard.colour is not known",
    "contract.wizard.address is required",
    "contract.osgi.validator_type is required",
    "contract.osgi.customizer_type is required",
    "contract.dialog must be a mapping",
]
NAMES = "names without / @ [ ] * | that do not begin with :"
VALUES = "values that are a text, a number, a truth value or a list of texts"

Case = tuple[str, dict[str, Any], list[str]]
CASES: list[Case] = [
    ("ims_config", {}, ["title is required", *CREDENTIAL]),
    ("ims_config", {"state": "absent"}, ["title is required"]),
    ("ims_config", {"title": "  ", "state": "absent"}, ["title is required"]),
    ("ims_config", {"title": "t", "client_id": "", "client_secret": "", "org_id": ""}, CREDENTIAL),
    (
        "ims_config",
        {
            "title": "t",
            "client_id": "c",
            "client_secret": "the-secret-of-the-test",
            "org_id": "without an at sign",
            "scopes": ["openid,AdobeID"],
            "authorization_server": "ims-na1.adobelogin.com/ims",
            "contract": CONTRACT,
        },
        [
            "scopes must be a list of at least one scope name, without spaces or commas",
            "org_id must have the form <id>@AdobeOrg",
            "authorization_server must be the http or https URL of a host, without a path",
            *CONTRACT_PROBLEMS,
        ],
    ),
    ("analytics_cloudservice", {}, ["title is required", "ims_config is required"]),
    ("analytics_cloudservice", {"state": "absent"}, ["title or name is required"]),
    ("analytics_cloudservice", {"title": "t", "ims_config": "i", "company": "c"}, CREDENTIAL),
    (
        "analytics_cloudservice",
        {
            "title": "分析",
            "ims_config": "i",
            "report_suites": ["r"],
            "properties": {
                "jcr:title": "x",
                "cq:template": "y",
                "x@Delete": "true",
                "a/b": "c",
                ":operation": "delete",
                "tree": {"a": "b"},
                "numbers": [1, 2],
            },
            "contract": {"dialog": {"authentication": "a"}},
        },
        [
            "name is required, because the title holds no letter or digit to make one of",
            "company is required with report_suites",
            "properties must not set cq:template, jcr:title",
            f"properties must have {NAMES} (not ':operation', 'a/b', 'x@Delete')",
            f"properties must have {VALUES} (not 'numbers', 'tree')",
            "contract.dialog.authentication_value is required",
            "contract.dialog.ims_config is required",
            "contract.dialog.ims_config_choices is required",
        ],
    ),
    *[
        (
            "analytics_cloudservice",
            {"name": name, "state": "absent"},
            ["name must be of letters, digits, '-', '_' and '.', and neither defaults nor statistics"],
        )
        for name in ("a/b", "../x", "defaults", "statistics", "-x", "ü", "jcr:content")
    ],
    (
        "analytics_cloudservice",
        {
            "title": "t",
            "ims_config": "i",
            "company": "c",
            "client_id": "c",
            "client_secret": "the-secret-of-the-test",
            "org_id": "x@AdobeOrg",
            "scopes": [],
            "analytics_endpoint": "analytics.adobe.io",
        },
        [
            "scopes must be a list of at least one scope name, without spaces or commas",
            "analytics_endpoint must be an http or https URL",
        ],
    ),
    ("analytics_framework", {}, ["cloudservice_name or cloudservice_title is required", "title is required"]),
    (
        "analytics_framework",
        {"cloudservice_title": "分析", "title": "分析", "state": "absent"},
        [
            "cloudservice_name is required, because no name can be made of the title",
            "name is required, because the title holds no letter or digit to make one of",
        ],
    ),
    (
        "analytics_framework",
        {
            "cloudservice_name": "/etc/cloudservices/sitecatalyst/x",
            "title": "t",
            "name": "a/b",
            "report_suites": [{"rsid": "a;b"}, {"rsid": "c"}, {"rsid": "c"}],
            "mappings": {"x": {":y": 1, "z": [1, "2"]}, "security:acl": {}, "n": None},
            "properties": {"reportsuite": "x", "jcr:primaryType": "y", "cq:trackingServer": "z", "tree": {"a": 1}},
            "page_properties": {"a": "b"},
            "pages": ["content/x", "/content/x/jcr:content", "/content/y"],
            "pages_absent": ["/content/y", "/content/z/"],
            "contract": {"framework": {"form": "text", "main": "last", "run_modes": {"all": "x"}, "colour": "blue"}},
        },
        [
            "cloudservice_name must be the node name of a cloud service, not its path",
            "name must be of letters, digits, '-', '_' and '.'",
            "report_suites must have IDs of letters, digits, '_', '.' and '-' (not 'a;b')",
            "report_suites must name each but once for a run mode (not 'c')",
            "mappings.x must have names that are names only (not ':y')",
            "mappings.x.z must be a node, a text, a number, a truth value or a list of such values",
            "mappings must have names that are names only (not 'security:acl')",
            "mappings.n must be a node, a text, a number, a truth value or a list of such values",
            "properties must not set cq:trackingServer, jcr:primaryType, reportsuite",
            f"properties must have {VALUES} (not 'tree')",
            "page_properties is for restore=true only",
            "pages and pages_absent must hold absolute paths of pages, without jcr:content "
            "(not '/content/x/jcr:content', '/content/z/', 'content/x')",
            "pages and pages_absent must not both hold /content/y",
            "contract.framework.colour is not known",
            "contract.framework.main must be one of first, all, none",
            "contract.framework.separator is required with form=text",
            "contract.framework.run_modes must hold a word for each of author, publish, or for one of them",
        ],
    ),
    ("health_check", {"client_id": "c"}, ["client_secret is required", "org_id is required"]),
    ("health_check", {"client_secret": "the-secret-of-the-test"}, ["client_id is required", "org_id is required"]),
    (
        "health_check",
        {"report_suites": ["r"], "wait": -1, "polls": 0, "contract": CONTRACT},
        [
            "company is required with report_suites",
            "wait must not be negative",
            "polls must be at least 1",
            *CONTRACT_PROBLEMS,
        ],
    ),
    ("author_info", {"wait": -0.5, "polls": -1}, ["wait must not be negative", "polls must be at least 1"]),
]


@pytest.mark.parametrize(("module", "options", "problems"), CASES)
@pytest.mark.parametrize("check", [False, True])
def test_all_problems_are_told_at_once(
    fleet: RunningFleet, run: Run, module: str, options: dict[str, Any], problems: list[str], check: bool
) -> None:
    before = state(fleet)
    refused = run(module, check=check, **options)
    assert (refused["failed"], refused["error"]["code"]) == (True, "invalid_options")
    assert refused["error"]["problems"] == problems
    assert all(problem in refused["msg"] for problem in problems)
    assert (fleet.requests(), state(fleet) == before) == ([], True)


@pytest.mark.parametrize("module", [*MANAGING, *READING])
def test_a_missing_connection_is_told_with_the_rest(fleet: RunningFleet, run: Run, module: str) -> None:
    refused = run(module, **NO_CONNECTION, timeout=0, client_key="/no/key")
    expected = [
        "author_url is required",
        "author_username is required",
        "author_password is required",
        "client_cert is required with client_key",
        "client_key does not exist on the machine that runs the task: /no/key",
        "timeout must be positive",
    ]
    own = {
        "ims_config": ["title is required"],
        "analytics_cloudservice": ["title is required"],
        "analytics_framework": ["cloudservice_name or cloudservice_title is required", "title is required"],
    }.get(module, [])
    assert refused["error"]["problems"][: len(expected) + len(own)] == expected + own
    assert (fleet.requests(), refused["author"]) == ([], {"url": ""})


@pytest.mark.parametrize("module", [*MANAGING, *READING])
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("author.example.com:4502", "author_url must be an http or https URL"),
        ("ftp://author", "author_url must be an http or https URL"),
        ("http://", "author_url must be an http or https URL"),
        ("http://author:port", "author_url must be an http or https URL"),
        ("http://the author", "author_url must be an http or https URL"),
        ("http://somebody:the-url-password@author:port", "author_url must be an http or https URL"),
        ("http://[::1", "author_url must be an http or https URL"),
        ("http://somebody:the-url-password@author", "author_url must hold no account, query or fragment"),
        ("http://author?x=y#z", "author_url must hold no account, query or fragment"),
    ],
)
def test_a_malformed_address_is_told(fleet: RunningFleet, run: Run, module: str, url: str, problem: str) -> None:
    own = {"title": "t", "state": "absent"} if module in MANAGING else {}
    own |= {"cloudservice_name": "s"} if module == "analytics_framework" else {}
    refused = run(module, author_url=url, **own)
    assert refused["error"]["problems"] == [problem]
    assert "the-url-password" not in str({key: value for key, value in refused.items() if key != "invocation"})
    assert fleet.requests() == []


@pytest.mark.parametrize("server", ["http://[::1", "https://ims:port", "https://a b", "https://somebody@ims"])
def test_a_malformed_server_is_told(fleet: RunningFleet, run: Run, server: str) -> None:
    wrong = {"authorization_server": server}
    problem = "authorization_server must be the http or https URL of a host, without a path"
    assert run("ims_config", **ims_options(fleet, **wrong))["error"]["problems"] == [problem]
    assert run("health_check", **{**ims_options(fleet), **wrong})["error"]["problems"] == [problem]
    both = service_options(fleet, **wrong, analytics_endpoint=server)
    assert problem in run("analytics_cloudservice", **both)["error"]["problems"]
    assert fleet.requests() == []


@pytest.mark.parametrize(
    ("module", "options", "word"),
    [
        ("ims_config", {"state": "missing"}, "state"),
        ("ims_config", {"route": "detour"}, "route"),
        ("ims_config", {"contract": "not a mapping"}, "contract"),
        ("ims_config", {"timeout": "soon"}, "timeout"),
        ("ims_config", {"no_such_option": 1}, "no_such_option"),
        ("analytics_cloudservice", {"properties": ["x"]}, "properties"),
        ("analytics_cloudservice", {"verify": "perhaps"}, "verify"),
        ("analytics_framework", {"report_suites": [{"run_mode": "all"}]}, "rsid"),
        ("analytics_framework", {"report_suites": [{"rsid": "a", "run_mode": "stage"}]}, "run_mode"),
        ("analytics_framework", {"mappings": ["x"]}, "mappings"),
        ("health_check", {"probes": ["pulse"]}, "probes"),
        ("health_check", {"polls": "many"}, "polls"),
        ("author_info", {"gather": ["everything"]}, "gather"),
    ],
)
def test_what_the_argument_spec_refuses(
    fleet: RunningFleet, run: Run, module: str, options: dict[str, Any], word: str
) -> None:
    refused = run(module, **options)
    assert refused["failed"]
    assert word in refused["msg"]
    assert fleet.requests() == []


@pytest.mark.parametrize("wrong", [{"ca_path": "/no/such/ca.pem"}, {"client_cert": "/no/such/cert.pem"}])
@pytest.mark.parametrize("module", ["author_info", "ims_config"])
def test_a_missing_certificate_file_is_told(fleet: RunningFleet, run: Run, module: str, wrong: dict[str, str]) -> None:
    url = fleet.authors[0].url.replace("http://", "https://")
    options = {"title": "t", "state": "absent"} if module == "ims_config" else {}
    refused = run(module, author_url=url, timeout=0.5, **options, **wrong)
    assert refused["failed"]
    assert refused["error"]["advice"] or refused["error"]["problems"]
    assert next(iter(wrong.values())) in refused["msg"]


def test_connection_options_come_from_the_environment(
    fleet: RunningFleet, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = fleet.authors[1]
    for name, value in (("URL", author.url), ("USERNAME", author.username), ("PASSWORD", author.password)):
        monkeypatch.setenv(f"AEM_AUTHOR_{name}", value)
    result = run("author_info", **NO_CONNECTION, gather=["product"])
    assert result["author"] == {"url": author.url}
    assert fleet.requests("author1") == []
