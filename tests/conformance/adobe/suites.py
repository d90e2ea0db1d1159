# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The end-to-end suites that ship inside Adobe's packages, unchanged (contract/adobe-cloud.md 9.2)."""

from __future__ import annotations

import shutil

from . import jest, packages
from .outcome import Outcome
from .places import CHECKS, MODULES, RESULTS, WORLD
from .world import World, credential


def console(world: World) -> list[Outcome]:
    login = world.fleet.cloud.console_token
    variables = {
        "CONSOLE_API_API_KEY": login["api_key"],
        "CONSOLE_API_ACCESS_TOKEN": login["access_token"],
        "CONSOLE_API_IMS_ORG_ID": world.org,
        "CONSOLE_API_ENV": "prod",
    }
    folder = packages.unpack("@adobe/aio-lib-console")
    return jest.run("aio-lib-console", folder, ["--config", "e2e/jest.config.js"], variables)


def analytics(world: World, token: str) -> list[Outcome]:
    client = credential(world.oauth)["oauth_server_to_server"]
    variables = {
        "ANALYTICS_COMPANY": world.fleet.cloud.company,
        "ANALYTICS_APIKEY": client["client_id"],
        "ANALYTICS_TOKEN": token,
        "ANALYTICS_RSID": world.fleet.cloud.report_suites[0],
    }
    folder = packages.unpack("@adobe/aio-lib-analytics")
    return jest.run("aio-lib-analytics", folder, ["--testRegex", "./e2e/e2e.js"], variables)


def own(world: World, token: str) -> list[Outcome]:
    """Checks of ours for what no suite covers; `token` was obtained by our module."""
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    world.write(WORLD, module_token=token)
    variables = {
        "CONFORMANCE_MODULES": str(MODULES),
        "CONFORMANCE_WORLD": str(WORLD),
        "CONFORMANCE_RESULTS": str(RESULTS),
    }
    return jest.run("clients", CHECKS, ["--config", "jest.config.js"], variables)
