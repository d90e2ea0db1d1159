# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP to one peer: one session, bounded retries of what is safe to repeat, errors that teach."""

from __future__ import annotations

import json
import os
import re
import ssl
import time
import typing as t
from dataclasses import dataclass, field, replace

from ._errors import NotAuthenticated, NotTrusted, OutcomeUnknown, Refused, UnexpectedAnswer, Unreachable
from ._secrets import Secrets

try:
    import requests
    from requests import exceptions as failures
    from requests.adapters import HTTPAdapter
    from requests.auth import HTTPBasicAuth
except ImportError as error:
    REQUESTS_IMPORT_ERROR: ImportError | None = error
else:
    REQUESTS_IMPORT_ERROR = None

USER_AGENT = "aemfleet.ims (Ansible collection)"
EXCERPT = 200
NOT_YET = frozenset({429, 502, 503, 504})
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0
CONNECTION_ATTEMPTS = 4

Pairs = t.Sequence[tuple[str, str]]
Files = t.Mapping[str, tuple[str, bytes, str]]


@dataclass(frozen=True)
class Transport:
    """How a peer is reached; everything that the connection options decide."""

    timeout: float = 30.0
    validate_certs: bool = True
    ca_path: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    further_ca_path: str | None = None
    clock: t.Callable[[], float] = field(default=time.monotonic, compare=False)
    sleep: t.Callable[[float], None] = field(default=time.sleep, compare=False)

    def towards_adobe(self) -> Transport:
        """The same for Adobe's cloud: public authorities hold there too, and it gets no client certificate."""
        return replace(self, ca_path=None, client_cert=None, client_key=None, further_ca_path=self.ca_path)


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
        self._session = _session(transport, login)
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
            answer, wait = None, pause
            try:
                answer = self._once(method, url, request)
                if answer.status not in NOT_YET:
                    return answer
                wait = _retry_after(answer, pause)
            except (failures.ConnectionError, failures.Timeout, failures.ChunkedEncodingError) as error:
                broken += 1
                self._give_up_on(error, url, attempt, repeatable or _never_sent(error), broken)
                failure: Exception | None = error
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
            raise OutcomeUnknown(
                f"Could not {attempt}: the connection to {url} broke before the answer came ({self._said(error)}).",
                advice="Run again: the task reads the current state first and continues from there.",
                url=url,
            ) from error
        if broken >= CONNECTION_ATTEMPTS or isinstance(error, failures.ReadTimeout):
            raise self._unreachable(attempt, url, error) from error

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


def _session(transport: Transport, login: tuple[str, str] | None) -> requests.Session:
    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json, */*;q=0.5"})
    if transport.client_cert:
        session.cert = (transport.client_cert, transport.client_key) if transport.client_key else transport.client_cert
    if transport.further_ca_path:
        session.mount("https://", _trusting(transport.further_ca_path))
    if login:
        session.auth = HTTPBasicAuth(login[0].encode(), login[1].encode())
    else:
        session.auth = _no_netrc
    if not transport.validate_certs:
        requests.packages.urllib3.disable_warnings()  # type: ignore[attr-defined]  # the stubs omit requests.packages
    return session


def _trusting(ca_path: str) -> HTTPAdapter:
    """An adapter that trusts further authorities beside those that requests loads itself."""
    context = ssl.create_default_context()
    if os.path.isdir(ca_path):
        context.load_verify_locations(capath=ca_path)
    else:
        context.load_verify_locations(cafile=ca_path)
    adapter = HTTPAdapter()
    adapter.init_poolmanager(1, 1, ssl_context=context)
    return adapter


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from adding a password of the user's .netrc to calls that carry their own credential."""
    return request


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
