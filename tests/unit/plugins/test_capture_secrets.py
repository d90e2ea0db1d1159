# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a capture returns may leave the house: canaries are nowhere in it."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from unit.plugins.fleet_state import CUSTOMIZER, halves, pair, set_property
from unit.plugins.key_options import jwt_download, jwt_singles
from unit.plugins.module_runner import Run, canaries_of
from unit.plugins.playbook_options import TITLE, credential_options, hand_fields, ims_options, jwt_fields
from unit.plugins.test_capture import EDITIONS, captured, configured, drawn

from integration.conftest import Record
from simulator import RunningFleet

OWN_TITLE, OWN_COMPANY = "Canary Motors Production", "canarymotors0"
FRAMEWORK = "/etc/cloudservices/sitecatalyst/analytics/canary-shop"


def add_framework(fleet: RunningFleet) -> None:
    """A framework with values of the operator's own, as somebody drags it together."""

    def add(author: Any) -> None:
        author.repository.create(FRAMEWORK, {}, "cq:Page")
        author.repository.create(f"{FRAMEWORK}/jcr:content", {"jcr:title": "Canary shop"}, "cq:PageContent")
        public = {"reportsuites": "canaryshop.prod;", "cq:trackingServer": "metrics.canary.example"}
        author.repository.create(f"{FRAMEWORK}/jcr:content/public", public, "nt:unstructured")
        mapped = {"prop1": "canary.value", "password": "canary-password"}
        author.repository.create(f"{FRAMEWORK}/jcr:content/public/mappings/canary-node", mapped, "nt:unstructured")

    fleet.authors[0].call(add)


def own_values(fleet: RunningFleet) -> set[str]:
    """Everything that the operator or Adobe's cloud gave a value."""
    url = urlsplit(fleet.authors[0].url)
    known = {OWN_TITLE, OWN_COMPANY, "anary", url.netloc, str(url.hostname), urlsplit(fleet.cloud.url).netloc}
    known |= canaries_of(fleet, fleet.requests())
    credentials = [credential_options(fleet), jwt_singles(jwt_download(fleet))]
    known |= {each[name] for each in credentials for name in ("client_id", "client_secret", "org_id")}
    return known | {credentials[1]["technical_account_id"]}


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_value_of_the_operator_is_in_a_capture(
    fleet: RunningFleet, run: Run, edition: str, record_property: Record
) -> None:
    configured(drawn(fleet, edition, record_property), title=OWN_TITLE, company=OWN_COMPANY)
    run("ims_config", author="author1", **ims_options(fleet, title=f"{OWN_TITLE} 2"))
    add_framework(fleet)
    document = captured(run, self_test=True)
    text = json.dumps(document, ensure_ascii=False)
    seen = {value for value in own_values(fleet) if value in text}
    assert seen == set()
    assert not re.search(r"@AdobeOrg|@techacct|\\{[0-9a-f]{16,}\\}|eyJ", text)


def test_what_matters_is_still_told(fleet: RunningFleet, run: Run) -> None:
    configured(fleet, title=OWN_TITLE, company=OWN_COMPANY)
    add_framework(fleet)
    audience = f"https://ims-na1.adobelogin.com/c/{credential_options(fleet)['client_id']}"
    set_property(fleet, pair(fleet, OWN_TITLE).pid, "auth.token.provider.endpoint", audience)
    evidence = captured(run)["evidence"]
    (entry,), (service,) = evidence["ims_configs"], evidence["cloudservices"]
    values = {name: each["value"] for name, each in entry["provider"]["properties"].items()}
    assert values["auth.token.provider.endpoint"] == "https://ims-na1.adobelogin.com/c/<client id 1>"
    assert values["auth.token.provider.title"] == "<title 1>"
    assert values["auth.token.provider.client.id"] == "<client id 1>"
    assert values["auth.token.provider.default.claims"] == ["iss: <org id 1>"]
    assert values["auth.access.token.request"] == "http://<host>/ims/token/v3"
    assert values["auth.token.provider.authorization.grants"] == "client_credentials"
    dialog = fleet.authors[0].names.dialog
    assert service["properties"][dialog.company]["value"] == "<company 1>"
    assert service["properties"][dialog.authentication]["value"] == dialog.authentication_options["IMS"]
    (framework,) = service["frameworks"]
    assert framework["public"]["properties"]["reportsuites"] == {"type": "text", "value": "<text>"}
    assert framework["public"]["mappings"].keys() == {"properties", "<node 1>"}


def test_marks_of_this_collection_tell_no_digest(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    (half,) = halves(fleet, CUSTOMIZER).values()
    (mark,) = [name for name in half if name.startswith("aemfleet.ims.secret.digest.")]
    document = captured(run)
    (customizer,) = document["evidence"]["ims_configs"][0]["customizers"]
    assert customizer["additional"] == ["aemfleet.ims.secret.digest.<digest>"]
    assert mark not in json.dumps(document)


@pytest.mark.parametrize("name", ["of-{org_id}", "{client_id}", "{{0123456789abcdef01}}", "who@example.com"])
def test_a_part_of_the_contract_that_would_tell_a_credential_is_left_out(
    fleet: RunningFleet, run: Run, name: str
) -> None:
    told = name.format(**credential_options(fleet))
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    set_property(fleet, pair(fleet, TITLE).pid, "name", told)
    fleet.by_hand_cloudservice("author1", ims_title=TITLE, company="example0")
    document = captured(run)
    assert document["contract"].keys() == {"wizard", "dialog"}
    assert document["missing"] == [
        "contract.osgi is left out, for it holds a credential, an account or the author's address."
    ]
    assert told not in json.dumps(document)


def test_old_entries_tell_no_account(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet, Title="From the JWT era"))
    text = json.dumps(captured(run))
    assert "techacct.adobe.com" not in text
    assert "old-client" not in text
    assert "analytics-key" not in text
    assert "JWT era" not in text
