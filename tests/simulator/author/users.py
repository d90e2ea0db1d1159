# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of an author: their homes in the repository, and the search that finds them (contract/aem.md 1.1)."""

from __future__ import annotations

import json
import random
import string
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aiohttp import web

from . import answers, nodetypes, paths
from .access import ACCOUNT

if TYPE_CHECKING:
    from . import Author
    from .form import Form
    from .repository import Node, Repository

USERS = "/home/users"
SYSTEM = "/home/users/system"
_FOLDER = "rep:AuthorizableFolder"
_RANDOM_NAME = string.ascii_letters + string.digits


class Users:
    """Creates and finds the authorizables of one author."""

    def __init__(self, repository: Repository, chance: random.Random) -> None:
        self._repository = repository
        self._chance = chance
        for folder in ("/home", USERS, "/home/groups", SYSTEM):
            repository.create(folder, primary_type=_FOLDER)

    def create_system(self, user_id: str, folder: str = "") -> str:
        """Create a system user, in a folder of its own where one is given; return its path."""
        parent = paths.join(SYSTEM, folder) if folder else SYSTEM
        return self._create(parent, user_id, user_id, "rep:SystemUser")

    def create_ordinary(self, user_id: str) -> str:
        """Create an ordinary user, whose folder and node name are hashes (1.1); return its path."""
        hashed = "".join(self._chance.choices(_RANDOM_NAME, k=20))
        return self._create(paths.join(USERS, hashed[0]), hashed, user_id, "rep:User")

    def path_of(self, user_id: str) -> str | None:
        for path, node in self.everyone():
            if node.properties.get("rep:authorizableId") == user_id:
                return path
        return None

    def everyone(self) -> Iterator[tuple[str, Node]]:
        """Yield path and node of every user."""
        for path, node in self._repository.walk(USERS):
            if nodetypes.is_a(node.primary_type, "rep:User"):
                yield path, node

    def _create(self, parent: str, name: str, user_id: str, primary_type: str) -> str:
        self._repository.create(parent, primary_type=_FOLDER)
        path = paths.join(parent, name)
        properties = {
            "jcr:uuid": str(uuid.UUID(int=self._chance.getrandbits(128), version=4)),
            "rep:principalName": user_id,
            "rep:authorizableId": user_id,
        }
        self._repository.create(path, properties, primary_type)
        return path


async def search_authorizables(author: Author, request: web.Request, form: Form) -> web.Response:
    """Answer `/libs/granite/security/search/authorizables.json` for a condition that names one id."""
    try:
        wanted = {condition["named"] for condition in json.loads(form.get("query"))["condition"]}
    except (ValueError, KeyError, TypeError):
        return answers.error(400, "The query is not understood")
    found = [
        {"home": path, "type": "user"}
        for path, node in author.users.everyone()
        if node.properties.get("rep:authorizableId") in wanted and request[ACCOUNT].may_read(path)
    ]
    return answers.json_text({"authorizables": found})
