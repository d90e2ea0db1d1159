# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sling turns the texts of a form into typed property values (contract/aem.md 8.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from .property_request import PropertyRequest
from .repository import Scalar, Value


class ValueFormat(Exception):
    """The text is no value of the wanted type."""


def _boolean(text: str) -> bool:
    return text.lower() == "true"


def _date(text: str) -> datetime:
    for form in ("%a %b %d %Y %H:%M:%S GMT%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueFormat(f"not a valid date format: {text}")


_CONVERSIONS: dict[str, Callable[[str], Scalar]] = {
    "String": str,
    "Name": str,
    "Path": str,
    "URI": str,
    "Reference": str,
    "WeakReference": str,
    "Boolean": _boolean,
    "Long": int,
    "Double": float,
    "Decimal": Decimal,
    "Date": _date,
    "Binary": str.encode,
}
_OF_VALUE: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"),
    (int, "Long"),
    (float, "Double"),
    (Decimal, "Decimal"),
    (datetime, "Date"),
    (bytes, "Binary"),
)


def convert(texts: list[str], type_name: str) -> list[Scalar]:
    """Convert texts to a type; a name that is no type means String."""
    conversion = _CONVERSIONS.get(type_name, str)
    converted: list[Scalar] = []
    for text in texts:
        try:
            converted.append(conversion(text))
        except (ValueError, ValueFormat, InvalidOperation) as mismatch:
            raise ValueFormat(f"Invalid value {text} for type {type_name}") from mismatch
    return converted


def wanted_texts(wanted: PropertyRequest) -> list[str] | None:
    """Return the texts to store; None removes the property, an empty list leaves it unless it is multi-valued."""
    if wanted.values is None:
        return [wanted.default or ""]
    if len(wanted.values) > 1:
        return [text for text in wanted.values if text or not wanted.ignore_blanks]
    if wanted.values != [""]:
        return wanted.values
    if wanted.ignore_blanks or wanted.default == ":ignore":
        return []
    if wanted.default == ":null":
        return None
    return [wanted.default or ""]


def stored_value(wanted: PropertyRequest, texts: list[str], former: Value | None) -> Value:
    """Return the value to store: type and multiplicity by the hint, else as they were before."""
    multiple = len(texts) > 1 or wanted.multiple or isinstance(former, list)
    values = convert(texts, wanted.type_name if wanted.type_name in _CONVERSIONS else _type_of(former))
    return values if multiple else values[0]


def patched(former: Value | None, operations: list[str]) -> list[str] | None:
    """Apply `+value` and `-value`; None means that there is nothing to do."""
    if former is not None and not isinstance(former, list):
        return None
    texts = [str(item) for item in former or []]
    before = list(texts)
    for operation in operations:
        sign, text = operation[:1], operation[1:]
        if sign == "+" and text not in texts:
            texts.append(text)
        elif sign == "-":
            texts = [item for item in texts if item != text]
    return texts if texts != before else None


def _type_of(former: Value | None) -> str:
    sample = former[0] if isinstance(former, list) and former else former
    for kind, type_name in _OF_VALUE:
        if isinstance(sample, kind):
            return type_name
    return "String"
