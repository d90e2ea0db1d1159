# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The register of what no public page tells (contract/aem.md 12), answered by one author as far as HTTP can tell."""

from __future__ import annotations

import typing as t

from .._author import osgi
from . import ims_pair as pair
from .capture_assumption import UNKNOWN, Assumption
from .capture_contract import keystore, learnt, shown_by_frameworks
from .capture_placeholders import content_nodes
from .capture_reading import Reading

TIMEOUTS = ("auth.token.provider.conn.timeout", "auth.token.provider.so.timeout")
SUBJECTS: t.Mapping[str, str] = {
    "U1": "Analytics service user",
    "U2": "Analytics name, validator and customizer type",
    "U3": "OAuth wizard POST (address, fields)",
    "U4": "Check Health, public key and list addresses",
    "U5": "IMS property names on the cloud service's page",
    "U6": "Connect call and what it writes back",
    "U7": "Keystore: type of PKCS#12, duplicate alias, refusals",
    "U8": "Several report suites, names of mapping nodes",
    "U9": "Version text",
    "U10": "Defaults of the provider's timeouts",
    "U11": "Whether entries made through OSGi are offered",
}


def register(reading: Reading, assumptions: t.Sequence[Assumption]) -> list[dict[str, str]]:
    """One answer for each entry of the register; an empty one where this author does not tell."""
    rows = {row.id: row for row in assumptions}
    answers = {
        "U1": keystore(reading).get("user", ""),
        "U2": "contract.osgi" if learnt(reading) else "",
        "U3": ", ".join(f"contract.{part}" for part in ("wizard", "wizard_jwt") if part in reading.names),
        "U4": _see(reading.servlets, "evidence.servlets") or _see(reading.scripts, "evidence.addresses_in_scripts"),
        "U5": "contract.dialog" if reading.dialog else "",
        "U6": _written_back(reading),
        "U7": _answers(rows, ("pkcs12", "alias_case", "alias_taken", "alias_absent", "key_refused")),
        "U8": _frameworks(reading),
        "U9": reading.version_text,
        "U10": _timeouts(reading),
        "U11": _answers(rows, ("offered",)),
    }
    return [{"id": number, "subject": SUBJECTS[number], "answer": answers[number]} for number in SUBJECTS]


def _see(found: t.Sized, where: str) -> str:
    return f"{len(found)} in {where}" if found else ""


def _answers(rows: t.Mapping[str, Assumption], ids: t.Iterable[str]) -> str:
    told = [rows[each] for each in ids if each in rows and rows[each].outcome != UNKNOWN]
    return " ".join(f"{row.id} {row.outcome}: {row.evidence}" for row in told)


def _written_back(reading: Reading) -> str:
    """What pages hold beyond what the dialog has fields for."""
    fields = {field.name for field in reading.fields}
    names = {name for content in reading.contents.values() for name in content if ":" not in name}
    further = ", ".join(sorted(names - fields)) if fields else ""
    return f"Properties of the page that are not in the dialog: {further}" if further else ""


def _frameworks(reading: Reading) -> str:
    count = sum(1 for tree in reading.pages.values() for dummy in content_nodes(tree))
    known = ["contract.framework"] if shown_by_frameworks(reading) else []
    return ", ".join([*known, f"{count} in evidence.cloudservices"]) if count else ""


def _timeouts(reading: Reading) -> str:
    """A default shows where the property is not set (contract/aem.md 5.1)."""
    found: dict[str, osgi.Value] = {}
    for provider in pair.providers(reading.configurations):
        found.update({name: provider.defaults[name] for name in TIMEOUTS if provider.defaults.get(name)})
    return ", ".join(f"{name} = {value}" for name, value in found.items())
