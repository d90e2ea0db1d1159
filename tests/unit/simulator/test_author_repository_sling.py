# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling GET and the modify operation of Sling POST (contract/aem.md 8.1, 6.4, 6.5)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from unit.simulator.conftest import AuthorSession

    from simulator.author import Author

PAGE = "/etc/cloudservices/sitecatalyst/x"
JSON = {"Accept": "application/json"}
CREATE_PAGE = {"jcr:primaryType": "cq:Page", "jcr:content/jcr:primaryType": "cq:PageContent"}


def test_page_is_created_once_and_then_modified(author: AuthorSession) -> None:
    first = author.post(PAGE, {**CREATE_PAGE, "jcr:content/jcr:title": "X"}, headers=JSON)
    second = author.post(PAGE, {**CREATE_PAGE, "jcr:content/jcr:title": "Y"}, headers=JSON)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["path"] == PAGE
    assert first.json()["isCreate"] is True
    assert {"type": "created", "argument": PAGE} in first.json()["changes"]
    content = author.json(f"{PAGE}/_jcr_content.json")
    assert (content["jcr:primaryType"], content["jcr:title"]) == ("cq:PageContent", "Y")


def test_answer_is_html_unless_json_is_preferred(author: AuthorSession) -> None:
    page = author.post(PAGE, CREATE_PAGE)
    tie = author.post(PAGE, CREATE_PAGE, headers={"Accept": "application/json;q=0.5, text/html"})

    assert page.headers["Content-Type"].startswith("text/html")
    assert '<div id="Status">201</div>' in page.text
    assert f'<div id="Path">{PAGE}</div>' in page.text
    assert tie.headers["Content-Type"].startswith("text/html")


def refuse_precisely(author: AuthorSession, precise: bool) -> None:
    """Give the author one or the other release of the POST servlet."""

    def draw(one: Author) -> None:
        one.assumptions = replace(one.assumptions, precise_refusals=precise)

    author.fleet.authors[0].call(draw)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([("p", "5"), ("p@TypeHint", "Long")], 5),
        ([("p", "true"), ("p@TypeHint", "Boolean")], True),
        ([("p", "1.5"), ("p@TypeHint", "Double")], 1.5),
        ([("p", "one"), ("p@TypeHint", "String[]")], ["one"]),
        ([("p", "one"), ("p", "two")], ["one", "two"]),
        ([("p", ""), ("p@DefaultValue", "fallback")], "fallback"),
        ([("other", "v"), ("p@ValueFrom", "other")], "v"),
    ],
)
def test_type_hints_and_defaults(author: AuthorSession, fields: list[tuple[str, str]], expected: object) -> None:
    author.post("/content/node", fields)

    assert author.json("/content/node.json")["p"] == expected


@pytest.mark.parametrize("before", [[("p", "one")], [("p", "one"), ("p", "two")], []])
@pytest.mark.parametrize("hint", [[], [("p@TypeHint", "String[]")]])
def test_an_empty_field_is_the_wish_for_no_property(
    author: AuthorSession, before: list[tuple[str, str]], hint: list[tuple[str, str]]
) -> None:
    author.post("/content/node", [("kept", "1"), *before])

    author.post("/content/node", [("p", ""), *hint])

    assert "p" not in author.json("/content/node.json")


def test_what_is_told_to_be_ignored_clears_a_text(author: AuthorSession) -> None:
    author.post("/content/node", {"p": "one"})

    author.post("/content/node", {"p": "", "p@DefaultValue": ":ignore"})

    assert author.json("/content/node.json")["p"] == ""


def test_delete_suffix_removes_property_and_child(author: AuthorSession) -> None:
    author.post("/content/node", {"a": "1", "b": "2", "child/c": "3"})

    author.post("/content/node", {"a@Delete": "true", "child@Delete": "true"})

    left = author.json("/content/node.1.json")
    assert "a" not in left
    assert "child" not in left
    assert left["b"] == "2"


def test_multiplicity_and_type_stay_without_a_hint(author: AuthorSession) -> None:
    author.post("/content/node", [("m", "a"), ("m", "b"), ("n", "5"), ("n@TypeHint", "Long")])

    author.post("/content/node", {"m": "c", "n": "6"})

    left = author.json("/content/node.json")
    assert (left["m"], left["n"]) == (["c"], 6)


def test_blank_is_ignored_where_asked(author: AuthorSession) -> None:
    author.post("/content/node", {"p": "kept"})

    author.post("/content/node", {"p": "", "p@IgnoreBlanks": "true", "q": "", "q@DefaultValue": ":null"})

    left = author.json("/content/node.json")
    assert left["p"] == "kept"
    assert "q" not in left


def test_only_prefixed_parameters_count_when_there_is_one(author: AuthorSession) -> None:
    author.post("/content/node", {"./p": "1", "q": "2", ":r": "3", "_charset_": "utf-8"})

    assert {"p"} == set(author.json("/content/node.json")) - {"jcr:primaryType", "jcr:created", "jcr:createdBy"}


def test_character_set_is_latin1_unless_named(author: AuthorSession) -> None:
    author.post("/content/node", {"bare": "ü", "_charset_": "utf-8"})
    author.post("/content/other", {"bare": "ü"})

    assert author.json("/content/node.json")["bare"] == "ü"
    assert author.json("/content/other.json")["bare"] == "Ã¼"


