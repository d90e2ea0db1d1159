# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands behind an address: an author, or Adobe's cloud."""

from __future__ import annotations

from typing import Any, Protocol

from aiohttp import web


class Target(Protocol):
    """Answers requests after its latency in seconds, shows its state, takes settings, and starts afresh."""

    name: str

    @property
    def latency(self) -> float: ...

    async def handle(self, request: web.Request) -> web.StreamResponse: ...

    def snapshot(self) -> dict[str, Any]: ...

    def configure(self, settings: dict[str, Any]) -> None: ...

    def reset(self, seed: int | None = None, edition: str | None = None) -> None: ...
