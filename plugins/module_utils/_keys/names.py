# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""X.500 names and Java dates, as keystores show them (contract/aem.md 1.2)."""

from __future__ import annotations

import datetime
import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JAVA_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) \S+ (\d{4})")
# A part of a name ends at a comma or plus sign that is neither escaped nor quoted.
_PART = re.compile(r'(?:\\.|"(?:\\.|[^"\\])*"|[^,+\\"]|[\\"])+', re.DOTALL)
_ESCAPED = re.compile(r"((?:\\[0-9a-fA-F]{2})+)|\\(.)", re.DOTALL)
_QUOTED = re.compile(r'\A\s*"(.*)"\s*\Z', re.DOTALL)
# Tools write the less common attributes with one of their keywords or with the number.
_KEYWORDS = {
    "1.2.840.113549.1.9.1": "EMAILADDRESS",
    "2.5.4.4": "SURNAME",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.12": "TITLE",
    "2.5.4.42": "GIVENNAME",
    "E": "EMAILADDRESS",
    "G": "GIVENNAME",
    "GN": "GIVENNAME",
    "S": "ST",
    "SN": "SURNAME",
    "T": "TITLE",
}
# UTF8String, PrintableString and IA5String, of the length that one byte tells.
_TEXT_VALUE = re.compile(r"#(?:0c|13|16)([0-7][0-9a-f])((?:[0-9a-f]{2})*)", re.IGNORECASE)
# A zone abbreviation says no offset for certain; no zone is further from UTC than this.
ZONE_DOUBT = datetime.timedelta(hours=14)


def canonical(name: str) -> str:
    """A name without the spacing, order, quoting and keywords in which tools differ."""
    parts = (part.partition("=") for part in _PART.findall(name) if part.strip())
    return ",".join(sorted(f"{_keyword(key)}={_value(value)}" for key, dummy, value in parts))


def _keyword(key: str) -> str:
    plain = re.sub(r"^OID\.", "", key.strip().upper())
    return _KEYWORDS.get(plain, plain)


def _value(written: str) -> str:
    """The text that a written value means, in one spelling: what needed an escape keeps one."""
    text = _text_value(written.strip()) or _ESCAPED.sub(_meant, _QUOTED.sub(r"\1", written))
    return re.sub(r"([,+=\\])", r"\\\1", " ".join(text.split()).casefold())


def _meant(escaped: re.Match[str]) -> str:
    octets, character = escaped.groups()
    return str(character or bytes.fromhex(octets.replace("\\", "")).decode("utf-8", "replace"))


def _text_value(written: str) -> str:
    """The text in a value that is written as hexadecimal BER, empty when it is none."""
    found = _TEXT_VALUE.fullmatch(written)
    content = bytes.fromhex(found.group(2)) if found else b""
    return content.decode("utf-8", "replace") if found and len(content) == int(found.group(1), 16) else ""


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
