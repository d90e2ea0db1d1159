# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader sees: a table, sentences about single promises, and the closing lines."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmark.matrix import FAST, FLOOR, MEANING, URI
from benchmark.processes import EVERY_CORE, FEWEST_TO_SEPARATE
from benchmark.results import AGAIN, FIRST, Results, Row

Scenarios = Mapping[str, Mapping[str, float]]
COLUMNS = (
    "hosts", "forks", "latency", "tls", "variant", "run", "wall s", "CPU s", "wall ms/host", "CPU ms/host",
    "simulator s", "others s", "peak MiB", "chain", "tasks/host",
)  # fmt: skip
UNMEASURED = "-"
# The share of other programs in the machine's time from which on wall time is doubtful.
BUSY = 0.1


def lines(results: Results, scenarios: Scenarios) -> Iterator[str]:
    """Everything, in the order in which it is printed."""
    yield from _preface(results)
    yield ""
    yield from _table([COLUMNS, *(_cells(row) for row in results.rows)])
    yield ""
    yield from _busy(results)
    yield from _latencies(results)
    yield from _scenarios(scenarios)
    yield from closing(results)


def closing(results: Results) -> Iterator[str]:
    """Ratios of CPU time, and then those of wall time, which the promises are about."""
    larger, smaller, growth = results.growth("cpu")
    yield (
        f"of CPU time: uri/fast first={_number(results.ratio(URI, FAST, FIRST, 'cpu'))}"
        f" again={_number(results.ratio(URI, FAST, AGAIN, 'cpu'))},"
        f" fast/floor again={_number(results.ratio(FAST, FLOOR, AGAIN, 'cpu'))},"
        f" growth {larger}/{smaller} hosts per-host={_number(growth)}"
    )
    compared = {cell.hosts for pair in ((URI, FAST), (FAST, FLOOR)) for cell in results.plain_cells(pair)[-1:]}
    yield f"of wall time, no latency, no TLS, {' and '.join(map(str, sorted(compared))) or 'no'} hosts:"
    larger, smaller, growth = results.growth()
    yield (
        f"ratio uri/fast first={_number(results.ratio(URI, FAST, FIRST))}"
        f" again={_number(results.ratio(URI, FAST, AGAIN))}"
    )
    yield f"ratio fast/floor again={_number(results.ratio(FAST, FLOOR, AGAIN))}"
    yield f"growth {larger}/{smaller} hosts per-host={_number(growth)}"


def _preface(results: Results) -> Iterator[str]:
    for variant, meaning in MEANING.items():
        yield f"{variant:<8} {meaning}"
    repeated = max((len(row.samples) for row in results.rows), default=0)
    yield (
        f"Medians of {repeated}. A playbook without a task takes {statistics.median(results.start):.2f} s. "
        "CPU is the playbook's with all its processes; simulator and others are CPU time besides."
    )
    shared = len(EVERY_CORE) < FEWEST_TO_SEPARATE
    yield (
        f"{os.cpu_count()} cores; "
        + (
            "simulator and playbook share them, so wall time contains the simulator's work."
            if shared
            else "the simulator has one of its own."
        )
    )


def _busy(results: Results) -> Iterator[str]:
    medians = [row.median for row in results.rows]
    share = sum(each.others for each in medians) / sum(each.wall * (os.cpu_count() or 1) for each in medians)
    if share > BUSY:
        yield f"Other programs used {share:.0%} of the machine meanwhile: rely on CPU time, not on wall time."


def _cells(row: Row) -> tuple[str, ...]:
    cell, median = row.cell, row.median
    per_host = [f"{1000 * seconds / cell.hosts:.0f}" for seconds in (median.wall, median.cpu)]
    seconds = [f"{value:.2f}" for value in (median.wall, median.cpu)]
    besides = [f"{value:.1f}" for value in (median.simulator, median.others)]
    fleet = (str(cell.hosts), str(cell.forks), f"{1000 * cell.latency:.0f} ms", "on" if cell.tls else "off")
    counts = (f"{median.peak_mib:.0f}", f"{median.chain:.1f}", f"{median.tasks:.1f}")
    return (*fleet, row.variant, row.run, *seconds, *per_host, *besides, *counts)


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))


def _latencies(results: Results) -> Iterator[str]:
    """With enough forks a run is longer by its longest chain of requests, not by the sum of all."""
    for row in results.rows:
        swift = results.find(row.variant, row.run, replace(row.cell, latency=0.0)) if row.cell.latency else None
        if swift is not None and row.variant != FLOOR:
            longer = row.median.wall - swift.median.wall
            yield (
                f"latency {1000 * row.cell.latency:.0f} ms, {row.cell.hosts} hosts, {row.variant} {row.run}: "
                f"{longer:.1f} s longer; one host's {row.median.chain:.0f} requests wait "
                f"{row.median.chain * row.cell.latency:.1f} s, all hosts' "
                f"{row.median.chain * row.cell.latency * row.cell.hosts:.0f} s"
            )


def _scenarios(scenarios: Scenarios) -> Iterator[str]:
    if dead := scenarios.get("dead"):
        yield (
            f"dead authors: {dead['dead']:.0f} of {dead['hosts']:.0f} never answer, {dead['connected']:.0f} connected: "
            f"{dead['whole']:.1f} s; a dead one alone {dead['alone']:.1f} s, none dead {dead['healthy']:.1f} s"
        )
    if memory := scenarios.get("memory"):
        yield (
            f"memory of the playbook's process, {memory['hosts']:.0f} hosts: {memory['once']:.0f} MiB with the role "
            f"once, {memory['times_4']:.0f} MiB with four times the tasks"
        )


def _number(value: float | None) -> str:
    return UNMEASURED if value is None else f"{value:.2f}"
