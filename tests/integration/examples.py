# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples of the documentation as playbooks, with the variables that they use."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import simulator
from integration.inventories import as_single_variables
from integration.playbooks import ROOT

Task = dict[str, Any]

PLUGINS = ROOT / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py"))
# What the examples of a module find on the author: the first examples of these modules, in this order.
GROUNDS: Mapping[str, Sequence[str]] = {
    "analytics_framework": ("ims_config", "analytics_cloudservice"),
    "analytics_cloudservice": ("ims_config",),
    "author_info": ("ims_config", "analytics_cloudservice"),
    "contract_capture": ("ims_config", "analytics_cloudservice"),
    "health_check": ("ims_config", "analytics_cloudservice"),
}


def examples_of(module: str) -> list[Task]:
    source = importlib.import_module(f"ansible_collections.aemfleet.ims.plugins.modules.{module}").EXAMPLES
    tasks: list[Task] = yaml.safe_load(source)
    return tasks


def examples_of_filter(name: str) -> list[Task]:
    documentation = yaml.safe_load((PLUGINS / "filter" / f"{name}.yml").read_text(encoding="utf-8"))
    tasks: list[Task] = yaml.safe_load(documentation["EXAMPLES"])
    return tasks


def grounds_of(module: str) -> list[Task]:
    return [{**examples_of(ground)[0], "name": f"Lay the ground with {ground}"} for ground in GROUNDS.get(module, ())]


def play(variables: Mapping[str, Any], tasks: Sequence[Task]) -> dict[str, Any]:
    """A play on the control node itself."""
    return {
        "name": "Examples",
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}", **variables},
        "tasks": list(tasks),
    }


def variables_of(
    fleet: simulator.RunningFleet,
    workspace: Mapping[str, Any],
    directory: Path,
    *,
    username: str,
    password: str,
    passphrase: str = "for the pair of the fleet",
) -> dict[str, Any]:
    """Every variable that an example uses; `author1` is the author, `author2` the legacy one."""
    single = as_single_variables(workspace)
    credential = {name.removeprefix("analytics_"): value for name, value in single.items()}
    return {
        "author_url": fleet.authors[0].url,
        "legacy_author_url": fleet.authors[1].url,
        "author_username": username,
        "author_password": password,
        "authorization_server": fleet.cloud.url,
        "analytics_endpoint": fleet.cloud.url,
        "credential": credential,
        "company": fleet.cloud.company,
        "report_suites": fleet.cloud.report_suites,
        "content_pages": [content_page(fleet)],
        "exported_mappings": {"component": {"sling:resourceType": "cq/analytics/components/mappings/some"}},
        "framework_contract": {
            "framework": {"run_modes": {"author": "A", "publish": "P"}, "form": "list", "main": "first"}
        },
        "service_user": fleet.authors[0].names.product.service_user,
        "certificates": str(directory),
        "pair_passphrase": passphrase,
        "technical_account_id": technical_account(workspace),
        "payload": payload(fleet, workspace, single["analytics_client_id"]),
    }


def content_page(fleet: simulator.RunningFleet) -> str:
    """The root of a site on the author."""
    path = "/content/example"
    fleet.authors[0].call(lambda author: author.repository.create(path, {}, "cq:Page"))
    fleet.authors[0].call(lambda author: author.repository.create(f"{path}/jcr:content", {}, "cq:PageContent"))
    return path


def technical_account(workspace: Mapping[str, Any]) -> str:
    (credential,) = workspace["project"]["workspace"]["details"]["credentials"]
    return str(credential["oauth_server_to_server"]["technical_account_id"])


def payload(fleet: simulator.RunningFleet, workspace: Mapping[str, Any], client_id: str) -> dict[str, Any]:
    """What the Developer Console shows as the payload of a Service Account (JWT) credential."""
    return {
        "exp": 4_000_000_000,
        "iss": workspace["project"]["org"]["ims_org_id"],
        "sub": technical_account(workspace),
        f"{fleet.cloud.url}/s/ent_analytics_bulk_ingest_sdk": True,
        "aud": f"{fleet.cloud.url}/c/{client_id}",
    }
