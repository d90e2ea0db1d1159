# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..modules.analytics_framework import ENTRY
from ..plugin_utils._fast_path import FastPath


class ActionModule(FastPath):
    """The fast path of the module of the same name."""

    entry = ENTRY
