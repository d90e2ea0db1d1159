# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator against other people's software: Apache Sling, and Adobe's own clients. Run by `make conformance`."""

from __future__ import annotations

import signal
import sys

from .adobe import machine
from .adobe import run as adobe
from .outcome import Failed, Lacking
from .sling import run as sling


def main() -> int:
    """Run both halves; the last line is the verdict."""
    # So that Sling, and what runs in namespaces, ends with this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        print(verdict())
    except (Failed, Lacking) as ending:
        print(f"conformance: failed\n{ending}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def verdict() -> str:
    """Check the machine for both, run both, and say what came of it."""
    sling.check_machine()
    machine.check()
    passed, others = adobe.run()
    for test, reason in others:
        print(f"conformance: adobe: does not apply: {test}: {reason}", flush=True)
    compared, known = sling.run()
    return f"conformance: sling {compared} compared, {known} known differences; adobe {passed} passed"


if __name__ == "__main__":
    sys.exit(main())
