# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All playbooks that are interrupted."""

from __future__ import annotations

from interruption import integrating, later_life

SCENARIOS = [*integrating.SCENARIOS, *later_life.SCENARIOS]
