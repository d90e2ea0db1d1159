# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain client of one simulated author, for tests: preemptive login, no cookies, no redirects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import requests

from simulator.embedded import RunningAuthor, RunningFleet, running

PROVIDER = "com.adobe.granite.auth.oauth.accesstoken.provider"
CUSTOMIZER = "com.adobe.granite.auth.ims.impl.IMSAccessTokenRequestCustomizerImpl"
OLD_PLACEHOLDER = "[Temporary PID replaced by real PID upon save]"
NEW_PLACEHOLDER = "__Temporary PID replaced by real PID upon save__"
PAYLOAD = '{"iss": "1234@AdobeOrg", "sub": "5678@techacct.adobe.com", "https://ims-na1.adobelogin.com/s/ent_x": true}'


class AuthorClient:
    """Speaks to an author as a strict script would."""

    def __init__(self, author: RunningAuthor) -> None:
        self._author = author
        self._session = requests.Session()
        self._session.auth = (author.username, author.password)
        self._session.headers["User-Agent"] = "curl/8.5"
        self._session.headers["Connection"] = "close"

    def get(self, path: str, **params: str) -> requests.Response:
        """GET a path as it is."""
        return self._session.get(self._author.url + path, params=params, allow_redirects=False, timeout=10)

    def post(self, path: str, form: Any = None, **named: Any) -> requests.Response:
        """POST a form: pairs or a mapping."""
        return self._session.post(self._author.url + path, data=form, allow_redirects=False, timeout=10, **named)

    def configurations(self, pid: str) -> list[dict[str, Any]]:
        """What configMgr shows for a PID or filter."""
        answer = self.get(f"/system/console/configMgr/{quote(pid, safe='')}.json")
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    def configure(self, pid: str, *form: tuple[str, str]) -> requests.Response:
        """Post a form to configMgr."""
        return self.post(f"/system/console/configMgr/{quote(pid, safe='')}", list(form))

    def upload(self, name: str, content: str, folder: str = "/apps/system/config") -> requests.Response:
        """Upload a `.config` file."""
        return self.post(folder, files={name: (name, content.encode(), "application/octet-stream")})


@contextmanager
def client_of(edition: str, seed: int = 7) -> Iterator[tuple[RunningFleet, AuthorClient]]:
    """A fleet of one author, and a client of it."""
    with running(edition=edition, seed=seed) as fleet:
        yield fleet, AuthorClient(fleet.authors[0])


def values(configuration: dict[str, Any]) -> dict[str, Any]:
    """The set properties of a configuration as configMgr shows it."""
    shown = configuration["properties"].items()
    return {name: found.get("values", found.get("value")) for name, found in shown if found["is_set"]}
