# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One AEM author over HTTP: authentication, CSRF, and the errors an author answers with."""

from __future__ import annotations

import typing as t

from .._errors import NotAuthenticated, NotPermitted, Refused, UnexpectedAnswer
from .._http import Answer, Files, Http, Pairs
from .._secrets import Secrets
from .._transport import Transport

CSRF_TOKEN = "/libs/granite/csrf/token.json"


class Author:
    """The author that one task works on."""

    def __init__(self, url: str, username: str, password: str, transport: Transport, secrets: Secrets) -> None:
        secrets.add(password)
        self.url = url.rstrip("/")
        self.username = username
        self.secrets = secrets
        self.transport = transport
        self._http = Http(url, transport, secrets, login=(username, password))
        self._csrf_settled = False

    def get(self, path: str, *, attempt: str, expect: t.Container[int] = (200,), params: Pairs = ()) -> Answer:
        """Read, with the account's rights; a redirect to the login page is told as what it means."""
        return self._send("GET", path, attempt=attempt, expect=expect, params=params)

    def post(
        self,
        path: str,
        form: Pairs,
        *,
        attempt: str,
        expect: t.Container[int],
        repeatable: bool,
        files: Files | None = None,
    ) -> Answer:
        """Modify, with the CSRF token that an author may demand of clients it does not know (contract/aem.md 8.2)."""
        if not self._csrf_settled:
            self._settle_csrf()
        return self._send("POST", path, attempt=attempt, expect=expect, form=form, files=files, repeatable=repeatable)

    def _settle_csrf(self) -> None:
        """Done once, before the first change: cheaper than the refusal that would tell that a token is needed."""
        answer = self.get(CSRF_TOKEN, attempt="get a CSRF token", expect=(200, 403, 404))
        token = mapping(answer, "a CSRF token").get("token") if answer.status == 200 else None
        if token:
            self._http.headers["CSRF-Token"] = str(token)
        self._csrf_settled = True

    def _send(self, method: str, path: str, *, attempt: str, expect: t.Container[int], **request: t.Any) -> Answer:
        try:
            answer = self._http.send(method, path, attempt=attempt, expect=expect, **request)
        except NotAuthenticated as error:
            raise NotAuthenticated(
                f"Could not {attempt}: {self.url} refused the account {self.username!r} (401).",
                advice="Check author_username and author_password.",
                **error.fields,
            ) from error
        except Refused as error:
            raise self._explained(error, attempt) from error
        return answer

    def _explained(self, error: Refused, attempt: str) -> Refused:
        status = error.fields.get("status")
        if status == 403:
            return NotPermitted(
                error.message,
                advice=f"The account {self.username!r} needs administrative rights on this author.",
                **error.fields,
            )
        if status in {301, 302, 303, 307, 308}:
            return NotAuthenticated(
                f"Could not {attempt}: {self.url} redirected to another page ({status}) instead of answering.",
                advice="Check that author_url is the author itself (scheme, host, port, context path) "
                "and that author_username may log in.",
                **error.fields,
            )
        if status == 404:
            error.advice = "Check that author_url is an AEM author and that the account may read this path."
        elif status == 503:
            error.advice = "The author is starting or overloaded; wait until it is ready, or raise the timeout."
        else:
            error.advice = "Look at the log of the author, or of the proxy before it, for the reason, then run again."
        return error


def rows(answer: Answer, what: str) -> list[dict[str, t.Any]]:
    """A JSON array of objects, or an error that says what came instead."""
    value = answer.json()
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    raise not_an_author(answer, what)


def mapping(answer: Answer, what: str) -> dict[str, t.Any]:
    """A JSON object, or an error that says what came instead."""
    value = answer.json()
    if isinstance(value, dict):
        return value
    raise not_an_author(answer, what)


def not_an_author(answer: Answer, what: str) -> UnexpectedAnswer:
    """The answer parses but is not what an AEM author sends."""
    return UnexpectedAnswer(
        f"{answer.url} did not answer with {what}.",
        advice="Check that author_url is an AEM author.",
        url=answer.url,
        status=answer.status,
    )
