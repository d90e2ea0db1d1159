# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two grammars of the console: `.config` files and LDAP filters (contract 5.1, 5.5)."""

from __future__ import annotations

import pytest

from simulator.author.configfile import ConfigFileError, parse, render
from simulator.author.ldap import FilterSyntaxError, compile_filter
from simulator.author.osgi_value import Value, boolean, text, texts

PROPERTIES = {
    "plain": text('a "b" = c\\d\te\r\n\u00e4\x01'),
    "empty": text(""),
    "claims": texts(['"iss" : "x@AdobeOrg"', ""]),
    "nothing": texts([]),
    "yes": boolean(True),
    "timeout": Value("I", (5000,)),
    "big": Value("L", (1 << 40,)),
    "ratio": Value("D", (0.5,)),
    "share": Value("F", (0.25,)),
    "many": Value("I", (1, 2), "array", primitive=True),
    "bag": Value("L", (7,), "collection"),
}


def test_what_is_written_is_read_back_with_its_types() -> None:
    assert parse(render(PROPERTIES)) == PROPERTIES


def test_a_line_is_written_as_felix_writes_it() -> None:
    assert render({"a": text('x = "y"')}) == 'a="x\\ \\=\\ \\"y\\""\r\n'
    assert render({"a": boolean(False)}) == 'a=B"false"\r\n'
    assert render({"a": texts(["x", "y"])}) == 'a=[ \\\r\n  "x", \\\r\n  "y", \\\r\n  ]\r\n'


def test_hand_written_files_are_read() -> None:
    content = '# by hand\n:revision:=L"3"\n\nlist=["a","b"]\nname = T"x\\u0041"\nport=i["1",\\\n"2"]\n'
    found = parse(content)
    assert found.pop(":revision:") == Value("L", (3,))
    assert found == {"list": texts(["a", "b"]), "name": text("xA"), "port": Value("I", (1, 2), "array", True)}


@pytest.mark.parametrize(
    "content", ["a", "a=", "a=b", 'a="x', 'a="x y"', 'a=I"x"', 'a=["x"', 'a=["x";"y"]', 'a="\\uzz"']
)
def test_malformed_files_are_refused(content: str) -> None:
    with pytest.raises(ConfigFileError):
        parse(content)


KNOWN = {
    "service.pid": text("com.adobe.thing.1"),
    "title": text("Adobe (Analytics) * one"),
    "list": texts(["a", "b"]),
    "n": Value("I", (5,)),
    "on": boolean(True),
}


@pytest.mark.parametrize(
    "expression",
    [
        "(service.pid=com.adobe.thing.1)",
        "(SERVICE.PID=com.adobe.*)",
        "(title=Adobe \\(Analytics\\) \\* one)",
        "(title=*\\(Ana*one)",
        "(title~=ADOBE\\(analytics\\)*one)",
        "(list=b)",
        "(title>=Adobe)",
        "(n>=5)",
        "(n<=5)",
        "(n=5)",
        "(on=true)",
        "(list=*)",
        "(!(missing=*))",
        "(&(n=5)(|(list=z)(list=a)))",
        " ( & (n=5) (on=true) ) ",
    ],
)
def test_filters_that_match(expression: str) -> None:
    assert compile_filter(expression)(KNOWN)


@pytest.mark.parametrize(
    "expression",
    [
        "(service.pid=com.adobe)",
        "(title<=Adobe)",
        "(title=*two)",
        "(list=c)",
        "(n>=6)",
        "(n=x)",
        "(on=false)",
        "(missing=*)",
        "(!(n=5))",
    ],
)
def test_filters_that_do_not_match(expression: str) -> None:
    assert not compile_filter(expression)(KNOWN)


@pytest.mark.parametrize(
    "expression", ["", "com.adobe.thing", "(a)", "(a=b", "(a=b))", "(&)", "(!(a=b)(c=d))", "(=b)", "(a=(b)"]
)
def test_what_is_no_filter(expression: str) -> None:
    with pytest.raises(FilterSyntaxError):
        compile_filter(expression)
