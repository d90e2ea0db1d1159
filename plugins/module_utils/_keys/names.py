# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""X.500 names and Java dates, as keystores show them (contract/aem.md 1.2)."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JAVA_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) \S+ (\d{4})")
_UNESCAPED_COMMA = re.compile(r"(?<!\\)[,+]")
# A zone abbreviation says no offset for certain; no zone is further from UTC than this.
ZONE_DOUBT = datetime.timedelta(hours=14)


def canonical(name: str) -> str:
    """A name without the spacing, order and quoting in which tools differ."""
    parts = (part.partition("=") for part in _UNESCAPED_COMMA.split(name) if part.strip())
    pairs = ((key.strip().upper(), value.strip().strip('"').replace("\\", "")) for key, dummy, value in parts)
    return ",".join(sorted(f"{key}={' '.join(value.split()).casefold()}" for key, value in pairs))


def java_date(text: str) -> datetime.datetime | None:
    """The earliest moment that a java.util.Date text can mean, None when it is none."""
    found = _JAVA_DATE.fullmatch(text.strip())
    if not found or found.group(1) not in _MONTHS:
        return None
    month, (day, hour, minute, second, year) = found.group(1), map(int, found.groups()[1:])
    try:
        local = datetime.datetime(
            year, _MONTHS.index(month) + 1, day, hour, minute, second, tzinfo=datetime.timezone.utc
        )
    except ValueError:
        return None
    return local - ZONE_DOUBT
