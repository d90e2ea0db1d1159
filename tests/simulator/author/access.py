# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may come in: Basic and form login, rights, CSRF and referrer filters (contract/aem.md 8.2)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from aiohttp import web

from . import answers, assumptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from .form import Form

Rights = Literal["admin", "reader"]

LOGIN_PAGE = "/libs/granite/core/content/login.html"
TOKEN_ADDRESS = "/libs/granite/csrf/token.json"
CONSOLE = "/system/console"
LOGIN_COOKIE = "login-token"
MODIFYING = frozenset({"POST", "PUT", "DELETE", "PATCH"})
_PUBLIC = (LOGIN_PAGE, TOKEN_ADDRESS)


@dataclass(frozen=True)
class Account:
    """Somebody who can log in."""

    name: str
    password: str
    rights: Rights = "admin"

    @property
    def is_admin(self) -> bool:
        return self.rights == "admin"

    def may_read(self, path: str) -> bool:
        return self.is_admin or not (path == "/home" or path.startswith("/home/"))


# Where a request keeps the account that it came in with.
ACCOUNT = web.RequestKey("account", Account)


class Access:
    """The login and the filters of one author."""

    def __init__(self, accounts: dict[str, Account], now: Callable[[], float], strict_csrf: bool) -> None:
        self.accounts = accounts
        self.strict_csrf = strict_csrf
        self._now = now
        self._key = secrets.token_bytes(32)
        self._sessions: dict[str, str] = {}

    def login(self, request: web.Request) -> Account | web.Response | None:
        """Return the account, an answer that refuses, or None for an anonymous request."""
        header = request.headers.get("Authorization", "")
        if header:
            return self._basic(header) or _unauthorized(request.path)
        name = self._sessions.get(request.cookies.get(LOGIN_COOKIE, ""))
        account = self.accounts.get(name or "")
        if account is not None or request.path in _PUBLIC:
            return account
        return _login_wanted(request)

    def refuse(self, request: web.Request, form: Form, account: Account) -> web.Response | None:
        """Return the answer of the first filter that refuses a modifying request."""
        if not _referrer_allowed(request):
            return answers.error(403, "Forbidden: the referrer is not allowed")
        exempt = is_console(request.path) and not assumptions.CSRF_COVERS_CONSOLE
        if not exempt and self._needs_token(request) and not self._has_token(request, form, account):
            return answers.error(403, "Forbidden: CSRF token missing or invalid")
        return None

    def form_login(self, form: Form) -> web.Response:
        """Answer `j_security_check`."""
        name = form.get("j_username")
        account = self.accounts.get(name)
        validate = form.get("j_validate") == "true"
        if account is None or not _same(account.password, form.get("j_password")):
            if validate:
                return answers.error(403, "invalid_login")
            return _redirect(f"{LOGIN_PAGE}?j_reason=invalid_login")
        answer = answers.page("Login", "") if validate else _redirect(form.get("resource", "/"))
        session = secrets.token_urlsafe(24)
        self._sessions[session] = name
        answer.set_cookie(LOGIN_COOKIE, session, path="/", httponly=True)
        return answer

    def token_answer(self, account: Account | None) -> web.Response:
        """Answer the CSRF token address; without a login there is no token in it."""
        return answers.json_text({"token": self._token(account)} if account else {})

    def _basic(self, header: str) -> Account | None:
        scheme, dummy, credentials = header.partition(" ")
        try:
            name, dummy, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        account = self.accounts.get(name) if scheme.lower() == "basic" else None
        return account if account and _same(account.password, password) else None

    def _needs_token(self, request: web.Request) -> bool:
        agent = request.headers.get("User-Agent", "")
        if agent.startswith(assumptions.CSRF_SAFE_AGENTS):
            return False
        return self.strict_csrf or LOGIN_COOKIE in request.cookies

    def _has_token(self, request: web.Request, form: Form, account: Account) -> bool:
        token = request.headers.get("CSRF-Token") or form.get(":cq_csrf_token")
        expiry = token.partition(".")[0]
        in_time = expiry.isdigit() and int(expiry) >= self._now()
        return in_time and _same(token, self._signed(expiry, account.name))

    def _token(self, account: Account) -> str:
        return self._signed(str(int(self._now() + assumptions.CSRF_TOKEN_LIFETIME)), account.name)

    def _signed(self, expiry: str, name: str) -> str:
        return expiry + "." + hmac.new(self._key, f"{expiry}:{name}".encode(), hashlib.sha256).hexdigest()


def is_console(path: str) -> bool:
    """Tell whether a path belongs to the Web Console."""
    return path == CONSOLE or path.startswith(CONSOLE + "/")


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _unauthorized(path: str) -> web.Response:
    realm = "OSGi Management Console" if path.startswith(CONSOLE) else "Sling (Development)"
    answer = answers.error(401, "Unauthorized")
    answer.headers["WWW-Authenticate"] = f'Basic realm="{realm}"'
    return answer


def _login_wanted(request: web.Request) -> web.Response:
    if is_console(request.path):
        return _unauthorized(request.path)
    location = f"{LOGIN_PAGE}?resource={quote(request.rel_url.raw_path, safe='')}&j_reason=unknown"
    return web.Response(status=assumptions.ANONYMOUS_STATUS, headers={"Location": location})


def _redirect(location: str) -> web.Response:
    return web.Response(status=302, headers={"Location": location})


def _referrer_allowed(request: web.Request) -> bool:
    agent = request.headers.get("User-Agent", "")
    if "Mozilla" not in agent and "Opera" not in agent:
        return True
    referrer = request.headers.get("Referer") or request.headers.get("Origin") or ""
    own_host = request.headers.get("Host", "").rpartition(":")[0] or request.headers.get("Host", "")
    return urlsplit(referrer).hostname == own_host
