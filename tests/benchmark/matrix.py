# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fleets are measured, and what runs on them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FAST, MODULES, URI, FLOOR = "fast", "modules", "uri", "floor"
VARIANTS = (FAST, MODULES, URI, FLOOR)
MEANING = {
    FAST: "this role, fast path",
    MODULES: "this role, modules",
    URI: "the same work and checks in ansible.builtin.uri tasks",
    FLOOR: "as many tasks as the first, that do nothing",
}
# What still ends in reasonable time on five hundred hosts.
CHEAP = (FAST, FLOOR)


@dataclass(frozen=True)
class Cell:
    """One fleet and how it is driven."""

    hosts: int
    forks: int = 50
    latency: float = 0.0
    tls: bool = False
    variants: tuple[str, ...] = VARIANTS

    @property
    def plain(self) -> bool:
        """Whether nothing but the work itself takes time."""
        return not self.latency and not self.tls


def crossed(
    hosts: Iterable[int], forks: Iterable[int], latencies: Iterable[float], tls: Iterable[bool]
) -> tuple[Cell, ...]:
    """Every combination."""
    return tuple(Cell(*each) for each in itertools.product(hosts, forks, latencies, tls))


MATRICES = {
    "default": (
        Cell(10),
        Cell(10, tls=True, variants=(FAST,)),
        Cell(10, latency=0.2, variants=(FAST,)),
        Cell(100, variants=CHEAP),
        Cell(500, variants=CHEAP),
    ),
    "required": (
        Cell(10, variants=CHEAP),
        Cell(100),
        Cell(100, latency=0.2, variants=(FAST,)),
        Cell(500, variants=CHEAP),
    ),
    "full": (
        *crossed((1, 10, 100), (5, 50), (0.0, 0.02, 0.2), (False, True)),
        *(Cell(500, forks, variants=CHEAP) for forks in (5, 50)),
    ),
}


def only(cells: Iterable[Cell], variants: Sequence[str]) -> tuple[Cell, ...]:
    """The cells with these variants; the floor's shape is the fast path's, which therefore stays with it."""
    kept = {*variants, *([FAST] if FLOOR in variants else [])}
    chosen = [
        Cell(cell.hosts, cell.forks, cell.latency, cell.tls, tuple(name for name in cell.variants if name in kept))
        for cell in cells
    ]
    return tuple(cell for cell in chosen if cell.variants)
