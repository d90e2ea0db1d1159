# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role's variables make of the options of its tasks."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from ansible import template
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from unit.plugins.test_documentation import ROOT, argument_spec

from ansible_collections.aemfleet.ims.plugins.lookup.analytics_options import LookupModule
from ansible_collections.aemfleet.ims.plugins.plugin_utils._role_options import PARTS

DEFAULTS = yaml.safe_load((ROOT / "roles" / "analytics" / "defaults" / "main.yml").read_text(encoding="utf-8"))
AUTHOR = {"analytics_author_url": "http://a", "analytics_author_username": "u", "analytics_author_password": "p"}
DOCUMENT = {"CLIENT_ID": "of-file", "CLIENT_SECRETS": ["s1", "s2"], "ORG_ID": "o@AdobeOrg", "SCOPES": ["openid"]}
FOUR = {"analytics_client_id": "c", "analytics_client_secret": "s", "analytics_org_id": "o", "analytics_scopes": ["x"]}
DOCUMENT["TECHNICAL_ACCOUNT_ID"] = "t@techacct.adobe.com"
UNCHANGED = {"analytics_ims_config": {"changed": False}, "analytics_cloudservice": {"changed": False}}
MODULES = {
    "check": "health_check",
    "ims_config": "ims_config",
    "cloudservice": "analytics_cloudservice",
    "framework": "analytics_framework",
    "health": "health_check",
    "examination": "health_check",
}


# Since 2.19 Ansible takes only those texts for templates that its own files hold.
TRUSTED = getattr(template, "trust_as_template", str)


def options(part: str, **variables: Any) -> dict[str, Any]:
    """The options of a part of the role, with its defaults."""
    given = {**DEFAULTS, **AUTHOR, **variables}
    loader = DataLoader()
    lookup = LookupModule(loader=loader, templar=Templar(loader, variables=given))
    (found,) = lookup.run([part], given)
    return found


@pytest.mark.parametrize("part", MODULES)
@pytest.mark.parametrize("kind", ["oauth_server_to_server", "jwt"])
def test_a_module_knows_every_option_that_it_is_given(part: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    jwt = {"API_KEY": "k", "CLIENT_SECRET": "s", "ORG_ID": "o", "TECHNICAL_ACCOUNT_ID": "t"}
    credential = jwt if kind == "jwt" else DOCUMENT
    found = options(part, analytics_credential=credential, analytics_credential_type=kind, analytics_ca_path="/ca.pem")
    assert found.keys() <= argument_spec(MODULES[part], monkeypatch).keys()
    assert found["ca_path"] == "/ca.pem"


def test_every_part_is_documented() -> None:
    document = yaml.safe_load((ROOT / "plugins" / "lookup" / "analytics_options.py").read_text().split('"""')[1])
    assert document["options"]["_terms"]["choices"] == list(PARTS)


def test_the_connection_is_that_of_the_variables() -> None:
    expected = {"author_url": "http://a", "author_username": "u", "author_password": "p"}
    assert options("connection") == {**expected, "validate_certs": True, "timeout": 30.0}


def test_single_variables_go_before_the_document() -> None:
    found = options("check", analytics_credential=DOCUMENT, analytics_client_secret="s2")
    assert (found["client_id"], found["client_secret"], found["scopes"]) == ("of-file", "s2", ["openid"])


def test_where_all_are_given_the_document_is_not_read() -> None:
    assert options("check", **FOUR, analytics_credential_file="/nowhere")["client_id"] == "c"


def test_the_shared_document_is_read_once_for_all() -> None:
    shared = {"file": "/shared.json", "document": json.dumps(DOCUMENT)}
    found = options("check", analytics_credential_file="/shared.json", __analytics_shared=shared)
    assert found["client_id"] == "of-file"


@pytest.mark.parametrize("missing", FOUR)
def test_a_part_of_a_credential_is_refused(missing: str) -> None:
    with pytest.raises(AnsibleLookupError, match=rf"no credential is given\. {missing} can't be without one"):
        options("ims_config", **{name: value for name, value in FOUR.items() if name != missing})


def test_a_broken_document_is_told_without_its_content() -> None:
    with pytest.raises(AnsibleLookupError, match="not valid JSON") as told:
        options("check", analytics_credential='{"client_secret": "canary",')
    assert "canary" not in str(told.value)


def test_an_unknown_part_is_refused() -> None:
    known = "connection, check, ims_config, cloudservice, framework, health, examination"
    with pytest.raises(AnsibleLookupError, match=f"knows {known}, not x"):
        options("x")


def test_what_is_omitted_is_left_out() -> None:
    name = TRUSTED("{{ n }}")
    found = options("cloudservice", analytics_company="of-omit", omit="of-omit", analytics_name=name, n="page")
    assert "company" not in found
    assert found["name"] == "page"


def test_the_documented_page_begins_without_a_credential() -> None:
    found = options("check", analytics_credential_type="jwt")
    assert found["credential_type"] == "jwt"
    assert "client_id" not in found


def test_a_framework_is_named_for_its_service_and_itself() -> None:
    given = {"analytics_framework_name": "shop", "analytics_framework_report_suites": [{"rsid": "a"}]}
    found = options("framework", **given)
    assert (found["cloudservice_title"], found["title"], found["report_suites"]) == (
        "Adobe Analytics",
        "shop",
        [{"rsid": "a"}],
    )
    service = {"cloudservice": {"name": "by-hand"}}
    assert options("framework", **given, analytics_cloudservice=service)["cloudservice_name"] == "by-hand"
    assert options("framework", **given, analytics_framework_title="Shop")["title"] == "Shop"


PREFLIGHT = {"probes": [{"probe": "author_ready"}, {"probe": "token"}]}


def test_nothing_is_asked_twice_where_nothing_changed() -> None:
    found = options("health", analytics_credential=DOCUMENT, analytics_preflight=PREFLIGHT, **UNCHANGED)
    assert [each["probe"] for each in found["known"]] == ["ims_config", "cloudservice", "author_ready", "token"]
    assert "keypair" not in found["probes"]


@pytest.mark.parametrize("registered", [{}, {"changed": False, "skipped": True}], ids=["by_tags", "by_condition"])
def test_what_no_task_has_read_is_examined(registered: dict[str, Any]) -> None:
    given = {"analytics_ims_config": registered} if registered else {}
    found = options("health", analytics_credential=DOCUMENT, **given)
    assert found["known"] == []
    assert {"ims_config", "cloudservice"} <= set(found["probes"])


def test_after_a_change_only_what_was_read_back_is_known() -> None:
    changed = {"changed": True, "cloudservice": {"name": "page"}, "contract": {"dialog": {}}}
    found = options(
        "health",
        analytics_credential=DOCUMENT,
        analytics_preflight=PREFLIGHT,
        **{**UNCHANGED, "analytics_cloudservice": changed},
    )
    assert [each["probe"] for each in found["known"]] == ["ims_config", "cloudservice"]
    assert (found["cloudservice_name"], found["contract"]) == ("page", {"dialog": {}})


def test_what_is_only_predicted_is_not_examined() -> None:
    changed = {"changed": True}
    found = options("health", analytics_credential=DOCUMENT, analytics_ims_config=changed, ansible_check_mode=True)
    assert found["probes"] == []


def test_a_part_can_be_left_out_of_the_examination() -> None:
    found = options("health", analytics_credential=DOCUMENT, __analytics_not_examined=["cloudservice"])
    assert "cloudservice" not in found["probes"]
