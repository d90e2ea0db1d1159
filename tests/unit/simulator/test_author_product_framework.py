# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics frameworks: what an administrator makes, and how the author reads what is stored (contract 7)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.simulator.author_client import client_of

from simulator import RunningFleet
from simulator.author import frameworks
from simulator.embedded import RunningAuthor

SERVICE = "/etc/cloudservices/sitecatalyst/analytics"
PATH = f"{SERVICE}/shop"
PUBLIC = f"{PATH}/_jcr_content/public"
SUITES = [{"rsid": "a.b", "run_mode": "publish"}, {"rsid": "c-d", "run_mode": "author"}]


def prepared(fleet: RunningFleet) -> RunningAuthor:
    """The author, with a cloud service."""
    author = fleet.authors[0]
    author.call(lambda each: each.repository.create(SERVICE, {}, "cq:Page"))
    return author


def store(author: RunningAuthor, properties: dict[str, Any]) -> None:
    author.call(lambda each: each.repository.create(PUBLIC.replace("_jcr_", "jcr:"), properties))


def read(author: RunningAuthor) -> frameworks.Suites:
    return author.call(lambda each: frameworks.report_suites(each, PATH))


def test_one_suite_is_stored_as_in_a_real_framework() -> None:
    with client_of("6.5.21") as (fleet, client):
        author = prepared(fleet)
        made = {"service": "analytics", "title": "Shop", "label": "shop", "report_suites": [{"rsid": "a.b"}]}
        assert fleet.by_hand_framework("author1", **made) == PATH
        content = client.get(f"{PATH}/_jcr_content.infinity.json").json()
        assert content["sling:resourceType"] == "cq/analytics/components/framework"
        assert content["cq:designPath"] == "/etc/designs/cloudservices/framework-design"
        assert (content["public"]["reportsuite"], content["public"]["reportsuites"]) == ("a.b", "a.b;")
        assert content["public"]["mappings"]["sling:resourceType"] == "cq/analytics/components/mappings/maparsys"
        assert read(author) == [("a.b", "all")]


def test_several_suites_are_stored_in_a_drawn_way() -> None:
    seen = set()
    for seed in range(8):
        with client_of("6.5.21", seed) as (fleet, client):
            author = prepared(fleet)
            fleet.by_hand_framework("author1", service="analytics", title="Shop", report_suites=SUITES, mapped=1)
            assert read(author) == [("a.b", "publish"), ("c-d", "author")]
            public = client.get(f"{PUBLIC}.infinity.json").json()
            seen.add(json.dumps([public.get("reportsuite"), public["reportsuites"], list(public["mappings"])[-1]]))
    assert len(seen) > 4


@pytest.mark.parametrize(
    "stored",
    [
        {"reportsuites": "a.b"},
        {"reportsuites": ";publish"},
        {"reportsuites": "a.b;stage", "reportsuite": "a.b"},
        {"reportsuites": "a.b;", "reportsuite": "c-d"},
    ],
)
def test_the_author_understands_nothing_else(stored: dict[str, Any]) -> None:
    with client_of("6.5.21") as (fleet, dummy):
        author = prepared(fleet)
        fleet.by_hand_framework("author1", service="analytics", title="Shop")
        store(author, stored)
        with pytest.raises(frameworks.NotUnderstood):
            read(author)


def test_the_other_form_is_not_understood() -> None:
    for seed in range(6):
        with client_of("6.5.21", seed) as (fleet, dummy):
            author = prepared(fleet)
            fleet.by_hand_framework("author1", service="analytics", title="Shop", report_suites=SUITES)
            separator = author.call(lambda each: each.assumptions.suites_separator)
            rows = ["a.b;", "c-d;"]
            other: Any = rows if separator else "|".join(rows)
            store(author, {"reportsuites": other})
            with pytest.raises(frameworks.NotUnderstood):
                read(author)
