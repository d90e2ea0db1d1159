# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling's modify operation: create nodes, write, move, copy and delete properties (contract/aem.md 8.1)."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import UTC, datetime

from . import nodetypes, paths
from .assumptions import Draws
from .crypto import Crypto
from .form import Form
from .property_request import PropertyRequest, absolute, collect
from .property_value import patched, stored_value, wanted_texts
from .repository import Node, Repository, Value
from .sling_answer import Report

_CREATED = {"jcr:created", "created"}
_CREATED_BY = {"jcr:createdBy", "createdBy"}
_MODIFIED = {"jcr:lastModified", "lastModified"}
_MODIFIED_BY = {"jcr:lastModifiedBy", "lastModifiedBy"}


@dataclass(frozen=True)
class Session:
    """Who changes which repository, and when."""

    repository: Repository
    crypto: Crypto
    draws: Draws
    user: str
    seconds: float

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def existing(self, path: str) -> Node:
        """Return a node that is known to be there."""
        found = self.repository.node(path)
        if found is None:
            raise KeyError(path)
        return found

    def create(self, path: str, primary_type: str | None, report: Report) -> None:
        """Create one node under the rules of its parent's type."""
        parent = self.existing(paths.parent(path))
        chosen = primary_type or nodetypes.default_child_type(parent.primary_type, paths.name(path))
        nodetypes.check_child(parent.primary_type, paths.name(path), chosen)
        self.repository.place(path, Node({"jcr:primaryType": chosen, **self._automatic(chosen)}))
        report.note("created", path)

    def create_all(self, path: str, types: dict[str, str], report: Report) -> None:
        """Create a node and its missing ancestors; `types` holds the primary types that were asked for."""
        if self.repository.node(path) is None:
            if path != "/":
                self.create_all(paths.parent(path), types, report)
            self.create(path, types.get(path), report)

    def write(self, path: str, value: Value, report: Report, kind: str = "modified") -> None:
        """Set one property under the rules of its node's type; a change of its types goes unreported."""
        owner, name = paths.parent(path), paths.name(path)
        nodetypes.check_property(self.existing(owner).primary_type, name)
        if name == "jcr:primaryType":
            nodetypes.type_of(str(value))
        if name == "jcr:data" and isinstance(value, str):
            value = value.encode()
        self.repository.set(owner, name, value)
        if name not in ("jcr:primaryType", "jcr:mixinTypes"):
            report.note(kind, path)

    def _automatic(self, primary_type: str) -> dict[str, Value]:
        if not nodetypes.type_of(primary_type).created:
            return {}
        return {"jcr:created": self.now, "jcr:createdBy": self.user}


def modify(session: Session, form: Form, path: str, report: Report) -> None:
    """Carry out a form: deletes first, then the node, moves, copies, values and files."""
    wanted = collect(form, path)
    report.created = session.repository.node(path) is None
    for request in wanted.values():
        # Nothing is reported below a node that is neither there nor about to be made.
        near = paths.parent(request.path) == path or session.repository.node(paths.parent(request.path)) is not None
        if request.delete and near:
            _delete(session, request.path, report)
    types = {
        paths.parent(name): request.values[0]
        for name, request in wanted.items()
        if paths.name(name) == "jcr:primaryType" and request.values
    }
    session.create_all(path, types, report)
    for request in wanted.values():
        _transfer(session, request, path, types, report)
    for request in wanted.values():
        _write(session, request, types, report)
    _check_postfixes(report)
    _check_mandatory(session, report)


def order(session: Session, command: str, path: str, report: Report) -> None:
    """Carry out `:order`."""
    siblings = [name for name in session.existing(paths.parent(path)).children if name != paths.name(path)]
    kind, dummy, sibling = command.partition(" ")
    if command == "last":
        before = None
    elif command == "first":
        before = siblings[0] if siblings else None
    elif kind in ("before", "after") and sibling in siblings:
        following = [*siblings, None]
        before = following[siblings.index(sibling) + (kind == "after")]
    elif command.isdigit():
        before = siblings[int(command)] if int(command) < len(siblings) else None
    else:
        raise ValueError(f"provided node ordering command is invalid: {command}")
    session.repository.order(path, before)
    report.note("ordered", path, before or "")


def _delete(session: Session, path: str, report: Report) -> None:
    """Remove a property or a node; it is reported even if nothing was there."""
    owner = session.repository.node(paths.parent(path))
    name = paths.name(path)
    if owner is not None and name in owner.properties:
        session.repository.unset(paths.parent(path), name)
    else:
        session.repository.remove(path)
    report.note("deleted", path)


