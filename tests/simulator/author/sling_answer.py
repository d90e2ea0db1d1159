# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Sling's POST servlet answers: a report, as HTML or as JSON (contract/aem.md 8.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus

from aiohttp import web

from . import answers, paths
from .form import Form

_STATUS = ":status"
_REDIRECT = ":redirect"
_ACCEPT = ":http-equiv-accept"


@dataclass(frozen=True)
class Failure:
    """The exception that ended an operation."""

    java_class: str
    message: str


@dataclass
class Report:
    """The course of one operation."""

    path: str
    referer: str = ""
    changes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    created: bool = False
    status: int | None = None
    message: str = ""
    failure: Failure | None = None
    bare: bool = False

    def note(self, kind: str, *arguments: str) -> None:
        self.changes.append((kind, arguments))

    def refuse(self, status: int, message: str) -> None:
        self.status, self.message = status, message

    def fail(self, status: int, java_class: str, message: str) -> None:
        """Note an exception; what was noted as changed is undone by the transaction."""
        self.status, self.message = status, f"{java_class}: {message}"
        self.failure = Failure(java_class, message)
        self.changes.clear()

    @property
    def code(self) -> int:
        return self.status or (201 if self.created else 200)

    @property
    def title(self) -> str:
        if self.code >= 400:
            return f"Error while processing {self.path}"
        return f"Content {'created' if self.created else 'modified'} {self.path}"

    @property
    def text(self) -> str:
        return self.message or HTTPStatus(self.code).phrase


def render(report: Report, request: web.Request, form: Form) -> web.Response:
    """Answer a report the way the client asked for it."""
    location = form.get(_REDIRECT)
    if location and report.code < 400:
        target = _redirect_target(location, report)
        own = f"{request.scheme}://{request.host}" if target.startswith("/") else ""
        return web.Response(status=302, headers={"Location": own + target})
    accepted = form.get(_ACCEPT) or request.headers.get("Accept", "")
    answer = _json(report) if _prefers_json(accepted) else _html(report)
    if report.code == 201:
        answer.headers["Location"] = paths.mapped(report.path)
    browser = form.get(_STATUS) == "browser"
    answer.set_status(200 if browser else report.code)
    return answer


def _redirect_target(location: str, report: Report) -> str:
    if location.startswith("*"):
        return report.path + location[1:]
    if location.endswith("*"):
        return location[:-1] + paths.name(report.path)
    return location + paths.name(report.path) if location.endswith("/") else location


def _prefers_json(accepted: str) -> bool:
    """Tell whether JSON ranks above HTML; on a tie HTML is sent."""
    return _quality(accepted, "application", "json") > _quality(accepted, "text", "html")


def _quality(accepted: str, main: str, sub: str) -> float:
    best = (-1, 0.0 if accepted.strip() else 1.0)
    for media_range in accepted.split(","):
        kind, *parameters = [part.strip() for part in media_range.split(";")]
        rank = {f"{main}/{sub}": 2, f"{main}/*": 1, "*/*": 0}.get(kind.lower(), -1)
        if rank > best[0]:
            best = (rank, _weight(parameters))
    return best[1]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, dummy, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _json(report: Report) -> web.Response:
    """Write down what was set: a refusal has no title, only a creation says so, and `nop` tells next to nothing."""
    content: dict[str, object] = {
        "status.code": report.code,
        "status.message": report.text,
        "referer": report.referer,
        "changes": [_change(kind, arguments) for kind, arguments in report.changes],
    }
    if not report.bare:
        content |= {"path": report.path, "location": paths.mapped(report.path)}
        content["parentLocation"] = paths.mapped(paths.parent(report.path))
    if report.created:
        content["isCreate"] = True
    if report.failure or report.status is None:
        content["title"] = report.title
    if report.failure:
        content["error"] = {"class": report.failure.java_class, "message": report.failure.message}
    return answers.json_text(content)


def _change(kind: str, arguments: tuple[str, ...]) -> dict[str, object]:
    return {"type": kind, "argument": arguments[0] if len(arguments) == 1 else list(arguments)}


def _html(report: Report) -> web.Response:
    changes = "".join(f"{kind}({', '.join(map(repr, arguments))});<br/>" for kind, arguments in report.changes)
    rows = {
        "Status": str(report.code),
        "Message": report.text,
        "Path": report.path,
        "Referer": report.referer,
    }
    links = {"Location": report.path, "ParentLocation": paths.parent(report.path)}
    cells = "".join(
        f'<tr><td>{label}</td><td><div id="{label}">{escape(value)}</div></td></tr>' for label, value in rows.items()
    )
    cells += "".join(
        f'<tr><td>{label}</td><td><a href="{escape(paths.mapped(path))}" id="{label}">{escape(path)}</a></td></tr>'
        for label, path in links.items()
    )
    log = f'<tr><td>ChangeLog</td><td><div id="ChangeLog"><pre>{escape(changes)}</pre></div></td></tr>'
    return answers.page(report.title, f"<h1>{escape(report.title)}</h1><table><tbody>{cells}{log}</tbody></table>")
