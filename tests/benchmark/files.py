# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as files: JSON for machines, a plot for the documentation."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pygal

from benchmark.matrix import FAST, FLOOR, MEANING, URI, VARIANTS
from benchmark.results import AGAIN, FIRST, Results


def write(folder: Path, results: Results, scenarios: Mapping[str, Mapping[str, float]], seed: int) -> None:
    """Write benchmark.json and benchmark.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    document = as_document(results, scenarios, seed)
    (folder / "benchmark.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    (folder / "benchmark.svg").write_bytes(plot(results))


def as_document(results: Results, scenarios: Mapping[str, Mapping[str, float]], seed: int) -> dict[str, Any]:
    """Everything that was measured, single repetitions included."""
    larger, smaller, growth = results.growth()
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "ansible_core": version("ansible-core")},
        "seed": seed,
        "start": list(results.start),
        "measured": [
            {
                "variant": row.variant,
                "run": row.run,
                **{key: value for key, value in asdict(row.cell).items() if key != "variants"},
                "median": asdict(row.median),
                "samples": [asdict(sample) for sample in row.samples],
            }
            for row in results.rows
        ],
        "scenarios": scenarios,
        "ratios": {
            measure: {
                "uri/fast first": results.ratio(URI, FAST, FIRST, measure),
                "uri/fast again": results.ratio(URI, FAST, AGAIN, measure),
                "fast/floor again": results.ratio(FAST, FLOOR, AGAIN, measure),
            }
            for measure in ("wall", "cpu")
        },
        "growth": {"hosts": [larger, smaller], "per_host": growth},
    }


def plot(results: Results) -> bytes:
    """Milliseconds of wall time for each host, on fleets without latency and TLS; the scale is logarithmic."""
    cells = sorted({row.cell for row in results.rows if row.cell.plain}, key=lambda cell: (cell.hosts, cell.forks))
    columns = [(cell, run) for cell in cells for run in (FIRST, AGAIN)]
    # Without scripts: they would be fetched from a foreign host.
    chart = pygal.Bar(logarithmic=True, js=(), legend_at_bottom=True, legend_at_bottom_columns=1, x_label_rotation=20)
    chart.title = "Wall time per host, in milliseconds"
    chart.x_labels = [f"{cell.hosts} hosts, {cell.forks} forks, {run}" for cell, run in columns]
    for variant in VARIANTS:
        rows = [results.find(variant, run, cell) for cell, run in columns]
        bars = [round(1000 * row.median.wall / row.cell.hosts) if row else None for row in rows]
        if any(bars):
            chart.add(MEANING[variant], bars)
    rendered: bytes = chart.render()
    return rendered
