# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The captured contract: what the forms tell, what hand-made entries teach, and what is still missing."""

from __future__ import annotations

import typing as t

from .._adobe.credential import OAUTH
from .._author import osgi, product
from . import contract
from . import framework_suites as suites
from . import ims_pair as pair
from .capture_placeholders import Placeholders
from .capture_reading import Reading
from .contract_wizard import SPOKEN
from .framework_page import publics

BY_HAND_IMS = (
    "create one for Adobe Analytics by hand (Tools > Security > Adobe IMS Configurations > Create), then capture again"
)
BY_HAND_SERVICE = (
    "create one by hand (Tools > Cloud Services > Legacy Cloud Services > Adobe Analytics, authentication IMS, "
    "Connect to Analytics), then capture again"
)


def captured(reading: Reading, told: Placeholders) -> tuple[dict[str, t.Any], list[str]]:
    """The contract, and one sentence for each part that is missing from it."""
    owner = {"keystore": keystore(reading)} if keystore(reading) else {}
    found, missing = {**reading.names, **learnt(reading), **owner, **shown_by_frameworks(reading)}, unsolved(reading)
    if "osgi" not in found:
        missing.append(f"contract.osgi is not known: {why_not_learnt(reading)}.")
    if not reading.pages:
        missing.append(f"There is no Analytics cloud service, so nothing is known of its page: {BY_HAND_SERVICE}.")
    elif reading.dialog and not any(by_ims(reading, content) for content in reading.contents.values()):
        missing.append(f"No Analytics cloud service has IMS authentication: {BY_HAND_SERVICE}.")
    if any(item.text(pair.KEY_ALIAS) for item in reading.providers) and not keystore(reading):
        users = ", ".join(keystore_users(reading)) or "no user"
        missing.append(
            f"The service user of Analytics is not known: the key of its entry is in the keystore of {users}."
        )
    for part in [part for part, values in found.items() if told.tells(values)]:
        del found[part]
        missing.append(f"contract.{part} is left out, for it holds a credential, an account or the author's address.")
    return found, missing


def unsolved(reading: Reading) -> list[str]:
    """What could not be established, but for the OAuth form of an author that does not know OAuth."""
    knows_oauth = product.supports_oauth(reading.version, reading.bundles.ims_bundle)
    return [text for text in reading.problems if knows_oauth or SPOKEN[OAUTH] not in text]


def learnt(reading: Reading) -> dict[str, t.Any]:
    """The values that AEM filled in for Analytics (U2)."""
    own = reference(reading)
    if own is None:
        return {}
    values = contract.OsgiValues(own.text(pair.NAME), own.text(pair.VALIDATOR_TYPE), own.text(pair.PROVIDER_JOIN))
    return contract.as_mapping(osgi=values)


def shown_by_frameworks(reading: Reading) -> dict[str, t.Any]:
    """How frameworks store several report suites, as far as those that are there show it (U8)."""
    shown = suites.known(None, publics(reading.pages))
    return contract.as_mapping(framework=shown if shown != contract.Framework() else None)


def reference(reading: Reading) -> osgi.Configuration | None:
    """The entry to learn from: one that a cloud service refers to, or else the only one that the dialog offers."""
    titles = [text for text, dummy in reading.offered]
    fit = [
        item
        for item in reading.providers
        if item.text(pair.TITLE) in titles and item.text(pair.VALIDATOR_TYPE) and item.text(pair.PROVIDER_JOIN)
    ]
    used = [item for item in fit if item.text(pair.TITLE) in used_titles(reading)]
    return used[0] if used else fit[0] if len(fit) == 1 else None


def used_titles(reading: Reading) -> set[str]:
    """The titles of the entries that cloud services with IMS authentication refer to."""
    dialog = reading.dialog
    if dialog is None:
        return set()
    values = {content.get(dialog.ims_config) for content in reading.contents.values() if by_ims(reading, content)}
    return {text for text, value in reading.offered if value in values}


def by_ims(reading: Reading, content: t.Mapping[str, t.Any]) -> bool:
    """Whether a cloud service's page says that it uses IMS."""
    dialog = reading.dialog
    return dialog is not None and content.get(dialog.authentication) == dialog.authentication_value


def why_not_learnt(reading: Reading) -> str:
    """What keeps the values of AEM's own from being learnt."""
    if not reading.providers:
        return f"the author holds no IMS configuration; {BY_HAND_IMS}"
    if reading.dialog is None:
        return "which entry is the one of Adobe Analytics can't be told, because the dialog could not be read"
    if not reading.offered:
        return f"the dialog of the Analytics cloud service offers no IMS configuration; {BY_HAND_IMS}"
    return (
        f"{len(reading.offered)} entries are offered for Analytics and no cloud service uses one of them; "
        f"{BY_HAND_SERVICE}"
    )


def keystore_users(reading: Reading) -> list[str]:
    """The users whose keystore holds the key of the Analytics entry (U1); only Service Account (JWT) has a key."""
    own = reference(reading)
    entries = [own] if own is not None and own.text(pair.KEY_ALIAS) else _offered_with_key(reading)
    aliases = {item.text(pair.KEY_ALIAS) for item in entries}
    return [each.user for each in reading.keystores if any(each.store.entry(alias) for alias in aliases)]


def _offered_with_key(reading: Reading) -> list[osgi.Configuration]:
    titles = [text for text, dummy in reading.offered]
    return [item for item in reading.providers if item.text(pair.KEY_ALIAS) and item.text(pair.TITLE) in titles]


def keystore(reading: Reading) -> dict[str, str]:
    """The service user of the Analytics integration, if exactly one keystore holds the key."""
    users = keystore_users(reading)
    return {"user": users[0]} if len(users) == 1 and users[0] else {}
