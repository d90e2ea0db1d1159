# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Authors that an administrator connected with a Service Account (JWT) credential, as the documented page tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from unit.plugins.key_files import cert_pem, own_certificate, rsa_key

import simulator
from simulator.author import Author
from simulator.author.keystore_entry import Entry

TITLE, KEY_ALIAS = "Adobe Analytics", "adobe-analytics"


def service_account(fleet: simulator.RunningFleet, **fields: Any) -> dict[str, Any]:
    """The download of a credential that the Developer Console once issued, in a cloud that still serves it."""
    fleet.configure("cloud", jwt_cut_off=None)
    return fleet.cloud.add_client(kind="jwt", certificates=[cert_pem(own_certificate(1))], **fields)


def connect(fleet: simulator.RunningFleet, download: Mapping[str, Any], names: Iterable[str]) -> None:
    """Key pair, IMS configuration and cloud service, made by hand."""
    for author in fleet.authors:
        if author.name in names:
            author.call(_plant_key)
            fleet.by_hand_ims_config(author.name, **_typed(fleet, download))
            fleet.by_hand_cloudservice(
                author.name, ims_title=TITLE, company=fleet.cloud.company, title=TITLE, label="adobe-analytics"
            )


def client_secret(download: Mapping[str, Any]) -> str:
    """The only secret of the credential."""
    (entry,) = download["project"]["workspace"]["details"]["credentials"]
    return str(entry["jwt"]["client_secret"])


def aliases(fleet: simulator.RunningFleet, name: str) -> list[str]:
    """What the author's keystores hold."""
    return sorted(alias for store in fleet.snapshot(name)["keystores"].values() for alias in store["aliases"])


def _plant_key(author: Author) -> None:
    home = author.users.path_of(author.names.product.service_user)
    assert home is not None
    author.keystores.create(home, "password", "password")
    author.keystores.add(home, KEY_ALIAS, Entry(rsa_key(1), (own_certificate(1),)))


def _typed(fleet: simulator.RunningFleet, download: Mapping[str, Any]) -> dict[str, str]:
    project = download["project"]
    (entry,) = project["workspace"]["details"]["credentials"]
    own, server = entry["jwt"], fleet.cloud.url
    payload = {
        "exp": 1700000000,
        "iss": project["org"]["ims_org_id"],
        "sub": own["technical_account_id"],
        "aud": f"{server}/c/{own['client_id']}",
        **{f"{server}/s/{metascope}": True for metascope in own["meta_scopes"]},
    }
    return {
        "Title": TITLE,
        "Authorization Server": server,
        "API Key": own["client_id"],
        "Client Secret": own["client_secret"],
        "Payload": json.dumps(payload),
        "Certificate": KEY_ALIAS,
    }
