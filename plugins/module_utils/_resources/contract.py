# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names behind the documented labels, as this author's own forms tell them (contract/aem.md 12, 14).

Nothing here guesses: a name is read from the author, learnt from a reference configuration, or given by the operator.
"""

from __future__ import annotations

import typing as t
from dataclasses import MISSING, asdict, dataclass, field

# The one property of the IMS variant that is documented (contract/aem.md 6.1).
DOCUMENTED_COMPANY = "company"
WAYS_OUT = (
    "Give the names with the option contract (for instance from author_info on an author where they are known), "
    "or create one configuration by hand and learn from it."
)


@dataclass(frozen=True)
class Wizard:
    """The form that creates an IMS configuration: its address, the field behind each label, the preset fields."""

    address: str
    fields: t.Mapping[str, str]
    preset: t.Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OsgiValues:
    """The values that AEM fills in for Adobe Analytics and that no page documents (contract/aem.md 3.2)."""

    name: str
    validator_type: str
    customizer_type: str


@dataclass(frozen=True)
class Dialog:
    """The properties behind the labels of the cloud service's dialog."""

    authentication: str
    authentication_value: str
    ims_config: str
    ims_config_choices: str
    company: str = DOCUMENTED_COMPANY
    report_suites: str = ""


@dataclass(frozen=True)
class Keystore:
    """The service user whose keystore holds the key of Service Account (JWT) entries (contract/aem.md 12, U1)."""

    user: str


@dataclass(frozen=True)
class Framework:
    """How a framework stores more than one report suite for all run modes (contract/aem.md 7; 12, U8).

    `form` is `list` or `text`, the latter with a `separator`; `main` says whether `reportsuite` holds the `first` of
    several suites, `all` of them or `none`; `run_modes` has the words that stand for author and publish.
    """

    form: str = ""
    separator: str = ""
    main: str = ""
    run_modes: t.Mapping[str, str] = field(default_factory=dict)


Part = t.TypeVar("Part", Wizard, OsgiValues, Dialog, Keystore, Framework)
PARTS: t.Mapping[str, type[t.Any]] = {
    "wizard": Wizard,
    "wizard_jwt": Wizard,
    "osgi": OsgiValues,
    "dialog": Dialog,
    "keystore": Keystore,
    "framework": Framework,
}


def problems(given_contract: t.Mapping[str, t.Any] | None) -> list[str]:
    """What is wrong with a contract that the operator gave."""
    found = [f"contract.{name} is not one of {', '.join(PARTS)}" for name in given_contract or {} if name not in PARTS]
    for name, part in PARTS.items():
        values = (given_contract or {}).get(name, {})
        if not isinstance(values, t.Mapping):
            found.append(f"contract.{name} must be a mapping")
            continue
        known = part.__dataclass_fields__
        needed = [key for key, each in known.items() if each.default is MISSING and each.default_factory is MISSING]
        found += [f"contract.{name}.{key} is not known" for key in values if key not in known]
        found += [f"contract.{name}.{key} is required" for key in needed if values and not values.get(key)]
    return found


def given(contract: t.Mapping[str, t.Any] | None, name: str, part: type[Part]) -> Part | None:
    """A part that the operator gave."""
    values = (contract or {}).get(name)
    return part(**values) if values else None


def as_mapping(**parts: t.Any) -> dict[str, t.Any]:
    """The `contract` return value: what is known, fit to be given back as an option."""
    return {name: asdict(part) for name, part in parts.items() if part is not None}
