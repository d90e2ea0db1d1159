# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mappings of a framework: a tree kept verbatim, because its names are public nowhere (contract/aem.md 7)."""

from __future__ import annotations

import json
import re
import typing as t
from datetime import datetime, timezone

from .._author import repository

TYPE, RESOURCE_TYPE = "jcr:primaryType", "sling:resourceType"
OWN: repository.Tree = {TYPE: "nt:unstructured", RESOURCE_TYPE: "cq/analytics/components/mappings/maparsys"}
# What the repository and the author write themselves, and an export therefore holds besides.
KEPT_BY_AEM = re.compile(r"jcr:(created|lastModified|uuid)|cq:last(Modified|Replicat)")
# Sling's import reads more than a name into these (contract/aem.md 8.1).
NO_NAME = re.compile(r"^:|^$|[/@\[\]*|]|^security:|^jcr:(reference|path|name|date|uri):")
# How an author shows a moment in JSON, whatever the language of this machine, and how an import may hold it.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHOWN = re.compile(rf"[A-Z][a-z]{{2}} ({'|'.join(MONTHS)}) (\d\d) (\d{{4}}) (\d\d:\d\d:\d\d) GMT([+-]\d{{4}})")
GIVEN = ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z")


def problems(tree: repository.Tree, path: str = "mappings") -> list[str]:
    """What of a tree can't be imported as it is."""
    found = []
    for name, value in tree.items():
        if NO_NAME.search(name):
            found.append(f"{path} must have names that are names only (not {name!r})")
        elif isinstance(value, dict):
            found += problems(value, f"{path}.{name}")
        elif not _storable(value):
            found.append(f"{path}.{name} must be a node, a text, a number, a truth value or a list of such values")
    return found


def _storable(value: t.Any) -> bool:
    values = value if isinstance(value, list) else [value]
    return (
        all(isinstance(item, (str, bool, int, float)) for item in values) and len({type(item) for item in values}) <= 1
    )


def desired(given: repository.Tree) -> repository.Tree:
    """The whole node: an export of it as it is, or only what is below it; an empty tree means none."""
    return {**OWN, **bare(given)}


def bare(tree: t.Mapping[str, t.Any]) -> repository.Tree:
    """A tree without what AEM keeps itself."""
    return {
        name: bare(value) if isinstance(value, dict) else value
        for name, value in tree.items()
        if not KEPT_BY_AEM.match(name)
    }


def shown(tree: t.Mapping[str, t.Any]) -> repository.Tree:
    """A tree as the option takes it, the same for all that make no difference."""
    own = {name: value for name, value in tree.items() if OWN.get(name) != value}
    return t.cast(repository.Tree, _settled(bare(own)))


def _settled(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {name: _settled(each) for name, each in value.items() if (name, each) != (TYPE, OWN[TYPE])}
    if isinstance(value, list):
        return [_settled(each) for each in value]
    return _moment(value) if isinstance(value, str) else value


def same(stored: t.Mapping[str, t.Any], wanted: t.Mapping[str, t.Any]) -> bool:
    """Whether two trees hold the same; the order of nodes is the author's own."""
    left, right = (json.dumps(_settled(bare(tree)), sort_keys=True) for tree in (stored, wanted))
    return left == right


def _moment(text: str) -> str:
    """A moment as an import takes it, to the second and of Greenwich, whichever way it is written; else the text."""
    found = SHOWN.fullmatch(text)
    if found:
        month, day, year, time, zone = found.groups()
        text = f"{year}-{MONTHS.index(month) + 1:02}-{day}T{time}{zone}"
    for form in GIVEN:
        try:
            moment = datetime.strptime(text, form).astimezone(timezone.utc)
        except ValueError:
            continue
        return moment.replace(microsecond=0, tzinfo=None).isoformat() + ".000+00:00"
    return text
