# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory that a simulated fleet hands over, with what a test wants otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import simulator

CREDENTIAL_VARIABLES = (
    "analytics_client_id",
    "analytics_client_secret",
    "analytics_org_id",
    "analytics_scopes",
)


def inventory_of(
    fleet: simulator.RunningFleet,
    *,
    hosts: Mapping[str, Mapping[str, Any]] | None = None,
    without: tuple[str, ...] = (),
    **variables: Any,
) -> dict[str, Any]:
    """All authors in one group; `variables` are the group's, `hosts` those of single ones, and go before."""
    inventory: dict[str, Any] = yaml.safe_load(handed_over(fleet, "inventory.yml").read_text(encoding="utf-8"))
    group = inventory["authors"]
    group["vars"] = {name: value for name, value in {**group["vars"], **variables}.items() if name not in without}
    for host, own in (hosts or {}).items():
        group["hosts"][host].update(own)
    return inventory


def handed_over(fleet: simulator.RunningFleet, name: str) -> Path:
    """A file that the fleet hands over."""
    assert fleet.directory is not None
    return fleet.directory / name


def as_single_variables(workspace: Mapping[str, Any]) -> dict[str, Any]:
    """The credential of a workspace download as the role's four single variables."""
    (credential,) = workspace["project"]["workspace"]["details"]["credentials"]
    details = credential["oauth_server_to_server"]
    values = (
        details["client_id"],
        details["client_secrets"][0],
        workspace["project"]["org"]["ims_org_id"],
        details["scopes"],
    )
    return dict(zip(CREDENTIAL_VARIABLES, values, strict=True))
