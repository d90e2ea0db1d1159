# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run this half alone: python -m conformance.adobe, with tests/ on the path."""

from __future__ import annotations

import argparse
import signal
import sys

from ..outcome import Failed, Lacking
from .run import run


def main() -> int:
    # So that what runs in the namespaces ends with this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(prog="conformance.adobe", description="Adobe's clients, at Adobe's addresses.")
    parser.add_argument("--seed", type=int, metavar="N", help="of the simulated cloud (default: random)")
    try:
        passed, others = run(parser.parse_args().seed)
    except (Lacking, Failed) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    for test, reason in others:
        print(f"does not apply: {test}: {reason}")
    print(f"adobe {passed} passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