def test_encrypted_below_cloudservices_only(author: AuthorSession) -> None:
    refuse_precisely(author, False)
    fields = {"secret": "canary", "secret@Encrypted": "true"}
    author.post(PAGE, {**CREATE_PAGE, **{f"jcr:content/{name}": value for name, value in fields.items()}})
    elsewhere = author.post("/content/node", fields, headers=JSON)

    stored = author.json(f"{PAGE}/jcr:content.json")
    assert re.fullmatch(r"\{[0-9a-f]+\}", stored["secret"])
    assert "secret@Encrypted" not in stored
    plain = author.fleet.authors[0].call(lambda one: one.crypto.unprotect(stored["secret"]))
    assert plain == "canary"
    assert elsewhere.status_code == 500
    assert "Postfix-containing path" in elsewhere.json()["error"]["message"]
    assert author.get("/content/node.json").status_code == 404


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        (PAGE, {**CREATE_PAGE, "loose": "property"}, 500),
        ("/etc/cloudservices/sitecatalyst/untyped", {"jcr:content/a": "b"}, 500),
        ("/content/x", {"jcr:primaryType": "no:Such"}, 409),
        ("/content/x", {"bad[name": "v"}, 409),
        ("/content/strange:name", {"p": "v"}, 409),
        ("/content/x", {"p": "five", "p@TypeHint": "Long"}, 422),
        ("/content/x", {"jcr:primaryType": "nt:file"}, 500),
    ],
)
@pytest.mark.parametrize("precise", [True, False])
def test_what_the_node_types_forbid_leaves_nothing_behind(
    author: AuthorSession, path: str, fields: dict[str, str], status: int, precise: bool
) -> None:
    refuse_precisely(author, precise)
    before = author.snapshot()["nodes"]

    answer = author.post(path, fields, headers=JSON)

    expected = status if precise else 500
    assert (answer.status_code, answer.json()["status.code"]) == (expected, expected)
    assert ("error" in answer.json()) is (expected == 500)
    assert author.get(f"{path}.json").status_code == 404
    assert author.snapshot()["nodes"] == before


def test_jcr_content_without_a_type_is_unstructured(author: AuthorSession) -> None:
    author.post(PAGE, {"jcr:primaryType": "cq:Page", "jcr:content/a": "b"})

    assert author.json(f"{PAGE}/jcr:content.json")["jcr:primaryType"] == "nt:unstructured"


def test_upload_becomes_a_file_that_can_be_read_back(author: AuthorSession) -> None:
    answer = author.post("/apps/system/config", files={"./*": ("a.b-c.config", b'x="y"\r\n', "text/plain")})

    assert answer.status_code == 200
    assert author.get("/apps/system/config/a.b-c.config").content == b'x="y"\r\n'
    tree = author.json("/apps/system/config/a.b-c.config.infinity.json")
    assert tree["jcr:primaryType"] == "nt:file"
    assert tree["jcr:content"][":jcr:data"] == 7


def test_depths_and_ordered_form(author: AuthorSession) -> None:
    author.post("/content/a", {"p": "0", "b/p": "1", "b/c/p": "2", "d/p": "3"})

    assert "b" not in author.json("/content/a.json")
    assert "c" not in author.json("/content/a.1.json")["b"]
    assert author.json("/content/a.infinity.json")["b"]["c"]["p"] == "2"
    assert [child["__name__"] for child in author.json("/content/a.harray.1.json")["__children__"]] == ["b", "d"]
    assert author.get("/content/a.sideways.json").status_code == 400


def test_an_address_names_mangled_and_escaped_what_was_made(author: AuthorSession) -> None:
    author.post("/content/pä ge", {"jcr:primaryType": "cq:Page"})

    answer = author.post("/content/pä ge/jcr:content", {"a": "b", "_charset_": "utf-8"}, headers=JSON)

    assert answer.headers["Location"] == "/content/p%C3%A4%20ge/_jcr_content"
    assert answer.json()["location"] == answer.headers["Location"]
    assert answer.json()["path"] == "/content/pä ge/jcr:content"


def test_too_large_a_tree_answers_the_depths_that_are_allowed(author: AuthorSession) -> None:
    author.post("/content/big", {f"c{number}/p": "v" for number in range(150)})
    author.post("/content/big", {f"c{number}/d/p": "v" for number in range(150)})

    refused = author.get("/content/big.infinity.json")

    assert refused.status_code == 300
    assert refused.json() == ["/content/big.1.json", "/content/big.0.json"]
    assert len(author.json(refused.json()[0])) > 150


def test_status_and_redirect_parameters_behave_as_documented(author: AuthorSession) -> None:
    refuse_precisely(author, False)
    hidden = author.post("/content/x", {"jcr:primaryType": "no:Such", ":status": "browser"}, headers=JSON)
    moved = author.post("/content/x", {"a": "b", ":redirect": "/elsewhere.html"})

    assert (hidden.status_code, hidden.json()["status.code"]) == (200, 500)
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{author.url}/elsewhere.html")


def test_trailing_slash_makes_a_new_name(author: AuthorSession) -> None:
    first = author.post("/content/", {"jcr:title": "Hello World"}, headers=JSON)
    second = author.post("/content/*", {"jcr:title": "Hello World"}, headers=JSON)

    assert [first.json()["path"], second.json()["path"]] == ["/content/hello_world", "/content/hello_world0"]


def test_a_body_that_is_no_form_changes_nothing(author: AuthorSession) -> None:
    author.post("/content/node", {"a": "b"})

    answer = author.http.post(f"{author.url}/content/node", json={"a": "c"})

    assert answer.status_code == 200
    assert author.json("/content/node.json")["a"] == "b"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_unknown_methods(author: AuthorSession, method: str) -> None:
    assert author.http.request(method, f"{author.url}/content").status_code == 405


def test_head_and_missing(author: AuthorSession) -> None:
    present = author.http.head(f"{author.url}/content.json")
    missing = author.http.head(f"{author.url}/content/none.json")

    assert (present.status_code, present.content, missing.status_code) == (200, b"", 404)
