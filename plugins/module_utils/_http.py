# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP to one peer: one session, bounded retries of what is safe to repeat, errors that teach."""

from __future__ import annotations

import contextlib
import json
import re
import typing as t
from dataclasses import dataclass

from ._errors import NotAuthenticated, NotTrusted, OutcomeUnknown, Refused, UnexpectedAnswer, Unreachable
from ._secrets import Secrets
from ._transport import Transport, open_session

# That requests is missing is told by _transport.
with contextlib.suppress(ImportError):
    from requests import exceptions as failures

EXCERPT = 200
# The peer has not looked at the request; a gateway that failed may have handed it on before.
NOT_YET = frozenset({429, 503})
GATEWAY_FAILED = frozenset({502, 504})
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
CONNECTION_ATTEMPTS = 4

Pairs = t.Sequence[tuple[str, str]]
Files = t.Mapping[str, tuple[str, bytes, str]]


@dataclass(frozen=True)
class Answer:
    """One response, read to its end."""

    status: int
    headers: t.Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> t.Any:
        """The body as JSON, or an error that shows what came instead."""
        try:
            return json.loads(self.text)
        except ValueError as error:
            raise UnexpectedAnswer(
                f"{self.url} answered {self.status} with something that is not JSON: {excerpt(self.text)!r}.",
                advice="Check that the address is the one of the service, and that no proxy answers in its place.",
                url=self.url,
                status=self.status,
            ) from error


def excerpt(text: str) -> str:
    """The readable start of a body: tags and blank runs removed."""
    plain = re.sub(r"(?is)<(script|style).*?</\1>|<[^>]+>", " ", text)
    return " ".join(plain.split())[:EXCERPT]


class Http:
    """Requests to one base address over one kept-alive session."""

    def __init__(
        self, base_url: str, transport: Transport, secrets: Secrets, *, login: tuple[str, str] | None = None
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.secrets = secrets
        self._transport = transport
        self._session = open_session(self.base_url, transport, login)
        self.headers = self._session.headers
        # Given with every request: REQUESTS_CA_BUNDLE would go before what the session says.
        self._verify: bool | str = (transport.ca_path or True) if transport.validate_certs else False

    def send(
        self,
        method: str,
        path: str,
        *,
        attempt: str,
        expect: t.Container[int] = (200,),
        params: Pairs = (),
        form: Pairs | None = None,
        files: Files | None = None,
        repeatable: bool | None = None,
    ) -> Answer:
        """Send one request and return its answer when the status is expected.

        `attempt` says in words what is being tried. A request is repeated when the peer was not reached, when it
        said "not yet", and, only if `repeatable` (default: reads), when the connection broke halfway.
        """
        repeatable = method in {"GET", "HEAD"} if repeatable is None else repeatable
        request = {"params": list(params), "data": list(form or ()), "files": dict(files or {})}
        answer = self._persist(method, self.base_url + path, request, attempt, repeatable)
        if answer.status not in expect:
            raise self._refusal(attempt, answer)
        return answer

    def _persist(self, method: str, url: str, request: dict[str, t.Any], attempt: str, repeatable: bool) -> Answer:
        clock, sleep = self._transport.clock, self._transport.sleep
        deadline = clock() + self._transport.timeout
        pause, broken = FIRST_PAUSE, 0
        while True:
            answer, failure, wait = None, None, pause
            try:
                answer = self._once(method, url, request)
                if answer.status in GATEWAY_FAILED and not repeatable:
                    raise self._broken(attempt, url, f"a gateway answered {answer.status}")
                if answer.status not in NOT_YET | GATEWAY_FAILED:
                    return answer
                wait = _retry_after(answer, pause)
            except (failures.ConnectionError, failures.Timeout, failures.ChunkedEncodingError) as error:
                broken += 1
                self._give_up_on(error, url, attempt, repeatable or _never_sent(error), broken)
                failure = error
            if clock() + wait > deadline:
                if answer is not None:
                    return answer
                raise self._unreachable(attempt, url, failure)
            sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _once(self, method: str, url: str, request: dict[str, t.Any]) -> Answer:
        try:
            response = self._session.request(
                method, url, timeout=self._transport.timeout, verify=self._verify, allow_redirects=False, **request
            )
        except failures.RequestException as error:
            if isinstance(error, (failures.ConnectionError, failures.Timeout, failures.ChunkedEncodingError)):
                raise
            raise Unreachable(f"{self.secrets.mask(url)} cannot be requested: {self._said(error)}.") from error
        return Answer(response.status_code, response.headers, response.content, url)

    def _give_up_on(self, error: Exception, url: str, attempt: str, repeatable: bool, broken: int) -> None:
        if isinstance(error, failures.SSLError):
            raise NotTrusted(
                f"Could not {attempt}: the TLS connection to {url} failed: {self._said(error)}.",
                advice="Give the certificate authority with ca_path, or check the client certificate.",
                url=url,
            ) from error
        if not repeatable:
            raise self._broken(attempt, url, self._said(error)) from error
        if broken >= CONNECTION_ATTEMPTS or isinstance(error, failures.ReadTimeout):
            raise self._unreachable(attempt, url, error) from error

    def _broken(self, attempt: str, url: str, reason: str) -> OutcomeUnknown:
        return OutcomeUnknown(
            f"Could not {attempt}: the connection to {url} broke before the answer came ({reason}).",
            advice="Run again: the task reads the current state first and continues from there.",
            url=url,
        )

    def _unreachable(self, attempt: str, url: str, error: Exception | None) -> Unreachable:
        return Unreachable(
            f"Could not {attempt}: no answer from {url} within {self._transport.timeout:g} s ({self._said(error)}).",
            advice="Check the address, the network path and the proxy settings, or raise the timeout.",
            url=url,
        )

    def _said(self, error: Exception | None) -> str:
        return self.secrets.mask(_root(error)) if error is not None else "no answer"

    def _refusal(self, attempt: str, answer: Answer) -> Refused:
        said = self.secrets.mask(excerpt(answer.text))
        kind = NotAuthenticated if answer.status == 401 else Refused
        return kind(
            f"Could not {attempt}: {answer.url} answered {answer.status}" + (f" ({said})." if said else "."),
            url=answer.url,
            status=answer.status,
            excerpt=said,
        )


def _never_sent(error: Exception) -> bool:
    """Whether the connection was not even made, so that nothing can have happened at the peer."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, failures.ConnectTimeout) or type(reason).__name__ == "NewConnectionError"


def _retry_after(answer: Answer, pause: float) -> float:
    given = answer.headers.get("Retry-After", "")
    return float(given) if given.isdigit() else pause


def _root(error: BaseException) -> str:
    """The innermost reason of a chain of wrapped network errors, in one short sentence."""
    reason: t.Any = error
    while isinstance(reason, BaseException):
        inner = getattr(reason, "reason", None) or (reason.args[-1] if reason.args else None)
        if not isinstance(inner, BaseException):
            break
        reason = inner
    return re.sub(r"<[^>]*>[:, ]*| ?\(_ssl\.c:\d+\)", "", str(reason)).strip(" .'") or type(reason).__name__
