# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie: what is ours in this folder, what is installed and written below .build."""

from __future__ import annotations

from pathlib import Path

OURS = Path(__file__).resolve().parent
REPOSITORY = OURS.parents[2]
BUILD = REPOSITORY / ".build" / "conformance" / "adobe"
MODULES = BUILD / "node_modules"
FLEET = BUILD / "fleet"
HOSTS = BUILD / "hosts"
AUTHORITY = FLEET / "ca.pem"
CHECKS = OURS / "checks"
WORLD = BUILD / "world.json"
RESULTS = BUILD / "results"
OUTCOMES = BUILD / "outcomes.json"
