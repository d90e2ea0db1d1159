# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that several resources share, checked together."""

from __future__ import annotations

import re
import typing as t

from .._addresses import split_address
from .._errors import InvalidOptions
from .ims_claims import Payload, parse_payload


def credential_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the options of an OAuth Server-to-Server credential."""
    problems = _missing(options, ("client_id", "client_secret", "org_id"))
    scopes = options.get("scopes") or []
    if not scopes or any(not scope or re.search(r"[\s,]", scope) for scope in scopes):
        problems.append("scopes must be a list of at least one scope name, without spaces or commas")
    return problems + _malformed(options)


def jwt_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the options of a Service Account (JWT) credential."""
    return _missing(options, ("keypair_alias",)) + jwt_access_problems(options)


def jwt_access_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the options by which a JWT is made and exchanged."""
    problems = _missing(options, ("client_secret",))
    if not options.get("payload"):
        needed = ("client_id", "org_id", "technical_account_id", "metascopes")
        return problems + _missing(options, needed) + _malformed(options)
    try:
        payload = parse_payload(options["payload"])
    except InvalidOptions as error:
        return problems + list(error.fields["problems"])
    for name in ("client_id", "org_id", "technical_account_id"):
        if options.get(name) and options[name] != getattr(payload, name):
            problems.append(f"{name} is not that of the payload, {getattr(payload, name)}")
    if options.get("metascopes") and set(options["metascopes"]) != set(payload.metascopes):
        problems.append(f"metascopes are not those of the payload, {', '.join(payload.metascopes)}")
    return problems


def payload_of(options: t.Mapping[str, t.Any]) -> Payload:
    """The payload that was given, or the one that the single options make; the host of `aud` is the server."""
    if options.get("payload"):
        return parse_payload(options["payload"])
    return Payload(
        options["authorization_server"].rstrip("/"),
        options["client_id"],
        options["org_id"],
        options["technical_account_id"],
        tuple(sorted(set(options["metascopes"]))),
    )


def _missing(options: t.Mapping[str, t.Any], names: t.Iterable[str]) -> list[str]:
    return [f"{name} is required" for name in names if not options.get(name)]


def _malformed(options: t.Mapping[str, t.Any]) -> list[str]:
    problems = []
    org_id = options.get("org_id") or ""
    if org_id and not re.fullmatch(r"[^@\s]+@AdobeOrg", org_id):
        problems.append("org_id must have the form <id>@AdobeOrg")
    server = split_address(options.get("authorization_server"))
    if server.scheme not in {"http", "https"} or not server.hostname or server.path.strip("/") or server.username:
        problems.append("authorization_server must be the http or https URL of a host, without a path")
    return problems


def waiting_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with the options that say how long to wait for an author."""
    found = ["wait must not be negative"] if options["wait"] < 0 else []
    return found if options["polls"] >= 1 else [*found, "polls must be at least 1"]
