# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each fault does to the request that it hits."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol

from aiohttp import web

from .faults import Fault

Answer = Callable[[], Awaitable[web.StreamResponse]]


class Door(Protocol):
    """What an effect may do to the address that the request came in at."""

    async def refuse(self, seconds: float) -> None: ...

    async def hold(self, request: web.Request) -> None: ...

    def start_up(self, seconds: float) -> None: ...

    def restart(self, seconds: float) -> None: ...


Effect = Callable[[Fault, Door, web.Request, Answer], Awaitable[web.StreamResponse]]


def page(status: int, sentence: str = "", retry_after: int | None = None) -> web.Response:
    """An HTML page as a proxy in front of the target would send it."""
    reason = HTTPStatus(status).phrase
    body = (
        f"<html><head><title>{status} {reason}</title></head><body><h1>{reason}</h1><p>{sentence}</p></body></html>\n"
    )
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return web.Response(status=status, text=body, content_type="text/html", headers=headers)


def starting_page() -> web.Response:
    return page(503, "The server is starting and not ready to serve requests.")


def cut(transport: asyncio.BaseTransport | None) -> None:
    """Reset a connection: with a linger time of zero the kernel sends RST instead of FIN."""
    if not isinstance(transport, asyncio.Transport):
        return
    peer = transport.get_extra_info("socket")
    if peer is not None and peer.fileno() >= 0:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _gone(request: web.Request) -> web.StreamResponse:
    cut(request.transport)
    return web.Response(status=500)


async def _refuse(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    await door.refuse(fault.seconds)
    return _gone(request)


async def _reset(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    return _gone(request)


async def _reset_after(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    await answer()
    return _gone(request)


async def _hold(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    await door.hold(request)
    return _gone(request)


async def _hold_after(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    await answer()
    await door.hold(request)
    return _gone(request)


async def _stall(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    response = await answer()
    await asyncio.sleep(fault.seconds)
    return response


async def _truncate(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    """Promise the whole body, send half of it, and close."""
    response = await answer()
    body = response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
    half = web.StreamResponse(status=response.status, reason=response.reason, headers=headers)
    half.content_length = len(body)
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return half


async def _status(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    return page(fault.status, "The request could not be served.", fault.retry_after)


async def _starting(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    door.start_up(fault.seconds)
    return starting_page()


async def _restart(fault: Fault, door: Door, request: web.Request, answer: Answer) -> web.StreamResponse:
    door.restart(fault.seconds)
    return starting_page()


EFFECTS: dict[str, Effect] = {
    "refuse": _refuse,
    "reset": _reset,
    "reset_after": _reset_after,
    "hold": _hold,
    "hold_after": _hold_after,
    "stall": _stall,
    "truncate": _truncate,
    "status": _status,
    "starting": _starting,
    "restart": _restart,
}
UNANSWERED = ("refuse", "reset", "reset_after", "hold", "hold_after")
