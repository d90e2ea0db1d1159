# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request that reached the simulator, in order of arrival."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from .clock import Clock

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
BODY_EXCERPT = 65536

FormField = tuple[str, Any]


@dataclass
class RecordedRequest:
    """One request; status and duration are None until it is answered, and stay None when it never is."""

    seq: int
    time: float
    to: str
    method: str
    target: str
    headers: dict[str, str]
    connection: int
    form: list[FormField] = field(default_factory=list)
    body: str | None = None
    status: int | None = None
    duration: float | None = None
    fault: str | None = None
    failure: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Recorder:
    """Keeps requests until they are cleared."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._requests: list[RecordedRequest] = []

    def begin(self, to: str, request: web.Request, connection: int) -> RecordedRequest:
        entry = RecordedRequest(
            seq=next(self._numbers),
            time=self._clock.now(),
            to=to,
            method=request.method,
            target=request.raw_path,
            headers=_headers(request),
            connection=connection,
        )
        self._requests.append(entry)
        return entry

    def requests(self, to: str | None = None) -> list[RecordedRequest]:
        return [entry for entry in self._requests if to in (None, entry.to)]

    def clear(self) -> None:
        self._requests.clear()


def _headers(request: web.Request) -> dict[str, str]:
    """Headers by the name first used for them; repeated ones are joined as RFC 9110 5.3 allows."""
    joined: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, value in request.headers.items():
        known = names.setdefault(name.lower(), name)
        joined[known] = f"{joined[known]}, {value}" if known in joined else value
    return joined


async def read_body(entry: RecordedRequest, request: web.Request) -> None:
    """Read the body once, so that it is recorded whatever becomes of the request; aiohttp keeps it for the target."""
    if request.content_type in FORM_TYPES:
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            entry.form = [(name, _field_value(value)) for name, value in (await request.post()).items()]
            return
    raw = await request.read()
    entry.body = raw[:BODY_EXCERPT].decode("utf-8", "replace") if raw else None


def _field_value(value: str | bytes | bytearray | web.FileField) -> Any:
    if isinstance(value, web.FileField):
        value.file.seek(0, 2)
        size = value.file.tell()
        value.file.seek(0)
        return {"filename": value.filename, "content_type": value.content_type, "size": size}
    return value if isinstance(value, str) else {"size": len(value)}
