# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the options of ims_config to the wanted IMS configuration."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from .._adobe.credential import JWT
from .._author import osgi
from . import contract
from . import ims_pair as pair
from .shared_options import credential_problems, jwt_problems, payload_of

Options = t.Mapping[str, t.Any]

# What finds an entry and its secret, and what configMgr reads as something else than a property (contract/aem.md 5.3).
NOT_RESTORED = frozenset({pair.NAME, pair.TITLE, pair.VALIDATOR_TYPE, pair.PROVIDER_JOIN})
NO_PROPERTY = frozenset({"action", "apply", "create", "delete", "factoryPid", "pid", "pidFilter", "propertylist"})


def problems(options: Options) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    found = [] if (options.get("title") or "").strip() else ["title is required"]
    if options["state"] == "present":
        found += present_problems(options)
    elif options["duplicates"] == "keep" and not options.get("provider_pid"):
        # Else the next run would remove the next one.
        found.append("provider_pid is required with duplicates=keep and state=absent")
    return found + contract.problems(options.get("contract"))


def present_problems(options: Options) -> list[str]:
    """What is wrong with the credential, or with what an earlier task returned to be restored."""
    former = options.get("properties")
    if options["restore"] and former is not None:
        return former_problems(former)
    found = jwt_problems(options) if options["credential_type"] == JWT else credential_problems(options)
    if former is not None:
        found.append("properties is only for restore=true")
    return [problem for problem in found if not (options["restore"] and problem == "client_secret is required")]


def former_problems(former: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with properties that are to be restored."""
    found = []
    names = [name for name in former if name in NOT_RESTORED | NO_PROPERTY or not re.fullmatch(r"[\w.-]+", name)]
    if names:
        found.append(f"properties must not set {', '.join(map(repr, sorted(names)))}")
    values = [name for name, value in former.items() if not is_stored_as_it_is(value)]
    if values:
        told = "a text, a whole number, a truth value, a list of texts or null"
        found.append(f"properties must have values that are {told} (not {', '.join(map(repr, sorted(values)))})")
    return found


def is_stored_as_it_is(value: t.Any) -> bool:
    """Whether configMgr keeps the value."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, (str, bool, int))


def desired(options: Options) -> pair.Wanted:
    """The wanted configuration."""
    return replace(_desired(options), duplicates=options["duplicates"], provider_pid=options.get("provider_pid") or "")


def _desired(options: Options) -> pair.Wanted:
    if options["state"] == "absent":
        return pair.Wanted(options["title"], False)
    if options["restore"] and options.get("properties") is not None:
        return _restored(options)
    if options["credential_type"] == JWT:
        return _desired_jwt(options)
    return pair.Wanted(
        title=options["title"],
        present=True,
        authorization_server=options["authorization_server"].rstrip("/"),
        client_id=options["client_id"],
        client_secret=options.get("client_secret") or "",
        org_id=options["org_id"],
        scopes=tuple(options["scopes"]),
        route=options["route"],
        restore=options["restore"],
    )


def _desired_jwt(options: Options) -> pair.Wanted:
    payload = payload_of(options)
    return pair.Wanted(
        title=options["title"],
        present=True,
        authorization_server=payload.authorization_server,
        client_id=payload.client_id,
        client_secret=options.get("client_secret") or "",
        org_id=payload.org_id,
        route=options["route"],
        credential_type=JWT,
        technical_account_id=payload.technical_account_id,
        metascopes=payload.metascopes,
        keypair_alias=options["keypair_alias"],
        restore=options["restore"],
    )


def _restored(options: Options) -> pair.Wanted:
    """The properties alone decide, and no form takes those: an entry that was made by hand need not make sense."""
    former: dict[str, osgi.Value | None] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in options["properties"].items()
    }
    return pair.Wanted(
        title=options["title"],
        present=True,
        client_secret=options.get("client_secret") or "",
        route="osgi",
        credential_type=options["credential_type"],
        restore=True,
        former=former,
    )
