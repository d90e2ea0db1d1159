# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own client against the cloud at Adobe's names, and with the tokens of Adobe's clients."""

from __future__ import annotations

import json
import unittest
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.aemfleet.ims.plugins.module_utils._adobe.analytics import (
    DEFAULT_ENDPOINT,
    Analytics,
    choose_company,
)
from ansible_collections.aemfleet.ims.plugins.module_utils._adobe.credential import normalise
from ansible_collections.aemfleet.ims.plugins.module_utils._argspec import (
    ANALYTICS,
    CONTRACT,
    CREDENTIAL,
    READINESS,
    merged,
)
from ansible_collections.aemfleet.ims.plugins.module_utils._errors import AdobeRefused
from ansible_collections.aemfleet.ims.plugins.module_utils._perform import perform
from ansible_collections.aemfleet.ims.plugins.module_utils._resources import health
from ansible_collections.aemfleet.ims.plugins.module_utils._secrets import Secrets
from ansible_collections.aemfleet.ims.plugins.module_utils._transport import Transport

from .outcome import Outcome
from .places import AUTHORITY, RESULTS
from .world import Fields, World, credential

EXCERPT = 1500
PROBES = ["token", "analytics_company", "report_suites"]
TOKENS = ("aio-lib-ims", "aio-lib-ims-oauth", "jwt-auth", "aio-lib-ims-jwt")
Check = Callable[[], None]


def judged(suite: str, checks: Mapping[str, Check]) -> list[Outcome]:
    outcomes = []
    for name, check in checks.items():
        result = unittest.TestResult()
        unittest.FunctionTestCase(check).run(result)
        said = "".join(text for dummy, text in [*result.failures, *result.errors])[-EXCERPT:]
        outcomes.append(Outcome(f"{suite}: {name}", "failed" if said else "passed", said))
    return outcomes


def examine(world: World, download: Fields) -> Mapping[str, Any]:
    """The module health_check with the credential of a download, at the addresses that are its defaults."""
    author = world.fleet.authors[0]
    found = normalise(download).to_mapping()
    spec = merged(READINESS, CREDENTIAL, ANALYTICS, CONTRACT)
    options = {name: option.get("default") for name, option in spec.items()}
    options.update(author_url=author.url, author_username=author.username, author_password=author.password)
    options.update({name: found[name] for name in ("client_id", "client_secret", "org_id", "scopes")})
    options.update(company=world.fleet.cloud.company, report_suites=world.fleet.cloud.report_suites)
    return perform(health, {**options, "ca_path": str(AUTHORITY), "probes": PROBES, "fail_on": "failed"}, False)


def module_token(world: World) -> str:
    """The token that health_check gets and uses, as the cloud has recorded it."""
    world.fleet.clear_requests()
    outcome = examine(world, world.oauth)
    assert outcome.get("status") == "ok", f"health_check could not get a token: {outcome}"
    (used,) = {one.headers.get("Authorization", "") for one in world.fleet.requests(to="cloud")} - {""}
    return used.removeprefix("Bearer ")


@dataclass(frozen=True)
class Results:
    """What Adobe's clients handed over."""

    world: World

    def given(self, name: str) -> Any:
        path = RESULTS / f"{name}.json"
        assert path.is_file(), f"no check in JavaScript has handed over {name}"
        return json.loads(path.read_text(encoding="utf-8"))

    def checks(self) -> dict[str, Check]:
        opened = {f"a token of {name} opens Analytics": self._opens(f"token-{name}") for name in TOKENS}
        return {
            "health_check finds everything in order at Adobe's addresses": self.addresses,
            **opened,
            "a workspace made with aio-lib-console satisfies health_check": self.workspace,
            "a token that aio-lib-ims invalidated is refused": self.invalidated,
        }

    def addresses(self) -> None:
        self.world.fleet.clear_requests()
        outcome = examine(self.world, self.world.oauth)
        assert outcome.get("status") == "ok", outcome
        seen = [(one.headers["Host"], one.target.split("?")[0]) for one in self.world.fleet.requests(to="cloud")]
        suites = f"/api/{self.world.fleet.cloud.company}/reportsuites/collections/suites"
        expected = [("ims-na1.adobelogin.com", "/ims/token/v3"), ("analytics.adobe.io", "/discovery/me")]
        assert seen == [*expected, ("analytics.adobe.io", suites)], seen

    def workspace(self) -> None:
        outcome = examine(self.world, self.given("workspace"))
        assert outcome.get("status") == "ok", outcome

    def _opens(self, name: str) -> Check:
        def check() -> None:
            world = self.world
            analytics = self._analytics(self.given(name), legacy="jwt" in name)
            company = choose_company(analytics.companies(), world.org, world.fleet.cloud.company)
            wanted = world.fleet.cloud.report_suites
            assert analytics.report_suites(company, wanted) == set(wanted)

        return check

    def invalidated(self) -> None:
        client = self._analytics(self.given("invalidated-token"), legacy=False)
        with pytest.raises(AdobeRefused) as caught:
            client.companies()
        assert caught.value.code == "token_refused", caught.value

    def _analytics(self, token: str, *, legacy: bool) -> Analytics:
        world = self.world
        entry = credential(world.service)["jwt"] if legacy else credential(world.oauth)["oauth_server_to_server"]
        transport = Transport(further_ca_path=str(AUTHORITY))
        return Analytics(DEFAULT_ENDPOINT, entry["client_id"], token, transport, Secrets())
