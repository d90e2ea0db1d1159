# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated fleet of AEM authors and Adobe's cloud, over real sockets."""

from __future__ import annotations

from .embedded import RunningFleet, running
from .recorder import RecordedRequest

__all__ = ["RecordedRequest", "RunningFleet", "running"]
