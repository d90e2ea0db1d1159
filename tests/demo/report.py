# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet report on eight simulated authors, each in another condition."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from integration.conditions import bring_about, conditions
from integration.playbooks import ROOT, Controller

PLAYBOOK = "aemfleet.ims.report"
DIRECTORY = ROOT / ".build" / "report"


def main() -> int:
    """Bring the authors into their conditions, report on them, and say where the page is."""
    with tempfile.TemporaryDirectory(prefix="aemfleet-report-") as folder:
        controller = Controller(Path(folder) / "controller")
        with conditions(Path(folder) / "fleet", random.SystemRandom().randrange(1, 1_000_000)) as fleet:
            inventory = controller.write_inventory(bring_about(fleet, controller))
            chosen = f"analytics_report_directory={DIRECTORY}"
            outcome = controller.run(inventory, "--extra-vars", chosen, playbook=PLAYBOOK)
    print(outcome.stdout + outcome.stderr, end="")
    print(f"report: {DIRECTORY / 'analytics.html'}")
    return outcome.status


if __name__ == "__main__":
    sys.exit(main())
