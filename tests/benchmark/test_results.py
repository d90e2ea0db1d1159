# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from measurements, and what is printed of it."""

from __future__ import annotations

import pytest

from benchmark import report
from benchmark.control_node import Counts
from benchmark.floor import Shape, shape_of
from benchmark.matrix import CHEAP, FAST, FLOOR, MATRICES, URI, Cell, only
from benchmark.results import AGAIN, FIRST, Results, Row, Sample

START = 1.0


def row(variant: str, cell: Cell, run: str, *walls: float, cpu: float = 1.0) -> Row:
    return Row(variant, cell, run, tuple(Sample(wall, cpu, 0.0, 0.0, 50.0, 30.0, 8.0) for wall in walls))


@pytest.fixture(name="results")
def _results() -> Results:
    ten, hundred = Cell(10), Cell(100, variants=CHEAP)
    late = Cell(10, latency=0.2, variants=(FAST,))
    rows = (
        row(FAST, ten, FIRST, 9.0, 3.0, 4.0, cpu=5.0),
        row(FAST, ten, AGAIN, 2.0),
        row(URI, ten, FIRST, 60.0, cpu=100.0),
        row(URI, ten, AGAIN, 30.0),
        row(FLOOR, ten, AGAIN, 1.6),
        row(FAST, hundred, FIRST, 41.0),
        row(FAST, hundred, AGAIN, 21.0),
        row(FLOOR, hundred, AGAIN, 14.0),
        row(FAST, late, FIRST, 11.0),
    )
    return Results(rows, [START])


def test_a_ratio_is_of_medians_on_the_largest_fleet_that_both_ran_on(results: Results) -> None:
    assert results.ratio(URI, FAST, FIRST) == 15.0
    assert results.ratio(URI, FAST, FIRST, "cpu") == 20.0
    assert results.ratio(FAST, FLOOR, AGAIN) == 1.5


def test_growth_is_per_host_and_without_the_start(results: Results) -> None:
    small, large = (4.0 - START + 2.0 - START) / 10, (41.0 - START + 21.0 - START) / 100
    *hosts, growth = results.growth()
    assert hosts == [100, 10]
    assert growth == pytest.approx(large / small)


def test_the_last_lines_tell_the_ratios(results: Results) -> None:
    printed = list(report.lines(results, {}))
    assert printed[-3:] == [
        "ratio uri/fast first=15.00 again=15.00",
        "ratio fast/floor again=1.50",
        "growth 100/10 hosts per-host=1.50",
    ]
    waited = "7.0 s longer; one host's 30 requests wait 6.0 s, all hosts' 60 s"
    assert f"latency 200 ms, 10 hosts, fast first: {waited}" in printed


def test_what_was_not_measured_is_left_open() -> None:
    alone = Results((row(FAST, Cell(10), FIRST, 1.0),), [START])
    assert list(report.closing(alone))[-3:] == [
        "ratio uri/fast first=- again=-",
        "ratio fast/floor again=-",
        "growth 500/10 hosts per-host=-",
    ]


def test_a_busy_machine_is_told() -> None:
    sample = Sample(10.0, 1.0, 0.0, 1000.0, 50.0, 30.0, 8.0)
    busy = Results((Row(FAST, Cell(10), FIRST, (sample,)),), [START])
    assert any("rely on CPU time" in line for line in report.lines(busy, {}))


def test_the_floor_takes_as_many_tasks_as_the_role() -> None:
    recap = {"author1": Counts(7, 0, 0, 0, 2), "author2": Counts(5, 0, 0, 0, 2)}
    assert shape_of(recap) == Shape(everywhere=5, once=2, skipped=2)


def test_parts_can_be_chosen() -> None:
    cells = only(MATRICES["default"], ["uri", "floor"])
    assert {variant for cell in cells for variant in cell.variants} == {"fast", "uri", "floor"}
    assert {cell.hosts for cell in only(MATRICES["full"], ["modules"])} == {1, 10, 100}
