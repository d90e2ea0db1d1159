# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts as Java writes them: dates and X.500 names (contract/aem.md 1.2)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from cryptography import x509

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def java_date(moment: datetime, zone: str, minutes_east: int) -> str:
    """Write a moment as `java.util.Date` does, whatever the locale of this process."""
    local = moment.astimezone(timezone(timedelta(minutes=minutes_east)))
    day, month = _DAYS[local.weekday()], _MONTHS[local.month - 1]
    return f"{day} {month} {local.day:02d} {local:%H:%M:%S} {zone} {local.year}"


def x500_name(name: x509.Name, separator: str) -> str:
    """Write a name, the most specific part first."""
    return separator.join(part.rfc4514_string() for part in reversed(name.rdns))
