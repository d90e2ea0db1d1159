# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config against simulated authors: absent, present and drifted, in check mode and not, once and again."""

from __future__ import annotations

from typing import Any

import pytest
from unit.plugins.fleet_state import (
    CONFIGURATIONS,
    CUSTOMIZER,
    PROVIDER,
    changes,
    config_files,
    halves,
    pair,
    requested,
    secret_of,
    set_property,
    state,
)
from unit.plugins.grid import changes_nothing, changes_once
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options

from simulator import RunningFleet

MODULE = ("ims_config", "ims_config")
OAUTH_EDITIONS = ["6.5.17", "6.5.21", "lts"]
EVERYWHERE = [f"{edition}:{seed}" for edition in OAUTH_EDITIONS for seed in (7, 8, 9)]
OTHER = "Adobe Target"
CLIENT_ID, ENDPOINT = "auth.token.provider.client.id", "auth.token.provider.endpoint"

# An option, another value for it, and the properties of the provider that follow it.
OPTION_DRIFTS: list[tuple[str, Any, dict[str, Any]]] = [
    ("client_id", "other-client", {"auth.token.provider.client.id": "other-client"}),
    (
        "org_id",
        "OTHER@AdobeOrg",
        {
            "auth.token.provider.orgId": "OTHER@AdobeOrg",
            "auth.token.provider.default.claims": ['"iss" : "OTHER@AdobeOrg"'],
        },
    ),
    ("scopes", ["openid", "AdobeID"], {"auth.token.provider.scope": "openid,AdobeID"}),
    (
        "authorization_server",
        "https://ims-na1-stg1.adobelogin.com/",
        {"auth.access.token.request": "https://ims-na1-stg1.adobelogin.com/ims/token/v3"},
    ),
]
CONSOLE_DRIFTS = [
    ("auth.token.provider.client.id", "meddled"),
    ("auth.token.provider.orgId", "MEDDLED@AdobeOrg"),
    ("auth.token.provider.default.claims", '"iss" : "MEDDLED@AdobeOrg"'),
    ("auth.token.provider.scope", "openid"),
    ("auth.token.provider.authorization.grants", "authorization_code"),
    ("auth.access.token.request", "https://ims.example.com/ims/token/v3"),
]


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_an_absent_entry_is_created(fleet: RunningFleet, run: Run) -> None:
    options = ims_options(fleet)
    done = changes_once(fleet, run, *MODULE, **options)
    assert (done["diff"]["before"], done["warnings"]) == ({}, [])
    assert done["ims_config"] == {
        "title": TITLE,
        "credential_type": "oauth_server_to_server",
        "authorization_server": fleet.cloud.url,
        "client_id": options["client_id"],
        "client_secret": "as given",
        "org_id": options["org_id"],
        "scopes": sorted(options["scopes"]),
    }
    made = pair(fleet, TITLE)
    assert (done["provider_pid"], len(made.digests)) == (made.pid, 1)
    assert secret_of(fleet, TITLE) == options["client_secret"]
    assert made.customizer["auth.ims.client.secret"] != options["client_secret"]
    assert made.provider["auth.access.token.request"] == f"{fleet.cloud.url}/ims/token/v3"
    assert made.provider["auth.token.provider.authorization.grants"] == "client_credentials"
    assert fleet.snapshot("author2")["configurations"] == {}


def test_a_second_run_costs_one_request(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    fleet.clear_requests()
    run("ims_config", **ims_options(fleet))
    assert requested(fleet) == [f"GET {CONFIGURATIONS}"]


@pytest.mark.parametrize(("option", "value", "properties"), OPTION_DRIFTS)
def test_another_option_updates_in_place(
    fleet: RunningFleet, run: Run, option: str, value: Any, properties: dict[str, Any]
) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet, **{option: value}))
    shown = {"scopes": sorted(value), "authorization_server": "https://ims-na1-stg1.adobelogin.com"}.get(option, value)
    assert done["diff"]["after"] == {**done["diff"]["before"], option: shown}
    after = pair(fleet, TITLE)
    assert (after.pid, after.customizer_pid, after.customizer) == (before.pid, before.customizer_pid, before.customizer)
    wanted = ims_options(fleet, **{option: value})
    endpoint = {ENDPOINT: endpoint_of(fleet, wanted["authorization_server"].rstrip("/"), wanted["client_id"])}
    assert after.provider == {**before.provider, **properties, **endpoint}


def endpoint_of(fleet: RunningFleet, server: str, client_id: str) -> str:
    """What AEM would write; which of the three it is, is drawn (contract/aem.md 3.1)."""
    kinds = {"server": server, "token": f"{server}/ims/token/v3", "audience": f"{server}/c/{client_id}"}
    return kinds[fleet.authors[0].names.product.endpoint_kind]


@pytest.mark.parametrize("fleet", ["6.5.17", "6.5.21:8", "lts"], indirect=True)
@pytest.mark.parametrize(("name", "value"), CONSOLE_DRIFTS)
def test_drift_made_in_the_console_is_mended(fleet: RunningFleet, run: Run, name: str, value: str) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    set_property(fleet, before.pid, name, value)
    fleet.clear_requests()
    assert run("ims_config", **ims_options(fleet))["changed"]
    assert changes(fleet) == [f"POST /system/console/configMgr/{before.pid}"]
    after = pair(fleet, TITLE)
    expected = {**before.effective, "auth.token.provider.scope": after.provider["auth.token.provider.scope"]}
    assert (after.pid, after.effective, after.customizer) == (before.pid, expected, before.customizer)
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet))


