# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files by which a running fleet is handed over to Ansible and to tests."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from .author import Author
    from .fleet import Fleet

INVENTORY, WORKSPACE, AUTHORITY, DESCRIPTION = "inventory.yml", "workspace.json", "ca.pem", "simulator.json"


def write(fleet: Fleet, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    directory = directory.resolve()
    _write(directory / AUTHORITY, fleet.authority.pem)
    _write(directory / WORKSPACE, json.dumps(fleet.cloud.credential, indent=2) + "\n")
    _write(directory / DESCRIPTION, json.dumps(_description(fleet), indent=2) + "\n")
    _write(directory / INVENTORY, yaml.safe_dump(inventory(fleet, directory), sort_keys=False, width=200))


def _write(path: Path, text: str) -> None:
    """Replace a file in one step; only its owner may read it, for most of them hold a secret."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)
    fresh.replace(path)


def _description(fleet: Fleet) -> dict[str, Any]:
    return {
        "seed": fleet.seed,
        "control": fleet.urls["control"],
        "cloud": fleet.urls["cloud"],
        "console": fleet.cloud.console_token,
        "authors": {name: fleet.urls[name] for name in fleet.author_names},
    }


def _host(fleet: Fleet, author: Author) -> dict[str, str]:
    """An author's variables; which user owns the keys of its Analytics integration nothing on it tells (UNKNOWN U1)."""
    return {
        "analytics_author_url": fleet.urls[author.name],
        "analytics_keypair_user": author.names.product.service_user,
    }


def inventory(fleet: Fleet, directory: Path) -> dict[str, Any]:
    return {
        "authors": {
            "hosts": {author.name: _host(fleet, author) for author in fleet.authors},
            "vars": {
                "ansible_connection": "local",
                "ansible_python_interpreter": "{{ ansible_playbook_python }}",
                "analytics_author_username": fleet.username,
                "analytics_author_password": fleet.password,
                "analytics_ca_path": str(directory / AUTHORITY),
                "analytics_authorization_server": fleet.urls["cloud"],
                "analytics_endpoint": fleet.urls["analytics"],
                "analytics_credential_file": str(directory / WORKSPACE),
                "analytics_company": fleet.cloud.company,
                "analytics_report_suites": fleet.cloud.report_suites,
            },
        }
    }
