# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML answer of Granite's servlets: pairs of `dt` and `dd` (contract/aem.md 1.4, shape INFERRED from sslSetup)."""

from __future__ import annotations

from html import escape

from aiohttp import web

from . import answers
from .assumptions import FORM_RESPONSE_CLASS as _CLASS


def granite_page(status: int, title: str, message: str) -> web.Response:
    """Answer status, title and message in one definition list."""
    pairs = (("status-code", "Status", str(status)), ("status-message", "Message", message), ("title", "Title", title))
    body = "".join(f"<dt class='{_CLASS}-{kind}'>{label}</dt><dd>{escape(value)}</dd>" for kind, label, value in pairs)
    return answers.page(title, f"<h1 class='{_CLASS}-title'>{escape(title)}</h1><dl>{body}</dl>", status)
