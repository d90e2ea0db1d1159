# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated author and a session that speaks to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

import simulator


@dataclass(frozen=True)
class AuthorSession:
    """Speaks HTTP to the one author of a fleet, as its administrator."""

    fleet: simulator.RunningFleet
    http: requests.Session

    @property
    def url(self) -> str:
        return self.fleet.authors[0].url

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.http.get(self.url + path, allow_redirects=False, **options)

    def post(self, path: str, fields: Any = None, **options: Any) -> requests.Response:
        return self.http.post(self.url + path, data=fields, allow_redirects=False, **options)

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def snapshot(self) -> dict[str, Any]:
        return self.fleet.snapshot("author1")

    def draws(self) -> Any:
        """Return what the seed has drawn for this author's edition."""
        return self.fleet.authors[0].call(lambda author: author.assumptions)


@pytest.fixture(scope="session")
def _author_fleet() -> Iterator[simulator.RunningFleet]:
    with simulator.running(authors=1, edition="6.5.21", seed=7) as fleet:
        yield fleet


@pytest.fixture
def author(_author_fleet: simulator.RunningFleet) -> Iterator[AuthorSession]:
    """A fresh author that asks nobody for a CSRF token."""
    _author_fleet.reset(seed=7, edition="6.5.21")
    _author_fleet.configure("author1", csrf="lenient")
    with requests.Session() as http:
        http.trust_env = False
        http.auth = (_author_fleet.authors[0].username, _author_fleet.authors[0].password)
        yield AuthorSession(_author_fleet, http)
