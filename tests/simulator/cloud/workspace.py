# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that the Console offers for download (contract/adobe-cloud.md 4.1)."""

from __future__ import annotations

from typing import Any

from .accounts import ANALYTICS, Client, Project, Workspace
from .world import World

SERVICE_NAMES = {ANALYTICS: "Adobe Analytics"}


def integration_type(world: World, client: Client) -> str:
    grants = world.grants_of(client)
    if grants == {"jwt"}:
        return "service"
    return "oauth_server_to_server_migrate" if "jwt" in grants else "oauth_server_to_server"


def workspace_download(world: World, project: Project, workspace: Workspace) -> dict[str, Any]:
    organization = world.directory.organization
    clients = [client for client in world.directory.clients if client.workspace is workspace]
    codes = dict.fromkeys(code for client in clients for code in client.services)
    details = {
        "credentials": [_credential(world, client) for client in clients],
        "services": [{"code": code, "name": SERVICE_NAMES.get(code, "I/O Management API")} for code in codes],
    }
    return {
        "project": {
            "id": project.number,
            "name": project.name,
            "title": project.title,
            "description": project.description,
            "org": {"id": organization.number, "name": organization.name, "ims_org_id": organization.ims_org_id},
            "workspace": {
                "id": workspace.number,
                "name": workspace.name,
                "title": workspace.title,
                "description": workspace.description,
                "action_url": "",
                "app_url": "",
                "details": details,
            },
        }
    }


def _credential(world: World, client: Client) -> dict[str, Any]:
    kind = integration_type(world, client)
    entry: dict[str, Any] = {"id": client.number, "name": client.name, "integration_type": kind}
    account = {
        "client_id": client.client_id,
        "technical_account_email": client.technical_account_email,
        "technical_account_id": client.technical_account_id,
    }
    secrets = [secret.text for secret in client.secrets]
    if kind != "oauth_server_to_server":
        entry["jwt"] = {**account, "client_secret": secrets[0], "meta_scopes": list(client.metascopes)}
    if kind != "service":
        entry["oauth_server_to_server"] = {**account, "client_secrets": secrets, "scopes": list(client.scopes)}
    return entry
