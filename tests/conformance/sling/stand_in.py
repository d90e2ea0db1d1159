# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small proxy before Sling that answers what AEM alone has, so that the collection can be run against Sling.

These answers are ours, not AEM's: they prove nothing about AEM. Everything else is passed on to Sling as it came.
"""

from __future__ import annotations

import http.client
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from simulator.author.metatype import PROVIDER

from .peer import CONSOLE

CHOICES = "/conformance/choices.json"
_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}
Body = dict[str, object] | list[object]


class StandIn(ThreadingHTTPServer):
    """Where the collection is pointed at; the address of Sling is behind it."""

    daemon_threads = True

    def __init__(self, sling: str, version: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sling = urlsplit(sling)
        self.version = version
        self.token = secrets.token_hex(8)
        self.without_token = 0

    @property
    def url(self) -> str:
        """The address that the collection gets."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def take(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "POST" and self.headers.get("CSRF-Token") != self.server.token:
            self.server.without_token += 1
        own = _OWN.get((self.command, self.path))
        if own is None:
            self._pass_on(body)
        else:
            self._answer(200, [("Content-Type", "application/json")], json.dumps(own(self, body)).encode())

    def fetched(self, path: str) -> list[dict[str, object]]:
        """What Sling itself answers to this account."""
        return list(json.loads(self._forwarded("GET", path, b"")[2]))

    def _pass_on(self, body: bytes) -> None:
        status, headers, content = self._forwarded(self.command, self.path, body)
        kept = [(name, value) for name, value in headers if name.lower() not in _HOP]
        self._answer(status, kept, content)

    def _forwarded(self, method: str, path: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        sling = self.server.sling
        connection = http.client.HTTPConnection(sling.hostname or "", sling.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


for _method in ("GET", "HEAD", "POST"):
    setattr(_Handler, f"do_{_method}", _Handler.take)


def _token(handler: _Handler, body: bytes) -> Body:
    return {"token": handler.server.token}


def _protected(handler: _Handler, body: bytes) -> Body:
    """Text that looks protected, and is another one at every call."""
    return {"protected": f"{{{secrets.token_hex(16)}}}"} if parse_qs(body.decode()).get("datum") else {}


def _product(handler: _Handler, body: bytes) -> Body:
    return [f"Adobe Experience Manager ({handler.server.version})"]


def _choices(handler: _Handler, body: bytes) -> Body:
    """The titles of the IMS configurations, each with its PID, as the dialog of the cloud service would offer them."""
    rows = handler.fetched(f"{CONSOLE}/(service.factoryPid={PROVIDER}).json")
    return [{"text": _title(row), "value": row["pid"]} for row in rows]


def _title(row: dict[str, object]) -> str:
    properties = row["properties"]
    assert isinstance(properties, dict)
    return str(properties["auth.token.provider.title"]["value"])


_OWN: dict[tuple[str, str], Callable[[_Handler, bytes], Body]] = {
    ("GET", "/libs/granite/csrf/token.json"): _token,
    ("POST", "/system/console/crypto/.json"): _protected,
    ("GET", "/system/console/status-productinfo.json"): _product,
    ("GET", CHOICES): _choices,
}


@contextmanager
def before(sling: str, version: str) -> Iterator[StandIn]:
    """A stand-in that calls itself this version, for the time of the block."""
    with StandIn(sling, version) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
