# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes to its end on an author, and when."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass

from ...module_utils._adobe.credential import JWT
from ...module_utils._resources.findings import FAILED, OK, WARNING
from .observations import Observation

CERTIFICATE, SECRET, CREDENTIAL = "certificate", "client secret", "Service Account (JWT) credential"
# Adobe converts every credential of this type at its certificate's end, or on this day (contract/adobe-cloud.md 3.1).
LAST_JWT_DAY = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Expiry:
    """One thing that ends; the moment is None where what was told is no date."""

    host: str
    what: str
    name: str
    ends: datetime.datetime | None
    told: str = ""

    def days(self, now: datetime.datetime) -> int | None:
        """Whole days that are left, negative ones since the end."""
        return None if self.ends is None else (self.ends - now) // DAY

    def status(self, now: datetime.datetime, warn_days: int) -> str:
        """How urgent it is."""
        if self.ends is None:
            return WARNING
        if self.ends <= now:
            return FAILED
        return WARNING if self.ends - now <= warn_days * DAY else OK


def expiries(seen: Observation) -> list[Expiry]:
    """All that is known to end on this author."""
    found = [
        _expiry(seen.host, CERTIFICATE, "of the key pair", each["ends"]) for each in seen.findings if each.get("ends")
    ]
    if seen.secret_ends:
        found.append(_expiry(seen.host, SECRET, "as the Developer Console tells", seen.secret_ends))
    for each in seen.ims_configs:
        if each.get("credential_type") == JWT:
            found.append(Expiry(seen.host, CREDENTIAL, str(each.get("title", "")), LAST_JWT_DAY))
    return found


def moment(text: str) -> datetime.datetime | None:
    """A date, or a date and time, in ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.timezone.utc)


def _expiry(host: str, what: str, name: str, told: t.Any) -> Expiry:
    return Expiry(host, what, name, moment(str(told)), str(told))
