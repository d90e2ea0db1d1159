# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Typed OSGi property values: what ConfigurationAdmin keeps, which JSON and plain strings cannot express."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Scalar = str | int | float | bool
Shape = Literal["scalar", "array", "collection"]

# Attribute types of the OSGi metatype service, the numbers of contract 5.1, and the letters of `.config` files (5.5).
STRING, LONG, INTEGER, SHORT, CHARACTER, BYTE, DOUBLE, FLOAT, BOOLEAN, PASSWORD = 1, 2, 3, 4, 5, 6, 7, 8, 11, 12
LETTERS = {
    "T": STRING,
    "L": LONG,
    "I": INTEGER,
    "S": SHORT,
    "C": CHARACTER,
    "X": BYTE,
    "D": DOUBLE,
    "F": FLOAT,
    "B": BOOLEAN,
}
TYPES = {number: letter for letter, number in LETTERS.items()} | {PASSWORD: "T"}

_RANGES = {"X": 8, "S": 16, "I": 32, "L": 64}


@dataclass(frozen=True)
class Value:
    """One property value with its Java type; `primitive` tells `int[]` from `Integer[]`."""

    letter: str
    items: tuple[Scalar, ...]
    shape: Shape = "scalar"
    primitive: bool = False

    def plain(self) -> Scalar | list[Scalar]:
        """The value as JSON shows it."""
        return self.items[0] if self.shape == "scalar" else list(self.items)


def text(value: str) -> Value:
    """A scalar String."""
    return Value("T", (value,))


def texts(values: Iterable[str]) -> Value:
    """A String array."""
    return Value("T", tuple(values), "array")


def boolean(value: bool) -> Value:
    """A scalar Boolean."""
    return Value("B", (value,))


def convert(letter: str, raw: str) -> Scalar:
    """Read one item as Java's valueOf does; ValueError stands for NumberFormatException."""
    if letter == "B":
        return raw.lower() == "true"
    if letter in ("D", "F"):
        return float(raw)
    if letter in _RANGES:
        number = int(raw)
        if raw != raw.strip() or "_" in raw or not -(1 << _RANGES[letter] - 1) <= number < 1 << _RANGES[letter] - 1:
            raise ValueError(f"{raw!r} does not fit type {letter}")
        return number
    return (raw[:1] or "\0") if letter == "C" else raw


def java_text(item: Scalar) -> str:
    """The text that Java's String.valueOf would give."""
    return str(item).lower() if isinstance(item, bool) else str(item)
