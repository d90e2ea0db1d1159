# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator does to an author with its own pages, between two runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

import simulator
from integration.states import CLIENT_ID, SECRET, TITLE, state_of

ROOT = "/etc/cloudservices/sitecatalyst"


class Administrator:
    """Speaks HTTP to one author of a fleet."""

    def __init__(self, fleet: simulator.RunningFleet, name: str) -> None:
        (self._author,) = [author for author in fleet.authors if author.name == name]
        self._fleet, self._name = fleet, name
        fleet.configure(name, csrf="lenient")

    def change_client_id(self, client_id: str) -> None:
        """Change the API key of the only IMS configuration, in the OSGi console."""
        self._change(state_of(self._fleet, self._name).providers, CLIENT_ID, client_id)

    def change_secret(self, secret: str) -> None:
        """Change the only client secret, in the OSGi console."""
        self._change(state_of(self._fleet, self._name).secrets, SECRET, secret)

    def _change(self, configurations: Mapping[str, Mapping[str, Any]], name: str, value: str) -> None:
        ((pid, properties),) = configurations.items()
        changed = {**properties, name: value}
        fields = [(key, text) for key, content in changed.items() for text in _as_posted(content)]
        form = [("apply", "true"), ("action", "ajaxConfigManager"), ("propertylist", ",".join(changed)), *fields]
        self._post(f"/system/console/configMgr/{pid}", form, 302)

    def rename_ims_config(self, former: str, title: str) -> None:
        """Give an IMS configuration another title, in the OSGi console, which does not mind if there is one already."""
        providers = state_of(self._fleet, self._name).providers
        self._change({pid: held for pid, held in providers.items() if held[TITLE] == former}, TITLE, title)

    def remove_ims_config(self) -> None:
        """Delete both halves of the only IMS configuration, in the OSGi console."""
        state = state_of(self._fleet, self._name)
        for pid in (*state.secrets, *state.providers):
            self._post(f"/system/console/configMgr/{pid}", [("apply", "1"), ("delete", "1")], 200)

    def change_page(self, page: str, **properties: str) -> None:
        """Set properties of a cloud service's page."""
        form = [(f"./{name.replace('__', ':')}", value) for name, value in properties.items()]
        self._post(f"{ROOT}/{page}/jcr:content", form, 200)

    def remove_page(self, page: str) -> None:
        self._post(f"{ROOT}/{page}", [(":operation", "delete")], 200)

    def _post(self, path: str, form: list[tuple[str, str]], status: int) -> None:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = (self._author.username, self._author.password)
            answer = session.post(self._author.url + path, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == status, answer.text


def _as_posted(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [str(value).lower() if isinstance(value, bool) else str(value)]


def wizard_fields(fleet: simulator.RunningFleet, title: str) -> dict[str, str]:
    """What the page of the documentation tells a person to type into the wizard."""
    workspace = fleet.cloud.credential["project"]
    (credential,) = workspace["workspace"]["details"]["credentials"]
    details = credential["oauth_server_to_server"]
    return {
        "Title": title,
        "Authorization Server": fleet.cloud.url,
        "Client ID": details["client_id"],
        "Client Secret": details["client_secrets"][0],
        "Organization ID": workspace["org"]["ims_org_id"],
        "Scopes": ",".join(details["scopes"]),
    }


def add_page(fleet: simulator.RunningFleet, name: str, title: str = "Adobe Analytics") -> None:
    """Connect an author's Analytics cloud service with the IMS configuration of the same title."""
    company = fleet.cloud.company
    fleet.by_hand_cloudservice(name, ims_title=title, company=company, title=title, label="adobe-analytics")
