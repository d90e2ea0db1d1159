# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control address: JSON over HTTP, by which a test reads the record and moves the world."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from .fleet import Fleet

CALLS = (
    "GET /",
    "GET /requests?to=TARGET",
    "DELETE /requests",
    "GET /state/TARGET",
    "PUT /settings/TARGET {setting: value}",
    'PUT /clock {"offset": seconds}',
    "GET /faults",
    'PUT /faults {"kind": ..., "to": ...}',
    "DELETE /faults",
    'POST /restart/AUTHOR {"seconds": seconds}',
    'POST /reset {"seed": number, "edition": edition}',
    "POST /hand/AUTHOR/ims_config {field: value}",
    "POST /hand/AUTHOR/cloudservice {field: value}",
    "POST /hand/AUTHOR/framework {field: value}",
)
SHUTDOWN_PATIENCE = 0.1
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WrongCall(ValueError):
    """A call that the control address does not understand."""


@web.middleware
async def _explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every refusal into one sentence."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        sentence = f"there is no call {request.method} {request.path}; the calls are: {'; '.join(CALLS)}"
        return web.json_response({"error": sentence}, status=400 if refusal.status in (404, 405) else refusal.status)
    except (ValueError, TypeError) as error:
        return web.json_response({"error": str(error)}, status=400)


async def _object(request: web.Request, **kinds: type | tuple[type, ...]) -> dict[str, Any]:
    """The JSON object in the body; with kinds given, only those keys, each of its kind."""
    text = await request.text()
    try:
        body = json.loads(text) if text.strip() else {}
    except json.JSONDecodeError as error:
        raise WrongCall(f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise WrongCall("the body must be a JSON object")
    for key, value in body.items() if kinds else ():
        if key not in kinds:
            raise WrongCall(f"unknown key {key!r}; known are {', '.join(kinds)}")
        if isinstance(value, bool) or not isinstance(value, kinds[key]):
            raise WrongCall(f"{key} has the wrong type: {value!r}")
    return body


class Control:
    """Serves the calls listed in CALLS."""

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._runner: web.AppRunner | None = None

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[_explain])
        application.add_routes(
            [
                web.get("/", self._overview),
                web.get("/requests", self._requests),
                web.delete("/requests", self._clear_requests),
                web.get("/state/{target}", self._state),
                web.put("/settings/{target}", self._settings),
                web.put("/clock", self._clock),
                web.get("/faults", self._faults),
                web.put("/faults", self._add_fault),
                web.delete("/faults", self._clear_faults),
                web.post("/restart/{author}", self._restart),
                web.post("/reset", self._reset),
                web.post("/hand/{author}/ims_config", self._ims_config_by_hand),
                web.post("/hand/{author}/cloudservice", self._cloudservice_by_hand),
                web.post("/hand/{author}/framework", self._framework_by_hand),
            ]
        )
        return application

    async def open(self, host: str, port: int) -> None:
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=SHUTDOWN_PATIENCE)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _overview(self, request: web.Request) -> web.Response:
        return web.json_response({**self._fleet.state(), "calls": CALLS})

    async def _requests(self, request: web.Request) -> web.Response:
        to = request.query.get("to")
        if to is not None:
            self._fleet.target(to)
        return web.json_response([entry.as_json() for entry in self._fleet.recorder.requests(to)])

    async def _clear_requests(self, request: web.Request) -> web.Response:
        self._fleet.recorder.clear()
        return web.json_response({})

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self._fleet.target(request.match_info["target"]).snapshot())

    async def _settings(self, request: web.Request) -> web.Response:
        self._fleet.target(request.match_info["target"]).configure(await _object(request))
        return web.json_response({})

    async def _clock(self, request: web.Request) -> web.Response:
        body = await _object(request, offset=(int, float))
        if "offset" not in body:
            raise WrongCall("the clock needs an offset in seconds")
        self._fleet.clock.offset = float(body["offset"])
        return web.json_response({"now": self._fleet.clock.now(), "offset": self._fleet.clock.offset})

    async def _faults(self, request: web.Request) -> web.Response:
        return web.json_response(self._fleet.faults.listing())

    async def _add_fault(self, request: web.Request) -> web.Response:
        return web.json_response({"id": self._fleet.faults.add(**await _object(request))})

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._fleet.faults.clear()
        return web.json_response({})

    async def _restart(self, request: web.Request) -> web.Response:
        body = await _object(request, seconds=(int, float))
        if body.get("seconds", -1) < 0:
            raise WrongCall("a restart needs seconds, zero or more")
        self._fleet.restart(request.match_info["author"], float(body["seconds"]))
        return web.json_response({})

    async def _reset(self, request: web.Request) -> web.Response:
        body = await _object(request, seed=int, edition=str)
        await self._fleet.reset(**body)
        return web.json_response(self._fleet.state())

    async def _ims_config_by_hand(self, request: web.Request) -> web.Response:
        author = request.match_info["author"]
        return web.json_response({"pid": self._fleet.by_hand_ims_config(author, await _object(request))})

    async def _cloudservice_by_hand(self, request: web.Request) -> web.Response:
        author = request.match_info["author"]
        return web.json_response({"path": self._fleet.by_hand_cloudservice(author, await _object(request))})

    async def _framework_by_hand(self, request: web.Request) -> web.Response:
        author = request.match_info["author"]
        return web.json_response({"path": self._fleet.by_hand_framework(author, await _object(request))})
