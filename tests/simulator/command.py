# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the simulator."""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from .fleet import EDITIONS, Fleet, FleetPlan


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simulator", description="A simulated fleet of AEM authors and Adobe's cloud, over real sockets."
    )
    parser.add_argument("--authors", type=int, default=1, metavar="N", help="how many authors (default 1)")
    parser.add_argument(
        "--edition",
        default="6.5.21",
        help=f"one of {', '.join(EDITIONS)}, or a comma list that is cycled over the authors (default 6.5.21)",
    )
    parser.add_argument("--directory", type=Path, required=True, metavar="DIR", help="where the files are written")
    parser.add_argument("--seed", type=int, metavar="N", help="what is not public is drawn from it (default: random)")
    parser.add_argument("--tls", action="store_true", help="authors and cloud speak HTTPS")
    parser.add_argument("--network", metavar="NET", help="a /16 of 127.0.0.0/8 (default: a free one)")
    parser.add_argument("--cloud-address", metavar="HOST:PORT", help="where the cloud listens")
    parser.add_argument("--cloud-names", default="", metavar="NAMES", help="its host names; it speaks HTTPS then")
    return parser


def _plan(arguments: argparse.Namespace) -> FleetPlan:
    seed = random.SystemRandom().randrange(1, 1_000_000) if arguments.seed is None else arguments.seed
    return FleetPlan(
        authors=arguments.authors,
        edition=arguments.edition,
        seed=seed,
        tls=arguments.tls,
        network=arguments.network,
        directory=arguments.directory,
        cloud_address=arguments.cloud_address,
        cloud_names=tuple(name.strip() for name in arguments.cloud_names.split(",") if name.strip()),
    )


def ready_line(fleet: Fleet) -> str:
    plan = fleet.plan
    authors = "1 author" if plan.authors == 1 else f"{plan.authors} authors"
    return f"simulator ready: {authors}, edition {plan.edition}, seed {plan.seed}, control {fleet.urls['control']}"


async def _serve(plan: FleetPlan) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    fleet = Fleet(plan)
    try:
        await fleet.start()
        print(ready_line(fleet), flush=True)
        await stopped.wait()
    finally:
        await fleet.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _parser()
    try:
        plan = _plan(parser.parse_args(arguments))
    except ValueError as error:
        parser.error(str(error))
    try:
        asyncio.run(_serve(plan))
    except OSError as error:
        sys.stderr.write(f"simulator: {error.strerror or error}\n")
        return 1
    return 0
