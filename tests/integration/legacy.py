# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authors that an administrator connected with a Service Account (JWT) credential, as the documented page tells."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from unit.plugins.key_files import own_certificate, rsa_key
from unit.plugins.key_options import jwt_singles, typed

import simulator
from integration.hands import add_page
from simulator.author import Author
from simulator.author.keystore_entry import Entry

KEY_ALIAS = "adobe-analytics"


def connect(fleet: simulator.RunningFleet, download: dict[str, Any], names: Iterable[str], days: float = 365) -> None:
    """Key pair, IMS configuration and cloud service, made by hand."""
    for author in fleet.authors:
        if author.name in names:
            author.call(functools.partial(plant_key, days=days))
            fleet.by_hand_ims_config(author.name, **typed(fleet, jwt_singles(download), Certificate=KEY_ALIAS))
            add_page(fleet, author.name)


def client_secret(download: dict[str, Any]) -> str:
    """The only secret of the credential."""
    return str(jwt_singles(download)["client_secret"])


def aliases(fleet: simulator.RunningFleet, name: str) -> list[str]:
    """What the author's keystores hold."""
    return sorted(alias for store in fleet.snapshot(name)["keystores"].values() for alias in store["aliases"])


def plant_key(author: Author, days: float = 365) -> None:
    """Put the first key into the keystore of the service user, as the page's first steps do."""
    home = author.users.path_of(author.names.product.service_user)
    assert home is not None
    author.keystores.create(home, "password", "password")
    author.keystores.add(home, KEY_ALIAS, Entry(rsa_key(1), (own_certificate(1, days),)))
