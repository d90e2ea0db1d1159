# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding users and nodes, and the page command (contract/aem.md 1.1, 2, 3.5, 6.4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from unit.simulator.conftest import AuthorSession

PARENT = "/etc/cloudservices/sitecatalyst"
TEMPLATE = "/libs/cq/analytics/templates/sitecatalyst"


def _query(author: AuthorSession, **parameters: str) -> Any:
    answer = author.get("/bin/querybuilder.json", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _paths(found: Any) -> list[str]:
    return [hit["path"] for hit in found["hits"]]


def test_a_user_is_found_in_every_documented_way(author: AuthorSession) -> None:
    home = author.fleet.authors[0].call(lambda one: one.users.create_ordinary("editor"))
    by_id = {"path": "/home", "1_property": "rep:authorizableId", "1_property.value": "editor", "p.limit": "-1"}
    condition = json.dumps({"condition": [{"named": "editor"}]})

    found = _query(author, **by_id)
    searched = author.get("/libs/granite/security/search/authorizables.json", params={"query": condition}).json()
    composed = author.json(f"{home}.json")

    assert (found["success"], found["total"], _paths(found)) == (True, 1, [home])
    assert [entry["home"] for entry in searched["authorizables"]] == [home]
    assert (composed["jcr:primaryType"], composed["rep:authorizableId"]) == ("rep:User", "editor")
    assert "editor" not in home


def test_search_for_nobody_and_for_nonsense(author: AuthorSession) -> None:
    search = "/libs/granite/security/search/authorizables.json"

    assert author.json(search + '?query={"condition":[{"named":"nobody"}]}') == {"authorizables": []}
    assert author.get(search, params={"query": "nonsense"}).status_code == 400


def test_system_users_by_pattern(author: AuthorSession) -> None:
    create = {"property": "rep:authorizableId", "property.operation": "like", "p.limit": "-1"}

    found = _query(author, path="/home", type="rep:SystemUser", **create, **{"property.value": "%imsconfig-service"})

    assert "stock-imsconfig-service" in {path.rpartition("/")[2] for path in _paths(found)}
    assert all(path.startswith("/home/users/system/") and path.endswith("imsconfig-service") for path in _paths(found))


def test_ten_hits_unless_a_limit_is_given(author: AuthorSession) -> None:
    author.post("/content/many", {f"n{number}/mark": "x" for number in range(15)})
    query = {"path": "/content/many", "property": "mark", "property.value": "x"}

    short, page, whole = _query(author, **query), _query(author, **query, **{"p.offset": "12"}), None
    whole = _query(author, **query, **{"p.limit": "-1"})

    assert (short["results"], short["total"], short["more"]) == (10, 15, True)
    assert (page["results"], page["offset"]) == (3, 12)
    assert (whole["results"], whole["more"]) == (15, False)


def test_property_predicates_and_forms_of_hits(author: AuthorSession) -> None:
    author.post("/content/a", {"one": "1", "child/two": ["x", "y"], "flag": "true", "flag@TypeHint": "Boolean"})
    under = {"path": "/content"}

    assert _paths(_query(author, **under, property="child/two", **{"property.value": "y"})) == ["/content/a"]
    assert _paths(_query(author, **under, property="flag", **{"property.value": "true"})) == ["/content/a"]
    assert _paths(_query(author, **under, property="two")) == ["/content/a/child"]
    full = _query(author, **under, property="one", **{"p.hits": "full"})["hits"][0]
    assert (full["jcr:path"], full["one"], full["flag"]) == ("/content/a", "1", True)
    chosen = {"p.hits": "selective", "p.properties": "jcr:path child/two"}
    assert _query(author, **under, property="one", **chosen)["hits"] == [
        {"jcr:path": "/content/a", "child/two": ["x", "y"]}
    ]


@pytest.mark.parametrize(
    "parameters", [{"fulltext": "x"}, {"property": "a", "property.depth": "2"}, {"p.limit": "many"}, {"path.flat": "1"}]
)
def test_what_is_not_simulated_is_refused(author: AuthorSession, parameters: dict[str, str]) -> None:
    assert author.get("/bin/querybuilder.json", params=parameters).status_code == 400
    assert author.post("/bin/querybuilder.json", parameters).status_code == 405


def _create_page(author: AuthorSession, **changes: str) -> Any:
    fields = {"cmd": "createPage", "parentPath": PARENT, "label": "made", "title": "Mäde", "template": TEMPLATE}
    return author.post("/bin/wcmcommand", {**fields, "_charset_": "utf-8", **changes})


def test_page_command_creates_from_the_template(author: AuthorSession) -> None:
    answer = _create_page(author)

    assert answer.status_code == author.draws().page_created_status
    assert f'<div id="Path">{PARENT}/made</div>' in answer.text
    content = author.json(f"{PARENT}/made/_jcr_content.json")
    assert content["jcr:primaryType"] == "cq:PageContent"
    assert (content["jcr:title"], content["cq:template"]) == ("Mäde", TEMPLATE)
    assert content["sling:resourceType"] == "cq/analytics/components/sitecatalystpage"
    assert author.json(f"{PARENT}/made.json")["jcr:primaryType"] == "cq:Page"


def test_page_command_with_a_label_that_exists_makes_a_sibling(author: AuthorSession) -> None:
    _create_page(author)

    assert f'<div id="Path">{PARENT}/made0</div>' in _create_page(author).text
    assert author.get(f"{PARENT}/made0.json").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"parentPath": "/none"},
        {"template": "/libs/none"},
        {"template": ""},
        {"cmd": "dance"},
        {"parentPath": "/content"},
    ],
)
def test_page_command_refuses(author: AuthorSession, changes: dict[str, str]) -> None:
    before = author.snapshot()["nodes"]

    assert _create_page(author, **changes).status_code >= 400
    assert author.snapshot()["nodes"] == before
    assert author.get("/content/made.json").status_code == 404


def test_page_command_deletes(author: AuthorSession) -> None:
    _create_page(author)
    fields = {"cmd": "deletePage", "path": f"{PARENT}/made", "force": "true", "shallow": "false"}

    first, again = author.post("/bin/wcmcommand", fields), author.post("/bin/wcmcommand", fields)

    assert (first.status_code, again.status_code) == (200, 404)
    assert author.get(f"{PARENT}/made.json").status_code == 404
    assert author.get("/bin/wcmcommand").status_code == 405


def test_by_hand_things_are_there_as_if_clicked_together(author: AuthorSession) -> None:
    fields = {"Title": "Clicked", "Authorization Server": "https://ims.example", "Client ID": "id"}
    fields |= {"Client Secret": "canary", "Organization ID": "1@AdobeOrg", "Scopes": "openid,AdobeID"}
    pid = author.fleet.by_hand_ims_config("author1", **fields)

    path = author.fleet.by_hand_cloudservice("author1", ims_title="Clicked", company="company1", label="hand")

    assert path == f"{PARENT}/hand"
    assert pid in author.snapshot()["configurations"]
    assert "company1" in author.json(f"{path}/_jcr_content.json").values()


def test_texts_protected_here_are_foreign_elsewhere(author: AuthorSession) -> None:
    one = author.fleet.authors[0].call(
        lambda target: (target.crypto.protect("canary"), target.crypto.protect("canary"))
    )
    assert one[0] != one[1]

    author.fleet.reset(seed=7)

    with pytest.raises(ValueError, match="another instance"):
        author.fleet.authors[0].call(lambda target: target.crypto.unprotect(one[0]))
