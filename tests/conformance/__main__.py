# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator against other people's software: Apache Sling, and Adobe's own clients. Run by `make conformance`."""

from __future__ import annotations

import importlib
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> int:
    """Run both halves; the last line is the verdict."""
    # So that Sling, and what runs in namespaces, ends with this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    halves = [importlib.import_module(f"conformance.{name}.run") for name in ("sling", "adobe")]
    problems = tuple(importlib.import_module(f"conformance.{name}") for name in ("outcome", "adobe.outcome"))
    endings = tuple(kind for module in problems for kind in (module.Lacking, module.Failed))
    try:
        print(verdict(*halves))
    except endings as ending:
        print(f"conformance: failed\n{ending}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def verdict(sling: Any, adobe: Any) -> str:
    """Check the machine for both, run both, and say what came of it."""
    sling.check_machine()
    adobe.machine.check()
    passed, others = adobe.run()
    for test, reason in others:
        print(f"conformance: adobe: does not apply: {test}: {reason}", flush=True)
    compared, known = sling.run()
    return f"conformance: sling {compared} compared, {known} known differences; adobe {passed} passed"


if __name__ == "__main__":
    # Run as a folder, Python puts the folder itself on the path; the packages lie beside it, the collection in .build.
    tests = Path(__file__).resolve().parent.parent
    sys.path[:1] = [str(tests), str(tests.parent / ".build")]
    sys.exit(main())
