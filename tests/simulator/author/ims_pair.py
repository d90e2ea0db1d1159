# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pair of factory configurations that makes one IMS technical account (contract 3.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .felix import Configuration
from .metatype import CUSTOMIZER, PROVIDER
from .osgi_value import Value, boolean, text, texts

if TYPE_CHECKING:
    from . import Author
    from .names import ProductNames

TITLE = "auth.token.provider.title"
JOIN = "token.request.customizer.type"
KEY_ALIAS = "auth.token.provider.keypair.alias"
VALIDATOR = "auth.token.validator.type"


@dataclass(frozen=True)
class Account:
    """What the wizard's form says; a payload makes it a JWT account. No solution means: leave it as it is."""

    solution: str | None
    title: str
    server: str
    client_id: str
    client_secret: str
    organization: str = ""
    scopes: str = ""
    payload: str = ""
    certificate: str = ""


def store(author: Author, account: Account, known: Configuration | None) -> str:
    """Write the pair, new or over the known one, and return the provider's PID."""
    provider = known or _new(author, PROVIDER)
    customizer = (customizer_of(author, known) if known else None) or _new(author, CUSTOMIZER)
    join = text(_text(provider, JOIN) or f"{author.names.product.customizer_prefix}{provider.pid[-12:]}")
    properties = {JOIN: join, **_provider_properties(author.names.product, account, provider)}
    author.configurations.update(Configuration(provider.pid, PROVIDER, properties, None, provider.path))
    properties = {"customizer.type": join, "auth.ims.client.secret": _secret(author, account, customizer)}
    author.configurations.update(Configuration(customizer.pid, CUSTOMIZER, properties, None, customizer.path))
    return provider.pid


def _provider_properties(names: ProductNames, account: Account, provider: Configuration) -> dict[str, Value]:
    instance = provider.pid.removeprefix(f"{PROVIDER}.")
    validator = names.validator_types[account.solution or "Adobe Analytics"]
    account = replace(account, certificate=account.certificate or _text(provider, KEY_ALIAS))
    return {
        "name": text(_text(provider, "name") or f"{names.provider_prefix}{instance[:8]}"),
        VALIDATOR: text(_text(provider, VALIDATOR) or validator),
        **_common(account),
        **(_jwt(account) if account.payload else _oauth(account, names)),
    }


def _new(author: Author, factory_pid: str) -> Configuration:
    return Configuration(author.configurations.new_pid(factory_pid), factory_pid)


def _secret(author: Author, account: Account, customizer: Configuration) -> Value:
    if not account.client_secret:
        return customizer.properties.get("auth.ims.client.secret", text(""))
    protect = author.names.product.secret_protected
    return text(author.crypto.protect(account.client_secret) if protect else account.client_secret)


def _common(account: Account) -> dict[str, Value]:
    return {
        TITLE: text(account.title),
        "auth.token.provider.client.id": text(account.client_id),
        "auth.token.provider.reuse.access.token": boolean(True),
        "auth.token.provider.relaxed.ssl": boolean(False),
    }


def _oauth(account: Account, names: ProductNames) -> dict[str, Value]:
    token = f"{account.server}/ims/token/v3"
    audience = f"{account.server}/c/{account.client_id}"
    return {
        "auth.token.provider.default.claims": texts([f'"iss" : {json.dumps(account.organization)}']),
        # The OAuth value of the endpoint is UNKNOWN (contract 3.1) and drawn.
        "auth.token.provider.endpoint": text(
            {"server": account.server, "token": token, "audience": audience}[names.endpoint_kind]
        ),
        "auth.access.token.request": text(token),
        "auth.token.provider.scope": text(account.scopes),
        "auth.token.provider.authorization.grants": text("client_credentials"),
        "auth.token.provider.orgId": text(account.organization),
    }


def _jwt(account: Account) -> dict[str, Value]:
    members = json.loads(account.payload).items()
    return {
        "auth.token.provider.default.claims": texts(
            [f"{json.dumps(key)} : {json.dumps(value)}" for key, value in members]
        ),
        "auth.token.provider.endpoint": text(account.server),
        "auth.access.token.request": text(f"{account.server}/ims/exchange/jwt"),
        KEY_ALIAS: text(account.certificate),
    }


def customizer_of(author: Author, provider: Configuration) -> Configuration | None:
    """The other half of a pair, found by the join key."""
    join = _text(provider, JOIN)
    for found in author.configurations.everything():
        if join and found.factory_pid == CUSTOMIZER and _text(found, "customizer.type") == join:
            return found
    return None


def provider_titled(author: Author, title: str) -> Configuration | None:
    """The provider with this title, if there is one."""
    for found in author.configurations.everything():
        if found.factory_pid == PROVIDER and _text(found, TITLE) == title:
            return found
    return None


def _text(configuration: Configuration, name: str) -> str:
    value = configuration.properties.get(name)
    return str(value.items[0]) if value and value.items else ""