def _transfer(session: Session, request: PropertyRequest, base: str, types: dict[str, str], report: Report) -> None:
    source = request.move_from or request.copy_from
    if not source:
        return
    origin = absolute(base, source)
    session.create_all(paths.parent(request.path), types, report)
    owner = session.existing(paths.parent(origin))
    node = session.repository.node(origin)
    if node is not None:
        session.repository.place(request.path, node.copy())
    elif paths.name(origin) in owner.properties:
        raise RuntimeError(f"This item [{origin}] does not exist anymore")
    else:
        return
    report.note("moved" if request.move_from else "copied", origin, request.path)
    if request.move_from:
        _delete(session, origin, report)


def _write(session: Session, request: PropertyRequest, types: dict[str, str], report: Report) -> None:
    if request.upload is not None:
        _write_file(session, request, types, report)
    elif request.has_values:
        session.create_all(paths.parent(request.path), types, report)
        _write_value(session, request, report)


def _write_value(session: Session, request: PropertyRequest, report: Report) -> None:
    owner, name = session.existing(paths.parent(request.path)), paths.name(request.path)
    former = owner.properties.get(name)
    texts = wanted_texts(request)
    if texts is not None and request.patch:
        texts = patched(former, texts)
        if texts is None:
            return
    if name == "jcr:mixinTypes":
        session.write(request.path, list(texts or ()), report)
    elif texts == [""] and _automatic_value(session, name) is not None:
        fresh = ("created", (paths.parent(request.path),)) in report.changes
        _write_automatic(session, request.path, fresh, report)
    elif texts in (None, [], [""]) and not request.patch:
        _empty(session, request.path, former, cleared=texts == [], report=report)
    elif texts is not None:
        _store(session, request, texts, former, report)


def _empty(session: Session, path: str, former: Value | None, *, cleared: bool, report: Report) -> None:
    """Take an empty field as the wish for no property; one that `:ignore` or blanks emptied clears a text only."""
    if former is None:
        return
    if cleared and not isinstance(former, list):
        session.write(path, "", report)
    else:
        _delete(session, path, report)


def _store(session: Session, request: PropertyRequest, texts: list[str], former: Value | None, report: Report) -> None:
    value: Value = [*texts] if request.patch else stored_value(request, texts, former)
    if request.encrypted:
        value = _encrypted(session, value)
    if isinstance(value, list) and former is not None and not isinstance(former, list):
        report.note("deleted", request.path)
    session.write(request.path, value, report)


def _encrypted(session: Session, value: Value) -> Value:
    """Protect what a form marks with `@Encrypted` (contract/aem.md 6.5)."""
    if isinstance(value, list):
        return [_protected(session, str(item)) for item in value]
    return _protected(session, str(value))


def _protected(session: Session, text: str) -> str:
    if not text or (session.crypto.is_protected(text) and not session.draws.encrypts_protected):
        return text
    return session.crypto.protect(text)


def _automatic_value(session: Session, name: str) -> Value | None:
    if name in _CREATED | _MODIFIED:
        return session.now
    if name in _CREATED_BY | _MODIFIED_BY:
        return session.user
    return None


def _write_automatic(session: Session, path: str, fresh: bool, report: Report) -> None:
    """Fill in date or user for an empty value; those of the creation only on a new node."""
    name = paths.name(path)
    value = _automatic_value(session, name)
    if value is not None and (fresh or name not in _CREATED | _CREATED_BY):
        session.write(path, value, report)


def _write_file(session: Session, request: PropertyRequest, types: dict[str, str], report: Report) -> None:
    """Store a file part as nt:file, or as nt:resource where neither parent nor name ask for a file."""
    upload, path = request.upload, request.path
    if upload is None:
        return
    session.create_all(paths.parent(path), types, report)
    parent = session.existing(paths.parent(path))
    wants_file = request.type_name == "nt:file" or nodetypes.is_a(parent.primary_type, "nt:folder")
    if not request.type_name and "." in paths.name(path):
        wants_file = True
    holder = paths.join(path, "jcr:content") if wants_file else path
    if wants_file and session.repository.node(path) is None:
        session.create(path, request.type_name or "nt:file", report)
    if session.repository.node(holder) is None:
        session.create(holder, "nt:resource", report)
    mime_type = upload.content_type or mimetypes.guess_type(request.upload_name)[0] or "application/octet-stream"
    session.write(paths.join(holder, "jcr:lastModified"), session.now, report)
    session.write(paths.join(holder, "jcr:mimeType"), mime_type, report)
    session.write(paths.join(holder, "jcr:data"), upload.content, report)


def _check_postfixes(report: Report) -> None:
    """Refuse a property together with one of its name and an unknown `@` postfix, as Sling does (SOURCE, 8.1)."""
    sources = {arguments[0] for dummy, arguments in report.changes}
    for source in sources:
        if "@" in source and source.partition("@")[0] in sources:
            raise RuntimeError(f"Postfix-containing path {source} contained in the modification list")


def _check_mandatory(session: Session, report: Report) -> None:
    for kind, arguments in report.changes:
        node = session.repository.node(arguments[0]) if kind == "created" else None
        if node is not None:
            nodetypes.check_mandatory(node.primary_type, {*node.properties, *node.children})
