# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling's other operations: delete, copy, move, import and nop (contract/aem.md 8.1)."""

from __future__ import annotations

import json
from collections.abc import Callable

from . import nodetypes, paths
from .form import Form
from .property_request import absolute
from .property_value import ValueFormat, convert
from .repository import Scalar, Value
from .sling_answer import Report
from .sling_modify import Session, modify, order

Operation = Callable[[Session, Form, str, Report], None]


def delete(session: Session, form: Form, path: str, report: Report) -> None:
    """Remove the node, or those that `:applyTo` names; nothing there is fine."""
    targets = _apply_to(session, form, path)
    if targets is None:
        targets = [path]
    for target in targets:
        session.repository.remove(target)
        report.note("deleted", target)


def copy(session: Session, form: Form, path: str, report: Report) -> None:
    _transfer(session, form, path, report, "copy")


def move(session: Session, form: Form, path: str, report: Report) -> None:
    _transfer(session, form, path, report, "move")


def nop(session: Session, form: Form, path: str, report: Report) -> None:
    """Do nothing; `:nopstatus` chooses the status."""
    status = form.get(":nopstatus")
    code = int(status) if status.isdigit() and 100 <= int(status) <= 599 else 200
    report.bare = True
    report.refuse(code, f"Null Operation Status: {code}")


def import_content(session: Session, form: Form, path: str, report: Report) -> None:
    """Import JSON below the node."""
    base = path.rstrip("/") or "/"
    session.create_all(base, {}, report)
    content_type = form.get(":contentType")
    upload = form.files.get(":contentFile")
    content = form.get(":content") or (upload.content.decode() if upload else "")
    name = form.get(":name") or form.get(":nameHint")
    replace = form.get(":replace").lower() == "true"
    target = paths.join(base, name) if name else base
    if not content_type:
        report.refuse(412, "Required :contentType parameter is missing")
    elif form.get(":name") and session.repository.node(target) is not None and not replace:
        report.refuse(412, f"Cannot import {target}: node exists")
    elif not content:
        report.refuse(412, "Missing content for import")
    elif content_type != "json":
        raise RuntimeError(f"No content reader for {content_type}")
    else:
        report.created = session.repository.node(target) is None or not name
        report.path = target
        _import(session, target, json.loads(content), form, report)


def _import(session: Session, path: str, content: dict[str, object], form: Form, report: Report) -> None:
    exists = session.repository.node(path) is not None
    if exists and form.get(":replace").lower() == "true" and form.get(":name"):
        session.repository.remove(path)
        exists = False
    if not exists:
        primary_type = content.get("jcr:primaryType")
        session.create(path, str(primary_type) if primary_type else "nt:unstructured", report)
    _import_content(session, path, content, form, report)


def _import_content(session: Session, path: str, content: dict[str, object], form: Form, report: Report) -> None:
    overwrite = form.get(":replaceProperties").lower() == "true"
    for name, value in content.items():
        if isinstance(value, dict):
            _import_child(session, paths.join(path, name), value, form, report)
        elif name != "jcr:primaryType" and (overwrite or name not in session.existing(path).properties):
            session.write(paths.join(path, name), _imported(value), report, kind="created")


def _import_child(session: Session, path: str, content: dict[str, object], form: Form, report: Report) -> None:
    if session.repository.node(path) is None:
        primary_type = content.get("jcr:primaryType")
        session.create(path, str(primary_type) if primary_type else "nt:unstructured", report)
    _import_content(session, path, content, form, report)


def _imported(value: object) -> Value:
    if isinstance(value, list):
        return [_imported_scalar(item) for item in value]
    return _imported_scalar(value)


def _imported_scalar(value: object) -> Scalar:
    if isinstance(value, str):
        try:
            return convert([value], "Date")[0]
        except ValueFormat:
            return value
    if isinstance(value, bool | int | float):
        return value
    raise ValueFormat("null and nested lists are no property values")


def _transfer(session: Session, form: Form, path: str, report: Report, kind: str) -> None:
    wanted = form.get(":dest")
    if not wanted:
        raise ValueError(f"Unable to process {kind}. Missing destination")
    into = wanted.endswith("/")
    dest = absolute(paths.parent(path), wanted)
    targets = _apply_to(session, form, path)
    if targets is not None and not into:
        raise ValueError(f"Applying {kind} to multiple resources requires a trailing slash on the destination")
    parent = dest if into else paths.parent(dest)
    if not _destination_ready(session, form, kind, dest, parent, into, report):
        return
    for source in [path] if targets is None else targets:
        _transfer_one(session, source, paths.join(parent, paths.name(source)) if into else dest, report, kind)
    if targets is not None:
        report.created = False
    elif form.get(":order") and report.status is None:
        order(session, form.get(":order"), dest, report)


def _destination_ready(
    session: Session, form: Form, kind: str, dest: str, parent: str, into: bool, report: Report
) -> bool:
    exists = not into and session.repository.node(dest) is not None
    if exists and form.get(":replace").lower() != "true":
        report.refuse(412, f"Cannot {kind} to {dest}: destination exists")
    elif session.repository.node(parent) is None:
        report.refuse(412, f"Cannot {kind} to {dest}: parent of destination does not exist")
    report.created = not exists
    return report.status is None


def _transfer_one(session: Session, source: str, target: str, report: Report, kind: str) -> None:
    node = session.repository.node(source)
    if node is None:
        # SEEN, docs/conformance.md: the servlet has already made what it then misses.
        session.create_all(source, {}, Report(source))
        report.refuse(404, f"Missing source {source} for {kind}")
        return
    if target == source or paths.below(target, source):
        raise ValueError(f"Cannot {kind} {source} below itself")
    parent = session.existing(paths.parent(target))
    nodetypes.check_child(parent.primary_type, paths.name(target), node.primary_type)
    session.repository.remove(target)
    session.repository.place(target, node.copy())
    if kind == "move":
        session.repository.remove(source)
    report.note("copied" if kind == "copy" else "moved", source, target)


def _apply_to(session: Session, form: Form, path: str) -> list[str] | None:
    """Return the nodes that `:applyTo` names, `*` standing for all children; None without the parameter."""
    named = form.all(":applyTo")
    if not named:
        return None
    found: list[str] = []
    for text in named:
        children = text.endswith("*")
        target = absolute(path, (text[:-1].rstrip("/") or ".") if children else text)
        node = session.repository.node(target)
        if node is not None:
            found += [paths.join(target, child) for child in node.children] if children else [target]
    return found


OPERATIONS: dict[str, Operation] = {
    "": modify,
    "delete": delete,
    "copy": copy,
    "move": move,
    "import": import_content,
    "nop": nop,
}
