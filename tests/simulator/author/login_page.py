# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The login page, by which clients see that an author is up (contract/aem.md 8.3)."""

from __future__ import annotations

from aiohttp import web

from . import answers

_BODY = """<!-- QUICKSTART_HOMEPAGE - (string used for readyness detection, do not remove) -->
<form method="POST" action="/libs/granite/core/content/login.html/j_security_check">
<input name="_charset_" type="hidden" value="UTF-8"/><input name="j_username"/>
<input name="j_password" type="password"/><input name="j_validate" type="hidden" value="true"/>
<button type="submit">Sign In</button></form>"""


def show() -> web.Response:
    return answers.page("AEM Sign In", _BODY)
