# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of addresses that somebody typed."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import SplitResult, urlsplit

OPTIONS = ("author_url", "authorization_server", "analytics_endpoint")
PASSWORD = re.compile(r"//[^:/]*:(.+)@")


def split_address(address: str | None) -> SplitResult:
    """The parts of an address; a malformed one has none."""
    try:
        parts = urlsplit(address or "")
        well_formed = parts.port != 0 and not any(character.isspace() for character in address or "")
    except ValueError:
        well_formed = False
    return parts if well_formed else urlsplit("")


def passwords(options: t.Mapping[str, t.Any]) -> set[str]:
    """The passwords that addresses among the options hold; they are refused there, but must not be shown either."""
    return {password for name in OPTIONS for password in PASSWORD.findall(options.get(name) or "")}
