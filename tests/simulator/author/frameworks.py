# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics frameworks: what an administrator makes of one, and how the author reads it (contract 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from . import paths, wcm
from .content import SITECATALYST
from .product import TEMPLATES
from .repository import Value

if TYPE_CHECKING:
    from . import Author
    from .assumptions import Draws

COMPONENT = "cq/analytics/components/framework"
MAPPINGS = "cq/analytics/components/mappings/maparsys"
ALL = "all"

Suites = list[tuple[str, str]]


class NotUnderstood(ValueError):
    """The author can make nothing of what is stored."""


def create(
    author: Author,
    *,
    service: str,
    title: str = "Framework",
    label: str = "",
    report_suites: Iterable[Mapping[str, str]] = (),
    mapped: int = 0,
) -> str:
    """Create a framework, choose its report suites, and map a variable of so many components; return its path."""
    path = wcm.create_page(author, "admin", paths.join(SITECATALYST, service), label, title, f"{TEMPLATES}/framework")
    content, public = paths.join(path, wcm.CONTENT), paths.join(path, wcm.CONTENT, "public")
    author.repository.create(content, _content())
    suites = [(each["rsid"], each.get("run_mode", ALL)) for each in report_suites]
    author.repository.create(public, _stored(suites, author.assumptions) if suites else {}, "nt:unstructured")
    mappings = paths.join(public, "mappings")
    author.repository.create(mappings, {"sling:resourceType": MAPPINGS}, "nt:unstructured")
    for number in range(mapped):
        author.repository.create(*_mapped(author, mappings, number), "nt:unstructured")
    return path


def _content() -> dict[str, Value]:
    return {
        "sling:resourceType": COMPONENT,
        "cq:cloudservicename": "sitecatalyst",
        "cq:designPath": "/etc/designs/cloudservices/framework-design",
    }


def _mapped(author: Author, mappings: str, number: int) -> tuple[str, dict[str, Value]]:
    """One dropped component: "one node per dropped component" is INFERRED, its names are UNKNOWN and drawn."""
    names = author.names.framework
    properties: dict[str, Value] = {
        "sling:resourceType": names.resource_type,
        names.variable: [f"variable{number}", f"other{number}"],
        names.mapped_to: f"eVar{number + 1}",
        "jcr:lastModified": author.timestamp(author.clock.now()),
    }
    return paths.join(mappings, f"{names.component}{number}"), properties


def _stored(suites: Suites, draws: Draws) -> dict[str, Value]:
    words = {ALL: "", **dict(draws.suites_run_modes)}
    rows = [f"{rsid};{words[run_mode]}" for rsid, run_mode in suites]
    if len(rows) == 1:
        return {"reportsuite": suites[0][0], "reportsuites": rows[0], **_servers(suites[0][0])}
    each: Value = [*rows] if draws.suites_separator is None else draws.suites_separator.join(rows)
    return {**_main(suites, draws), "reportsuites": each, **_servers(suites[0][0])}


def _main(suites: Suites, draws: Draws) -> dict[str, Value]:
    """What `reportsuite` holds of several."""
    if draws.suites_main == "none":
        return {}
    return {"reportsuite": suites[0][0] if draws.suites_main == "first" else [rsid for rsid, dummy in suites]}


def _servers(rsid: str) -> dict[str, Value]:
    """What choosing a report suite writes besides; the values stand for those that Adobe Analytics tells."""
    return {
        "cq:trackingServer": f"{rsid}.sc.example.net",
        "cq:trackingServerSecure": f"{rsid}.ssl.example.net",
        "cq:visitorNamespace": rsid,
    }


def report_suites(author: Author, path: str) -> Suites:
    """The report suites with their run modes as the author understands them."""
    node = author.repository.node(paths.join(path, wcm.CONTENT, "public"))
    stored = node.properties.get("reportsuites") if node else None
    if node is None or stored is None:
        return []
    suites = [_read(row, author.assumptions) for row in _rows(stored, author.assumptions)]
    main = node.properties.get("reportsuite")
    expected = {"reportsuite": suites[0][0]} if len(suites) == 1 else _main(suites, author.assumptions)
    if (main if len(suites) > 1 else _single(main)) != expected.get("reportsuite"):
        raise NotUnderstood(f"reportsuite is {main!r} beside {stored!r}")
    return suites


def _rows(stored: Value, draws: Draws) -> list[str]:
    single = _single(stored)
    if not isinstance(single, list):
        return str(single).split(draws.suites_separator) if draws.suites_separator else [str(single)]
    if draws.suites_separator is not None:
        raise NotUnderstood(f"several texts: {stored!r}")
    return [str(row) for row in single]


def _single(value: Value | None) -> Value | None:
    """Read a multi-value of one as that one, as every ValueMap does."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _read(row: str, draws: Draws) -> tuple[str, str]:
    rsid, semicolon, word = row.partition(";")
    modes = {"": ALL, **{word: mode for mode, word in draws.suites_run_modes}}
    if not rsid or not semicolon or word not in modes:
        raise NotUnderstood(f"{row!r} is no report suite with its run mode")
    return rsid, modes[word]
