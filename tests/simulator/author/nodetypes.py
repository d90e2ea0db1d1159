# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Node type rules of the repository: which children and properties a node accepts, and what type a child gets."""

from __future__ import annotations

from dataclasses import dataclass, field

ANY = "nt:base"
NAMESPACES = frozenset({"jcr", "nt", "mix", "rep", "oak", "sling", "cq", "dam", "granite"})


@dataclass(frozen=True)
class NodeType:
    """One primary type; `default_child` None means that a child must name its type."""

    name: str
    parents: tuple[str, ...] = ()
    open: bool = True
    properties: frozenset[str] = frozenset()
    default_child: str | None = None
    child_kind: str | None = ANY
    named_children: dict[str, str | None] = field(default_factory=dict)
    created: bool = False
    mandatory: str | None = None


COMMON_PROPERTIES = frozenset({"jcr:primaryType", "jcr:mixinTypes", "jcr:created", "jcr:createdBy", "jcr:uuid"})
RESOURCE_PROPERTIES = frozenset({"jcr:data", "jcr:mimeType", "jcr:encoding", "jcr:lastModified", "jcr:lastModifiedBy"})

# The definitions of cq:Page, cq:PageContent and their kin are public ("Custom Node Types" of the product's
# documentation); sling:Folder and nt:* come with Sling and JCR 2.0.
_TYPES = (
    NodeType("rep:root", default_child="nt:unstructured"),
    NodeType("nt:unstructured", default_child="nt:unstructured"),
    NodeType("oak:Unstructured", default_child="oak:Unstructured"),
    NodeType("nt:hierarchyNode", open=False, child_kind=None, created=True),
    NodeType("nt:folder", ("nt:hierarchyNode",), open=False, child_kind="nt:hierarchyNode", created=True),
    NodeType("sling:Folder", ("nt:folder", "nt:hierarchyNode"), default_child="sling:Folder", created=True),
    NodeType(
        "sling:OrderedFolder",
        ("sling:Folder", "nt:folder", "nt:hierarchyNode"),
        default_child="sling:OrderedFolder",
        created=True,
    ),
    NodeType(
        "nt:file",
        ("nt:hierarchyNode",),
        open=False,
        child_kind=None,
        named_children={"jcr:content": None},
        created=True,
        mandatory="jcr:content",
    ),
    NodeType("nt:resource", open=False, properties=RESOURCE_PROPERTIES, child_kind=None, mandatory="jcr:data"),
    NodeType("oak:Resource", open=False, properties=RESOURCE_PROPERTIES, child_kind=None, mandatory="jcr:data"),
    NodeType(
        "cq:Page",
        ("nt:hierarchyNode",),
        open=False,
        named_children={"jcr:content": "nt:unstructured"},
        created=True,
    ),
    NodeType("cq:PageContent", ("nt:unstructured",), default_child="nt:unstructured", created=True),
    NodeType(
        "cq:Template",
        ("nt:hierarchyNode",),
        default_child="nt:unstructured",
        named_children={"jcr:content": "nt:unstructured"},
        created=True,
    ),
    NodeType("cq:Component", ("nt:folder", "nt:hierarchyNode"), default_child="nt:unstructured", created=True),
    NodeType("cq:ClientLibraryFolder", ("sling:Folder", "nt:folder"), default_child="sling:Folder", created=True),
    NodeType("sling:OsgiConfig", ("nt:hierarchyNode",), default_child="nt:unstructured", created=True),
    NodeType("cq:EditConfig", default_child="nt:unstructured"),
    NodeType("rep:Authorizable", default_child="nt:unstructured"),
    NodeType("rep:AuthorizableFolder", ("nt:hierarchyNode",), open=False, default_child="rep:AuthorizableFolder"),
    NodeType("rep:User", ("rep:Authorizable",), default_child="nt:unstructured"),
    NodeType("rep:SystemUser", ("rep:User", "rep:Authorizable"), default_child="nt:unstructured"),
    NodeType("rep:Group", ("rep:Authorizable",), default_child="nt:unstructured"),
    *(
        NodeType(name, ("nt:unstructured",), default_child="nt:unstructured")
        for name in ("cq:Widget", "cq:WidgetCollection", "cq:Panel", "cq:Dialog", "cq:TabPanel", "cq:Field")
    ),
)

NODE_TYPES = {node_type.name: node_type for node_type in _TYPES}


class ConstraintViolation(Exception):
    """The repository refuses the change because of a node type."""


class Unknown(ConstraintViolation):
    """The repository knows no such type, or allows no such name."""


def type_of(name: str) -> NodeType:
    """Return a node type, or refuse an unregistered name."""
    if name not in NODE_TYPES:
        raise Unknown(f"Node type {name} does not exist")
    return NODE_TYPES[name]


def is_a(name: str, ancestor: str) -> bool:
    """Tell whether a type is, or inherits from, another; every type is an nt:base."""
    if ancestor in (ANY, name):
        return True
    return name in NODE_TYPES and ancestor in NODE_TYPES[name].parents


def default_child_type(parent: str, name: str) -> str:
    """Return the type of a child that names none."""
    rules = type_of(parent)
    chosen = rules.named_children.get(name, rules.default_child)
    if chosen is None:
        raise ConstraintViolation(f"No default node type available for {name} below a {parent}")
    return chosen


def check_name(name: str) -> None:
    """Refuse what JCR allows in no name."""
    local = name.rpartition(":")[2]
    if not local or any(character in "[]|*" for character in local):
        raise Unknown(f"Invalid name: {name}")


def check_namespace(name: str) -> None:
    """Refuse a prefix that nobody registered."""
    prefix, colon, dummy = name.rpartition(":")
    if colon and prefix not in NAMESPACES:
        raise Unknown(f"Unknown namespace: {name}")


def check_child(parent: str, name: str, child: str) -> None:
    """Refuse a child that the parent's type does not allow."""
    check_name(name)
    check_namespace(name)
    rules = type_of(parent)
    type_of(child)
    if name in rules.named_children:
        return
    if rules.child_kind is None or not is_a(child, rules.child_kind):
        raise ConstraintViolation(f"No matching definition found for child node {name} with effective type {child}")


def check_property(owner: str, name: str) -> None:
    """Refuse a property that the owner's type does not allow."""
    check_name(name)
    rules = type_of(owner)
    if not rules.open and name not in rules.properties | COMMON_PROPERTIES:
        raise ConstraintViolation(f"No matching property definition: {name} on a {owner}")


def check_mandatory(name: str, present: set[str]) -> None:
    """Refuse a node that lacks what its type demands."""
    wanted = type_of(name).mandatory
    if wanted is not None and wanted not in present:
        raise ConstraintViolation(f"Mandatory item {wanted} is missing on a {name}")
