# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every name that the contract lists as UNKNOWN, drawn from the seed: no client can have learnt one by heart."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from .editions import Edition, edition_of

_SYLLABLES = ("ba", "do", "fi", "ga", "ju", "ke", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vo", "we", "zu")

# Contract 3.5: the JWT wizard's parameters are the only ones that working clients have proven.
JWT_PARAMETERS = {
    "cloud_configuration": "cloudServiceName",
    "certificates": "keypairAliases",
    "certificate": "keypairAlias",
    "alias": "newKeypairAlias",
    "title": "title",
    "authorization_server": "authServerUrl",
    "client_id": "apiKey",
    "client_secret": "clientSecret",
    "payload": "jwtClaims",
}
JWT_LABELS = {
    "cloud_configuration": "Cloud Configuration",
    "certificates": "Certificate",
    "alias": "Alias",
    "title": "Title",
    "authorization_server": "Authorization Server",
    "client_id": "API Key",
    "client_secret": "Client Secret",
    "payload": "Payload",
}
OAUTH_LABELS = {
    "cloud_configuration": ("Cloud Configuration",),
    "authentication_type": ("Authentication Type",),
    "title": ("Title",),
    "authorization_server": ("Authorization Server",),
    "client_id": ("API Key", "Client ID"),
    "client_secret": ("Client Secret",),
    "organization_id": ("Organization ID", "Organisation ID", "IMS Organization ID"),
    "scopes": ("Scopes", "Scope"),
}
SOLUTIONS = ("Adobe Analytics", "Adobe Target", "Adobe Launch", "Adobe Stock", "Adobe Brand Portal")


@dataclass(frozen=True)
class WizardNames:
    """The wizard's addresses, parameters, labels and option values."""

    page: str
    step_page: str
    create_node: str
    delete_node: str
    parameters: Mapping[str, str]
    labels: Mapping[str, str]
    solutions: Mapping[str, str]
    authentication_types: Mapping[str, str]
    authentication_texts: Mapping[str, str]
    configuration_id: str
    hidden: Mapping[str, str]


@dataclass(frozen=True)
class ProductNames:
    """What the product writes into the pair of configurations that the wizard makes."""

    provider_prefix: str
    customizer_prefix: str
    validator_types: Mapping[str, str]
    endpoint_kind: str
    secret_protected: bool
    timeout_default: int | None
    service_user: str


@dataclass(frozen=True)
class DialogNames:
    """The cloud service dialog's properties and option values."""

    super_type: str
    include: str
    authentication: str
    authentication_options: Mapping[str, str]
    ims_configuration: str
    ims_value_kind: str
    options_address: str
    lists_all_providers: bool
    company: str
    report_suites: str | None


@dataclass(frozen=True)
class FrameworkNames:
    """The nodes and properties that a framework's mappings consist of (contract U8)."""

    component: str
    variable: str
    mapped_to: str
    resource_type: str


@dataclass(frozen=True)
class ConsoleNames:
    """Versions of the author's platform, and how its installer names hand-made factory files."""

    version: str
    web_console: str
    hand_made_separator: str
    ims_bundle: str
    windows: bool


@dataclass(frozen=True)
class Names:
    """All that the seed decided for one edition."""

    wizard: WizardNames
    product: ProductNames
    dialog: DialogNames
    framework: FrameworkNames
    console: ConsoleNames


def draw(seed: int, edition_key: str) -> Names:
    """Draw every name for one edition; the same seed gives the same names to all its authors."""
    edition = edition_of(edition_key)

    def source(what: str) -> Draw:
        return Draw(f"{seed}:{edition.key}:{what}")

    return Names(
        _wizard(source("wizard"), edition),
        _product(source("product")),
        _dialog(source("dialog")),
        _framework(source("framework")),
        _console(source("console"), edition),
    )


class Draw(random.Random):
    """A source of chance that never invents the same word twice."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self._used: set[str] = set()

    def word(self) -> str:
        """An invented word."""
        while True:
            word = "".join(self.choice(_SYLLABLES) for dummy in range(3)) + str(self.randint(10, 99))
            if word not in self._used:
                self._used.add(word)
                return word


def _wizard(source: Draw, edition: Edition) -> WizardNames:
    content = "/libs/cq/adobeims-configuration/content"
    folder = f"{content}/{source.word()}"
    jwt = edition.era == "jwt"
    return WizardNames(
        page=f"{content}/configurations/{source.word()}",
        step_page=f"{content}/{source.word()}/{source.word()}",
        create_node=f"{folder}/{source.word()}",
        delete_node=f"{folder}/{source.word()}",
        parameters=JWT_PARAMETERS if jwt else {key: source.word() for key in OAUTH_LABELS},
        labels=JWT_LABELS if jwt else _labels(source),
        solutions={name: name if jwt else source.word() for name in SOLUTIONS},
        authentication_types={} if jwt else {"oauth": source.word(), "jwt": source.word()},
        authentication_texts=_authentication_texts(source),
        configuration_id=source.word(),
        hidden={source.word(): source.word()} if edition.hidden_field else {},
    )


def _labels(source: Draw) -> dict[str, str]:
    return {
        key: source.choice(variants) + source.choice(("", "", " *", "*", ":")) for key, variants in OAUTH_LABELS.items()
    }


def _authentication_texts(source: Draw) -> dict[str, str]:
    return {
        "oauth": source.choice(("OAuth", "OAuth Server-to-Server")),
        "jwt": source.choice(("JWT", "JWT (Deprecated)", "Service Account (JWT)")),
    }


def _product(source: Draw) -> ProductNames:
    return ProductNames(
        provider_prefix=f"{source.word()}-",
        customizer_prefix=f"{source.word()}-",
        validator_types={name: f"adobe-{source.word()}" for name in SOLUTIONS},
        endpoint_kind=source.choice(("server", "token", "audience")),
        secret_protected=source.choice((True, False)),
        timeout_default=source.choice((None, 5000, 10000)),
        service_user=f"{source.word()}-imsconfig-service",
    )


def _dialog(source: Draw) -> DialogNames:
    components = "cq/analytics/components"
    return DialogNames(
        super_type=f"{components}/{source.word()}",
        include=f"/libs/{components}/{source.word()}/{source.word()}",
        authentication=source.word(),
        authentication_options={"User Credentials": source.word(), "IMS": source.word()},
        ims_configuration=source.word(),
        ims_value_kind=source.choice(("pid", "name", "title")),
        options_address=f"/libs/{components}/{source.word()}.{source.word()}.json",
        lists_all_providers=source.choice((True, False)),
        company=source.choice(("company", source.word())),
        report_suites=source.choice((None, "reportsuites", source.word())),
    )


def _framework(source: Draw) -> FrameworkNames:
    return FrameworkNames(
        component=source.word(),
        variable=source.word(),
        mapped_to=source.word(),
        resource_type=f"cq/analytics/components/mappings/{source.word()}",
    )


def _console(source: Draw, edition: Edition) -> ConsoleNames:
    return ConsoleNames(
        version=source.choice(edition.versions),
        web_console=source.choice(edition.web_consoles),
        hand_made_separator=source.choice((".", "~")),
        ims_bundle=source.choice(("adobeims.core", "com.adobe.cq.adobeims.core")),
        windows=source.choice((True, False)),
    )
