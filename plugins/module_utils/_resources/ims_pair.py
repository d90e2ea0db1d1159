# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pair of OSGi factory configurations that one IMS configuration is (contract/aem.md 3.1)."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, field

from .._adobe.credential import JWT, OAUTH
from .._author import osgi
from .._errors import Conflict
from .._secrets import vouches
from .ims_claims import Payload, members, metascopes_of, server_of
from .plan import View

PROVIDER = "com.adobe.granite.auth.oauth.accesstoken.provider"
CUSTOMIZER = "com.adobe.granite.auth.ims.impl.IMSAccessTokenRequestCustomizerImpl"
BOTH = osgi.any_of([PROVIDER, CUSTOMIZER])

NAME = "name"
TITLE = "auth.token.provider.title"
CLAIMS = "auth.token.provider.default.claims"
TOKEN_URL = "auth.access.token.request"
ENDPOINT = "auth.token.provider.endpoint"
KEY_ALIAS = "auth.token.provider.keypair.alias"
CLIENT_ID = "auth.token.provider.client.id"
SCOPE = "auth.token.provider.scope"
GRANTS = "auth.token.provider.authorization.grants"
ORG_ID = "auth.token.provider.orgId"
VALIDATOR_TYPE = "auth.token.validator.type"
PROVIDER_JOIN, CUSTOMIZER_JOIN = "token.request.customizer.type", "customizer.type"
SECRET = "auth.ims.client.secret"
# The digest is part of a property's name: of what is not in the metatype, the console shows the names only.
DIGEST = "aemfleet.ims.secret.digest."
REPLACES = "aemfleet.ims.replaces."
CLIENT_CREDENTIALS = "client_credentials"


@dataclass(frozen=True)
class Wanted:
    """The configuration that shall be there, or not be there.

    What an earlier task changed is restored: `former` then holds the properties as they were, None what was absent.
    """

    title: str
    present: bool
    authorization_server: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    org_id: str = ""
    scopes: tuple[str, ...] = ()
    route: str = "auto"
    credential_type: str = OAUTH
    technical_account_id: str = ""
    metascopes: tuple[str, ...] = ()
    keypair_alias: str = ""
    restore: bool = False
    former: t.Mapping[str, osgi.Value | None] | None = None
    duplicates: str = "fail"
    provider_pid: str = ""

    @property
    def is_jwt(self) -> bool:
        """Whether a Service Account (JWT) configuration is wanted."""
        return self.credential_type == JWT

    @property
    def payload(self) -> Payload:
        """The payload of a Service Account (JWT) configuration."""
        return Payload(
            self.authorization_server, self.client_id, self.org_id, self.technical_account_id, self.metascopes
        )


@dataclass(frozen=True)
class Current:
    """What the author holds under a title, among all configurations of both factories; and what is to go with it."""

    provider: osgi.Configuration | None
    customizer: osgi.Configuration | None
    others: tuple[osgi.Configuration, ...] = ()
    duplicates: tuple[osgi.Configuration, ...] = ()

    @property
    def everything(self) -> tuple[osgi.Configuration, ...]:
        """All configurations of both factories."""
        return (self.provider, *self.others) if self.provider else self.others

    @property
    def sharing(self) -> tuple[str, ...]:
        """Titles of other configurations that use the same stored secret."""
        join = self.provider.text(PROVIDER_JOIN) if self.provider else ""
        staying = [item for item in self.others if item not in self.duplicates]
        return tuple(item.text(TITLE) for item in staying if join and item.text(PROVIDER_JOIN) == join)


def providers(configurations: t.Iterable[osgi.Configuration]) -> list[osgi.Configuration]:
    """The halves that carry a title."""
    return [item for item in configurations if item.factory_pid == PROVIDER]


def customizers(configurations: t.Iterable[osgi.Configuration]) -> list[osgi.Configuration]:
    """The halves that hold a secret."""
    return [item for item in configurations if item.factory_pid == CUSTOMIZER]


def match(configurations: t.Sequence[osgi.Configuration], title: str) -> Current:
    """Pick the pair with a title; a PID is random and identifies nothing (contract/aem.md 5.3)."""
    own = titled(configurations, title)
    if len(own) > 1:
        raise Conflict(
            f"{len(own)} IMS configurations have the title {title!r}: {', '.join(item.pid for item in own)}.",
            advice="Remove all but one of them; which one is in use is not for this task to guess.",
        )
    return paired(configurations, own[0] if own else None)


