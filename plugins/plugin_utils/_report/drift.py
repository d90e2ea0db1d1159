# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In what an author differs from most of the others."""

from __future__ import annotations

import json
import typing as t
from collections import defaultdict
from dataclasses import dataclass

from .observations import Observation, Values

PRODUCT, IMS_CONFIG, CLOUDSERVICE = "product", "ims_config", "cloudservice"
# The title says which one is meant, what is wrong with one is a finding, and the service pack is in the version.
NOT_COMPARED = frozenset({"title", "problem", "service_pack"})


@dataclass(frozen=True)
class Property:
    """What is compared; the titles that there are have no name."""

    area: str
    name: str
    key: str


@dataclass(frozen=True)
class Drift:
    """A property that authors do not agree on; without a majority, `agreeing` is 0 and every author differs."""

    property: Property
    majority: t.Any
    agreeing: int
    differing: t.Mapping[str, t.Any]


Compared = dict[Property, dict[str, t.Any]]


def drifts(seen: t.Sequence[Observation]) -> list[Drift]:
    """All disagreements between the authors that could be read, in the order of their properties."""
    read = [each for each in seen if each.product]
    compared: Compared = defaultdict(dict)
    for each in read:
        for name, value in _properties(each):
            compared[name][each.host] = value
    # What only a few authors hold at all shows in the titles, once.
    common = {name: values for name, values in compared.items() if 2 * len(values) > len(read)}
    found = [_drift(name, values) for name, values in common.items()]
    return [each for each in found if each.differing]


def _properties(seen: Observation) -> t.Iterator[tuple[Property, t.Any]]:
    yield from _of_entry(PRODUCT, seen.product)
    for area, entries in ((IMS_CONFIG, seen.ims_configs), (CLOUDSERVICE, seen.cloudservices)):
        yield Property(area, "", "titles"), sorted(str(each.get("title", "")) for each in entries)
        for each in entries:
            yield from _of_entry(area, each)


def _of_entry(area: str, entry: Values) -> t.Iterator[tuple[Property, t.Any]]:
    for key, value in entry.items():
        if key not in NOT_COMPARED:
            yield Property(area, str(entry.get("title", "")), key), value


def _drift(name: Property, values: t.Mapping[str, t.Any]) -> Drift:
    hosts: dict[str, list[str]] = defaultdict(list)
    for host, value in values.items():
        hosts[json.dumps(value, sort_keys=True)].append(host)
    largest = max(hosts.values(), key=len)
    if 2 * len(largest) <= len(values):
        return Drift(name, None, 0, dict(values))
    agreeing = set(largest)
    differing = {host: value for host, value in values.items() if host not in agreeing}
    return Drift(name, values[largest[0]], len(largest), differing)