def test_other_properties_stay(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    pid = pair(fleet, TITLE).pid
    set_property(fleet, pid, "auth.token.provider.endpoint", "https://kept.example.com")
    set_property(fleet, pid, "unknown.to.the.metatype", "kept as well")
    run("ims_config", **ims_options(fleet, client_id="other-client"))
    provider = pair(fleet, TITLE).provider
    assert provider["auth.token.provider.endpoint"] == "https://kept.example.com"
    assert provider["unknown.to.the.metatype"] == "kept as well"


def test_a_rotated_secret_is_noticed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    rotated = fleet.cloud.rotate_secret(ims_options(fleet)["client_id"])
    done = changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert (done["diff"]["before"]["client_secret"], done["diff"]["after"]["client_secret"]) == ("stored", "as given")
    after = pair(fleet, TITLE)
    assert (after.pid, after.provider, after.customizer_pid) == (before.pid, before.provider, before.customizer_pid)
    assert (secret_of(fleet, TITLE), len(after.digests)) == (rotated, 1)
    assert after.digests != before.digests


def test_a_secret_replaced_by_hand_is_noticed(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    by_hand = fleet.authors[0].call(lambda author: author.crypto.protect("somebody's other secret"))
    set_property(fleet, pair(fleet, TITLE).customizer_pid, "auth.ims.client.secret", by_hand)
    changes_once(fleet, run, *MODULE, **ims_options(fleet))
    assert secret_of(fleet, TITLE) == ims_options(fleet)["client_secret"]


def test_scopes_are_a_set(fleet: RunningFleet, run: Run) -> None:
    scopes = ims_options(fleet)["scopes"]
    run("ims_config", **ims_options(fleet))
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet, scopes=[*reversed(scopes), scopes[0]]))


@pytest.mark.parametrize("fleet", OAUTH_EDITIONS, indirect=True)
def test_an_entry_is_removed_for_good(fleet: RunningFleet, run: Run) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    run("ims_config", **ims_options(fleet))
    kept, own = pair(fleet, OTHER), pair(fleet, TITLE)
    fleet.clear_requests()
    done = changes_once(fleet, run, *MODULE, title=TITLE, state="absent")
    assert (done["ims_config"], done["provider_pid"], done["diff"]["after"]) == ({}, "", {})
    assert list(halves(fleet, PROVIDER)) == [kept.pid]
    assert list(halves(fleet, CUSTOMIZER)) == [kept.customizer_pid]
    fleet.restart("author1", 0)
    assert (list(halves(fleet, PROVIDER)), pair(fleet, OTHER)) == ([kept.pid], kept)
    assert len(config_files(fleet)) == 2
    assert not any(own.pid.rpartition(".")[2] in name for name in config_files(fleet))
    changes_nothing(fleet, run, *MODULE, title=TITLE, state="absent")


def test_removal_takes_the_secret_and_the_files_first(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    own = pair(fleet, TITLE)
    fleet.clear_requests()
    run("ims_config", title=TITLE, state="absent")
    file_of = {
        pid: f"POST /apps/system/config/{factory}-{pid.removeprefix(factory + '.')}.config"
        for factory, pid in ((PROVIDER, own.pid), (CUSTOMIZER, own.customizer_pid))
    }
    assert changes(fleet) == [
        file_of[own.customizer_pid],
        f"POST /system/console/configMgr/{own.customizer_pid}",
        file_of[own.pid],
        f"POST /system/console/configMgr/{own.pid}",
    ]


@pytest.mark.parametrize("wanted", ["present", "absent"])
def test_the_state_survives_a_restart(fleet: RunningFleet, run: Run, wanted: str) -> None:
    run("ims_config", **ims_options(fleet))
    run("ims_config", **ims_options(fleet, state=wanted))
    before = state(fleet)
    fleet.restart("author1", 0)
    assert state(fleet) == before
    changes_nothing(fleet, run, *MODULE, **ims_options(fleet, state=wanted))


@pytest.mark.parametrize("delay", [1, 3])
def test_late_visibility_makes_no_second_pair(fleet: RunningFleet, run: Run, delay: int) -> None:
    fleet.configure("author1", visibility_delay=delay)
    assert run("ims_config", **ims_options(fleet))["changed"]
    own = pair(fleet, TITLE)
    assert (len(halves(fleet, PROVIDER)), len(halves(fleet, CUSTOMIZER))) == (1, 1)
    assert run("ims_config", **ims_options(fleet, client_id="other-client"))["changed"]
    assert pair(fleet, TITLE).pid == own.pid
    run("ims_config", title=TITLE, state="absent")
    assert (halves(fleet, PROVIDER), halves(fleet, CUSTOMIZER)) == ({}, {})


@pytest.mark.parametrize("csrf", ["strict", "lenient"])
def test_changes_carry_a_csrf_token(fleet: RunningFleet, run: Run, csrf: str) -> None:
    fleet.configure("author1", csrf=csrf)
    assert run("ims_config", **ims_options(fleet))["changed"]
    posts = [entry for entry in fleet.requests("author1") if entry.method == "POST"]
    assert len(posts) == 3
    assert all(entry.headers.get("CSRF-Token") for entry in posts)
    assert requested(fleet).count("GET /libs/granite/csrf/token.json") == 1


@pytest.mark.parametrize("fleet", OAUTH_EDITIONS, indirect=True)
def test_a_console_that_stores_no_defaults_is_no_drift(fleet: RunningFleet, run: Run) -> None:
    fleet.configure("author1", drops_defaults=True)
    changes_once(fleet, run, *MODULE, **ims_options(fleet))
    changes_once(fleet, run, *MODULE, **ims_options(fleet, client_id="other-client"))
