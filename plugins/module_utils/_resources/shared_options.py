# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that several resources share, checked together."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit


def credential_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the credential options."""
    needed = ("client_id", "client_secret", "org_id")
    problems = [f"{name} is required" for name in needed if not options.get(name)]
    org_id = options.get("org_id") or ""
    if org_id and not re.fullmatch(r"[^@\s]+@AdobeOrg", org_id):
        problems.append("org_id must have the form <id>@AdobeOrg")
    scopes = options.get("scopes") or []
    if not scopes or any(not scope or re.search(r"[\s,]", scope) for scope in scopes):
        problems.append("scopes must be a list of at least one scope name, without spaces or commas")
    server = urlsplit(options.get("authorization_server") or "")
    if server.scheme not in {"http", "https"} or not server.hostname or server.path.strip("/") or server.username:
        problems.append("authorization_server must be the http or https URL of a host, without a path")
    return problems


def waiting_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with the options that say how long to wait for an author."""
    found = ["wait must not be negative"] if options["wait"] < 0 else []
    return found if options["polls"] >= 1 else [*found, "polls must be at least 1"]
