# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""LDAP filters as OSGi understands them (RFC 1960), read whole or refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .osgi_value import Scalar, Value, java_text

Test = Callable[[Mapping[str, Value]], bool]

_WILD = object()


class FilterSyntaxError(ValueError):
    """The text is no filter."""


def compile_filter(expression: str) -> Test:
    """Turn a filter into a test of properties; attribute names are case-insensitive."""
    reader = _Reader(expression)
    test = reader.filter()
    reader.skip_space()
    if not reader.finished():
        raise FilterSyntaxError(f"text follows the filter: {expression!r}")
    return test


class _Reader:
    def __init__(self, expression: str) -> None:
        self._text = expression
        self._at = 0

    def finished(self) -> bool:
        return self._at >= len(self._text)

    def filter(self) -> Test:
        self._expect("(")
        self.skip_space()
        composite = {"&": self._all, "|": self._any, "!": self._not}.get(self._peek())
        if composite is None:
            test = self._operation()
        else:
            self._at += 1
            test = composite()
        self._expect(")")
        return test

    def _all(self) -> Test:
        tests = self._operands()
        return lambda properties: all(test(properties) for test in tests)

    def _any(self) -> Test:
        tests = self._operands()
        return lambda properties: any(test(properties) for test in tests)

    def _not(self) -> Test:
        test = self.filter()
        return lambda properties: not test(properties)

    def _operands(self) -> list[Test]:
        tests = [self.filter()]
        self.skip_space()
        while self._peek() == "(":
            tests.append(self.filter())
            self.skip_space()
        return tests

    def _operation(self) -> Test:
        name = self._attribute()
        operator = next((sign for sign in ("~=", ">=", "<=", "=") if self._text.startswith(sign, self._at)), None)
        if not name or operator is None:
            raise FilterSyntaxError(f"an attribute and an operator are expected in {self._text!r}")
        self._at += len(operator)
        pattern = self._pattern(wild=operator == "=")
        return lambda properties: _holds(_lookup(properties, name), operator, pattern)

    def _attribute(self) -> str:
        start = self._at
        while self._peek() not in ("", "=", "<", ">", "~", "(", ")"):
            self._at += 1
        return self._text[start : self._at].strip()

    def _pattern(self, *, wild: bool) -> list[object]:
        parts: list[object] = [""]
        while self._peek() not in ("", ")"):
            character = self._peek()
            if character == "(":
                raise FilterSyntaxError(f"an unescaped '(' stands in a value of {self._text!r}")
            if character == "\\":
                self._at += 1
            if character == "*" and wild:
                parts += [_WILD, ""]
            else:
                parts[-1] = f"{parts[-1]}{self._peek()}"
            self._at += 1
        return parts

    def _expect(self, character: str) -> None:
        self.skip_space()
        if self._peek() != character:
            raise FilterSyntaxError(f"{character!r} is expected in {self._text!r}")
        self._at += 1

    def skip_space(self) -> None:
        while self._peek().isspace():
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]


def _lookup(properties: Mapping[str, Value], name: str) -> Value | None:
    folded = name.lower()
    return next((value for key, value in properties.items() if key.lower() == folded), None)


def _holds(value: Value | None, operator: str, pattern: list[object]) -> bool:
    if value is None:
        return False
    if operator == "=" and pattern == ["", _WILD, ""]:
        return True
    return any(_item_holds(item, operator, pattern) for item in value.items)


def _item_holds(item: Scalar, operator: str, pattern: list[object]) -> bool:
    wanted = "*".join(str(part) for part in pattern if part is not _WILD)
    if isinstance(item, bool):
        return java_text(item) == wanted.strip().lower()
    if isinstance(item, (int, float)):
        return _number_holds(item, operator, wanted)
    if operator == "=":
        return _matches(item, [str(part) for part in pattern if part is not _WILD])
    if operator == "~=":
        return "".join(item.split()).lower() == "".join(wanted.split()).lower()
    return item >= wanted if operator == ">=" else item <= wanted


def _number_holds(item: float, operator: str, wanted: str) -> bool:
    try:
        number = float(wanted)
    except ValueError:
        return False
    return {"=": item == number, "~=": item == number, ">=": item >= number, "<=": item <= number}[operator]


def _matches(item: str, pieces: list[str]) -> bool:
    if len(pieces) == 1:
        return item == pieces[0]
    first, *middle, last = pieces
    if not item.startswith(first) or not item.endswith(last) or len(item) < len(first) + len(last):
        return False
    at, end = len(first), len(item) - len(last)
    for piece in middle:
        found = item.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
