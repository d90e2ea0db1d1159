# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to the repository: what the collection sends, and the edges around it (contract/aem.md 6, 8.1)."""

from __future__ import annotations

import json

from .steps import JSON_ANSWER, ROOT, Scenario, Step, get, post

PAGE = f"{ROOT}/page"
_PAGE_FORM = (
    ("jcr:primaryType", "cq:Page"),
    ("jcr:content/jcr:primaryType", "cq:PageContent"),
    ("jcr:content/jcr:title", "Tïtle & more"),
    ("jcr:content/cq:template", "/libs/cq/analytics/templates/sitecatalyst"),
    ("jcr:content/sling:resourceType", "cq/analytics/components/sitecatalystpage"),
)


def _op(name: str, path: str, operation: str, *form: tuple[str, str]) -> Step:
    return post(name, path, (":operation", operation), *form, looks_at=(f"{ROOT}.infinity.json",))


PAGES = Scenario(
    "pages",
    (
        post("create a page in one request", PAGE, *_PAGE_FORM),
        post("create it again", PAGE, *_PAGE_FORM),
        get("the page at depth 0", f"{PAGE}.json"),
        get("the page at depth 1", f"{PAGE}.1.json"),
        get("the page at depth 2", f"{PAGE}.2.json"),
        get("the page, ordered", f"{PAGE}.harray.1.json"),
        get("the page, tidy", f"{PAGE}.tidy.1.json"),
        get("content by its mangled name", f"{PAGE}/_jcr_content.json"),
        get("content by its own name", f"{PAGE}/jcr:content.json"),
        Step("HEAD of a node", "HEAD", f"{PAGE}.json"),
        Step("HEAD of nothing", "HEAD", f"{ROOT}/nothing.json"),
        get("a bad selector", f"{PAGE}.none.json"),
        get("a negative depth", f"{PAGE}.-1.json"),
        get("nothing as JSON", f"{ROOT}/nothing.json"),
        get("nothing as JSON at depth 2", f"{ROOT}/nothing.2.json"),
        get("nothing without extension", f"{ROOT}/nothing"),
        get("a node as text", f"{ROOT}.txt"),
        get("an unknown extension", f"{PAGE}.xyz"),
        post(
            "update by the mangled name",
            f"{PAGE}/_jcr_content",
            ("reportsuites@TypeHint", "String[]"),
            ("reportsuites", "one"),
            ("gone@Delete", "true"),
        ),
        post("update through a relative child", PAGE, ("./jcr:content/company", "acme")),
        post("a property on the page itself", PAGE, ("company", "acme")),
        post("a child without type below a page", f"{PAGE}/child", ("a", "b")),
        post("a page below a page", f"{PAGE}/child", *_PAGE_FORM),
        post("a page without content", f"{ROOT}/bare", ("jcr:primaryType", "cq:Page")),
        post("content of another type", f"{ROOT}/bare/jcr:content", ("a", "b"), looks_at=(f"{ROOT}/bare.2.json",)),
        post("an unknown node type", "unknown", ("jcr:primaryType", "cq:Nothing")),
        post("change the type of a node", PAGE, ("jcr:content/jcr:primaryType", "nt:unstructured")),
        _op("delete the page", "page", "delete"),
        _op("delete it again", "page", "delete"),
        post("delete a missing child by suffix", ROOT, ("nothing@Delete", "true")),
    ),
)

