# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an author is, what it can do and what it holds."""

from __future__ import annotations

import typing as t

from .._adobe.credential import JWT, OAUTH
from .._author import osgi, product, repository
from .._author.client import Author
from .._errors import CollectionError, NotEstablished, Unreachable
from . import analytics_cloudservice as service
from . import contract
from . import ims_pair as pair
from . import service_page as page
from .contract_dialog import read_dialog
from .contract_wizard import read_wizard
from .shared_options import waiting_problems

SUBSETS = ("product", "contract", "ims_configs", "cloudservices")

problems = waiting_problems


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Read the subsets that were asked for."""
    wanted = options["gather"]
    readiness = product.wait_until_ready(author, polls=options["polls"], limit=options["wait"])
    if readiness.bundles is None:
        raise Unreachable(readiness.reason, advice="Wait until the author is ready, or raise the option wait.")
    facts: dict[str, t.Any] = {"changed": False, "ready": readiness.ready}
    if "product" in wanted:
        facts["product"] = read_product(author, readiness.bundles)
    names, problems = read_contract(author) if {"contract", "cloudservices"} & set(wanted) else ({}, [])
    configurations = osgi.find(author, pair.BOTH) if {"contract", "ims_configs"} & set(wanted) else []
    if "contract" in wanted:
        facts["contract"] = {**names, **learnt(author, names, configurations)}
        facts["contract_problems"] = problems
    if "ims_configs" in wanted:
        facts["ims_configs"] = ims_configs(configurations)
    if "cloudservices" in wanted:
        facts["cloudservices"] = cloudservices(author, names)
    return facts


def read_product(author: Author, bundles: product.Bundles) -> dict[str, t.Any]:
    """Version, service pack, run modes, bundle states, OAuth."""
    version = product.version(author)
    numbers = product.numbers(version)
    return {
        "version": version,
        "service_pack": numbers[2] if len(numbers) > 2 else 0,
        "run_modes": product.run_modes(author),
        "ims_bundle_version": bundles.ims_bundle,
        "oauth_supported": product.supports_oauth(version, bundles.ims_bundle),
        "bundles": {"total": bundles.total, "resolved": bundles.resolved, "installed": bundles.installed},
    }


def read_contract(author: Author) -> tuple[dict[str, t.Any], list[str]]:
    """The names that this author's forms tell, and what could not be established."""
    names: dict[str, t.Any] = {}
    problems = []
    for part, read in (
        ("wizard", lambda: read_wizard(author, OAUTH)),
        ("wizard_jwt", lambda: read_wizard(author, JWT)),
        ("dialog", lambda: read_dialog(author)),
    ):
        # Releases that know OAuth have no use for the older form.
        if part == "wizard_jwt" and "wizard" in names:
            continue
        try:
            names.update(contract.as_mapping(**{part: read()}))
        except NotEstablished as error:
            problems.append(str(error))
    return names, problems


def learnt(
    author: Author, names: t.Mapping[str, t.Any], configurations: t.Sequence[osgi.Configuration]
) -> dict[str, t.Any]:
    """The values that AEM filled in for Analytics, learnt from the one configuration its dialog offers."""
    if "dialog" not in names:
        return {}
    offered = service.read_choices(author, contract.Dialog(**names["dialog"]))
    references = [
        item
        for item in pair.providers(configurations)
        if item.text(pair.TITLE) in offered and item.text(pair.VALIDATOR_TYPE) and item.text(pair.PROVIDER_JOIN)
    ]
    if len(references) != 1:
        return {}
    reference = references[0]
    values = contract.OsgiValues(
        reference.text(pair.NAME), reference.text(pair.VALIDATOR_TYPE), reference.text(pair.PROVIDER_JOIN)
    )
    return contract.as_mapping(osgi=values)


def ims_configs(configurations: t.Sequence[osgi.Configuration]) -> list[dict[str, t.Any]]:
    """Every IMS configuration; a duplicate title is told, not hidden."""
    seen = []
    for provider in pair.providers(configurations):
        try:
            half = pair.secret_half(configurations, provider.text(pair.PROVIDER_JOIN))
            problem = "" if half else "no configuration holds its client secret"
        except CollectionError as error:
            half, problem = None, error.message
        current = pair.Current(provider, half)
        seen.append({**pair.view(current), "provider_pid": provider.pid, "problem": problem})
    return sorted(seen, key=lambda entry: (entry["title"], entry["provider_pid"]))


def cloudservices(author: Author, names: t.Mapping[str, t.Any]) -> list[dict[str, t.Any]]:
    """Every Analytics cloud service, with the labels of its dialog where those are known."""
    tree = repository.read(author, page.ROOT, depth=2) or {}
    known = page.Names()
    if "dialog" in names:
        dialog = contract.Dialog(**names["dialog"])
        known = page.Names(dialog, service.read_choices(author, dialog))
    found = []
    for name in page.services(tree):
        wanted = page.Wanted("", name, True)
        found.append({**page.view(page.match(tree, wanted), known, wanted), "path": f"{page.ROOT}/{name}"})
    return found
