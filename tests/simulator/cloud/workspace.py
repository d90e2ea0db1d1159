# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that the Console offers for download (contract/adobe-cloud.md 4.1)."""

from __future__ import annotations

from typing import Any

from .accounts import ANALYTICS, Client, Project, SignIn, Workspace
from .assumptions import SIGN_IN_PLATFORMS
from .world import World

SERVICE_NAMES = {ANALYTICS: "Adobe Analytics"}


def integration_type(world: World, client: Client) -> str:
    if client.sign_in is not None:
        return SIGN_IN_PLATFORMS[client.sign_in.platform]
    grants = world.grants_of(client)
    if grants == {"jwt"}:
        return "service"
    return "oauth_server_to_server_migrate" if "jwt" in grants else "oauth_server_to_server"


def flow_type(client: Client) -> str:
    return "entp" if client.sign_in is None else "adobeid"


def summary(world: World, client: Client) -> dict[str, Any]:
    """A credential as the lists of the Console show it (5.2)."""
    return {
        "id_workspace": client.workspace.number,
        "id_integration": client.number,
        "flow_type": flow_type(client),
        "integration_type": integration_type(world, client),
    }


def workspace_download(world: World, project: Project, workspace: Workspace) -> dict[str, Any]:
    organization = world.directory.organization
    clients = [client for client in world.directory.clients if client.workspace is workspace]
    codes = dict.fromkeys(code for client in clients for code in client.services)
    details = {
        "credentials": [_credential(world, client) for client in clients],
        "services": [{"code": code, "name": SERVICE_NAMES.get(code, "I/O Management API")} for code in codes],
        "runtime": {"namespaces": []},
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
    if client.sign_in is not None:
        return {**entry, "oauth2": _oauth2(client, client.sign_in)}
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


def _oauth2(client: Client, sign_in: SignIn) -> dict[str, Any]:
    return {
        "client_id": client.client_id,
        "client_secret": client.secrets[0].text,
        "redirect_uri": list(sign_in.redirect_uris),
        "defaultRedirectUri": sign_in.default_redirect_uri,
    }