VALUES = Scenario(
    "values",
    (
        post("a text", "node", ("a", "one")),
        post("the same text", "node", ("a", "one")),
        post("another text", "node", ("a", "two")),
        post("several texts", "node", ("b", "1"), ("b", "2")),
        post("one text into several", "node", ("b", "3")),
        post("several into one", "node", ("a", "x"), ("a", "y")),
        post("an empty text", "node", ("a", "")),
        post("an empty text, new", "node", ("empty", "")),
        post("a boolean", "node", ("c@TypeHint", "Boolean"), ("c", "true")),
        post("no boolean", "node", ("c@TypeHint", "Boolean"), ("c", "maybe")),
        post("a boolean without hint keeps its type", "node", ("c", "false")),
        post("a number", "node", ("d@TypeHint", "Long"), ("d", "42")),
        post("a number without hint keeps its type", "node", ("d", "43")),
        post("a text into a number", "node", ("d", "many")),
        post("no number", "node", ("e@TypeHint", "Long"), ("e", "many")),
        post("a double", "node", ("f@TypeHint", "Double"), ("f", "1.5")),
        post("a decimal", "node", ("g@TypeHint", "Decimal"), ("g", "2.25")),
        post("a date", "node", ("h@TypeHint", "Date"), ("h", "2026-03-01T10:00:00.000+01:00")),
        post("no date", "node", ("i@TypeHint", "Date"), ("i", "soon")),
        post("an array of one", "node", ("j@TypeHint", "String[]"), ("j", "only")),
        post("an array of none", "node", ("j@TypeHint", "String[]"), ("j", "")),
        post("numbers", "node", ("k@TypeHint", "Long[]"), ("k", "1"), ("k", "2")),
        post("an unknown hint", "node", ("l@TypeHint", "Nothing"), ("l", "text")),
        post("an array back to one", "node", ("k@TypeHint", "Long"), ("k", "7")),
        post("delete a property", "node", ("f@Delete", "true")),
        post("delete and set at once", "node", ("g@Delete", "true"), ("g", "text")),
        post("delete with any value", "node", ("h@Delete", "")),
        post("a default for an empty field", "node", ("m", ""), ("m@DefaultValue", "given")),
        post("a default for a missing field", "node", ("n@DefaultValue", "x"), ("n@UseDefaultWhenMissing", "true")),
        post("blanks ignored", "node", ("o", ""), ("o", "x"), ("o@IgnoreBlanks", "true"), ("o@TypeHint", "String[]")),
        post("null as default", "node", ("a", ""), ("a@DefaultValue", ":null")),
        post("ignore as default", "node", ("d", ""), ("d@DefaultValue", ":ignore")),
        post("the value of another field", "node", ("p@ValueFrom", "other"), ("other", "from")),
        post("a copied property", "node", ("q@CopyFrom", "b")),
        post("a moved property", "node", ("r@MoveFrom", "p")),
        post("a moved nothing", "node", ("r@MoveFrom", "nothing")),
        post("a mixin", "node", ("jcr:mixinTypes", "mix:title")),
        post("a patch", "node", ("s@TypeHint", "String[]"), ("s@Patch", "true"), ("s", "+a"), ("s", "+b")),
        post("a patch that takes away", "node", ("s@TypeHint", "String[]"), ("s@Patch", "true"), ("s", "-a")),
        post("only fields with a prefix", "node", ("./t", "yes"), ("u", "no")),
        post("who and when", "node", ("jcr:lastModified", ""), ("jcr:lastModifiedBy", "")),
    ),
)

