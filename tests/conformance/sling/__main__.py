# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the comparison with Sling alone: python -m conformance.sling [GENERATION ...]."""

from __future__ import annotations

import sys

from ..outcome import Failed, Lacking
from ..versions import GENERATIONS
from .run import run


def main(names: list[str]) -> int:
    """Compare the generations that are named, or all."""
    chosen = [generation for generation in GENERATIONS if generation.name in names] if names else GENERATIONS
    try:
        compared, known = run(chosen)
    except (Failed, Lacking) as error:
        print(f"conformance: sling: {error}", file=sys.stderr)
        return 1
    print(f"conformance: sling {compared} compared, {known} known differences")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
