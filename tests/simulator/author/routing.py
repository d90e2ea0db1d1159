# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a request through an author: login, rights, filters, then the servlet that takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from . import access, answers, assumptions, console, keystore, login_page, paths, sling_get, sling_post, truststore, wcm
from .access import Account
from .form import Form, read_form
from .paths import Address
from .querybuilder import search
from .sling_modify import Session
from .users import search_authorizables

if TYPE_CHECKING:
    from . import Author

Servlet = Callable[["Author", web.Request, Form], Awaitable[web.StreamResponse]]

_READING = ("GET", "HEAD")
_SLING_METHODS = ("GET", "HEAD", "POST", "OPTIONS")

# Servlets that are bound to a path: for each, the methods that it knows.
_BOUND: dict[str, dict[str, Servlet]] = {
    "/bin/querybuilder.json": {"GET": search},
    "/bin/wcmcommand": {"POST": wcm.command},
    "/libs/granite/security/search/authorizables.json": {"GET": search_authorizables},
    truststore.READ: {"GET": truststore.read},
    truststore.CHANGE: {"POST": truststore.change},
}


async def answer(author: Author, request: web.Request) -> web.StreamResponse:
    """Answer one request."""
    if not author.comes_up():
        return answers.starting()
    if "/../" in request.path + "/":
        return answers.error(400, "Bad path")
    if request.path.endswith("/j_security_check") and request.method == "POST":
        return author.access.form_login(await read_form(request))
    account = author.access.login(request)
    if isinstance(account, web.Response):
        return account
    public = _public(author, request, account)
    if public is not None or account is None:
        return public or answers.error(403, "Forbidden")
    return await _filtered(author, request, account)


def _public(author: Author, request: web.Request, account: Account | None) -> web.Response | None:
    """Answer what is open to anonymous requests too."""
    if request.path == access.TOKEN_ADDRESS:
        return _reading(request, author.access.token_answer(account))
    if request.path == access.LOGIN_PAGE:
        return _reading(request, login_page.show())
    return None


async def _filtered(author: Author, request: web.Request, account: Account) -> web.StreamResponse:
    request[access.ACCOUNT] = account
    form = await read_form(request, assumptions.FORM_CHARSET)
    if request.method in access.MODIFYING:
        refusal = author.access.refuse(request, form, account)
        if refusal is not None:
            return refusal
    if access.is_console(request.path):
        if not account.is_admin:
            return answers.error(403, "Forbidden")
        return await console.handle(author, request)
    if request.method not in _SLING_METHODS:
        return answers.not_allowed(request.method, *_SLING_METHODS)
    if request.method == "OPTIONS":
        return web.Response(headers={"Allow": ", ".join(_SLING_METHODS)})
    return await _served(author, request, form, account)


async def _served(author: Author, request: web.Request, form: Form, account: Account) -> web.StreamResponse:
    address = paths.resolve(author.repository, request.path)
    if not account.may_read(address.path):
        address = Address(address.path, None)
    if request.method == "POST" and (not account.is_admin or not author.settings["allow_writes"]):
        refuse = sling_post.read_only if account.is_admin else sling_post.deny
        return refuse(address.path, request, form)
    bound = _BOUND.get(request.path) or keystore.servlet(author, address)
    if bound is not None:
        return await _bound(author, request, form, bound)
    if request.method == "POST":
        return await _post(author, request, form, address, account)
    getter = author.getters.get(request.path)
    if getter is not None:
        return await getter(author, request, form.texts)
    return sling_get.render(address, assumptions.JSON_MAXIMUM_NODES)


async def _bound(author: Author, request: web.Request, form: Form, servlets: dict[str, Servlet]) -> web.StreamResponse:
    method = "GET" if request.method == "HEAD" else request.method
    if method not in servlets:
        return answers.not_allowed(request.method, *servlets)
    return await servlets[method](author, request, form)


async def _post(
    author: Author, request: web.Request, form: Form, address: Address, account: Account
) -> web.StreamResponse:
    resource_type = address.node.text("sling:resourceType") if address.node else ""
    handler = author.servlets.get(resource_type)
    if handler is not None:
        return await handler(author, request, form.texts)
    return sling_post.post(session(author, account), address, request, form)


def session(author: Author, account: Account) -> Session:
    """Return a session of the account on the author's repository."""
    return Session(author.repository, author.crypto, author.assumptions, account.name, author.clock.now())


def _reading(request: web.Request, found: web.Response) -> web.Response:
    return found if request.method in _READING else answers.not_allowed(request.method, *_READING)
