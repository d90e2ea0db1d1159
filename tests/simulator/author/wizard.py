# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wizard's servlets: they turn a posted form into the pair of OSGi configurations (contract 3.1, 3.5, 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

from . import answers, assumptions
from .ims_pair import Account, customizer_of, provider_titled, store
from .metatype import PROVIDER
from .wizard_rules import Refused, account_of, checked

if TYPE_CHECKING:
    from . import Author

# What people call the fields, by the key that the simulator uses for them.
SPOKEN = {
    "cloud configuration": "cloud_configuration",
    "authentication type": "authentication_type",
    "title": "title",
    "authorization server": "authorization_server",
    "api key": "client_id",
    "client id": "client_id",
    "client secret": "client_secret",
    "organization id": "organization_id",
    "organisation id": "organization_id",
    "ims organization id": "organization_id",
    "scopes": "scopes",
    "scope": "scopes",
    "payload": "payload",
    "certificate": "certificate",
    "alias": "certificate",
}


async def update(author: Author, _request: web.Request, form: MultiDictProxy[str]) -> web.Response:
    """Create or update; the answer's body is the PID."""
    try:
        return web.Response(text=save(author, form))
    except Refused as refused:
        status = assumptions.wizard_refusal(author.seed, author.edition)
        return answers.error(status, f"Could not create/update the configuration: {refused}")


async def delete(author: Author, _request: web.Request, form: MultiDictProxy[str]) -> web.Response:
    """Remove pairs by the PIDs of their providers; the files stay for the client to remove (contract 3.5)."""
    pids = form.getall("configurationIds", [])
    found = [author.configurations.find(pid) for pid in pids]
    if not pids or any(provider is None or provider.factory_pid != PROVIDER for provider in found):
        status = assumptions.wizard_refusal(author.seed, author.edition)
        return answers.error(status, "Could not delete: a configuration does not exist")
    for provider in found:
        if provider is not None:
            customizer = customizer_of(author, provider)
            author.configurations.delete(provider.pid, keep_file=True)
            if customizer is not None:
                author.configurations.delete(customizer.pid, keep_file=True)
    return web.Response(text="")


def save(author: Author, form: MultiDictProxy[str]) -> str:
    """Check a posted form and store what it says; return the provider's PID."""
    values = checked(author, form)
    account = account_of(author, values)
    known = author.configurations.find(values["configuration"]) if "configuration" in values else None
    if "configuration" in values and (known is None or known.factory_pid != PROVIDER):
        raise Refused("the configuration does not exist")
    same = provider_titled(author, account.title)
    if same is not None and (known is None or same.pid != known.pid):
        raise Refused(f"a configuration with the title {account.title} exists")
    return store(author, account, known)


def create(author: Author, fields: Mapping[str, str]) -> str:
    """Fill the wizard in as an administrator would, by label, and return the new PID.

    Fields with a payload on an author of the OAuth era stand for a configuration from before its last update.
    """
    values = _by_key(fields)
    wizard = author.names.wizard
    if "payload" in values and "payload" not in wizard.parameters:
        return _inherited(author, values)
    values.setdefault("cloud_configuration", "Adobe Analytics")
    values["cloud_configuration"] = wizard.solutions.get(values["cloud_configuration"], values["cloud_configuration"])
    if wizard.authentication_types:
        chosen = values.get("authentication_type", "oauth").lower()
        values["authentication_type"] = wizard.authentication_types["jwt" if "jwt" in chosen else "oauth"]
    unknown = values.keys() - wizard.parameters.keys()
    if unknown:
        raise ValueError(f"the wizard of edition {author.edition} has no field for {', '.join(sorted(unknown))}")
    posted = MultiDict({wizard.parameters[key]: value for key, value in values.items()} | dict(wizard.hidden))
    try:
        return save(author, MultiDictProxy(posted))
    except Refused as refused:
        raise ValueError(f"the wizard refuses: {refused}") from refused


def _inherited(author: Author, values: Mapping[str, str]) -> str:
    """Leave a JWT configuration behind as an older service pack made it (contract 4.2)."""
    for key in ("title", "authorization_server", "client_id", "client_secret", "payload", "certificate"):
        if not values.get(key):
            raise ValueError(f"a JWT configuration needs a value for {key}")
    account = Account(
        solution=values.get("cloud_configuration", "Adobe Analytics"),
        title=values["title"],
        server=values["authorization_server"],
        client_id=values["client_id"],
        client_secret=values["client_secret"],
        payload=values["payload"],
        certificate=values["certificate"],
    )
    return store(author, account, None)


def _by_key(fields: Mapping[str, str]) -> dict[str, str]:
    spoken = {label: " ".join(label.replace("_", " ").split()).rstrip(" *:").lower() for label in fields}
    strange = [label for label, folded in spoken.items() if folded not in SPOKEN]
    if strange:
        raise ValueError(f"the wizard has no field {', '.join(strange)}; known are {', '.join(SPOKEN)}")
    return {SPOKEN[spoken[label]]: value for label, value in fields.items()}
