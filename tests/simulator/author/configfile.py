# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The `.config` file format of Felix (contract 5.5): typed values, escapes, arrays and collections."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from .osgi_value import LETTERS, Scalar, Value, convert, java_text

_ESCAPES = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r"}
_UNESCAPES = {letter: character for character, letter in _ESCAPES.items()}
_BITS = {"F": (">f", ">i"), "D": (">d", ">q")}
_BRACKETS = {"[": ("]", "array"), "(": (")", "collection")}


class ConfigFileError(ValueError):
    """The text is not a `.config` file; the installer ignores such a file."""


def render(properties: Mapping[str, Value]) -> str:
    """Write properties as the Felix persistence handler does: sorted keys, one per line, CRLF."""
    return "".join(f"{_quoted(name)}={_value(properties[name])}\r\n" for name in sorted(properties))


def _value(value: Value) -> str:
    prefix = "" if value.letter == "T" else value.letter.lower() if value.primitive else value.letter
    simple = [f'"{_quoted(_item_text(value.letter, item))}"' for item in value.items]
    if value.shape == "scalar":
        return prefix + simple[0]
    opening, closing = ("[", "  ]") if value.shape == "array" else ("(", ")")
    lines = "".join(f"  {item}, \\\r\n" for item in simple)
    return f"{prefix}{opening} \\\r\n{lines}{closing}"


def _item_text(letter: str, item: Scalar) -> str:
    if letter not in _BITS:
        return java_text(item)
    floating, integer = _BITS[letter]
    return str(struct.unpack(integer, struct.pack(floating, item))[0])


def _quoted(plain: str) -> str:
    return "".join(_escape(character) for character in plain)


def _escape(character: str) -> str:
    if character in '\\" =':
        return "\\" + character
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    return f"\\u{ord(character):04x}" if character < " " else character


def parse(content: str) -> dict[str, Value]:
    """Read a `.config` file whole, or refuse it whole."""
    return _Reader(content.replace("\r\n", "\n").replace("\r", "\n")).properties()


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self._at = 0

    def properties(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while self._next_line():
            name = self._token()
            self._skip_space()
            if not name or self._take() != "=":
                raise ConfigFileError(f"a name and '=' are expected at character {self._at}")
            found[name] = self._typed_value()
        return found

    def _next_line(self) -> bool:
        self._skip_space()
        while self._peek() == "#":
            newline = self._content.find("\n", self._at)
            self._at = len(self._content) if newline < 0 else newline
            self._skip_space()
        return self._at < len(self._content)

    def _typed_value(self) -> Value:
        self._skip_space()
        letter = "T"
        if self._peek().upper() in LETTERS:
            letter = self._take()
        primitive, letter = letter.islower(), letter.upper()
        opening = self._take()
        if opening == '"':
            return Value(letter, (self._simple(letter),))
        if opening not in _BRACKETS:
            raise ConfigFileError(f"a value is expected at character {self._at}")
        closing, shape = _BRACKETS[opening]
        items = self._items(letter, closing)
        return Value(letter, items, "array" if shape == "array" else "collection", primitive and shape == "array")

    def _items(self, letter: str, closing: str) -> tuple[Scalar, ...]:
        items: list[Scalar] = []
        while True:
            character = self._significant()
            if character == '"':
                items.append(self._simple(letter))
                character = self._significant()
            if character == closing:
                return tuple(items)
            if character != ",":
                raise ConfigFileError(f"',' or {closing!r} is expected at character {self._at}")

    def _significant(self) -> str:
        self._skip_space()
        while self._peek() == "\\" and self._content[self._at + 1 : self._at + 2] == "\n":
            self._at += 1
            self._skip_space()
        return self._take()

    def _simple(self, letter: str) -> Scalar:
        raw = self._token()
        if self._take() != '"':
            raise ConfigFileError(f"an unescaped blank or '=' stands in the value before character {self._at}")
        try:
            if letter in _BITS and "." not in raw:
                floating, integer = _BITS[letter]
                bits: float = struct.unpack(floating, struct.pack(integer, int(raw)))[0]
                return bits
            return convert(letter, raw)
        except (ValueError, struct.error) as error:
            raise ConfigFileError(str(error)) from error

    def _token(self) -> str:
        read: list[str] = []
        while self._peek() not in ("", " ", "=", '"'):
            character = self._take()
            read.append(self._unescape() if character == "\\" else character)
        return "".join(read)

    def _unescape(self) -> str:
        character = self._take()
        if character != "u":
            return _UNESCAPES.get(character, character)
        digits = self._content[self._at : self._at + 4]
        self._at += 4
        try:
            return chr(int(digits, 16))
        except ValueError as error:
            raise ConfigFileError(f"\\u needs four hexadecimal digits, not {digits!r}") from error

    def _skip_space(self) -> None:
        while self._peek() and self._peek().isspace():
            self._at += 1

    def _peek(self) -> str:
        return self._content[self._at : self._at + 1]

    def _take(self) -> str:
        character = self._peek()
        self._at += 1
        return character