def titled(configurations: t.Iterable[osgi.Configuration], title: str) -> list[osgi.Configuration]:
    """The halves that carry this title."""
    return [item for item in providers(configurations) if item.text(TITLE) == title]


def paired(
    configurations: t.Sequence[osgi.Configuration],
    provider: osgi.Configuration | None,
    duplicates: t.Iterable[osgi.Configuration] = (),
) -> Current:
    """A provider with its other half, and all that is not its own."""
    if provider is None:
        return Current(None, None, tuple(configurations), tuple(duplicates))
    others = tuple(item for item in configurations if item is not provider)
    return Current(provider, secret_half(configurations, provider.text(PROVIDER_JOIN)), others, tuple(duplicates))


def secret_half(configurations: t.Iterable[osgi.Configuration], join: str) -> osgi.Configuration | None:
    """The half that holds the secret; that the two are joined by this value is INFERRED (contract/aem.md 3.1)."""
    halves = [item for item in customizers(configurations) if item.text(CUSTOMIZER_JOIN) == join]
    if len(halves) > 1 and join:
        raise Conflict(
            f"{len(halves)} configurations hold a secret for {join!r}: {', '.join(item.pid for item in halves)}.",
            advice="Remove all but one of them in the OSGi console.",
        )
    return halves[0] if halves and join else None


def is_legacy(provider: osgi.Configuration) -> bool:
    """Whether this is a Service Account (JWT) configuration."""
    return provider.text(GRANTS) != CLIENT_CREDENTIALS and bool(
        provider.text(KEY_ALIAS) or "/exchange/" in provider.text(TOKEN_URL)
    )


def secret_known(customizer: osgi.Configuration | None, secret: str) -> bool:
    """Whether the stored secret is this one: it can't be read back, so the digest beside it has to vouch."""
    if customizer is None:
        return False
    stored = customizer.text(SECRET)
    readable = None if stored == osgi.MASKED else stored
    return any(vouches(name[len(DIGEST) :], secret, readable) for name in digest_names(customizer))


def digest_names(customizer: osgi.Configuration) -> list[str]:
    """The properties that carry a digest."""
    return [name for name in names(customizer) if name.startswith(DIGEST)]


def names(configuration: osgi.Configuration) -> list[str]:
    """The properties that are set."""
    return [*configuration.properties, *configuration.additional]


def replacement_of(customizer: osgi.Configuration) -> str:
    """The property by which a half says that it was written in place of this one.

    The characters of its PID that a `.config` file may not have in a name are told by their numbers.
    """
    return REPLACES + re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found[0]):x}_", customizer.pid)


def split_scopes(text: str) -> set[str]:
    """Scopes in either of the notations that Adobe's pages use."""
    return {scope for scope in re.split(r"[\s,]+", text) if scope}


def view(current: Current, wanted: Wanted | None = None) -> View:
    """The pair as its reader knows it, without the secret."""
    provider = current.provider
    if provider is None:
        return {}
    claims = members(provider.texts(CLAIMS))
    common = {
        "title": provider.text(TITLE),
        "credential_type": JWT if is_legacy(provider) else OAUTH,
        "authorization_server": server_of(provider.text(TOKEN_URL)),
        "client_id": provider.text(CLIENT_ID),
        "client_secret": _secret_view(current.customizer, wanted),
        "org_id": provider.text(ORG_ID) or str(claims.get("iss", "")),
    }
    if not is_legacy(provider):
        return {**common, "scopes": sorted(split_scopes(provider.text(SCOPE)))}
    return {
        **common,
        "technical_account_id": str(claims.get("sub", "")),
        "metascopes": list(metascopes_of(claims)),
        "keypair_alias": provider.text(KEY_ALIAS),
    }


def wanted_view(wanted: Wanted) -> View:
    """The same view of what is wanted."""
    common = {
        "title": wanted.title,
        "credential_type": wanted.credential_type,
        "authorization_server": wanted.authorization_server,
        "client_id": wanted.client_id,
        "client_secret": "as given",
        "org_id": wanted.org_id,
    }
    if not wanted.is_jwt:
        return {**common, "scopes": sorted(set(wanted.scopes))}
    return {
        **common,
        "technical_account_id": wanted.technical_account_id,
        "metascopes": sorted(set(wanted.metascopes)),
        "keypair_alias": wanted.keypair_alias,
    }


def _secret_view(customizer: osgi.Configuration | None, wanted: Wanted | None) -> str:
    if customizer is None or not customizer.text(SECRET):
        return "absent"
    return "as given" if wanted and secret_known(customizer, wanted.client_secret) else "stored"
