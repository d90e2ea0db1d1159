# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a posted form makes of a configuration's properties (contract 5.2, 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from multidict import MultiDictProxy

from ..metatype import ARRAY, Attribute, ObjectClass
from ..osgi_value import LETTERS, PASSWORD, STRING, TYPES, Scalar, Value, convert, java_text

RESERVED = frozenset({"action", "delete", "apply", "propertylist"})
MASK = "unmodified"


def applied(
    current: Mapping[str, Value],
    form: MultiDictProxy[str],
    object_class: ObjectClass | None,
    *,
    keep: bool,
    drops_defaults: bool,
) -> dict[str, Value]:
    """The properties after the form; without `keep` everything outside the property list vanishes."""
    listed = [name for name in form["propertylist"].split(",") if name]
    changed = dict(current)
    for name in listed:
        attribute = attribute_of(name, current.get(name), object_class)
        sent = form.getall(f"${name}" if name in RESERVED else name, None)
        if sent is None and attribute.cardinality:
            # SEEN, docs/conformance.md: only a scalar that is listed but not sent keeps its value.
            sent = []
        if sent is not None and drops_defaults and not keep and _is_default(name, object_class, sent):
            changed.pop(name, None)
        elif sent is not None:
            _set(changed, name, attribute, sent)
    return changed if keep else {name: value for name, value in changed.items() if name in listed}


def _is_default(name: str, object_class: ObjectClass | None, sent: Sequence[str]) -> bool:
    attribute = object_class.attribute(name) if object_class else None
    if attribute is None:
        return False
    counted = sent if attribute.cardinality else sent[:1]
    return (tuple(counted) or ("",)) == (attribute.default or ("",))


def attribute_of(name: str, value: Value | None, object_class: ObjectClass | None) -> Attribute:
    """The metatype's definition, else one derived from the present value, else a scalar String."""
    attribute = object_class.attribute(name) if object_class else None
    if attribute is not None:
        return attribute
    if value is None:
        return Attribute(name, name, value_type(name, STRING))
    cardinality = {"scalar": 0, "array": ARRAY, "collection": -ARRAY}[value.shape]
    return Attribute(name, name, value_type(name, LETTERS[value.letter]), cardinality)


def value_type(name: str, declared: int) -> int:
    """A String whose name speaks of a password is treated as one (contract 5.1)."""
    return PASSWORD if declared == STRING and "password" in name.lower() else declared


def _set(changed: dict[str, Value], name: str, attribute: Attribute, sent: Sequence[str]) -> None:
    kind = value_type(name, attribute.type)
    letter = TYPES[kind]
    if attribute.cardinality == 0:
        if kind != PASSWORD or sent[0] != MASK:
            changed[name] = _scalar(letter, sent[0])
        return
    if kind == PASSWORD:
        sent = _unmasked(sent, changed.get(name))
    items = [_item(letter, raw) for raw in sent][: abs(attribute.cardinality)]
    if attribute.cardinality < 0 and not items:
        changed.pop(name, None)
        return
    changed[name] = _several(letter, items, collection=attribute.cardinality < 0)


def _scalar(letter: str, raw: str) -> Value:
    item = _item(letter, raw)
    return Value("T" if isinstance(item, str) and letter != "C" else letter, (item,))


def _item(letter: str, raw: str) -> Scalar:
    """A text that does not fit stays a text: it could be a placeholder."""
    try:
        return convert(letter, raw)
    except ValueError:
        return raw


def _several(letter: str, items: Sequence[Scalar], *, collection: bool) -> Value:
    if letter != "C" and any(isinstance(item, str) for item in items):
        return Value("T", tuple(java_text(item) for item in items), "collection" if collection else "array")
    return Value(letter, tuple(items), "collection" if collection else "array", not collection and letter != "T")


def _unmasked(sent: Sequence[str], value: Value | None) -> list[str]:
    known = [str(item) for item in value.items] if value else []
    kept = [(known[place] if place < len(known) else None) if raw == MASK else raw for place, raw in enumerate(sent)]
    return [item for item in kept if item is not None]
