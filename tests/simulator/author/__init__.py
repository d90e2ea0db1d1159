# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One simulated author: an AEM 6.5 author as contract/aem.md describes it."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import MultiDictProxy

from . import content, frameworks, product, routing, settings, wizard
from .access import Access, Account
from .assumptions import draw_edition, strict_csrf
from .crypto import Crypto
from .keystore import KeyStores
from .repository import Repository
from .snapshot import tree
from .truststore import TrustStore
from .users import Users

if TYPE_CHECKING:
    from ..clock import Clock
    from .felix import ConfigurationAdmin
    from .framework import Framework
    from .names import Names

Handler = Callable[["Author", web.Request, MultiDictProxy[str]], Awaitable[web.StreamResponse]]

_SHOWN = ("/etc/cloudservices", "/content", "/apps/system/config", "/home/users")


class Author:
    """An author of one edition, with its repository, users, keystores and configurations."""

    # Part of the product, set by product.install().
    names: Names
    framework: Framework
    configurations: ConfigurationAdmin

    def __init__(
        self,
        *,
        name: str,
        edition: str,
        seed: int,
        clock: Clock,
        base_url: str,
        cloud_url: str,
        username: str = "admin",
        password: str,
    ) -> None:
        self.name = name
        self.clock = clock
        self.base_url = base_url
        self.cloud_url = cloud_url
        self.seed = seed
        self.edition = edition
        self._administrator = Account(username, password)
        self.reset()

    def reset(self, seed: int | None = None, edition: str | None = None) -> None:
        """Start afresh: a new installation, with the settings at their defaults."""
        self.seed = self.seed if seed is None else seed
        self.edition = self.edition if edition is None else edition
        self.settings: dict[str, Any] = settings.defaults()
        self.chance = random.Random(f"{self.seed}:{self.name}")
        self.assumptions = draw_edition(self.seed, self.edition)
        self.servlets: dict[str, Handler] = {}
        self.getters: dict[str, Handler] = {}
        self._available_from = 0.0
        self._restarting = False
        self.repository = Repository()
        self.crypto = Crypto()
        self.users = Users(self.repository, self.chance)
        self.keystores = KeyStores(self)
        self.truststore = TrustStore()
        self.access = Access(self._accounts(), self.clock.now, strict_csrf(self.seed, self.name))
        content.install(self)
        product.install(self)

    @property
    def latency(self) -> float:
        """The seconds between a request and its answer."""
        return float(self.settings["latency"])

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        return await routing.answer(self, request)

    def restart(self, seconds: float) -> None:
        """Stop answering for a while; what was not persisted is lost."""
        self._available_from = self.clock.now() + seconds
        self._restarting = True

    def comes_up(self) -> bool:
        """Tell whether the author is up, and bring it up when its time has come."""
        if self.clock.now() < self._available_from:
            return False
        if self._restarting:
            self._restarting = False
            self.framework.restart()
        return True

    def configure(self, changes: dict[str, Any]) -> None:
        """Change settings; see settings.py for what there is."""
        settings.check(changes)
        self.settings.update(changes)
        self.access.accounts = self._accounts()
        for name in self.access.accounts:
            if self.users.path_of(name) is None:
                self.users.create_ordinary(name)
        if self.settings["csrf"] is not None:
            self.access.strict_csrf = self.settings["csrf"] == "strict"

    def snapshot(self) -> dict[str, Any]:
        """Return the state that tests look at, secrets included."""
        self.comes_up()
        return {
            "nodes": {path: tree(self.repository, path) for path in _SHOWN},
            "configurations": self.configurations.snapshot(),
            "keystores": self.keystores.snapshot(),
        }

    def timestamp(self, seconds: float) -> datetime:
        """Return a moment of the author's clock as the repository stores it."""
        return datetime.fromtimestamp(seconds, UTC)

    def by_hand_ims_config(self, **fields: str) -> str:
        """Create an IMS configuration as an administrator does in the wizard; keys are its labels."""
        return wizard.create(self, fields)

    def by_hand_cloudservice(self, **fields: str) -> str:
        """Create an Analytics cloud service as an administrator does in the classic dialogs."""
        return content.create_cloudservice(self, **fields)

    def by_hand_framework(self, **fields: Any) -> str:
        """Create an Analytics framework as an administrator does below its cloud service."""
        return frameworks.create(self, **fields)

    def _accounts(self) -> dict[str, Account]:
        accounts = {self._administrator.name: self._administrator}
        for name, fields in self.settings["accounts"].items():
            accounts[name] = Account(name, fields["password"], fields.get("rights", "admin"))
        return accounts
