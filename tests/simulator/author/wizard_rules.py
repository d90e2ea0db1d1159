# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the wizard's servlet accepts: exactly the parameters of its form, each once, each with a sound value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .assumptions import OPTIONAL_WIZARD_FIELDS
from .editions import edition_of
from .ims_pair import Account

if TYPE_CHECKING:
    from multidict import MultiDictProxy

    from . import Author

# The form's own fields that a servlet leaves alone, whatever the page.
FRAMEWORK_FIELDS = frozenset({"_charset_"})
EMPTY = "Invalid, null or empty parameters"


class Refused(Exception):
    """The servlet does not carry the form out."""


def checked(author: Author, form: MultiDictProxy[str]) -> dict[str, str]:
    """The values by key; whatever is unknown, missing, repeated or empty is refused."""
    names = author.names.wizard
    keys = {name: key for key, name in names.parameters.items()} | {names.configuration_id: "configuration"}
    sent = [name for name, _value in form.items() if name not in FRAMEWORK_FIELDS and not name.startswith(":")]
    if len(set(sent)) != len(sent):
        raise Refused("a parameter is sent twice")
    unknown = [name for name in sent if name not in keys and name not in names.hidden]
    if unknown:
        raise Refused(f"unknown parameters {', '.join(sorted(unknown))}")
    updating = names.configuration_id in form
    if not updating and any(form.get(name) != value for name, value in names.hidden.items()):
        raise Refused(EMPTY)
    values = {keys[name]: form[name] for name in sent if name in keys}
    _check_presence(author, values, updating)
    return values


def _check_presence(author: Author, values: Mapping[str, str], updating: bool) -> None:
    edition = edition_of(author.edition)
    wanted = set(author.names.wizard.parameters) - OPTIONAL_WIZARD_FIELDS
    if updating:
        wanted -= {"cloud_configuration", "certificate", "client_secret"}
    # KCS ka-37748 (contract 4.1): with the hotfix but another adobeims.core, every form counts as empty.
    wrong_bundle = edition.needs_ims_bundle not in (None, author.framework.ims_bundle_version)
    if wrong_bundle or any(not values.get(key, "").strip() for key in wanted):
        raise Refused(EMPTY)


def account_of(author: Author, values: Mapping[str, str]) -> Account:
    """The account that checked values describe."""
    names = author.names.wizard
    solutions = {value: name for name, value in names.solutions.items()}
    chosen = values.get("cloud_configuration")
    if chosen is not None and chosen not in solutions:
        raise Refused(f"{chosen} is no cloud configuration")
    _check_authentication(author, values)
    server = urlsplit(values["authorization_server"])
    if server.scheme not in ("http", "https") or not server.netloc or server.path not in ("", "/"):
        raise Refused("the authorization server is no address of a host")
    return Account(
        solution=solutions[chosen] if chosen is not None else None,
        title=values["title"],
        server=values["authorization_server"].rstrip("/"),
        client_id=values["client_id"],
        client_secret=values.get("client_secret", ""),
        organization=values.get("organization_id", ""),
        scopes=values.get("scopes", ""),
        payload=_payload(values),
        certificate=values.get("certificate", ""),
    )


def _check_authentication(author: Author, values: Mapping[str, str]) -> None:
    types = author.names.wizard.authentication_types
    if types and values["authentication_type"] == types["jwt"]:
        # Contract 4.2: JWT configurations can be neither created nor updated any more.
        raise Refused("JWT is deprecated; such configurations can only be migrated to OAuth")
    if types and values["authentication_type"] != types["oauth"]:
        raise Refused(f"{values['authentication_type']} is no authentication type")


def _payload(values: Mapping[str, str]) -> str:
    payload = values.get("payload", "")
    try:
        if payload and not isinstance(json.loads(payload), dict):
            raise Refused("the payload is no JSON object")
    except ValueError as error:
        raise Refused("the payload is no JSON") from error
    return payload
