# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one value, which is its JSON form too; the README of the role documents its keys."""

from __future__ import annotations

import datetime
import hashlib
import json
import typing as t
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass

from ...module_utils._resources.findings import SEVERITY, WARNING
from ...module_utils._resources.probes import PROBES
from .drift import Drift, drifts
from .expiries import Expiry, expiries
from .observations import Observation, Trouble

FORMAT = 1
UNKNOWN = "unknown"
STATUSES = (*SEVERITY, UNKNOWN)
# What changes although no author does.
OF_THE_MOMENT = frozenset({"generated_at", "days"})

Document = dict[str, t.Any]


@dataclass(frozen=True)
class Occasion:
    """When a report is made, and what for."""

    now: datetime.datetime
    title: str
    warn_days: int


def build(seen: t.Sequence[Observation], occasion: Occasion) -> Document:
    """The whole report."""
    ending = {each.host: [_ending(item, occasion) for item in expiries(each)] for each in seen}
    differing = [_difference(each) for each in drifts(seen)]
    drifted: dict[str, list[str]] = defaultdict(list)
    for each in differing:
        for item in each["differing"]:
            drifted[item["host"]].append(_label(each))
    hosts = [_host(each, ending[each.host], drifted[each.host]) for each in seen]
    body = {
        "format": FORMAT,
        "title": occasion.title,
        "warn_days": occasion.warn_days,
        "status": worst(each["status"] for each in hosts),
        "counts": _counts(hosts),
        "probes": [name for name in PROBES if any(name == item["probe"] for each in seen for item in each.findings)],
        "hosts": hosts,
        "expiries": sorted((item for each in ending.values() for item in each), key=lambda item: item["ends"] or "0"),
        "drift": differing,
    }
    return {**body, "generated_at": occasion.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "fingerprint": fingerprint(body)}


def worst(statuses: t.Iterable[str]) -> str:
    """The most serious one."""
    return max(statuses, key=STATUSES.index, default=SEVERITY[0])


def fingerprint(body: t.Any) -> str:
    """Tells whether two reports say the same, whenever they were made."""
    return hashlib.sha256(json.dumps(_lasting(body), sort_keys=True).encode()).hexdigest()


def _lasting(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in OF_THE_MOMENT}
    return [_lasting(each) for each in value] if isinstance(value, list) else value


def _host(seen: Observation, ending: list[Document], drifted: list[str]) -> Document:
    status = UNKNOWN if seen.error else seen.status
    unread = [WARNING] if seen.unread else []
    return {
        "host": seen.host,
        "url": seen.url,
        "status": worst([status, *unread, *(item["status"] for item in ending)]),
        "error": _told(seen.error),
        "unread": _told(seen.unread),
        "probes": [dict(each) for each in seen.findings],
        "product": dict(seen.product),
        "ims_configs": [dict(each) for each in seen.ims_configs],
        "cloudservices": [dict(each) for each in seen.cloudservices],
        "expiries": ending,
        "drift": drifted,
    }


def _told(trouble: Trouble | None) -> Document | None:
    return {**asdict(trouble), "remedy": trouble.remedy} if trouble else None


def _counts(hosts: t.Sequence[Document]) -> Document:
    found = Counter(each["status"] for each in hosts)
    statuses = {status: found[status] for status in STATUSES}
    return {"hosts": len(hosts), **statuses, "drifted": sum(bool(each["drift"]) for each in hosts)}


def _ending(item: Expiry, occasion: Occasion) -> Document:
    return {
        "host": item.host,
        "what": item.what,
        "name": item.name,
        "ends": item.ends.strftime("%Y-%m-%dT%H:%M:%S%z") if item.ends else "",
        "told": item.told,
        "days": item.days(occasion.now),
        "status": item.status(occasion.now, occasion.warn_days),
    }


def _difference(each: Drift) -> Document:
    rows = [{"host": host, "value": value} for host, value in each.differing.items()]
    return {**asdict(each.property), "majority": each.majority, "agreeing": each.agreeing, "differing": rows}


def _label(each: Document) -> str:
    return " ".join(filter(None, [each["area"], each["name"], each["key"]]))
