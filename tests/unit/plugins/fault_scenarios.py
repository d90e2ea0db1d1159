# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fault matrix runs: each task with the state before it, and what must hold afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unit.plugins.fleet_state import CUSTOMIZER, PROVIDER, config_files, halves, pages, pair, secret_of
from unit.plugins.key_files import key_base64, rsa_key
from unit.plugins.key_options import ALIAS, USER, entries_of, keypair_options, pair_options
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import (
    SERVICE_TITLE,
    TITLE,
    Options,
    hand_fields,
    health_options,
    ims_options,
    jwt_fields,
    service_options,
)

from simulator import RunningFleet

IMS, SERVICE, KEY = "ims_config", "analytics_cloudservice", "keypair"

Prepare = Callable[[RunningFleet, Run], None]
Check = Callable[[RunningFleet], None]


@dataclass(frozen=True)
class Scenario:
    """One task; `kept` must hold even after a failure, `reached` after a run without faults."""

    name: str
    module: str
    edition: str
    options: Callable[[RunningFleet], Options]
    prepare: Prepare
    reached: Check
    kept: Check

    def __str__(self) -> str:
        return self.name


def nothing(fleet: RunningFleet, run: Run) -> None:
    """A fresh author."""


def entry(fleet: RunningFleet, run: Run) -> None:
    """An author with an IMS configuration."""
    run("ims_config", **ims_options(fleet))


def hand_made_entry(fleet: RunningFleet, run: Run) -> None:
    """An author with an IMS configuration that somebody made."""
    fleet.by_hand_ims_config("author1", **hand_fields(fleet))


def jwt_entry(fleet: RunningFleet, run: Run) -> None:
    """An author with an IMS configuration of the JWT era."""
    fleet.by_hand_ims_config("author1", **jwt_fields(fleet))


def service(fleet: RunningFleet, run: Run) -> None:
    """An author with a cloud service."""
    hand_made_entry(fleet, run)
    fleet.by_hand_cloudservice(
        "author1", ims_title=TITLE, company=fleet.cloud.company, title=SERVICE_TITLE, label="analytics-production"
    )


def by_osgi(fleet: RunningFleet) -> Options:
    """The OSGi route, with the values that AEM would fill in."""
    validator = fleet.authors[0].names.product.validator_types["Adobe Analytics"]
    values = {"name": "analytics", "validator_type": validator, "customizer_type": "analytics-secret"}
    return ims_options(fleet, route="osgi", contract={"osgi": values})


def other_entry(fleet: RunningFleet) -> Options:
    """Another client id and another secret."""
    return ims_options(fleet, client_id="other-client", client_secret="the-other-secret")


def other_service(fleet: RunningFleet) -> Options:
    """Another suite, and properties."""
    return service_options(fleet, report_suites=fleet.cloud.report_suites[:1], properties={"a": "b", "c": ["d"]})


def at_most_one_pair(fleet: RunningFleet) -> None:
    """Nothing was made twice."""
    assert len(halves(fleet, PROVIDER)) <= 1
    assert len(halves(fleet, CUSTOMIZER)) <= 1


def a_usable_pair(fleet: RunningFleet) -> None:
    """What worked before was not lost: both halves are there, and the secret is that of the client."""
    former, given, other = jwt_fields(fleet), ims_options(fleet), other_entry(fleet)
    whole = {each["client_id"]: each["client_secret"] for each in (given, other)}
    whole[former["API Key"]] = former["Client Secret"]
    assert (len(halves(fleet, PROVIDER)), len(halves(fleet, CUSTOMIZER)) <= 2) == (1, True)
    assert secret_of(fleet, TITLE) == whole[pair(fleet, TITLE).provider["auth.token.provider.client.id"]]


def the_wanted_pair(options: Callable[[RunningFleet], Options]) -> Check:
    """Exactly one pair, as the options say, in memory and after a restart."""

    def check(fleet: RunningFleet) -> None:
        for dummy in range(2):
            at_most_one_pair(fleet)
            wanted = options(fleet)
            provider = pair(fleet, TITLE).provider
            assert provider["auth.token.provider.client.id"] == wanted["client_id"]
            assert secret_of(fleet, TITLE) == wanted["client_secret"]
            assert len(pair(fleet, TITLE).digests) == 1
            fleet.restart("author1", 0)

    return check


def no_pair(fleet: RunningFleet) -> None:
    """Neither half is left, nor a file that would bring it back."""
    for dummy in range(2):
        assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER), config_files(fleet)) == ({}, {}, [])
        fleet.restart("author1", 0)


