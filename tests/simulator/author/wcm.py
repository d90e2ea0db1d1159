# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page command of WCM: create and delete pages (contract/aem.md 6.4)."""

from __future__ import annotations

import itertools
import re
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web

from . import answers, assumptions, paths
from .access import ACCOUNT
from .form import Form
from .repository import Node, Repository, Value

if TYPE_CHECKING:
    from . import Author

CONTENT = "jcr:content"


class Refused(Exception):
    """The command can't be carried out."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def command(author: Author, request: web.Request, form: Form) -> web.StreamResponse:
    """Answer `/bin/wcmcommand`."""
    commands = {"createPage": _create_page, "deletePage": _delete_page}
    try:
        chosen = commands.get(form.get("cmd"))
        if chosen is None:
            raise Refused(400, f"Unknown command {form.get('cmd')}")
        with author.repository.transaction():
            status, path, message = chosen(author, request[ACCOUNT].name, form)
    except Refused as refusal:
        return _status_page(refusal.status, "", str(refusal))
    return _status_page(status, path, message)


def create_page(author: Author, user: str, parent: str, label: str, title: str, template: str) -> str:
    """Create a page from a template; return its path."""
    if author.repository.node(parent) is None:
        raise Refused(assumptions.PAGE_REFUSAL_STATUS, f"The parent {parent} does not exist")
    model = author.repository.node(template)
    if model is None or model.primary_type != "cq:Template":
        raise Refused(assumptions.PAGE_REFUSAL_STATUS, f"The template {template} does not exist")
    path = _free_path(author.repository, parent, label or _label_of(title))
    if assumptions.TEMPLATES_BIND_PAGE_COMMAND and not _allowed(model, path):
        raise Refused(assumptions.PAGE_REFUSAL_STATUS, f"The template {template} is not allowed at {path}")
    _store_page(author, user, path, title, template, model)
    return path


def _create_page(author: Author, user: str, form: Form) -> tuple[int, str, str]:
    fields = [form.get(name) for name in ("parentPath", "label", "title", "template")]
    if not fields[0] or not fields[3] or not (fields[1] or fields[2]):
        raise Refused(400, "parentPath, template, and label or title are required")
    path = create_page(author, user, *fields)
    return author.assumptions.page_created_status, path, "Page created"


def _delete_page(author: Author, user: str, form: Form) -> tuple[int, str, str]:
    targets = form.all("path")
    missing = [path for path in targets if author.repository.node(path) is None]
    if not targets or missing:
        raise Refused(404, f"There is no page {', '.join(missing)}")
    for path in targets:
        shallow = form.get("shallow") == "true"
        author.repository.remove(paths.join(path, CONTENT) if shallow else path)
    return 200, targets[0], "Page deleted"


def _store_page(author: Author, user: str, path: str, title: str, template: str, model: Node) -> None:
    moment = author.timestamp(author.clock.now())
    repository = author.repository
    repository.create(path, {"jcr:created": moment, "jcr:createdBy": user}, "cq:Page")
    pattern = model.children.get(CONTENT)
    repository.place(paths.join(path, CONTENT), pattern.copy() if pattern else Node())
    created: dict[str, Value] = {"jcr:created": moment, "jcr:createdBy": user}
    named: dict[str, Value] = {"jcr:title": title, "cq:template": template}
    repository.create(paths.join(path, CONTENT), {**named, **created}, "cq:PageContent")


def _free_path(repository: Repository, parent: str, label: str) -> str:
    wanted = paths.join(parent, label)
    if repository.node(wanted) is None:
        return wanted
    numbered = (f"{wanted}{number}" for number in itertools.count(assumptions.PAGE_SUFFIX_START))
    return next(path for path in numbered if repository.node(path) is None)


def _label_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "page"


def _allowed(template: Node, path: str) -> bool:
    patterns = template.properties.get("allowedPaths", [])
    texts = [str(pattern) for pattern in patterns] if isinstance(patterns, list) else [str(patterns)]
    return not texts or any(re.fullmatch(text, path) for text in texts)


def _status_page(status: int, path: str, message: str) -> web.Response:
    rows = {"Status": str(status), "Message": message, "Path": path}
    cells = "".join(
        f'<tr><td>{label}</td><td><div id="{label}">{escape(value)}</div></td></tr>' for label, value in rows.items()
    )
    return answers.page(message, f"<h1>{escape(message)}</h1><table><tbody>{cells}</tbody></table>", status)
