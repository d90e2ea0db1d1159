# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fleet in which every author is in another condition, for the report on it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.hands import Administrator
from integration.inventories import inventory_of
from integration.playbooks import Controller

HEALTHY, ENDING, COMPANY, TITLE = "healthy", "ending-secret", "wrong-company", "drifted-title"
LEGACY, UNREACHABLE, PASSWORD, VERSION = "legacy", "unreachable", "wrong-password", "other-version"
CONDITIONS = (HEALTHY, ENDING, COMPANY, TITLE, LEGACY, UNREACHABLE, PASSWORD, VERSION)
EDITIONS = {LEGACY: "6.5.12", VERSION: "lts"}
KNOWN_TITLE, OTHER_TITLE = "Adobe Analytics", "Analytics, renamed by hand"
SECRET_DAYS, CERTIFICATE_DAYS = 9, 21


@contextmanager
def conditions(directory: Path, seed: int) -> Iterator[simulator.RunningFleet]:
    """One author for each condition, fresh as yet."""
    edition = ",".join(EDITIONS.get(condition, "6.5.21") for condition in CONDITIONS)
    with simulator.running(authors=len(CONDITIONS), edition=edition, seed=seed, directory=directory) as fleet:
        yield fleet


def bring_about(fleet: simulator.RunningFleet, controller: Controller, **variables: Any) -> dict[str, Any]:
    """Connect the authors, then put each in its condition; returns the inventory, in which hosts are named for it."""
    connected = controller.write_inventory(inventory_of(fleet, **variables))
    controller.run(connected, "--limit", f"!{author(LEGACY)}").succeeded()
    download = jwt_download(fleet)
    legacy.connect(fleet, download, [author(LEGACY)], days=CERTIFICATE_DAYS)
    Administrator(fleet, author(TITLE)).rename_ims_config(KNOWN_TITLE, OTHER_TITLE)
    group = inventory_of(fleet, **variables)["authors"]
    own = _own_variables(controller.directory, download)
    hosts = {name: {**group["hosts"][author(name)], **own.get(name, {})} for name in CONDITIONS}
    return {"authors": {"hosts": hosts, "vars": group["vars"]}}


def author(condition: str) -> str:
    """The simulator's name of the author in a condition."""
    return f"author{CONDITIONS.index(condition) + 1}"


def _own_variables(directory: Path, download: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is wrong, or special, in the variables of hosts."""
    credential = directory / "legacy.json"
    credential.write_text(json.dumps(download), encoding="utf-8")
    ends = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=SECRET_DAYS, hours=1)
    return {
        HEALTHY: {"analytics_client_secret_ends": (ends + datetime.timedelta(days=200)).isoformat()},
        ENDING: {"analytics_client_secret_ends": ends.isoformat()},
        COMPANY: {"analytics_company": "nosuchcompany"},
        LEGACY: {
            "analytics_credential_type": "jwt",
            "analytics_credential_file": str(credential),
            "analytics_keypair_alias": legacy.KEY_ALIAS,
        },
        UNREACHABLE: {"analytics_author_url": "http://127.0.0.1:9"},
        PASSWORD: {"analytics_author_password": "mistyped"},
    }
