# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another credential for an IMS configuration: a second half beside the first, one request that switches, and the rest.

Written in place, the new secret would stand beside the old client, or the old secret beside the new one, for a while.
That the switch is one property of the other half is INFERRED, as the join itself is (contract/aem.md 3.1).
"""

from __future__ import annotations

import typing as t

from .._author import osgi
from .._errors import Conflict
from . import ims_pair as pair
from .ims_steps import KeepSecret, UpdateProvider
from .plan import Step

# Both secrets of one client are valid for a while (contract/adobe-cloud.md 2.4), those of two clients at no time.
CREDENTIAL = frozenset({pair.CLIENT_ID, pair.GRANTS, pair.TOKEN_URL})
SECOND = "-aemfleet"

Changes = t.Mapping[str, t.Optional[osgi.Value]]


def is_another_credential(changes: Changes) -> bool:
    """Whether what a token is requested with, besides the secret, changes as well."""
    return not CREDENTIAL.isdisjoint(changes)


def stem(join: str) -> str:
    """The join value that AEM or the operator chose."""
    return join.removesuffix(SECOND) or join


def other_join(join: str) -> str:
    """The one of two join values that an entry does not have: a run finds what an interrupted one left there."""
    return f"{join}{SECOND}" if stem(join) == join else stem(join)


def steps(wanted: pair.Wanted, current: pair.Current, changes: Changes) -> list[Step]:
    """Write the second half; once that is seen, switch to it."""
    provider, former = current.provider, current.customizer
    if provider is None or former is None:
        return []
    join = other_join(provider.text(pair.PROVIDER_JOIN))
    half = pair.secret_half(current.others, join)
    users = [item.text(pair.TITLE) for item in pair.providers(current.others) if item.text(pair.PROVIDER_JOIN) == join]
    if half and pair.secret_known(half, wanted.client_secret) and (users or are_linked(half, former)):
        return [UpdateProvider(provider, (*changes.items(), (pair.PROVIDER_JOIN, join)))]
    if users:
        raise Conflict(
            f"The IMS configuration {users[0]!r} uses the stored client secret {join!r}, in the place of which that of "
            f"the new credential of {wanted.title!r} would be written.",
            advice=f"Remove {wanted.title!r} with state=absent and create it again.",
        )
    return [KeepSecret(wanted, half, join, replaces=former)]


def are_linked(one: osgi.Configuration, other: osgi.Configuration) -> bool:
    """Whether one of two halves was written in place of the other."""
    return pair.replacement_of(other) in pair.names(one) or pair.replacement_of(one) in pair.names(other)


def leftovers(current: pair.Current, provider: osgi.Configuration) -> list[osgi.Configuration]:
    """What a switch left, or an interrupted one prepared: halves that nothing uses and a mark links to its own."""
    halves = pair.customizers(current.everything)
    joins = {item.text(pair.PROVIDER_JOIN) for item in pair.providers(current.everything)}
    own = [item for item in halves if item.text(pair.CUSTOMIZER_JOIN) == provider.text(pair.PROVIDER_JOIN)]
    unused = [item for item in halves if item.text(pair.CUSTOMIZER_JOIN) not in joins]
    return [item for item in unused if any(are_linked(item, half) for half in own)]
