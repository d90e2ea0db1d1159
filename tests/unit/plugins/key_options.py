# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules for a Service Account (JWT) credential, and what a test reads off a keystore."""

from __future__ import annotations

import json
from typing import Any

from unit.plugins.fleet_state import pair
from unit.plugins.key_files import cert_pem, key_pem, own_certificate, rsa_key
from unit.plugins.playbook_options import TITLE, Options

from simulator import RunningFleet

USER, ALIAS = "stock-imsconfig-service", "Analytics"
METASCOPE = "ent_analytics_bulk_ingest_sdk"


def pair_options(number: int = 1, days: float = 365) -> Options:
    """A key pair as a playbook holds it."""
    return {"private_key": key_pem(rsa_key(number)), "certificate": cert_pem(own_certificate(number, days))}


def keypair_options(**changes: Any) -> Options:
    """Options of keypair, without a pair."""
    return {"user": USER, "alias": ALIAS, **changes}


def jwt_download(fleet: RunningFleet, number: int = 1, **fields: Any) -> Options:
    """The download of a new JWT credential that knows a certificate, in a cloud that still serves such."""
    fleet.configure("cloud", jwt_cut_off=None)
    return fleet.cloud.add_client(kind="jwt", certificates=[cert_pem(own_certificate(number))], **fields)


def jwt_singles(download: Options) -> Options:
    """The credential of a download as single options."""
    project = download["project"]
    (entry,) = project["workspace"]["details"]["credentials"]
    return {
        "client_id": entry["jwt"]["client_id"],
        "client_secret": entry["jwt"]["client_secret"],
        "org_id": project["org"]["ims_org_id"],
        "technical_account_id": entry["jwt"]["technical_account_id"],
        "metascopes": entry["jwt"]["meta_scopes"],
    }


def payload_of(server: str, singles: Options) -> dict[str, Any]:
    """The payload that the Developer Console shows for single options (contract/aem.md 3.3)."""
    return {
        "exp": 1700000000,
        "iss": singles["org_id"],
        "sub": singles["technical_account_id"],
        "aud": f"{server}/c/{singles['client_id']}",
        **{f"{server}/s/{metascope}": True for metascope in singles["metascopes"]},
    }


def jwt_options(fleet: RunningFleet, singles: Options, **changes: Any) -> Options:
    """Options of ims_config with a payload as text, as the documented page asks for it."""
    return {
        "title": TITLE,
        "credential_type": "jwt",
        "client_secret": singles["client_secret"],
        "keypair_alias": ALIAS,
        "payload": json.dumps(payload_of(fleet.cloud.url, singles)),
        **changes,
    }


def single_options(fleet: RunningFleet, singles: Options, **changed: Any) -> Options:
    """Options of ims_config without a payload."""
    own = {"title": TITLE, "credential_type": "jwt", "keypair_alias": ALIAS, "authorization_server": fleet.cloud.url}
    return {**own, **singles, **changed}


def typed(fleet: RunningFleet, singles: Options, **fields: str) -> dict[str, str]:
    """What an administrator pastes into the wizard of the documented page."""
    return {
        "Title": TITLE,
        "Authorization Server": fleet.cloud.url,
        "API Key": singles["client_id"],
        "Client Secret": singles["client_secret"],
        "Payload": json.dumps(payload_of(fleet.cloud.url, singles), indent=2),
        "Certificate": ALIAS,
        **fields,
    }


def by_hand(fleet: RunningFleet, singles: Options, **fields: str) -> str:
    """An entry that was made with the wizard of the documented page."""
    return fleet.by_hand_ims_config("author1", **typed(fleet, singles, **fields))


def claims_of(fleet: RunningFleet) -> Options:
    """The claims as the author stores them, read one by one."""
    texts = pair(fleet, TITLE).provider["auth.token.provider.default.claims"]
    claims: Options = json.loads("{" + ",".join(texts) + "}")
    return claims


def home_of(fleet: RunningFleet, user: str = USER) -> str:
    """Where a user lives."""
    return str(fleet.authors[0].call(lambda author: author.users.path_of(user)))


def store_of(fleet: RunningFleet, user: str = USER, author: str = "author1") -> dict[str, Any] | None:
    """The truth about a user's keystore, None when there is none."""
    running = next(each for each in fleet.authors if each.name == author)
    home = running.call(lambda each: each.users.path_of(user))
    store: dict[str, Any] | None = fleet.snapshot(author)["keystores"].get(home)
    return store


def entries_of(fleet: RunningFleet, user: str = USER, author: str = "author1") -> dict[str, dict[str, Any]]:
    """The entries of a user's keystore by alias."""
    store = store_of(fleet, user, author)
    return dict(store["aliases"]) if store else {}