NAMES = Scenario(
    "names",
    (
        post("a name with a space", "a b", ("x", "1")),
        post("a name with an umlaut", "ä", ("x", "1"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a name with brackets", "a[1]", ("x", "1"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a property with a colon", "node", ("cq:x", "1")),
        post("a property of no namespace", "node", ("none:x", "1")),
        post("a property with a star", "node", ("a*b", "1")),
        post("a property with a dot", "node", ("a.b", "1")),
        post("a property with an at sign", "node", ("a@b", "1")),
        post("an encrypted property elsewhere", "node", ("secret", "x"), ("secret@Encrypted", "true")),
        post("a deep property", "node", ("p/q/r", "1")),
        post("above the posted node", "node", ("../beside/x", "1"), looks_at=(f"{ROOT}.infinity.json",)),
        post("an absolute name", "node", (f"{ROOT}/absolute/x", "1"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a slash asks for a new name", f"{ROOT}/", (":nameHint", "My Node"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a given name", f"{ROOT}/", (":name", "named"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a title as name", f"{ROOT}/", ("jcr:title", "The Title"), looks_at=(f"{ROOT}.infinity.json",)),
        post("a star", f"{ROOT}/*", (":nameHint", "starred"), looks_at=(f"{ROOT}.infinity.json",)),
        get("a path that climbs", f"{ROOT}/../conformance/node.json"),
    ),
)

OPERATIONS = Scenario(
    "operations",
    (
        post("something to work on", "from", ("x", "1"), ("child/y", "2")),
        _op("copy", "from", "copy", (":dest", f"{ROOT}/to")),
        _op("copy onto it", "from", "copy", (":dest", f"{ROOT}/to")),
        _op("copy and replace", "from", "copy", (":dest", f"{ROOT}/to"), (":replace", "true")),
        _op("copy to nowhere", "from", "copy"),
        _op("copy below a missing parent", "from", "copy", (":dest", f"{ROOT}/no/where")),
        _op("move", "to", "move", (":dest", f"{ROOT}/moved")),
        _op("move what is not there", "to", "move", (":dest", f"{ROOT}/moved2")),
        _op("copy what is not there", "missing", "copy", (":dest", f"{ROOT}/copied")),
        _op("nop", "from", "nop"),
        _op("nop with a status", "from", "nop", (":nopstatus", "418")),
        _op("an unknown operation", "from", "nothing"),
        _op(
            "import",
            "imported",
            "import",
            (":contentType", "json"),
            (":content", json.dumps({"a": "b", "n": 1, "list": ["x"], "flag": True, "child": {"c": "d"}})),
        ),
        _op("import nothing", "imported", "import", (":contentType", "json")),
        _op("import of no type", "imported", "import", (":content", "{}")),
        _op("import by name", ROOT, "import", (":contentType", "json"), (":name", "named"), (":content", '{"z": 1}')),
        _op("import onto it", ROOT, "import", (":contentType", "json"), (":name", "named"), (":content", '{"z": 2}')),
        _op("delete nothing with dots", "no.such.config", "delete"),
        _op("delete a node by an address with an extension", "from.json", "delete"),
        _op("delete with a slash", "from/", "delete"),
        _op("delete children", "from", "delete", (":applyTo", f"{ROOT}/from/*")),
        _op("delete several", ROOT, "delete", (":applyTo", f"{ROOT}/from"), (":applyTo", f"{ROOT}/moved")),
    ),
)

ANSWERS = Scenario(
    "answers",
    (
        Step("an HTML answer", "POST", f"{ROOT}/n", (("a", "1"),), headers={"Accept": "text/html"}),
        Step("an HTML answer, modified", "POST", f"{ROOT}/n", (("a", "2"),), headers={"Accept": "text/html"}),
        Step("what */* gets", "POST", f"{ROOT}/n", (("a", "3"),), headers={"Accept": "*/*"}),
        Step("what the collection gets", "POST", f"{ROOT}/n", (("a", "4"),)),
        Step("an error as HTML", "POST", f"{ROOT}/n", ((":operation", "none"),), headers={"Accept": "text/html"}),
        post("a status for browsers", "n", (":status", "browser"), ("a", "5")),
        post("an error for browsers", "n", (":status", "browser"), ("b@TypeHint", "Long"), ("b", "x")),
        post("a redirect", "n", (":redirect", "/elsewhere.html"), ("a", "6")),
        Step("no character set", "POST", f"{ROOT}/n", (JSON_ANSWER, ("u", "ü")), looks_at=(f"{ROOT}/n.json",)),
        post("a character set", "n", ("u", "ü")),
        Step("a file", "POST", ROOT, (), (("a.txt", "a.txt", "content"),), looks_at=(f"{ROOT}/a.txt",)),
        Step("a file by its own name", "POST", ROOT, (), (("*", "b.txt", "text"),), looks_at=(f"{ROOT}/b.txt",)),
        get("the node of a file", f"{ROOT}/a.txt.json"),
        Step("an empty form", "POST", f"{ROOT}/new", (), looks_at=(f"{ROOT}/new.json",)),
        Step("no body", "POST", f"{ROOT}/newer", looks_at=(f"{ROOT}/newer.json",)),
    ),
)


def _tree(width: int, depth: int) -> dict[str, object]:
    node: dict[str, object] = {"x": 1}
    if depth:
        node.update({f"n{number}": _tree(width, depth - 1) for number in range(width)})
    return node


def _import(name: str, tree: dict[str, object]) -> Step:
    form = ((":operation", "import"), (":contentType", "json"), (":content", json.dumps(tree)), JSON_ANSWER)
    return Step(f"import {name}", "POST", f"{ROOT}/{name}", form)


LIMITS = Scenario(
    "limits",
    (
        _import("wide", _tree(300, 1)),
        *(get(f"wide at {depth}", f"{ROOT}/wide.{depth}.json") for depth in (0, 1, 2, "infinity")),
        _import("deep", _tree(6, 3)),
        *(get(f"deep at {depth}", f"{ROOT}/deep.{depth}.json") for depth in (1, 2, 3, 4, "infinity")),
        _import("edge", _tree(199, 1)),
        get("edge at infinity", f"{ROOT}/edge.infinity.json"),
        _import("over", _tree(200, 1)),
        get("over at infinity", f"{ROOT}/over.infinity.json"),
        _import("beyond", _tree(201, 1)),
        get("beyond at infinity", f"{ROOT}/beyond.infinity.json"),
    ),
)

SCENARIOS = (PAGES, VALUES, NAMES, OPERATIONS, ANSWERS, LIMITS)
