# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the half that carries the title must hold, as the wanted IMS configuration or an earlier task says."""

from __future__ import annotations

import typing as t
from dataclasses import replace
from urllib.parse import urlsplit

from .._adobe.ims import EXCHANGE_PATH, TOKEN_PATH
from .._author import osgi
from . import ims_pair as pair
from .contract import OsgiValues
from .ims_claims import as_texts, jwt_claims, members, server_of
from .plan import View

Changes = dict[str, t.Optional[osgi.Value]]

# Claims that belong to one token, not to the configuration (contract/adobe-cloud.md 1.3).
OF_EACH_TOKEN = frozenset({"exp", "iat", "jti"})
ONLY_OAUTH = (pair.GRANTS, pair.SCOPE, pair.ORG_ID)


def provider_changes(wanted: pair.Wanted, provider: osgi.Configuration) -> Changes:
    """The properties of the provider that differ from the wanted ones; None removes one."""
    target: t.Mapping[str, osgi.Value | None]
    if wanted.former is not None:
        target = wanted.former
    else:
        target = {pair.CLIENT_ID: wanted.client_id, **(_jwt if wanted.is_jwt else _oauth)(wanted, provider)}
        target = {**target, **_endpoint(provider, target)}
    return {name: value for name, value in target.items() if not _holds(provider, name, value)}


def _holds(provider: osgi.Configuration, name: str, value: osgi.Value | None) -> bool:
    if value is None:
        return name not in provider.properties
    return bool(_spoken(provider.effective(name)) == _spoken(value))


def _spoken(value: osgi.Value | None) -> t.Any:
    """A value as the console speaks of it: defaults are text, and an empty array one empty text (contract/aem.md 5)."""
    if isinstance(value, tuple):
        return value or ("",)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _oauth(wanted: pair.Wanted, provider: osgi.Configuration) -> Changes:
    legacy = pair.is_legacy(provider)
    claims = {} if legacy else members(provider.texts(pair.CLAIMS))
    address = "" if legacy else provider.text(pair.TOKEN_URL)
    target: Changes = {
        pair.ORG_ID: wanted.org_id,
        pair.GRANTS: pair.CLIENT_CREDENTIALS,
        pair.TOKEN_URL: _on_server(wanted.authorization_server, address, TOKEN_PATH),
    }
    if claims.get("iss") != wanted.org_id:
        target[pair.CLAIMS] = as_texts({**claims, "iss": wanted.org_id})
    if pair.split_scopes(provider.text(pair.SCOPE)) != set(wanted.scopes):
        target[pair.SCOPE] = ",".join(wanted.scopes)
    return {**target, pair.KEY_ALIAS: None} if legacy else target


def _jwt(wanted: pair.Wanted, provider: osgi.Configuration) -> Changes:
    claims = jwt_claims(wanted.payload)
    stored = members(provider.texts(pair.CLAIMS))
    address = provider.text(pair.TOKEN_URL)
    if urlsplit(address).path == TOKEN_PATH:
        address = ""
    target: Changes = {
        pair.KEY_ALIAS: wanted.keypair_alias,
        pair.TOKEN_URL: _on_server(wanted.authorization_server, address, EXCHANGE_PATH),
    }
    if {name: value for name, value in stored.items() if name not in OF_EACH_TOKEN} != claims:
        target[pair.CLAIMS] = as_texts(claims)
    return {**target, **dict.fromkeys(ONLY_OAUTH)} if wanted.restore else target


def _endpoint(provider: osgi.Configuration, target: t.Mapping[str, osgi.Value | None]) -> Changes:
    """The endpoint follows what it evidently was made of.

    Its form is known for the JWT era only (contract/aem.md 3.1), so that it must follow is INFERRED.
    """
    addresses = provider.text(pair.TOKEN_URL), str(target[pair.TOKEN_URL])
    servers = server_of(addresses[0]), server_of(addresses[1])
    audiences = f"{servers[0]}/c/{provider.text(pair.CLIENT_ID)}", f"{servers[1]}/c/{target[pair.CLIENT_ID]}"
    stored = provider.text(pair.ENDPOINT)
    followed = [new for old, new in (addresses, servers, audiences) if stored and stored == old]
    return {pair.ENDPOINT: followed[0]} if followed else {}


def _on_server(server: str, current_url: str, path: str) -> str:
    """The token address on the wanted server; a path that AEM chose itself stays."""
    current_path = urlsplit(current_url).path
    return server + (current_path if current_path.strip("/") else path)


def new_properties(wanted: pair.Wanted, values: OsgiValues) -> dict[str, osgi.Value]:
    """All that a new provider must hold."""
    target = provider_changes(wanted, osgi.Configuration("", pair.PROVIDER, {}, {}))
    return {
        pair.NAME: values.name,
        pair.TITLE: wanted.title,
        pair.VALIDATOR_TYPE: values.validator_type,
        pair.PROVIDER_JOIN: values.customizer_type,
        **{name: value for name, value in target.items() if value is not None},
    }


def after_view(wanted: pair.Wanted, current: pair.Current, values: OsgiValues | None) -> View:
    """The pair as it will be; what is restored is told by its former properties."""
    if not wanted.restore:
        return pair.wanted_view(wanted)
    provider, half = current.provider, current.customizer
    if provider is None:
        made = new_properties(wanted, values) if values else {}
        provider = osgi.Configuration("", pair.PROVIDER, made, {})
        half = pair.secret_half(current.others, values.customizer_type) if values else None
    changes = provider_changes(wanted, provider)
    properties = {**provider.properties, **{name: value for name, value in changes.items() if value is not None}}
    kept = {name: value for name, value in properties.items() if changes.get(name, "") is not None}
    seen = pair.view(pair.Current(replace(provider, properties=kept), half), wanted)
    return {**seen, "client_secret": "as given"} if wanted.client_secret else seen
