# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast the role is, beside the same work in plain requests and beside no work at all."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmark import files, matrix, report, scenarios
from benchmark.control_node import ROOT, ControlNode
from benchmark.course import Course, start_seconds
from benchmark.fleet import Failed, running
from benchmark.matrix import Cell
from benchmark.processes import TookTooLong
from benchmark.results import Results, Row, Sample

DEAD_HOSTS = 100


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmark", description="The role beside other ways to do the same.")
    parser.add_argument("--matrix", choices=matrix.MATRICES, default="default", help="which fleets are measured")
    parser.add_argument("--only", default="", metavar="VARIANTS", help=f"some of {','.join(matrix.VARIANTS)}")
    parser.add_argument("--hosts", type=_numbers, metavar="N,...", help="fleets of these sizes instead of a matrix")
    parser.add_argument("--forks", type=_numbers, default=[50.0], metavar="N,...", help="with --hosts (default 50)")
    parser.add_argument("--latency", type=_numbers, default=[0.0], metavar="S,...", help="with --hosts, in seconds")
    parser.add_argument("--tls", action="store_true", help="with --hosts: authors and cloud speak TLS")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="repetitions (default 3)")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="names that are not public are drawn from it")
    parser.add_argument("--scenarios", default="dead,memory", metavar="NAMES", help="further ones, or none at all")
    parser.add_argument(
        "--dead-hosts", type=int, default=DEAD_HOSTS, metavar="N", help="size of the fleet with dead ones"
    )
    parser.add_argument(
        "--output", type=Path, default=ROOT / ".build" / "bench", metavar="DIR", help="for JSON and SVG"
    )
    return parser


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]


def cells_of(arguments: argparse.Namespace) -> tuple[Cell, ...]:
    """The fleets that the command line asks for."""
    cells = matrix.MATRICES[arguments.matrix]
    if arguments.hosts:
        hosts, forks = map(int, arguments.hosts), list(map(int, arguments.forks))
        cells = matrix.crossed(hosts, forks, arguments.latency, [arguments.tls])
    return matrix.only(cells, arguments.only.split(",") if arguments.only else matrix.VARIANTS)


def measure(cells: Sequence[Cell], folder: Path, repeat: int, seed: int, keep: Callable[[Results], None]) -> Results:
    """Every fleet, one after the other; what is measured is kept, for the next one may fail hours later."""
    node = ControlNode(folder / "node")
    node.directory.mkdir(parents=True)
    start = [start_seconds(node) for dummy in range(repeat + 1)][1:]
    rows: list[Row] = []
    for number, cell in enumerate(cells):
        place = folder / f"fleet{number}"
        with running(place, cell.hosts, seed, tls=cell.tls) as fleet:
            course = Course(fleet, node, cell, place)
            rows += _rows(course, repeat, warm=number > 0 or repeat == 1)
        keep(Results(tuple(rows), start))
    return Results(tuple(rows), start)


def _rows(course: Course, repeat: int, *, warm: bool) -> list[Row]:
    samples: dict[tuple[str, str], list[Sample]] = {}

    def record(variant: str, run: str, sample: Sample) -> None:
        samples.setdefault((variant, run), []).append(sample)
        print(f"{course.cell.hosts} hosts: {variant} {run} {sample.wall:.2f} s", file=sys.stderr, flush=True)

    if matrix.URI in course.cell.variants:
        course.look_names_up()
    if not warm:
        course.warm_up()
    for dummy in range(repeat):
        course.repeat_once(record)
    return [Row(variant, course.cell, run, tuple(found)) for (variant, run), found in samples.items()]


def further(names: str, folder: Path, seed: int, dead_hosts: int) -> dict[str, dict[str, float]]:
    """The scenarios that are no comparison."""
    found = {}
    if "dead" in names.split(","):
        found["dead"] = scenarios.dead_authors(folder / "dead", seed, dead_hosts)
    if "memory" in names.split(","):
        found["memory"] = scenarios.memory(folder / "memory", seed)
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and write the files."""
    arguments = _parser().parse_args(given)
    with tempfile.TemporaryDirectory(prefix="aemfleet-bench-") as work:
        folder = Path(work)
        try:
            results = measure(
                cells_of(arguments),
                folder,
                arguments.repeat,
                arguments.seed,
                lambda found: files.write(arguments.output, found, {}, arguments.seed),
            )
            more = further(arguments.scenarios, folder, arguments.seed, arguments.dead_hosts)
        except (Failed, TookTooLong) as error:
            print(f"bench: failed, {error}")
            return 1
        except KeyboardInterrupt:
            return 130
    files.write(arguments.output, results, more, arguments.seed)
    for line in report.lines(results, more):
        print(line)
    return 0


if __name__ == "__main__":
    # So that playbooks and simulators end with this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
