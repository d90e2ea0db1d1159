# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fault matrix runs besides: what happens to things that are there for a while."""

from __future__ import annotations

import json
from typing import Any

from unit.plugins.fault_scenarios import (
    IMS,
    KEY,
    SERVICE,
    Scenario,
    a_usable_pair,
    at_most_one_page,
    at_most_one_pair,
    by_osgi,
    hand_made_entry,
    jwt_entry,
    nothing,
    one_page,
    the_wanted_pair,
)
from unit.plugins.fleet_state import CUSTOMIZER, PROVIDER, SITECATALYST, halves, pages, set_property
from unit.plugins.key_options import ALIAS, USER, entries_of, keypair_options, pair_options
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import (
    SERVICE_TITLE,
    TITLE,
    Options,
    hand_fields,
    ims_options,
    jwt_fields,
    service_options,
)

from simulator import RunningFleet


def converted_entry(fleet: RunningFleet, run: Run) -> None:
    """An entry of the JWT era that was converted."""
    jwt_entry(fleet, run)
    run("ims_config", **ims_options(fleet))


def back_to_jwt(fleet: RunningFleet) -> Options:
    """What the conversion returned, and the former secret."""
    old = jwt_fields(fleet)
    claims = [f"{json.dumps(name)} : {json.dumps(value)}" for name, value in json.loads(old["Payload"]).items()]
    server = old["Authorization Server"]
    properties = {
        "auth.token.provider.client.id": old["API Key"],
        "auth.token.provider.keypair.alias": old["Certificate"],
        "auth.token.provider.default.claims": claims,
        "auth.access.token.request": f"{server}/ims/exchange/jwt",
        **dict.fromkeys(f"auth.token.provider.{name}" for name in ("scope", "orgId", "authorization.grants")),
    }
    own = {"title": TITLE, "credential_type": "jwt", "client_id": old["API Key"], "client_secret": old["Client Secret"]}
    return {**own, "restore": True, "properties": properties}


def brought_back(fleet: RunningFleet) -> Options:
    """What the removal of an entry returned, and its secret."""
    return {**back_to_jwt(fleet), "contract": by_osgi(fleet)["contract"]}


def the_former_page(fleet: RunningFleet) -> Options:
    """What the removal of a page returned."""
    names = fleet.authors[0].names.dialog
    own = {"sling:resourceType": "cq/analytics/components/sitecatalystpage", "jcr:title": SERVICE_TITLE}
    properties = {**own, names.ims_configuration: "a former reference"}
    return {"name": "analytics-production", "restore": True, "properties": properties}


def twin_entries(fleet: RunningFleet, run: Run) -> None:
    """Two entries with one title, the second of which a page refers to."""
    hand_made_entry(fleet, run)
    second = fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title="The other"))
    set_property(fleet, second, "auth.token.provider.title", TITLE)

    def refer(author: Any) -> None:
        repository = author.repository
        repository.create(f"{SITECATALYST}/in-use", {}, "cq:Page")
        repository.create(f"{SITECATALYST}/in-use/jcr:content", {"reference": second}, "cq:PageContent")

    fleet.authors[0].call(refer)


def one_of_twins(fleet: RunningFleet) -> Options:
    """The one in use is taken over, the other one removed."""
    return ims_options(fleet, client_id="other-client", duplicates="remove")


def no_twin(fleet: RunningFleet) -> Options:
    """Both are removed."""
    return {"title": TITLE, "state": "absent", "duplicates": "remove", "remove_referenced": True}


def the_one_in_use(fleet: RunningFleet) -> None:
    """The provider that the page refers to is there, with a secret."""
    reference = pages(fleet)["in-use"]["reference"]
    join = halves(fleet, PROVIDER)[reference]["token.request.customizer.type"]
    assert [each for each in halves(fleet, CUSTOMIZER).values() if each["customizer.type"] == join]


def at_most_twins(fleet: RunningFleet) -> None:
    """Nothing was made anew."""
    assert len(halves(fleet, PROVIDER)) <= 2
    assert len(halves(fleet, CUSTOMIZER)) <= 2


def no_entry(fleet: RunningFleet) -> None:
    """Neither is left."""
    assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER)) == ({}, {})


def twin_pages(fleet: RunningFleet, run: Run) -> None:
    """Two pages with one title, one of which has the wanted company."""
    hand_made_entry(fleet, run)
    for label, company in (("another", "c"), ("analytics-production", fleet.cloud.company)):
        fleet.by_hand_cloudservice("author1", ims_title=TITLE, company=company, title=SERVICE_TITLE, label=label)


def one_of_twin_pages(fleet: RunningFleet) -> Options:
    """The one that agrees is taken over, the other one removed."""
    return service_options(fleet, properties={"added": "yes"}, duplicates="remove")


def the_page_in_use(fleet: RunningFleet) -> None:
    """The page that was meant is there."""
    assert "analytics-production" in pages(fleet)


def needed_key(fleet: RunningFleet, run: Run) -> None:
    """A key that an entry names, and one that none does."""
    run("keypair", **keypair_options(**pair_options()))
    run("keypair", **{**keypair_options(**pair_options(2)), "alias": "unneeded"})
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet, Certificate=ALIAS))


def unneeded_key(fleet: RunningFleet) -> Options:
    """The removal of the key that no entry names."""
    return {"user": USER, "alias": "unneeded", "state": "absent"}


def the_needed_key(fleet: RunningFleet) -> None:
    """The key that an entry names stays."""
    assert ALIAS.casefold() in entries_of(fleet)


def only_the_needed_key(fleet: RunningFleet) -> None:
    """The other one is gone."""
    assert list(entries_of(fleet)) == [ALIAS.casefold()]


_FORMER, _BACK = the_wanted_pair(back_to_jwt), the_wanted_pair(brought_back)
_TAKEN = the_wanted_pair(one_of_twins)
LIFE = [
    Scenario("undo convert", IMS, "6.5.17", back_to_jwt, converted_entry, _FORMER, a_usable_pair),
    Scenario("undo removal", IMS, "6.5.21", brought_back, nothing, _BACK, at_most_one_pair),
    Scenario("undo removal of page", SERVICE, "lts", the_former_page, hand_made_entry, one_page, at_most_one_page),
    Scenario("take over", IMS, "6.5.21", one_of_twins, twin_entries, _TAKEN, the_one_in_use),
    Scenario("drop all", IMS, "lts", no_twin, twin_entries, no_entry, at_most_twins),
    Scenario("take over page", SERVICE, "6.5.17", one_of_twin_pages, twin_pages, one_page, the_page_in_use),
    Scenario("drop key", KEY, "6.5.12", unneeded_key, needed_key, only_the_needed_key, the_needed_key),
]
