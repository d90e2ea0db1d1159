# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of addresses that somebody typed."""

from __future__ import annotations

import typing as t
from urllib.parse import SplitResult, urlsplit

OPTIONS = ("author_url", "authorization_server", "analytics_endpoint")


def split_address(address: str | None) -> SplitResult:
    """The parts of an address; a malformed one has none."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return urlsplit("")


def passwords(options: t.Mapping[str, t.Any]) -> set[str]:
    """The passwords that addresses among the options hold; they are refused there, but must not be shown either."""
    return {password for name in OPTIONS if (password := split_address(options.get(name)).password)}
