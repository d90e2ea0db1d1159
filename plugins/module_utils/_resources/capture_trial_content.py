# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions about Sling's POST servlet, CSRF and the crypto support, tested on a scratch node."""

from __future__ import annotations

import typing as t

from .._author import crypto, osgi, repository
from .._author.client import CSRF_TOKEN
from .._errors import UnexpectedAnswer
from . import ims_pair as pair
from .capture_assumption import Check, Verdict, judged, unknown
from .capture_scratch import Trial
from .capture_seen import ANY
from .service_page import DEFAULT_TEMPLATE, RESOURCE_TYPE, SERVICE_NAME
from .service_steps import CreatePage

TEXT = "Z\u00fcrich \u2713"
LATIN = "Z\u00fcrich"
MISREAD = LATIN.encode().decode("latin-1")
TYPED: t.Mapping[str, repository.Value] = {"flag": True, "count": 7, "many": ["a", "b"]}
NO_AREA = "The scratch node could not be made."


def node_created(trial: Trial) -> Verdict:
    fields: dict[str, repository.Value | None] = {"jcr:primaryType": "nt:unstructured", "text": TEXT, **TYPED}
    repository.create(trial.author, trial.area, fields)
    status = trial.author.last.status
    found = repository.read(trial.author, trial.area, depth=0) is not None
    return judged(found and status == 201, f"The answer was {status}, the node is {_there(found)}.")


def _there(found: bool) -> str:
    return "there" if found else "not there"


def _area(trial: Trial) -> repository.Tree:
    return repository.read(trial.author, trial.area, depth=0) or {}


def charset_named(trial: Trial) -> Verdict:
    stored = _area(trial).get("text")
    return judged(stored == TEXT, f"Sent {TEXT!r}, stored {stored!r}.") if stored else unknown(NO_AREA)


def charset_unnamed(trial: Trial) -> Verdict:
    form = [("latin", LATIN)]
    trial.author.post(trial.area, form, attempt="send a form without _charset_", expect=(200, 201), repeatable=True)
    stored = _area(trial).get("latin")
    return judged(stored == MISREAD, f"Sent {LATIN!r} as UTF-8, stored {stored!r}.")


def values_typed(trial: Trial) -> Verdict:
    node = _area(trial)
    if not node:
        return unknown(NO_AREA)
    stored = {name: node.get(name) for name in TYPED}
    same = all(type(stored[name]) is type(value) and stored[name] == value for name, value in TYPED.items())
    return judged(same, f"Sent {dict(TYPED)}, stored {stored}.")


def property_removed(trial: Trial) -> Verdict:
    repository.update(trial.author, trial.area, {"flag": None})
    status = trial.author.last.status
    return judged("flag" not in _area(trial) and status == 200, f"The answer was {status}.")


def page_created(trial: Trial) -> Verdict:
    path = f"{trial.area}/page"
    content = {
        "cq:template": DEFAULT_TEMPLATE,
        "sling:resourceType": RESOURCE_TYPE,
        "cq:cloudservicename": SERVICE_NAME,
    }
    CreatePage(path, tuple(content.items())).carry_out(trial.author)
    page = repository.read(trial.author, path, depth=1) or {}
    types = page.get("jcr:primaryType"), (page.get("jcr:content") or {}).get("jcr:primaryType")
    return judged(types == ("cq:Page", "cq:PageContent"), f"The nodes are of the types {types[0]} and {types[1]}.")


def page_refused(trial: Trial) -> Verdict:
    """The page command, unlike Sling POST, asks the template; what it makes all the same is in the scratch area."""
    form = [("cmd", "createPage"), ("parentPath", trial.area), ("label", "commanded"), ("title", "Scratch")]
    form += [("template", DEFAULT_TEMPLATE), ("_charset_", "utf-8")]
    answer = trial.author.post("/bin/wcmcommand", form, attempt="make a page", expect=ANY, repeatable=True)
    made = repository.read(trial.author, f"{trial.area}/commanded", depth=0) is not None
    return judged(not made and answer.status >= 400, f"The answer was {answer.status}, the page is {_there(made)}.")


def value_refused(trial: Trial) -> Verdict:
    form = [("odd@TypeHint", "Long"), ("odd", "no number"), repository.JSON_ANSWER]
    answer = trial.author.post(trial.area, form, attempt="store a text as a number", expect=ANY, repeatable=True)
    return judged(answer.status in {422, 500}, f"The answer was {answer.status}.")


