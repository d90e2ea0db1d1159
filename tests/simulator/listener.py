# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One address of one target: accepts connections, records requests, lets faults in, asks the target."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
import traceback
from collections.abc import Callable
from email.utils import formatdate
from ssl import SSLContext
from typing import Any, Protocol

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler

from .clock import Clock
from .effects import EFFECTS, UNANSWERED, cut, starting_page
from .faults import Faults
from .holds import Holds
from .recorder import RecordedRequest, Recorder, read_body
from .target import Target

LOG = logging.getLogger("simulator")
SHUTDOWN_PATIENCE = 0.1
BODY_LIMIT = 64 * 1024 * 1024
# Told of every request that was carried out, before it is answered.
Observer = Callable[[RecordedRequest], None]


class _Connections(web.Server):
    """aiohttp's server, which also numbers its connections."""

    numbers = itertools.count(1)

    def __init__(self, handler: Callable[..., Any]) -> None:
        super().__init__(handler, request_factory=self._request, access_log=None)
        self.number_of: dict[int, int] = {}
        self._gone: dict[int, asyncio.Event] = {}

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        self.number_of[id(handler)] = next(self.numbers)
        self._gone[id(handler)] = asyncio.Event()
        super().connection_made(handler, transport)

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        self._gone.pop(id(handler)).set()
        super().connection_lost(handler, exc)

    async def end_of(self, protocol: RequestHandler) -> None:
        """Wait until a connection is over."""
        if gone := self._gone.get(id(protocol)):
            await gone.wait()

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.Request:
        loop = asyncio.get_running_loop()
        return web.Request(message, payload, protocol, writer, task, loop, client_max_size=BODY_LIMIT)


class World(Protocol):
    """What all listeners share."""

    clock: Clock
    recorder: Recorder
    faults: Faults
    holds: Holds
    observers: list[Observer]

    def restart(self, name: str, seconds: float) -> None: ...


class Listener:
    """Serves one target at one address."""

    def __init__(self, target: Target, host: str, port: int, *, tls: SSLContext | None, fleet: World) -> None:
        self.target, self.host, self.port = target, host, port
        self._tls, self._recorder, self._faults, self._clock = tls, fleet.recorder, fleet.faults, fleet.clock
        self._restart, self._holds, self._observers = fleet.restart, fleet.holds, fleet.observers
        self._starting_until = 0.0
        self._held: set[RequestHandler] = set()
        self._connections = _Connections(self._serve)
        self._socket: asyncio.Server | None = None
        self._reopening: asyncio.Task[None] | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._socket = await loop.create_server(self._connections, self.host, self.port, ssl=self._tls, backlog=1024)

    async def close(self) -> None:
        self._stop_reopening()
        self._close_socket()
        self._connections.pre_shutdown()
        await self._connections.shutdown(SHUTDOWN_PATIENCE)

    async def heal(self) -> None:
        """Undo what faults have done to this address."""
        self._starting_until = 0.0
        for connection in self._held:
            cut(connection.transport)
        self._stop_reopening()
        if self._socket is None:
            await self.open()

    async def refuse(self, seconds: float) -> None:
        self._close_socket()
        for connection in self._connections.connections:
            cut(connection.transport)
        self._stop_reopening()
        self._reopening = asyncio.create_task(self._reopen(seconds))

    async def hold(self, request: web.Request) -> None:
        """Wait until the client has gone."""
        protocol = request.protocol
        self._held.add(protocol)
        try:
            async with self._holds.holding(self.target.name):
                await self._connections.end_of(protocol)
        finally:
            self._held.discard(protocol)

    def start_up(self, seconds: float) -> None:
        self._starting_until = self._clock.now() + seconds

    def restart(self, seconds: float) -> None:
        self._restart(self.target.name, seconds)

    async def _reopen(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._reopening = None
        await self.open()

    def _stop_reopening(self) -> None:
        if self._reopening is not None:
            self._reopening.cancel()
            self._reopening = None

    def _close_socket(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        started = time.perf_counter()
        number = self._connections.number_of[id(request.protocol)]
        entry = self._recorder.begin(self.target.name, request, number)
        response = await self._respond(entry, request)
        if entry.fault not in UNANSWERED:
            entry.status = response.status
        # aiohttp would tell the time of the machine, whatever the clock of this world says.
        response.headers.setdefault("Date", formatdate(self._clock.now(), usegmt=True))
        entry.duration = time.perf_counter() - started
        return response

    async def _respond(self, entry: RecordedRequest, request: web.Request) -> web.StreamResponse:
        try:
            await read_body(entry, request)
        except (ValueError, web.HTTPException) as error:
            return web.Response(status=400, text=f"unreadable request body: {error}")
        fault = self._faults.claim(self.target.name, request.method, request.raw_path)
        if fault is None:
            return await self._answer(entry, request)
        entry.fault = fault.kind
        return await EFFECTS[fault.kind](fault, self, request, lambda: self._answer(entry, request))

    async def _answer(self, entry: RecordedRequest, request: web.Request) -> web.StreamResponse:
        if self._clock.now() < self._starting_until:
            return starting_page()
        try:
            response = await self.target.handle(request)
        except web.HTTPException as refusal:
            return web.Response(
                status=refusal.status, reason=refusal.reason, text=refusal.text, headers=refusal.headers
            )
        except Exception:
            # A flaw of the simulator must never pass for an answer of AEM: it is printed and kept in the record.
            entry.failure = traceback.format_exc()
            LOG.exception("%s %s to %s failed", entry.method, entry.target, entry.to)
            return web.Response(status=500, text="the simulator itself failed; see the record of this request")
        for observer in self._observers:
            observer(entry)
        if self.target.latency:
            await asyncio.sleep(self.target.latency)
        return response
