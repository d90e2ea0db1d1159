# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By which names and on which route a missing IMS configuration is created, and what an author refuses."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._author import product
from .._author.client import Author
from .._causes import remedy
from .._errors import NotEstablished, NotSupported
from . import contract
from . import ims_pair as pair
from .contract_wizard import read_wizard


@dataclass(frozen=True)
class Names:
    """By which names a missing configuration will be created."""

    wizard: contract.Wizard | None = None
    osgi: contract.OsgiValues | None = None

    def as_mapping(self) -> dict[str, t.Any]:
        """What was used, fit to be given as the option contract."""
        part = "wizard_jwt" if self.wizard and "payload" in self.wizard.fields else "wizard"
        return contract.as_mapping(**{part: self.wizard}, osgi=self.osgi)


def names_for(author: Author, wanted: pair.Wanted, given: t.Mapping[str, t.Any] | None) -> Names:
    """The route of a creation, established before anything is changed."""
    if wanted.is_jwt:
        refuse_deprecated(author, wanted)
    values = contract.given(given, "osgi", contract.OsgiValues)
    if wanted.route == "osgi":
        require_oauth(author, wanted)
        if values is None:
            raise NotEstablished(
                "The route osgi needs the values that AEM fills in for Adobe Analytics (name, validator_type, "
                "customizer_type), and they are documented nowhere.",
                advice="Give them with the option contract, or learn them with aemfleet.ims.author_info from an author "
                "that holds a configuration made by hand.",
            )
        return Names(osgi=values)
    try:
        part = "wizard_jwt" if wanted.is_jwt else "wizard"
        return Names(wizard=contract.given(given, part, contract.Wizard) or read_wizard(author, wanted.credential_type))
    except NotEstablished:
        require_oauth(author, wanted)
        if wanted.route == "wizard" or values is None:
            raise
        return Names(osgi=values)


def require_oauth(author: Author, wanted: pair.Wanted) -> None:
    """Refuse, with the way forward, what needs OAuth on an author that does not know it (contract/aem.md 4.1)."""
    if wanted.is_jwt or wanted.restore:
        return
    told, supported = oauth_support(author)
    if not supported:
        raise NotSupported(f"{told}, which does not know OAuth Server-to-Server.", advice=remedy("oauth_not_supported"))


def refuse_deprecated(author: Author, wanted: pair.Wanted) -> None:
    """Refuse to create or change a Service Account (JWT) entry where AEM itself refuses it (contract/aem.md 4.2).

    That section speaks of the form. That configMgr takes such an entry back, which is restored, is INFERRED.
    """
    if wanted.restore:
        return
    told, supported = oauth_support(author)
    if supported:
        raise NotSupported(
            f"{told}, which neither creates nor updates Service Account (JWT) configurations such as {wanted.title!r}.",
            advice="Use credential_type oauth_server_to_server; an existing entry is converted in place.",
        )


def oauth_support(author: Author) -> tuple[str, bool]:
    """What the author is, in words, and whether it knows OAuth Server-to-Server."""
    ims_bundle = product.bundles(author).ims_bundle
    version = product.version(author)
    told = f"{author.url} is AEM {version or 'of unknown version'} with {product.IMS_BUNDLE} {ims_bundle or 'absent'}"
    return told, product.supports_oauth(version, ims_bundle)


def is_conversion(wanted: pair.Wanted, current: pair.Current) -> bool:
    """Whether a Service Account (JWT) configuration is to become an OAuth one."""
    return wanted.present and current.provider is not None and pair.is_legacy(current.provider)


def require_change(author: Author, wanted: pair.Wanted, current: pair.Current) -> None:
    """Refuse a change of an existing entry that this release does not take."""
    if wanted.present and current.provider is not None:
        if wanted.is_jwt:
            refuse_deprecated(author, wanted)
        elif is_conversion(wanted, current):
            require_oauth(author, wanted)
