# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of Adobe's hosts serves what, for a cloud that goes by their names (contract/adobe-cloud.md 9.3)."""

from __future__ import annotations

from collections.abc import Sequence

SERVICE_AT = {
    "ims-na1.adobelogin.com": "ims",
    "ims-na1-stg1.adobelogin.com": "ims",
    "developers.adobe.io": "console",
    "api.adobe.io": "console",
    "analytics.adobe.io": "analytics",
}


def serves(host: str, service: str) -> bool:
    """Any other name, or an address, serves everything."""
    return SERVICE_AT.get(host, service) == service


def host_of(service: str, names: Sequence[str]) -> str:
    """The name by which a client asks for a service: its own if the cloud goes by it, else the first."""
    return next((name for name in names if SERVICE_AT.get(name) == service), names[0])