def one_page(fleet: RunningFleet) -> None:
    """Exactly one page, which refers to the IMS configuration."""
    ((name, content),) = pages(fleet).items()
    assert (name, content["jcr:title"]) == ("analytics-production", SERVICE_TITLE)
    assert content[fleet.authors[0].names.dialog.ims_configuration]


def at_most_one_page(fleet: RunningFleet) -> None:
    """Nothing was made twice."""
    assert len(pages(fleet)) <= 1


def no_page(fleet: RunningFleet) -> None:
    """The page is gone."""
    assert pages(fleet) == {}


def anything(fleet: RunningFleet) -> None:
    """Readers leave nothing behind; the test compares the state."""


def absent(fleet: RunningFleet) -> Options:
    """The removal of the entry."""
    return {"title": TITLE, "state": "absent"}


def absent_service(fleet: RunningFleet) -> Options:
    """The removal of the page."""
    return {"title": SERVICE_TITLE, "state": "absent"}


def no_options(fleet: RunningFleet) -> dict[str, Any]:
    """Everything that author_info reads by default."""
    return {}


def kept_key(fleet: RunningFleet, run: Run) -> None:
    """A keystore with a key that is none of ours, and one whose certificate ends soon."""
    run("keypair", **{**keypair_options(**pair_options(3)), "alias": "kept"})
    run("keypair", **keypair_options(**pair_options(2, 20)))


def given_key(fleet: RunningFleet) -> Options:
    """A pair that is given."""
    return keypair_options(**pair_options())


def new_key(fleet: RunningFleet) -> Options:
    """A pair that is generated."""
    return keypair_options()


def absent_key(fleet: RunningFleet) -> Options:
    """The removal of the key."""
    return {"user": USER, "alias": ALIAS, "state": "absent"}


def the_given_key(fleet: RunningFleet) -> None:
    """The alias holds the pair, and nothing else is there."""
    assert [(alias, each["key"]) for alias, each in entries_of(fleet).items()] == [("analytics", key_base64(rsa_key()))]


def at_most_the_given_key(fleet: RunningFleet) -> None:
    """No other key came to be."""
    assert entries_of(fleet).keys() <= {"analytics"}


def the_other_key(fleet: RunningFleet) -> None:
    """What is none of ours stays, whatever happens."""
    assert entries_of(fleet)["kept"]["key"] == key_base64(rsa_key(3))


def a_new_key(fleet: RunningFleet) -> None:
    """A pair was generated in place of the old one."""
    the_other_key(fleet)
    assert entries_of(fleet).keys() == {"kept", "analytics"}
    assert entries_of(fleet)["analytics"]["key"] != key_base64(rsa_key(2))


def no_key(fleet: RunningFleet) -> None:
    """The alias is gone, and nothing else."""
    the_other_key(fleet)
    assert list(entries_of(fleet)) == ["kept"]


_MADE, _CHANGED, _OSGI = the_wanted_pair(ims_options), the_wanted_pair(other_entry), the_wanted_pair(by_osgi)
SCENARIOS = [
    Scenario("create by wizard", IMS, "6.5.21", ims_options, nothing, _MADE, at_most_one_pair),
    Scenario("create by osgi", IMS, "6.5.17", by_osgi, nothing, _OSGI, at_most_one_pair),
    Scenario("update", IMS, "6.5.21", other_entry, entry, _CHANGED, a_usable_pair),
    Scenario("adopt", IMS, "lts", ims_options, hand_made_entry, _MADE, a_usable_pair),
    Scenario("convert", IMS, "6.5.17", ims_options, jwt_entry, _MADE, a_usable_pair),
    Scenario("remove", IMS, "6.5.21", absent, entry, no_pair, at_most_one_pair),
    Scenario("create service", SERVICE, "6.5.21", service_options, hand_made_entry, one_page, at_most_one_page),
    Scenario("update service", SERVICE, "lts", other_service, service, one_page, one_page),
    Scenario("remove service", SERVICE, "6.5.21", absent_service, service, no_page, at_most_one_page),
    Scenario("add key", KEY, "6.5.12", given_key, nothing, the_given_key, at_most_the_given_key),
    Scenario("renew key", KEY, "6.5.12", new_key, kept_key, a_new_key, the_other_key),
    Scenario("remove key", KEY, "6.5.17", absent_key, kept_key, no_key, the_other_key),
    Scenario("health", "health_check", "6.5.21", health_options, service, anything, anything),
    Scenario("info", "author_info", "lts", no_options, service, anything, anything),
]
