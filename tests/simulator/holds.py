# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests that are held: they get no answer, and end when their client has gone."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Holds:
    """Which targets hold a request at this moment."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def holding(self, target: str) -> AsyncIterator[None]:
        """Count a request as held as long as the with block lasts."""
        await self._count(target, 1)
        try:
            yield
        finally:
            await self._count(target, -1)

    async def wait_for(self, wanted: Callable[[frozenset[str]], bool], seconds: float) -> frozenset[str]:
        """The targets that hold a request, as soon as they are as wanted, or when the time is over."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: wanted(self._targets()))
        except TimeoutError:
            pass
        return self._targets()

    def _targets(self) -> frozenset[str]:
        return frozenset(target for target, count in self._held.items() if count)

    async def _count(self, target: str, difference: int) -> None:
        async with self._changed:
            self._held[target] += difference
            self._changed.notify_all()
