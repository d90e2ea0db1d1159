# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The results as files: JSON for machines, a plot for the documentation."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmark.matrix import FAST, FLOOR, MEANING, URI
from benchmark.results import AGAIN, FIRST, Results


def write(folder: Path, results: Results, scenarios: Mapping[str, Mapping[str, float]], seed: int) -> None:
    """Write benchmark.json and benchmark.svg."""
    folder.mkdir(parents=True, exist_ok=True)
    document = as_document(results, scenarios, seed)
    source, target = folder / "benchmark.json", folder / "benchmark.svg"
    source.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, Path(__file__).with_name("plot.py"), source, target], check=True)


def as_document(results: Results, scenarios: Mapping[str, Mapping[str, float]], seed: int) -> dict[str, Any]:
    """Everything that was measured, single repetitions included."""
    larger, smaller, growth = results.growth()
    return {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "ansible_core": version("ansible-core"),
        },
        "seed": seed,
        "variants": MEANING,
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
