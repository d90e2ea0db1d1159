# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws benchmark.json as benchmark.svg; a program of its own, for pygal meddles with the imports of its process."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pygal.graph.bar import Bar

Rows = Sequence[Mapping[str, Any]]


def plot(rows: Rows, meaning: Mapping[str, str]) -> bytes:
    """Milliseconds of wall time for each host, on fleets without latency and TLS; the scale is logarithmic."""
    plain = [row for row in rows if not row["latency"] and not row["tls"]]
    columns = sorted({(row["hosts"], row["forks"], again) for row in plain for again in (False, True)})
    # Without scripts: they would be fetched from a foreign host.
    chart = Bar(logarithmic=True, js=(), legend_at_bottom=True, legend_at_bottom_columns=1, x_label_rotation=20)
    chart.title = "Wall time per host, in milliseconds"
    chart.x_labels = [f"{hosts} hosts, {forks} forks, {_run(again)}" for hosts, forks, again in columns]
    for variant, meant in meaning.items():
        bars = [_per_host(plain, variant, *column) for column in columns]
        if any(bars):
            chart.add(meant, bars)
    rendered: bytes = chart.render()
    return rendered


def _run(again: bool) -> str:
    return "again" if again else "first"


def _per_host(rows: Rows, variant: str, hosts: int, forks: int, again: bool) -> int | None:
    wanted = (variant, hosts, forks, _run(again))
    for row in rows:
        if (row["variant"], row["hosts"], row["forks"], row["run"]) == wanted:
            return round(1000 * float(row["median"]["wall"]) / hosts)
    return None


def main() -> None:
    """Read the file that is named first, write the one that is named second."""
    source, target = map(Path, sys.argv[1:])
    document = json.loads(source.read_text(encoding="utf-8"))
    target.write_bytes(plot(document["measured"], document["variants"]))


if __name__ == "__main__":
    main()
