# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs inside the namespaces: the simulated cloud at Adobe's names, and every suite against it."""

from __future__ import annotations

import argparse
import shutil
import sys

import simulator
from simulator.cloud.hosts import SERVICE_AT

from ..outcome import Lacking
from . import machine, namespace, ours, outcome, suites, world
from .places import FLEET, OUTCOMES

ADDRESS = "127.0.0.1:443"


def main(seed: int) -> int:
    try:
        namespace.prepare()
    except Lacking as lack:
        sys.stderr.write(f"{lack}\n")
        return machine.LACKING
    shutil.rmtree(FLEET, ignore_errors=True)
    names = tuple(SERVICE_AT)
    with simulator.running(seed=seed, directory=FLEET, cloud_address=ADDRESS, cloud_names=names) as fleet:
        outcome.write(_everything(world.create(fleet)), OUTCOMES)
    return 0


def _everything(ground: world.World) -> list[outcome.Outcome]:
    """Our own client comes first, for Adobe's work with its token, and last, for it works with theirs."""
    token = ours.module_token(ground)
    theirs = [*suites.console(ground), *suites.analytics(ground, token), *suites.own(ground, token)]
    return [*theirs, *ours.judged("modules", ours.Results(ground).checks())]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="conformance.adobe.inside")
    parser.add_argument("--seed", type=int, required=True)
    sys.exit(main(parser.parse_args().seed))
