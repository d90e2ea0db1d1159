# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sling POST operations: delete, copy, move, import, nop (contract/aem.md 8.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from unit.simulator.conftest import AuthorSession

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _source(author: AuthorSession) -> None:
    author.post("/content/a", {"p": "1", "b/q": "2"})


def test_delete(author: AuthorSession) -> None:
    assert author.post("/content/a", {":operation": "delete"}).status_code == 200
    assert author.get("/content/a.json").status_code == 404
    assert author.post("/content/a", {":operation": "delete"}).status_code == 200


@pytest.mark.parametrize("address", ["/content/a.json", "/content/a/", "/content/none.such"])
def test_delete_wants_the_bare_address(author: AuthorSession, address: str) -> None:
    assert author.post(address, {":operation": "delete"}).status_code == 403
    assert author.get("/content/a.json").status_code == 200


def test_a_copied_property_is_refused(author: AuthorSession) -> None:
    author.post("/content/a", {"p": "1"})

    assert author.post("/content/a", {"q@CopyFrom": "p"}).status_code in (409, 500)
    assert "q" not in author.json("/content/a.json")


def test_delete_applies_to_those_named(author: AuthorSession) -> None:
    author.post("/content/c", {"p": "1"})

    author.post("/content", {":operation": "delete", ":applyTo": ["/content/a", "c", "none"]})

    assert {"a", "c"}.isdisjoint(author.json("/content.1.json"))


def test_copy_leaves_the_source_and_move_does_not(author: AuthorSession) -> None:
    copied = author.post("/content/a", {":operation": "copy", ":dest": "/content/copy"})
    moved = author.post("/content/a", {":operation": "move", ":dest": "moved"})

    assert (copied.status_code, moved.status_code) == (201, 201)
    assert author.json("/content/copy.infinity.json")["b"]["q"] == "2"
    assert author.json("/content/moved.infinity.json")["b"]["q"] == "2"
    assert author.get("/content/a.json").status_code == 404


def test_copy_replaces_only_when_asked(author: AuthorSession) -> None:
    author.post("/content/old", {"left": "over"})

    refused = author.post("/content/a", {":operation": "copy", ":dest": "/content/old"})
    replaced = author.post("/content/a", {":operation": "copy", ":dest": "/content/old", ":replace": "true"})

    assert (refused.status_code, replaced.status_code) == (412, 200)
    assert "left" not in author.json("/content/old.json")


@pytest.mark.parametrize(("dest", "status"), [("/content/none/x", 412), ("", 500), ("/content/a/b/inside", 500)])
def test_impossible_destinations(author: AuthorSession, dest: str, status: int) -> None:
    before = author.json("/content.infinity.json")

    assert author.post("/content/a", {":operation": "copy", ":dest": dest}).status_code == status
    assert author.json("/content.infinity.json") == before


def test_missing_source(author: AuthorSession) -> None:
    assert author.post("/content/none", {":operation": "move", ":dest": "/content/x"}).status_code == 404


def test_import_builds_a_tree(author: AuthorSession) -> None:
    tree = {"jcr:primaryType": "nt:unstructured", "n": 5, "flag": True, "list": ["a"], "child": {"x": "y"}}

    answer = author.post("/content", _import(tree, name="imported"))

    assert answer.status_code == 201
    assert author.json("/content/imported.infinity.json") == {**tree, "child": {**_typed(), "x": "y"}}


def test_import_over_an_existing_node(author: AuthorSession) -> None:
    refused = author.post("/content", _import({"p": "new"}, name="a"))
    kept = author.post("/content/a", _import({"p": "new", "r": "3"}))
    after_keeping = author.json("/content/a.json")
    author.post("/content/a", {**_import({"p": "new"}), ":replaceProperties": "true"})

    assert refused.status_code == 412
    assert kept.status_code == 201
    assert (after_keeping["p"], after_keeping["r"]) == ("1", "3")
    assert author.json("/content/a.json")["p"] == "new"


def test_import_replaces_the_node_when_asked(author: AuthorSession) -> None:
    answer = author.post("/content", {**_import({"only": "this"}, name="a"), ":replace": "true"})

    assert answer.status_code == 200
    assert author.json("/content/a.infinity.json") == {**_typed(), "only": "this"}


@pytest.mark.parametrize("missing", [":contentType", ":content"])
def test_import_needs_content_and_its_type(author: AuthorSession, missing: str) -> None:
    fields = _import({"a": "b"}, name="x")
    del fields[missing]

    assert author.post("/content", fields).status_code == 412


def test_import_of_broken_json_changes_nothing(author: AuthorSession) -> None:
    answer = author.post("/content/new", {":operation": "import", ":contentType": "json", ":content": "{"})

    assert answer.status_code == 500
    assert author.get("/content/new.json").status_code == 404


def test_nop_and_unknown_operations(author: AuthorSession) -> None:
    nop = author.post("/content/never", {":operation": "nop", "a": "b"}, headers=JSON)
    unknown = author.post("/content/never", {":operation": "dance"})

    assert (nop.status_code, unknown.status_code) == (200, 500)
    assert author.get("/content/never.json").status_code == 404


def test_order(author: AuthorSession) -> None:
    author.post("/content/o", {"jcr:primaryType": "nt:unstructured", "x/p": "1", "y/p": "2", "z/p": "3"})

    author.post("/content/o/z", {":order": "first"})
    author.post("/content/o/x", {":order": "after y"})

    assert [name for name in author.json("/content/o.1.json") if len(name) == 1] == ["z", "y", "x"]


def _import(content: dict[str, Any], name: str = "") -> dict[str, str]:
    fields = {":operation": "import", ":contentType": "json", ":content": json.dumps(content)}
    return {**fields, ":name": name} if name else fields


def _typed() -> dict[str, str]:
    return {"jcr:primaryType": "nt:unstructured"}
