# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How configMgr shows configurations: one as JSON, all of them inside the page (contract 5.1)."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .. import answers
from ..metatype import Attribute, ObjectClass
from ..osgi_value import PASSWORD, Scalar, Value
from .config_apply import MASK, attribute_of, value_type

if TYPE_CHECKING:
    from ..felix import Configuration, ConfigurationAdmin

NO_METATYPE = "There is no description of this configuration: the form is made from the properties that are set."


def described(configuration: Configuration, configurations: ConfigurationAdmin) -> dict[str, Any]:
    """One existing configuration."""
    object_class = configurations.object_class(configuration)
    shown = form_of(configuration.pid, configuration.properties, object_class, configuration.factory_pid)
    return {**shown, **bound_to(configuration.location)}


def bound_to(location: str | None) -> dict[str, Any]:
    """Which bundle a configuration is bound to, in the console's three ways."""
    return {"bundleLocation": location or "", "bundle_location": location, "service_location": ""}


def form_of(
    pid: str, properties: dict[str, Value] | None, object_class: ObjectClass | None, factory_pid: str | None
) -> dict[str, Any]:
    """The form of a configuration, be it set or not."""
    present = properties or {}
    shown: dict[str, Any] = {"pid": pid}
    if object_class is None:
        shown |= {"title": pid, "description": NO_METATYPE}
        shown["properties"] = {name: _shown(attribute_of(name, value, None), value) for name, value in present.items()}
    else:
        shown |= {"title": object_class.title, "description": object_class.description}
        shown["properties"] = {item.name: _shown(item, present.get(item.name)) for item in object_class.attributes}
        extra = [name for name in present if object_class.attribute(name) is None]
        if extra:
            shown["additionalProperties"] = ",".join(extra)
    return {**shown, "factoryPid": factory_pid} if factory_pid else shown


def _shown(attribute: Attribute, value: Value | None) -> dict[str, Any]:
    kind = value_type(attribute.name, attribute.type)
    shown: dict[str, Any] = {"name": attribute.label, "optional": attribute.optional, "is_set": value is not None}
    if attribute.options:
        labels = [label for _value, label in attribute.options]
        shown["type"] = {"labels": labels, "values": [choice for choice, _label in attribute.options]}
    else:
        shown["type"] = kind
    # SEEN, docs/conformance.md: what is not set shows its default as the metatype's text, whatever the type.
    items: list[Scalar] = list(value.items) if value else list(attribute.default or ())
    if attribute.cardinality == 0:
        shown["value"] = MASK if kind == PASSWORD else items[0] if items else ""
    else:
        shown["values"] = [MASK if kind == PASSWORD else item for item in items]
    return {**shown, "description": f"{attribute.label} ({attribute.name})"}


def listing_page(configurations: ConfigurationAdmin) -> web.Response:
    """The page; its script holds `configData`."""
    present = {found.pid: found for found in configurations.visible()}
    singletons = [pid for pid, found in configurations.object_classes.items() if not found.factory]
    content = {
        "jsonsupport": True,
        "status": True,
        "metatype": True,
        "pids": [_row(pid, present.get(pid), configurations) for pid in sorted({*singletons, *present})],
        "fpids": [
            {"id": pid, "name": found.title} for pid, found in configurations.object_classes.items() if found.factory
        ],
        "noconfigs": False,
    }
    script = json.dumps(content).replace("</", "<\\/")
    return answers.page("Configuration", f"<script>var configData = {script};\nvar selectedPid = '';</script>")


def _row(pid: str, configuration: Configuration | None, configurations: ConfigurationAdmin) -> dict[str, Any]:
    key = pid if configuration is None else configuration.factory_pid or pid
    object_class = configurations.object_classes.get(key)
    row: dict[str, Any] = {"id": pid, "name": object_class.title if object_class else pid}
    if configuration is None:
        return row
    row["has_config"] = True
    if configuration.factory_pid:
        row["fpid"] = configuration.factory_pid
        if object_class and object_class.name_hint:
            row["nameHint"] = html.escape(_hint(object_class.name_hint, configuration))
    return row


def _hint(pattern: str, configuration: Configuration) -> str:
    def shown(match: re.Match[str]) -> str:
        value = configuration.properties.get(match.group(1))
        return ", ".join(str(item) for item in value.items) if value else ""

    return re.sub(r"\{([^{}]*)\}", shown, pattern).strip()
