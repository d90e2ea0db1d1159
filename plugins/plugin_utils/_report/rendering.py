# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as a page, as Markdown and as JSON."""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import json
import re
import typing as t
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .document import Document

TEMPLATES = Path(__file__).parent / "templates"
SUFFIXES = {"html": "html", "markdown": "md", "json": "json"}

# The window of the time line, in days before and after the report.
BEFORE, AFTER = 90, 365
SYMBOLS = {"ok": "\u2713", "warning": "!", "failed": "\u2717", "skipped": "\u2013", "unknown": "?"}
WORDS = {"unknown": "not examined"}
PROPER = {"keypair": "Key pair", "cloudservice": "Cloud service", "ims_config": "IMS configuration"}
# Whatever Markdown, or GitHub's kind of it, gives a meaning to inside a line.
SPECIAL = re.compile(r"([\\`*_\[\]#|~$@]|:(?=//)|(?<=www)\.)")


def render(document: Document, form: str) -> str:
    """The report in one of the forms."""
    if form == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return MAKERS[form](document)


def page(document: Document) -> str:
    """One HTML page that needs nothing else; its policy allows its own style and script, and no request at all."""
    style, script = _source("report.css"), _source("report.js")
    allowed = {"style": _hashed(style), "script": _hashed(script)}
    template = _environment(True).get_template("report.html.j2")
    statuses = {each["host"]: each["status"] for each in document["hosts"]}
    return template.render(report=document, statuses=statuses, style=style, script=script, allowed=allowed)


def markdown(document: Document) -> str:
    """The same for people who read diffs and mail."""
    return _environment(False).get_template("report.md.j2").render(report=document)


MAKERS: t.Mapping[str, t.Callable[[Document], str]] = {"html": page, "markdown": markdown}


@functools.cache
def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hashed(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"sha256-{digest}"


@functools.cache
def _environment(html: bool) -> Environment:
    """Every value is escaped, without a template having to ask for it."""
    environment = Environment(
        loader=FileSystemLoader(str(TEMPLATES)),
        autoescape=html,
        finalize=None if html else escape_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(as_text=as_text, day=day, position=position, words=words, label=label, left=left)
    environment.globals.update(symbols=SYMBOLS, today=position(0))
    environment.tests["concerning"] = lambda finding: finding["status"] in {"failed", "warning"}
    return environment


def escape_markdown(value: t.Any) -> str:
    """A value as Markdown that means its characters and nothing more, on one line."""
    text = " ".join(as_text(value).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return SPECIAL.sub(r"\\\1", text)


def as_text(value: t.Any) -> str:
    """A value as a reader would write it."""
    if value is None or value == "" or value == []:
        return "(none)" if value == [] else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(as_text(each) for each in value) if isinstance(value, list) else str(value)


def words(status: str) -> str:
    """A status in words."""
    return WORDS.get(status, status)


def label(name: str) -> str:
    """A name of the code as a heading."""
    text = PROPER.get(name, name).replace("_", " ")
    for short, written in (("ims", "IMS"), ("oauth", "OAuth"), ("url", "URL")):
        text = re.sub(rf"\b{short}\b", written, text)
    text = re.sub(r"\bid\b", "ID", text)
    return text[:1].upper() + text[1:]


def day(ends: str) -> str:
    """The date of a moment."""
    return datetime.datetime.strptime(ends, "%Y-%m-%dT%H:%M:%S%z").date().isoformat() if ends else ""


def left(days: int | None) -> str:
    """How long it takes, or took, until something ends."""
    if days is None:
        return "not a date"
    count = abs(days)
    unit = "day" if count == 1 else "days"
    if days < 0:
        return f"{count} {unit} ago"
    return f"in {count} {unit}" if days else "today"


def position(days: int | None) -> float:
    """Where a day lies in the window of the time line, in percent; what lies outside stands at its edge."""
    within = min(max(days or 0, -BEFORE), AFTER)
    return round(2 + 96 * (within + BEFORE) / (BEFORE + AFTER), 2)
