# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bundle of our own that describes Adobe's two factories, so that a real Web Console knows their types.

The metatypes are the author's, by contract/aem.md 3.1; their labels are ours. No code is in it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from simulator.author.metatype import ARRAY, Attribute, ObjectClass
from simulator.author.osgi_value import BOOLEAN, INTEGER, LONG, PASSWORD

# The end of the name and the version are those of AEM's own bundle, for by them the collection tells what AEM can do.
NAME = "aemfleet.conformance.adobeims.core"
_TYPES = {INTEGER: "Integer", LONG: "Long", BOOLEAN: "Boolean", PASSWORD: "Password"}
_MANIFEST = (
    "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\n"
    f"Bundle-SymbolicName: {NAME}\r\nBundle-Name: Metatypes of two factories\r\n"
    "Bundle-Version: {version}\r\n\r\n"
)


def write(target: Path, version: str, object_classes: Iterable[ObjectClass]) -> None:
    """Write the bundle."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as bundle:
        bundle.writestr("META-INF/MANIFEST.MF", _MANIFEST.format(version=version))
        for found in object_classes:
            bundle.writestr(f"OSGI-INF/metatype/{found.pid}.xml", _document(found))


def _document(found: ObjectClass) -> str:
    attributes = "".join(_attribute(attribute) for attribute in found.attributes)
    pid = quoteattr(found.pid)
    designate = f"factoryPid={pid} pid={pid}" if found.factory else f"pid={pid}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">'
        f"<OCD id={pid} name={quoteattr(found.title)} description={quoteattr(found.description)}>{attributes}</OCD>"
        f"<Designate {designate}><Object ocdref={pid}/></Designate></metatype:MetaData>"
    )


def _attribute(found: Attribute) -> str:
    kind = _TYPES.get(found.type, "String")
    parts = {"id": found.name, "name": found.label, "type": kind, "required": str(not found.optional).lower()}
    if found.cardinality:
        parts["cardinality"] = str(min(found.cardinality, ARRAY))
    if found.default is not None:
        parts["default"] = ",".join(found.default)
    inner = "".join(f"<Option value={quoteattr(value)} label={quoteattr(label)}/>" for value, label in found.options)
    return f"<AD {' '.join(f'{name}={quoteattr(text)}' for name, text in parts.items())}>{inner}</AD>"
