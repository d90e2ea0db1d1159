# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The feature that the launcher starts: the starter's, with our configurations, content and bundle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.author.editions import edition_of
from simulator.author.metatype import CUSTOMIZER, PROVIDER, object_classes
from simulator.author.names import draw

from ..versions import Generation
from . import counterpart, metatype_bundle
from .artifacts import Artifact, Library

_OURS = Artifact("aemfleet", metatype_bundle.NAME, "jar", "", "1.0.0")
_REPOINIT = "repoinit:TEXT|true"
# Of the assembly nothing is known any more once bundles were exchanged; the launcher does not need these.
_HISTORY = ("assembled-features:ARTIFACTS|TRANSIENT", "feature-internal-data:JSON|false")


def write(library: Library, generation: Generation, target: Path) -> None:
    """Write the generation's feature file; all that it names lies in the library."""
    feature = library.feature(generation)
    names = draw(counterpart.seed_of(generation), generation.edition)
    edition = edition_of(generation.edition)
    classes = object_classes(names, oauth=edition.era == "oauth")
    metatypes = (classes[PROVIDER], classes[CUSTOMIZER])
    metatype_bundle.write(_OURS.path(library.repository), edition.ims_bundle, metatypes)
    feature["bundles"].append({"id": f"{_OURS.group}:{_OURS.name}:{_OURS.version}", "start-order": "20"})
    feature["id"] = f"aemfleet:sling:slingosgifeature:{generation.name}:1"
    # The checks are left out, and this filter would wait for them for ever.
    kept = {
        pid: found for pid, found in feature["configurations"].items() if not pid.startswith("org.apache.felix.hc.")
    }
    feature["configurations"] = {**kept, **_configurations()}
    content = Path(__file__).with_name("content.repoinit").read_text(encoding="utf-8")
    feature[_REPOINIT] = [*feature[_REPOINIT], *content.splitlines()]
    for name in _HISTORY:
        feature.pop(name, None)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(feature), encoding="utf-8")


def _configurations() -> dict[str, Any]:
    return {
        # Contract 5.4: AEM stores what its console changes below /apps/system/config.
        "org.apache.sling.installer.provider.jcr.impl.JcrInstaller": {
            "sling.jcrinstall.new.config.path": "system/config",
            "sling.jcrinstall.enable.writeback": True,
        },
    }
