# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that lead to a wanted IMS configuration."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .._author import crypto, osgi, repository
from .._author.client import Author
from .._errors import Refused
from .._secrets import digest
from . import ims_pair as pair
from .contract import OsgiValues, Wizard
from .ims_claims import jwt_claims
from .ims_target import new_properties

FILES = "/apps/system/config"
ENDINGS = (".config", ".cfg.json", ".config.cfg.json")
FORM_REFUSED = (
    "Compare contract.wizard with the author's own form. Together with the OAuth hotfix the form takes nothing unless "
    "the bundle adobeims.core has the version that belongs to it (1.1.26)."
)


@dataclass(frozen=True)
class CreateByWizard:
    """Post what the browser's form posts; AEM fills in what is specific to Adobe Analytics."""

    wanted: pair.Wanted
    wizard: Wizard

    def carry_out(self, author: Author) -> None:
        """Create both halves in one request."""
        wanted = self.wanted
        values = {
            "title": wanted.title,
            "authorization_server": wanted.authorization_server,
            "client_id": wanted.client_id,
            "client_secret": wanted.client_secret,
            "org_id": wanted.org_id,
            "scopes": ",".join(wanted.scopes),
            "keypair_alias": wanted.keypair_alias,
            "keypair_aliases": wanted.keypair_alias,
            "payload": json.dumps(jwt_claims(wanted.payload)),
        }
        named = {name: values[key] for key, name in self.wizard.fields.items()}
        # Without _charset_ Sling may read the form as Latin-1; other clients of AEM send it too (contract/aem.md 6.4).
        form = {"_charset_": "utf-8", **self.wizard.preset, **named}
        try:
            author.post(
                self.wizard.address,
                list(form.items()),
                attempt=f"create the IMS configuration {wanted.title!r} through the author's own form",
                expect=(200, 201),
                repeatable=False,
            )
        except Refused as error:
            if error.fields.get("status") in {400, 500}:
                error.advice = FORM_REFUSED
            raise


@dataclass(frozen=True)
class CreateProvider:
    """Write the half that carries the title, with values known from a reference."""

    wanted: pair.Wanted
    values: OsgiValues

    def carry_out(self, author: Author) -> None:
        """Create the factory instance."""
        osgi.create(author, pair.PROVIDER, new_properties(self.wanted, self.values))


@dataclass(frozen=True)
class KeepSecret:
    """Store the secret, protected by the author itself, with the digest that recognises it later.

    A half that is to replace another one says so: what is left when a run is interrupted is known by that.
    """

    wanted: pair.Wanted
    customizer: osgi.Configuration | None
    join: str
    replaces: osgi.Configuration | None = None

    def carry_out(self, author: Author) -> None:
        """Protect, then create or update the half that holds the secret."""
        protected = crypto.protect(author, self.wanted.client_secret)
        mark = pair.DIGEST + digest(self.wanted.client_secret, protected)
        properties: dict[str, osgi.Value] = {pair.SECRET: protected, mark: "true"}
        if self.replaces:
            properties[pair.replacement_of(self.replaces)] = "true"
        if self.customizer:
            outdated = dict.fromkeys(pair.digest_names(self.customizer))
            osgi.update(author, self.customizer, {**outdated, **properties})
        else:
            osgi.create(author, pair.CUSTOMIZER, {pair.CUSTOMIZER_JOIN: self.join, **properties})


@dataclass(frozen=True)
class MarkSecret:
    """Put the digest beside the secret that the author's own form has just stored and protected."""

    wanted: pair.Wanted
    customizer: osgi.Configuration

    def carry_out(self, author: Author) -> None:
        """Update the half that holds the secret; what it holds stays."""
        mark = pair.DIGEST + digest(self.wanted.client_secret, self.customizer.text(pair.SECRET))
        osgi.update(author, self.customizer, {mark: "true"})


@dataclass(frozen=True)
class UpdateProvider:
    """Set the properties that differ, leave all others."""

    provider: osgi.Configuration
    changes: tuple[tuple[str, osgi.Value | None], ...]

    def carry_out(self, author: Author) -> None:
        """Update the configuration in place; its PID stays."""
        osgi.update(author, self.provider, dict(self.changes))


@dataclass(frozen=True)
class Remove:
    """Delete configurations and the files that AEM wrote for them."""

    configurations: tuple[osgi.Configuration, ...]

    def carry_out(self, author: Author) -> None:
        """Files first: a file that stays behind would bring its configuration back at the next restart."""
        stored = repository.read(author, FILES, depth=1) or {}
        for configuration in self.configurations:
            for name in file_names(configuration) & set(stored):
                repository.delete(author, f"{FILES}/{name}")
            osgi.delete(author, configuration.pid)


def file_names(configuration: osgi.Configuration) -> set[str]:
    """The names under which AEM writes an instance back (contract/aem.md 3.4, 5.4).

    A file that was uploaded with the first ending has the last one once it is edited, seen on Apache Sling.
    """
    factory = configuration.factory_pid
    instance = configuration.pid[len(factory) + 1 :]
    return {f"{factory}{mark}{instance}{ending}" for mark in "-.~" for ending in ENDINGS}