def encrypted_elsewhere(trial: Trial) -> Verdict:
    form = [("plain", TEXT), ("plain@Encrypted", "true"), ("_charset_", "utf-8")]
    answer = trial.author.post(trial.area, form, attempt="mark a value", expect=ANY, repeatable=True)
    stored = _area(trial).get("plain")
    told = "is not stored" if stored is None else "is stored as it was sent" if stored == TEXT else "is another one"
    return judged(stored in (None, TEXT), f"The answer was {answer.status}, the value {told}.")


def datum_wanted(trial: Trial) -> Verdict:
    form = [("_charset_", "utf-8")]
    path, attempt = "/system/console/crypto/.json", "protect nothing"
    answer = trial.author.post(path, form, attempt=attempt, expect=ANY, repeatable=True)
    return judged(answer.status >= 400, f"The answer was {answer.status}.")


def absent_deleted(trial: Trial) -> Verdict:
    statuses = [_delete_status(trial, name) for name in ("absent", "absent.dotted")]
    told = f"The answer was {statuses[0]}, for a name with a dot {statuses[1]}."
    return judged(statuses[0] in {200, 404} and statuses[1] in {200, 403, 404}, told)


def _delete_status(trial: Trial, name: str) -> int:
    form = [(":operation", "delete"), repository.JSON_ANSWER]
    path = f"{trial.area}/{name}"
    return trial.author.post(path, form, attempt=f"delete {path}", expect=ANY, repeatable=True).status


def token_served(trial: Trial) -> Verdict:
    answer = trial.author.get(CSRF_TOKEN, attempt="get a CSRF token", expect=ANY)
    return judged(answer.status == 200 and b'"token"' in answer.content, f"The answer was {answer.status}.")


def token_wanted(trial: Trial) -> Verdict:
    form = [("csrf", "without a token")]
    attempt = "change a scratch node without a CSRF token"
    status = trial.tokenless.post(trial.area, form, attempt=attempt, expect=ANY, repeatable=True).status
    return judged(status == 403, f"The answer was {status}.")


def token_wanted_by_console(trial: Trial) -> Verdict:
    """The first half of a creation changes nothing (contract/aem.md 5.2)."""
    path, attempt = f"{osgi.CONSOLE}/{pair.PROVIDER}", "start a new instance without a CSRF token"
    status = trial.tokenless.post(path, [("create", "true")], attempt=attempt, expect=ANY, repeatable=True).status
    return judged(status == 403, f"The answer was {status}.")


def crypto_protects(trial: Trial) -> Verdict:
    try:
        first, second = (crypto.protect(trial.author, trial.secret) for dummy in range(2))
    except UnexpectedAnswer as error:
        return judged(False, error.message)
    return judged(first != second, f"The values {'differ' if first != second else 'are equal'} at each call.")


_NODE = "Change a scratch node and read it."
CHECKS: tuple[Check[Trial], ...] = (
    Check("post_created", "Sling POST creates a node and answers 201.", "8.1", _NODE, node_created),
    Check("charset", "A form that names _charset_ keeps its characters.", "6.4, 8.1", _NODE, charset_named),
    Check("charset_default", "A form without _charset_ is read as Latin-1.", "8.1", _NODE, charset_unnamed),
    Check("types", "@TypeHint keeps truth values, numbers and lists.", "8.1", _NODE, values_typed),
    Check("property_delete", "@Delete removes a property, answered with 200.", "8.1", _NODE, property_removed),
    Check("page_created", "Sling POST makes a page, whatever paths its template allows.", "6.3", _NODE, page_created),
    Check("page_command", "The page command obeys the template's paths.", "6.3, 6.4", "Ask for one.", page_refused),
    Check("value_refused", "A value that does not fit gets 422, or 500.", "8.1", "Send one.", value_refused),
    Check("encrypted", "@Encrypted does nothing outside cloud services.", "6.5", _NODE, encrypted_elsewhere),
    Check("delete_nothing", "To delete what is not there is no failure.", "8.1", "Delete it.", absent_deleted),
    Check("csrf_token", "The author serves a CSRF token.", "8.2", "Get one.", token_served),
    Check("csrf_needed", "A change without a CSRF token is refused.", "8.2", "Send a change without.", token_wanted),
    Check("csrf_console", "That holds for the OSGi console, too.", "8.2", "Send one without.", token_wanted_by_console),
    Check("crypto_empty", "The crypto support refuses a form without datum.", "5.6", "Send none.", datum_wanted),
    Check("crypto", "The crypto support protects a text, never twice alike.", "5.6", "Protect two.", crypto_protects),
)
