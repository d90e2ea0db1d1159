# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One IMS configuration of an author as a resource."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._adobe.credential import JWT
from .._author import osgi, product
from .._author.client import Author
from .._causes import remedy
from .._errors import Conflict, NotEstablished, NotSupported
from . import contract
from . import ims_pair as pair
from .contract_wizard import read_wizard
from .ims_steps import CreateByWizard, CreateProvider, KeepSecret, Remove, UpdateProvider
from .plan import Plan, Step, converge
from .shared_options import credential_problems, jwt_problems, payload_of


@dataclass(frozen=True)
class Names:
    """By which names a missing configuration will be created."""

    wizard: contract.Wizard | None = None
    osgi: contract.OsgiValues | None = None

    def as_mapping(self) -> dict[str, t.Any]:
        """What was used, fit to be given as the option contract."""
        part = "wizard_jwt" if self.wizard and "payload" in self.wizard.fields else "wizard"
        return contract.as_mapping(**{part: self.wizard}, osgi=self.osgi)


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    found = [] if (options.get("title") or "").strip() else ["title is required"]
    if options["state"] == "present":
        found += jwt_problems(options) if options["credential_type"] == JWT else credential_problems(options)
    return found + contract.problems(options.get("contract"))


def desired(options: t.Mapping[str, t.Any]) -> pair.Wanted:
    """The wanted configuration."""
    if options["state"] == "absent":
        return pair.Wanted(options["title"], False)
    if options["credential_type"] == JWT:
        return _desired_jwt(options)
    return pair.Wanted(
        title=options["title"],
        present=True,
        authorization_server=options["authorization_server"].rstrip("/"),
        client_id=options["client_id"],
        client_secret=options["client_secret"],
        org_id=options["org_id"],
        scopes=tuple(options["scopes"]),
        route=options["route"],
    )


def _desired_jwt(options: t.Mapping[str, t.Any]) -> pair.Wanted:
    payload = payload_of(options)
    return pair.Wanted(
        title=options["title"],
        present=True,
        authorization_server=payload.authorization_server,
        client_id=payload.client_id,
        client_secret=options["client_secret"],
        org_id=payload.org_id,
        route=options["route"],
        credential_type=JWT,
        technical_account_id=payload.technical_account_id,
        metascopes=payload.metascopes,
        keypair_alias=options["keypair_alias"],
    )


def fetch(author: Author, wanted: pair.Wanted) -> pair.Current:
    """Read both factories in one request and pick the pair by its title."""
    configurations = osgi.find(author, pair.BOTH)
    for stored in configurations:
        author.secrets.add(stored.text(pair.SECRET))
    return pair.match(configurations, wanted.title)


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
    if wanted.is_jwt:
        return
    told, supported = oauth_support(author)
    if not supported:
        raise NotSupported(f"{told}, which does not know OAuth Server-to-Server.", advice=remedy("oauth_not_supported"))


def refuse_deprecated(author: Author, wanted: pair.Wanted) -> None:
    """Refuse to create or change a Service Account (JWT) entry where AEM itself refuses it (contract/aem.md 4.2)."""
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


def plan(wanted: pair.Wanted, current: pair.Current, names: Names) -> Plan:
    """The steps from the current pair to the wanted one."""
    before = pair.view(current, wanted)
    if not wanted.present:
        return Plan(before, {}, _removal(current))
    steps = _creation(wanted, current, names) if current.provider is None else _changes(wanted, current)
    return Plan(before, pair.wanted_view(wanted), tuple(steps))


def _creation(wanted: pair.Wanted, current: pair.Current, names: Names) -> list[Step]:
    if names.wizard:
        return [CreateByWizard(wanted, names.wizard)]
    if names.osgi is None:
        return []
    values = names.osgi
    taken = [
        item.text(pair.TITLE)
        for item in pair.providers(current.others)
        if item.text(pair.NAME) == values.name or item.text(pair.PROVIDER_JOIN) == values.customizer_type
    ]
    if taken:
        raise Conflict(
            f"The name or customizer_type of contract.osgi already belongs to the IMS configuration {taken[0]!r}.",
            advice="Give values of their own, or use the route wizard.",
        )
    # An interrupted creation may have left the secret's half behind: it is completed, not repeated.
    half = pair.secret_half(current.others, values.customizer_type)
    kept = pair.secret_known(half, wanted.client_secret)
    secret: list[Step] = [] if kept else [KeepSecret(wanted, half, values.customizer_type)]
    return [*secret, CreateProvider(wanted, values)]


def _changes(wanted: pair.Wanted, current: pair.Current) -> list[Step]:
    provider = current.provider
    if provider is None:
        return []
    steps: list[Step] = []
    join = provider.text(pair.PROVIDER_JOIN)
    if not join:
        raise NotEstablished(
            f"The IMS configuration {wanted.title!r} ({provider.pid}) does not say where its secret is.",
            advice="Remove it with state=absent and create it again.",
        )
    if not pair.secret_known(current.customizer, wanted.client_secret):
        steps.append(KeepSecret(wanted, current.customizer, join))
    changes = pair.provider_changes(wanted, provider)
    if changes:
        steps.append(UpdateProvider(provider, tuple(changes.items())))
    return steps


def _removal(current: pair.Current) -> tuple[Step, ...]:
    """The secret's half goes first: what is left is still found by its title when a run is interrupted."""
    if current.provider is None:
        return ()
    half = () if current.customizer is None or current.sharing else (current.customizer,)
    return (Remove((*half, current.provider)),)


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Bring the configuration into the wanted state and tell what was done."""
    wanted = desired(options)
    current = fetch(author, wanted)
    creating = wanted.present and current.provider is None
    names = names_for(author, wanted, options.get("contract")) if creating else Names()
    planned = plan(wanted, current, names)
    warnings = sharing_warnings(current) if planned.changed else []
    if planned.changed and current.provider is not None:
        if wanted.is_jwt:
            refuse_deprecated(author, wanted)
        elif is_conversion(wanted, current):
            require_oauth(author, wanted)
    if planned.changed and not check_mode:
        seen = [current]

        def replan() -> Plan:
            seen.append(fetch(author, wanted))
            return plan(wanted, seen[-1], names)

        converge(author, planned, replan, f"the IMS configuration {wanted.title!r}")
        current = seen[-1]
    return result(planned, current, names, warnings)


def is_conversion(wanted: pair.Wanted, current: pair.Current) -> bool:
    """Whether a Service Account (JWT) configuration is to become an OAuth one."""
    return wanted.present and current.provider is not None and pair.is_legacy(current.provider)


def sharing_warnings(current: pair.Current) -> list[str]:
    """One sentence for each other configuration that a changed secret belongs to as well."""
    return [f"The IMS configuration {title!r} uses the same stored client secret." for title in current.sharing]


def result(planned: Plan, current: pair.Current, names: Names, warnings: t.Sequence[str]) -> dict[str, t.Any]:
    """The return values of the module."""
    return {
        "changed": planned.changed,
        "ims_config": planned.after,
        "provider_pid": current.provider.pid if current.provider and planned.after else "",
        "contract": names.as_mapping(),
        "diff": planned.diff,
        "warnings": list(warnings),
    }
