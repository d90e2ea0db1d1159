# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metatypes that the product's bundles bring: they give configMgr its forms and types (contract 3.1, 5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .names import Names
from .osgi_value import BOOLEAN, INTEGER, LONG, PASSWORD, STRING, TYPES, Value, convert

PROVIDER = "com.adobe.granite.auth.oauth.accesstoken.provider"
CUSTOMIZER = "com.adobe.granite.auth.ims.impl.IMSAccessTokenRequestCustomizerImpl"
ARRAY = 2**31 - 1


@dataclass(frozen=True)
class Attribute:
    """One attribute definition; cardinality 0 is a scalar, positive an array, negative a collection."""

    name: str
    label: str
    type: int = STRING
    cardinality: int = 0
    default: tuple[str, ...] | None = None
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False

    def default_value(self) -> Value | None:
        """The default with the attribute's type."""
        if self.default is None:
            return None
        letter = TYPES[self.type]
        items = tuple(convert(letter, item) for item in self.default)
        return Value(letter, items, "array" if self.cardinality else "scalar")


@dataclass(frozen=True)
class ObjectClass:
    """What one bundle says about the configuration of one PID."""

    pid: str
    title: str
    description: str
    attributes: tuple[Attribute, ...]
    factory: bool = False
    name_hint: str | None = None

    def attribute(self, name: str) -> Attribute | None:
        """The definition of one property, if there is one."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


def object_classes(names: Names, *, oauth: bool) -> dict[str, ObjectClass]:
    """Every metatype of an author, by PID."""
    return {found.pid: found for found in (_provider(names, oauth), _customizer(), *_NEIGHBOURS)}


def _provider(names: Names, oauth: bool) -> ObjectClass:
    attributes = [*_provider_strings(), *_provider_switches(names)]
    if oauth:
        # Contract 3.1: not in the metatype before the OAuth hotfix.
        attributes += [
            Attribute("auth.token.provider.authorization.grants", "Authorization grants"),
            Attribute("auth.token.provider.orgId", "Organization Id"),
        ]
    return ObjectClass(
        PROVIDER,
        "Adobe Granite OAuth Access Token provider",
        "Configures how an access token is requested",
        tuple(attributes),
        factory=True,
        name_hint="{name}",
    )


def _provider_strings() -> Iterable[Attribute]:
    yield Attribute("name", "Name")
    yield Attribute("auth.token.provider.title", "Title")
    yield Attribute("auth.token.provider.default.claims", "Default Claims", cardinality=ARRAY)
    yield Attribute("auth.token.provider.endpoint", "Audience Endpoint")
    yield Attribute("auth.access.token.request", "Access Token Request")
    yield Attribute("auth.token.provider.keypair.alias", "KeyPair Alias", default=("",))
    yield Attribute("auth.token.provider.client.id", "Client Id")
    yield Attribute("auth.token.provider.scope", "Scope")
    yield Attribute("token.request.customizer.type", "Access Token Request Customizer type")
    yield Attribute("auth.token.validator.type", "Token validator type")


def _provider_switches(names: Names) -> Iterable[Attribute]:
    timeout = names.product.timeout_default
    default = None if timeout is None else (str(timeout),)
    yield Attribute("auth.token.provider.conn.timeout", "Connection timeout", INTEGER, default=default)
    yield Attribute("auth.token.provider.so.timeout", "Socket timeout", INTEGER, default=default)
    yield Attribute("auth.token.provider.reuse.access.token", "Reuse access token", BOOLEAN, default=("true",))
    yield Attribute("auth.token.provider.relaxed.ssl", "Relaxed SSL", BOOLEAN, default=("false",))


def _customizer() -> ObjectClass:
    return ObjectClass(
        CUSTOMIZER,
        "Adobe Granite IMS Access Token Request Customizer",
        "Adds the client secret to the request for an access token",
        (Attribute("auth.ims.client.secret", "Client Secret"), Attribute("customizer.type", "Customizer type")),
        factory=True,
    )


# Neighbours that give a console its variety: a masked password, an option list, a long, arrays with defaults.
_NEIGHBOURS = (
    ObjectClass(
        "org.apache.http.proxyconfigurator",
        "Apache HTTP Components Proxy Configuration",
        "Proxy settings of outgoing connections",
        (
            Attribute("proxy.enabled", "Enable proxy", BOOLEAN, default=("true",)),
            Attribute("proxy.host", "Proxy host", default=("",)),
            Attribute("proxy.port", "Proxy port", INTEGER, default=("0",)),
            Attribute("proxy.user", "Proxy user", default=("",)),
            Attribute("proxy.password", "Proxy password", default=("",)),
            Attribute("proxy.exceptions", "No proxy for", cardinality=ARRAY, default=("localhost", "127.0.0.1")),
        ),
        factory=True,
    ),
    ObjectClass(
        "com.day.cq.analytics.sitecatalyst.impl.SitecatalystHttpClientImpl",
        "Day CQ Analytics Adobe Analytics HTTP Client",
        "Addresses and time limits of the Analytics client",
        (
            Attribute(
                "cq.analytics.sitecatalyst.service.datacenter.url", "Data centres", cardinality=ARRAY, default=()
            ),
            Attribute("devhostnamepatterns", "Development host names", cardinality=ARRAY, default=("^localhost$",)),
            Attribute("connection.timeout", "Connection timeout", INTEGER, default=("10000",)),
            Attribute("socket.timeout", "Socket timeout", INTEGER, default=("30000",)),
        ),
    ),
    ObjectClass(
        "org.apache.sling.commons.log.LogManager",
        "Apache Sling Logging Configuration",
        "Global log settings",
        (
            Attribute(
                "org.apache.sling.commons.log.level",
                "Log Level",
                default=("info",),
                options=(("debug", "Debug"), ("info", "Information"), ("error", "Error")),
            ),
            Attribute("org.apache.sling.commons.log.file.number", "Number of log files", LONG, default=("5",)),
        ),
    ),
    ObjectClass(
        "com.day.cq.mailer.DefaultMailService",
        "Day CQ Mail Service",
        "Mail service",
        (Attribute("smtp.host", "SMTP server host name"), Attribute("smtp.key", "SMTP key", PASSWORD)),
    ),
)
