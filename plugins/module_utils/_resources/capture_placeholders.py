# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a capture must not tell, and what stands in its place."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .._author import osgi, repository
from .._author.client import Author
from . import ims_pair as pair
from .capture_reading import Reading
from .ims_claims import members

# Shorter texts are replaced only where they are a whole value.
SHORTEST_PART = 4
# Whatever looks like a secret or a person: protected values, tokens, addresses of organizations and accounts.
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{[0-9a-fA-F]{8,}\}"), "<protected>"),
    (re.compile(r"-----BEGIN [^-]+-----.*?(?:-----END [^-]+-----|\Z)", re.DOTALL), "<key material>"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?"), "<token>"),
    (re.compile(re.escape(pair.DIGEST) + r"[^,\s\"']+"), pair.DIGEST + "<digest>"),
    (re.compile(r"[\w.+%-]+@[A-Za-z][\w.-]*"), "<account>"),
    (re.compile(r"\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[0-9A-Fa-f]{24,}\b"), "<hex digits>"),
    (re.compile(r"\b(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)\w{32,}\b"), "<token>"),
)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HOST = re.compile(r"(?<=//)[^/\s\"'<>]+")
ORDINARY = re.compile(r"/libs/|cq/|https?://|(?:true|false|\d{1,6})\Z")
ADOBE = re.compile(r"(?:[\w-]+\.)*(?:adobelogin\.com|adobe\.io|adobe\.com|omniture\.com)(?::443)?")


@dataclass(frozen=True)
class Placeholders:
    """What is known to be an operator's own: `hard` values are left out of the whole file, others of the evidence."""

    hard: t.Mapping[str, str]
    soft: t.Mapping[str, str]
    ordinary: str

    def scrub(self, text: str) -> str:
        """A text without anything that is known to be an operator's own or looks like a secret."""
        if text in self.soft:
            return self.soft[text]
        text = _replaced(self.strip(text), {value: name for value, name in self.soft.items() if self._is_own(value)})
        return HOST.sub(lambda found: found.group(0) if ADOBE.fullmatch(found.group(0)) else "<host>", text)

    def strip(self, text: str) -> str:
        """A text without secrets, credentials, accounts and the author's address."""
        text = _replaced(text, self.hard)
        for pattern, name in PATTERNS:
            text = pattern.sub(name, text)
        return text

    def tells(self, value: t.Any) -> bool:
        """Whether a value, or what it holds, would tell a secret, a credential, an account or the author's address."""
        return any(self.strip(text) != text for text in texts(value))

    def _is_own(self, value: str) -> bool:
        """A title such as Adobe Analytics is everybody's: it is replaced as a whole value, not inside others."""
        return len(value) >= SHORTEST_PART and value.casefold() not in self.ordinary


def placeholders(author: Author, reading: Reading) -> Placeholders:
    """Everything that this author's operator gave a name or a value."""
    hard = {**_address(author), **_credentials(reading)}
    soft: dict[str, str] = {}
    for number, provider in enumerate(reading.providers, start=1):
        soft.setdefault(provider.text(pair.TITLE), f"<title {number}>")
        soft.setdefault(provider.text(pair.KEY_ALIAS), f"<alias {number}>")
        soft.setdefault(provider.pid, f"<pid of IMS configuration {number}>")
    for number, (name, content) in enumerate(reading.contents.items(), start=1):
        soft.setdefault(name, f"<cloud service {number}>")
        soft.setdefault(str(content.get("jcr:title", "")), f"<title of cloud service {number}>")
        for value, told in _companies(reading, content):
            soft.setdefault(value, f"<{told} {number}>")
    own = {value: name for value, name in soft.items() if value}
    return Placeholders({value: name for value, name in hard.items() if value}, own, _ordinary(reading))


def _address(author: Author) -> dict[str, str]:
    parts = urlsplit(author.url)
    host = parts.hostname or ""
    # A bare name such as "author" is a word of its own; in an address every host is left out anyway.
    return {author.url: "<author>", parts.netloc: "<author>", host if "." in host or ":" in host else "": "<author>"}


def _credentials(reading: Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, provider in enumerate(reading.providers, start=1):
        claims = members(provider.texts(pair.CLAIMS))
        for value, told in (
            (provider.text(pair.CLIENT_ID), "client id"),
            (provider.text(pair.ORG_ID), "org id"),
            (str(claims.get("iss", "")), "org id"),
            (str(claims.get("sub", "")), "technical account"),
        ):
            found.setdefault(value, f"<{told} {number}>")
    for configuration in reading.configurations:
        secret = configuration.text(pair.SECRET)
        found.setdefault("" if secret == osgi.MASKED else secret, "<client secret>")
    return {value: name for value, name in found.items() if len(value) >= SHORTEST_PART}


def _companies(reading: Reading, content: t.Mapping[str, t.Any]) -> t.Iterator[tuple[str, str]]:
    dialog = reading.dialog
    yield str(content.get(dialog.company if dialog else "company", "")), "company"
    suites = content.get(dialog.report_suites, ()) if dialog and dialog.report_suites else ()
    for suite in suites if isinstance(suites, list) else [suites]:
        yield str(suite), "report suite of cloud service"


def _ordinary(reading: Reading) -> str:
    """The words of the author's own forms, in one text."""
    words = [field.label for each in reading.forms for field in each.form.fields]
    words += [text for each in reading.forms for field in each.form.fields for text in field.choices]
    words += [each.path for each in reading.forms] + [field.label for field in reading.fields]
    return "\n".join([*words, "adobe analytics", "sitecatalyst", "etc", "cloudservices"]).casefold()


def instance_form(pid: str, factory_pid: str) -> str:
    """A PID without what is random or an operator's choice in it."""
    instance = pid[len(factory_pid) + 1 :]
    if not pid.startswith(factory_pid) or not instance:
        return "<another PID>"
    return pid[: len(factory_pid) + 1] + ("<uuid>" if UUID.fullmatch(instance) else "<name>")


def kind_of(value: t.Any) -> str:
    """What sort of value it is."""
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, (int, float)):
        return "number"
    return "list of texts" if isinstance(value, (list, tuple)) else "text"


def shown(value: t.Any, told: Placeholders, plain: bool, vocabulary: t.Container[str] = ()) -> t.Any:
    """A value fit to be seen: of a text that is not `plain` only what the author itself offers, paths and addresses."""
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [shown(each, told, plain, vocabulary) for each in value]
    text = str(value)
    if not text or text in told.soft or text in told.hard:
        return told.soft.get(text, told.hard.get(text, ""))
    known = plain or text in vocabulary or ORDINARY.match(text)
    return told.scrub(text) if known else "<text>"


def _replaced(text: str, names: t.Mapping[str, str]) -> str:
    for value in sorted(names, key=len, reverse=True):
        text = text.replace(value, names[value])
    return text


def everywhere(value: t.Any, change: t.Callable[[str], str]) -> t.Any:
    """A document with every text in it, keys too, changed."""
    if isinstance(value, t.Mapping):
        return {change(str(name)): everywhere(each, change) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [everywhere(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def texts(value: t.Any) -> t.Iterator[str]:
    """Every text in a document, keys too."""
    if isinstance(value, t.Mapping):
        for name, each in value.items():
            yield str(name)
            yield from texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def content_nodes(tree: repository.Tree) -> t.Iterator[repository.Tree]:
    """The frameworks below a cloud service."""
    for name, node in repository.children(tree).items():
        if name != "jcr:content" and isinstance(node.get("jcr:content"), dict):
            yield node["jcr:content"]
