# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling's POST servlet: find the operation, run it whole or not at all, report (contract/aem.md 8.1)."""

from __future__ import annotations

import re

from aiohttp import web

from . import paths
from .form import Form
from .nodetypes import ConstraintViolation, Unknown
from .paths import Address
from .property_value import ValueFormat
from .sling_answer import Report, render
from .sling_modify import Session, order
from .sling_operations import OPERATIONS, Operation

_HINTS = ("title", "jcr:title", "name", "description", "jcr:description", "abstract", "text", "jcr:text")
_CREATES = ("/", "/*")

_ARGUMENT = "java.lang.IllegalArgumentException"
_PERSISTENCE = "org.apache.sling.api.resource.PersistenceException"
# Since release 2.5 of the servlet, instead of 500 and the exception (SEEN, docs/conformance.md).
_PRECISE = {409: "repository state conflicting with request", 422: "invalid payload"}
_DENIED = "javax.jcr.AccessDeniedException"


def post(session: Session, address: Address, request: web.Request, form: Form) -> web.Response:
    """Answer a POST that no other servlet takes."""
    operation_name = form.get(":operation")
    report = Report(_target(session, address, form), request.headers.get("Referer", ""))
    if operation_name == "delete" and _decorated(address):
        report.refuse(403, "DeleteOperation request cannot include any selectors, extension or suffix")
        return render(report, request, form)
    operation = OPERATIONS.get(operation_name)
    if operation is None:
        report.bare = True
        report.refuse(500, "Invalid operation specified for POST request")
        return render(report, request, form)
    _carry_out(operation, session, form, report)
    return render(report, request, form)


def _carry_out(operation: Operation, session: Session, form: Form, report: Report) -> None:
    """Run the operation whole or not at all."""
    try:
        with session.repository.transaction():
            operation(session, form, report.path, report)
            if form.get(":operation") == "" and form.get(":order"):
                order(session, form.get(":order"), report.path, report)
    except Unknown as refusal:
        _fail(session, report, 409, str(refusal))
    except ConstraintViolation as refusal:
        report.fail(500, _ARGUMENT, str(refusal))
    except ValueFormat as refusal:
        _fail(session, report, 422, str(refusal))
    except ValueError as refusal:
        report.fail(500, _ARGUMENT, str(refusal))
    except (RuntimeError, KeyError) as refusal:
        _fail(session, report, 409, str(refusal))


def _fail(session: Session, report: Report, precise: int, reason: str) -> None:
    """Refuse with the status that this release of the servlet has for it."""
    if not session.draws.precise_refusals:
        report.fail(500, _PERSISTENCE, reason)
        return
    report.changes.clear()
    report.refuse(precise, _PRECISE[precise])


def _decorated(address: Address) -> bool:
    if address.node is None:
        return "." in paths.name(address.path) or address.suffix is not None
    return bool(address.selectors or address.extension or address.suffix)


def deny(path: str, request: web.Request, form: Form) -> web.Response:
    """Answer somebody without the right to write."""
    report = Report(path)
    report.fail(403, _DENIED, "Access denied")
    return render(report, request, form)


def read_only(path: str, request: web.Request, form: Form) -> web.Response:
    """Answer as an author whose repository takes no writes."""
    report = Report(path)
    report.fail(500, _PERSISTENCE, "Unable to commit changes to session: this repository is read-only")
    return render(report, request, form)


def _target(session: Session, address: Address, form: Form) -> str:
    """Return the path to work on; a trailing slash or star asks for a new name below it."""
    path = address.path + (address.suffix or "")
    if form.get(":operation"):
        return address.path
    for ending in _CREATES:
        if path.endswith(ending) and path != "/":
            return _fresh(session, path.removesuffix(ending) or "/", form)
    return path


def _fresh(session: Session, parent: str, form: Form) -> str:
    wanted = paths.join(parent, form.get(":name") or _filtered(_hint(form)))
    if session.repository.node(wanted) is None:
        return wanted
    return next(f"{wanted}{number}" for number in range(10_000) if session.repository.node(f"{wanted}{number}") is None)


def _hint(form: Form) -> str:
    for name in (":nameHint", *_HINTS, *(f"./{hint}" for hint in _HINTS)):
        if form.get(name):
            return form.get(name)
    return "node"


def _filtered(hint: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", hint.lower()).strip("_")[:20] or "node"
