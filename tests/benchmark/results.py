# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, and what follows from it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from benchmark.matrix import FAST, FLOOR, URI, Cell

FIRST, AGAIN = "first", "again"


@dataclass(frozen=True)
class Sample:
    """One run of a playbook; `simulator` and `others` are CPU seconds that are not the playbook's."""

    wall: float
    cpu: float
    simulator: float
    others: float
    peak_mib: float
    chain: float
    tasks: float


@dataclass(frozen=True)
class Row:
    """Every repetition of one run of one variant on one fleet."""

    variant: str
    cell: Cell
    run: str
    samples: tuple[Sample, ...]

    @property
    def median(self) -> Sample:
        columns = ([getattr(each, field.name) for each in self.samples] for field in fields(Sample))
        return Sample(*map(statistics.median, columns))


@dataclass(frozen=True)
class Results:
    """All rows, and what ansible-playbook takes for nothing at all."""

    rows: tuple[Row, ...]
    start: Sequence[float]

    def find(self, variant: str, run: str, cell: Cell) -> Row | None:
        wanted = (cell.hosts, cell.forks, cell.latency, cell.tls)
        for row in self.rows:
            found = (row.cell.hosts, row.cell.forks, row.cell.latency, row.cell.tls)
            if (row.variant, row.run, found) == (variant, run, wanted):
                return row
        return None

    def plain_cells(self, variants: Iterable[str]) -> list[Cell]:
        """The fleets without latency and TLS on which all these variants ran, driven with most forks, by size."""
        cells = {row.cell for row in self.rows if row.cell.plain and set(variants) <= set(row.cell.variants)}
        most = max((cell.forks for cell in cells), default=0)
        return sorted((cell for cell in cells if cell.forks == most), key=lambda cell: cell.hosts)

    def ratio(self, dividend: str, divisor: str, run: str, measure: str = "wall") -> float | None:
        """How often one variant goes into another, on the largest plain fleet that both ran on."""
        cells = self.plain_cells((dividend, divisor))
        if not cells:
            return None
        above, below = self.find(dividend, run, cells[-1]), self.find(divisor, run, cells[-1])
        if above is None or below is None:
            return None
        return float(getattr(above.median, measure) / getattr(below.median, measure))

    def growth(self, measure: str = "wall") -> tuple[int, int, float | None]:
        """What a host costs on the largest fleet against the smallest of ten or more, start of the program removed."""
        cells = [cell for cell in self.plain_cells((FAST,)) if cell.hosts >= SMALL] or self.plain_cells((FAST,))
        if len(cells) < 2:
            return 500, 10, None
        small, large = cells[0], cells[-1]
        return large.hosts, small.hosts, self._per_host(large, measure) / self._per_host(small, measure)

    def _per_host(self, cell: Cell, measure: str) -> float:
        """Both runs together; what the program takes to start is the same for any fleet, and would hide growth."""
        both = [row.median for run in (FIRST, AGAIN) if (row := self.find(FAST, run, cell))]
        start = statistics.median(self.start) if measure == "wall" else 0.0
        return float(sum(getattr(each, measure) - start for each in both) / cell.hosts)


SMALL = 10
QUOTIENTS = ((URI, FAST), (FAST, FLOOR))
