# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The health of an author's connection to Adobe Analytics; nothing is ever changed."""

from __future__ import annotations

import typing as t
from dataclasses import fields

from .._author import product
from .._author.client import Author
from .._errors import (
    AdobeRefused,
    CollectionError,
    Conflict,
    NotAuthenticated,
    NotEstablished,
    NotPermitted,
    NotTrusted,
    UnexpectedAnswer,
    Unreachable,
)
from . import analytics_access, contract, keypair_probe
from .findings import FAILED, SEVERITY, SKIPPED, WARNING, Finding, as_mapping, blocked, finding
from .probes import ON_AUTHOR, PROBES, Examination
from .shared_options import waiting_problems

FATAL = {"failed": {FAILED}, "warning": {FAILED, WARNING}, "never": set()}
INTERNAL_ERROR = 500

# Which cause an error means when it is the author that raised it.
AUTHOR_CAUSES: t.Sequence[tuple[type[CollectionError], str]] = (
    (NotAuthenticated, "author_login_refused"),
    (NotPermitted, "author_rights_missing"),
    (NotTrusted, "author_not_trusted"),
    (Unreachable, "author_unreachable"),
    (NotEstablished, "contract_not_established"),
    (Conflict, "ims_config_duplicate"),
    (UnexpectedAnswer, "not_an_author"),
)


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    found = []
    if any(options.get(name) for name in ("client_id", "client_secret", "payload")):
        found += analytics_access.problems(options)
    if options.get("report_suites") and not options.get("company"):
        found.append("company is required with report_suites")
    found += keypair_probe.problems(options) + waiting_problems(options) + contract.problems(options.get("contract"))
    return found + known_problems(options.get("known") or [])


def known_problems(known: t.Sequence[t.Mapping[str, t.Any]]) -> list[str]:
    """What is wrong with findings that are to be taken over."""
    names = {field.name for field in fields(Finding)}
    needed = names - {"ends"}
    whole = [
        item
        for item in known
        if needed <= item.keys() <= names and item["probe"] in PROBES and item["status"] in SEVERITY
    ]
    if len(whole) == len(known):
        return []
    return [f"known must be a list as probes of the results is, each with {', '.join(sorted(needed))}"]


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Run the probes in their order and judge the whole; check mode makes no difference to a reader."""
    examination = Examination(author, options)
    known = {item["probe"]: Finding(**item) for item in options.get("known") or []}
    for name in PROBES:
        if name in options["probes"]:
            examination.findings[name] = known.get(name) or _probe(name, examination)
    return result(author, list(examination.findings.values()), options["fail_on"])


def _probe(name: str, examination: Examination) -> Finding:
    if name in ON_AUTHOR and not examination.succeeded("author_ready"):
        return blocked(name, "author_ready")
    try:
        return PROBES[name](examination)
    except CollectionError as error:
        return finding(name, FAILED, cause(error), error.message)


def cause(error: CollectionError) -> str:
    """The code of the cause table for an error."""
    if isinstance(error, AdobeRefused):
        return error.code
    status = error.fields.get("status", 0)
    if status >= INTERNAL_ERROR:
        return "author_not_ready" if status == product.STARTING else "author_error"
    return next((code for kind, code in AUTHOR_CAUSES if isinstance(error, kind)), "not_an_author")


def result(author: Author, findings: t.Sequence[Finding], fail_on: str) -> dict[str, t.Any]:
    """The return values of the module."""
    status = max((item.status for item in findings), key=SEVERITY.index, default=SKIPPED)
    fatal = [item for item in findings if item.status in FATAL[fail_on]]
    outcome: dict[str, t.Any] = {
        "changed": False,
        "status": status,
        "probes": [as_mapping(item) for item in findings],
        "summary": ", ".join(f"{item.probe}: {item.status}" for item in findings),
    }
    if fatal:
        outcome["failed"] = True
        outcome["msg"] = f"{author.url} is not healthy. " + " ".join(told(item) for item in fatal)
    return outcome


def told(item: Finding) -> str:
    """A finding as a sentence with its remedy."""
    return " ".join(filter(None, [f"{item.probe} ({item.code}): {item.message}", item.remedy]))
