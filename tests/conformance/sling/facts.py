# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of an answer counts, in a form in which two peers can be compared."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from .peer import Answer, Peer

# Texts for people, and what the peer's make, not its behaviour, decides.
_IGNORED = frozenset({"description", "requestProgress", "servletName", "exception", "jcr:mixinTypes"})
_REPORT = re.compile(r'<(?:div|a)[^>]* id="(Status|Location|ParentLocation|Path)"[^>]*>(.*?)</(?:div|a)>', re.DOTALL)
# What a refusal says is for people; that it is refused, and with which status, is for clients.
_WORDING = ("title", "status.message", "error", "isCreate")
# When a configuration goes before its file was written, the starter's installer takes that file for a new one, and cuts
# its name at another place: `<factory>.<first part of the UUID>~<the rest>`. It comes whenever it does.
LATE = re.compile(r"\.[0-9a-f]{8}~")
Facts = dict[str, Any]


def of_answer(answer: Answer, peer: Peer) -> Facts:
    """Status, the headers that clients read, and the content."""
    facts: Facts = {"status": answer.status}
    for name in ("Location", "Allow", "WWW-Authenticate"):
        if name in answer.headers:
            facts[name] = _header(name, peer.neutral(answer.headers[name]))
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.status < 400 and answer.text:
        facts["type"] = kind
    if answer.status >= 400:
        facts["content"] = _refusal(answer, peer)
    elif answer.content is not None:
        facts["content"] = neutral(answer.content, peer)
    else:
        facts["content"] = _report(answer.text, peer) if kind == "text/html" else peer.neutral(answer.text)
    return facts


def of_content(answer: Answer, peer: Peer) -> Facts:
    """A tree as it is stored."""
    if answer.content is None or answer.status >= 400:
        return {"status": answer.status}
    return {"status": answer.status, "content": neutral(answer.content, peer)}


def of_configurations(peer: Peer) -> Facts:
    """Every instance of both factories, by its number."""
    rows = peer.configurations()
    return {row["pid"]: row for row in neutral(rows, peer)}


def neutral(content: Any, peer: Peer) -> Any:
    """JSON without what differs between any two peers."""
    if isinstance(content, dict):
        return {
            peer.neutral(name): _named(name, value, peer) for name, value in content.items() if name not in _IGNORED
        }
    if isinstance(content, list):
        return sorted((neutral(item, peer) for item in content if not LATE.search(_pid(item))), key=_pid)
    return peer.neutral(content) if isinstance(content, str) else content


def _pid(item: Any) -> str:
    """Configurations come in any order; what is no configuration keeps its place."""
    return str(item.get("pid", "")) if isinstance(item, dict) else ""


def _named(name: str, value: Any, peer: Peer) -> Any:
    if name == "additionalProperties":
        return sorted(str(value).split(","))
    if name == "changes":
        return sorted(json.dumps(neutral(item, peer), sort_keys=True) for item in value)
    return neutral(value, peer)


def _refusal(answer: Answer, peer: Peer) -> Any:
    """What the POST servlet reports; pages of the error handler, which is another one in AEM, do not count."""
    if not isinstance(answer.content, dict) or "status.code" not in answer.content:
        return None
    return {name: value for name, value in neutral(answer.content, peer).items() if name not in _WORDING}


def _header(name: str, text: str) -> Any:
    if name == "Allow":
        return sorted(part.strip() for part in text.split(","))
    return text.partition(" ")[0] if name == "WWW-Authenticate" else text


def _report(text: str, peer: Peer) -> Facts:
    """The fields of Sling's HTML report; of other pages only that they are pages."""
    return {name: peer.neutral(html.unescape(found)).strip() for name, found in _REPORT.findall(text)}
