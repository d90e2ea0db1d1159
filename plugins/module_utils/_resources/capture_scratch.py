# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scratch area of a self-test: what it may create on an author, and how it is removed again."""

from __future__ import annotations

import secrets
import typing as t
from dataclasses import dataclass, field

from .._author import keystore, osgi, repository
from .._author.client import Author
from .._errors import CollectionError
from .._http import Answer
from . import ims_pair as pair
from .capture_reading import FILES, SCRATCH, Reading, is_scratch
from .ims_steps import file_names

# Content below /tmp is nobody's: it is neither replicated nor rendered.
AREA_ROOT = "/tmp"  # a path of the author's repository, not of this machine
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
PATIENCE = 10.0


class Observed(Author):
    """An author whose answers are kept: headers and statuses that the layers below have no use for."""

    def __init__(self, author: Author, password: str) -> None:
        super().__init__(author.url, author.username, password, author.transport, author.secrets)
        self.answers: list[Answer] = []

    @property
    def last(self) -> Answer:
        """The answer to the last request."""
        return self.answers[-1]

    def _send(self, method: str, path: str, *, attempt: str, expect: t.Container[int], **request: t.Any) -> Answer:
        answer = super()._send(method, path, attempt=attempt, expect=expect, **request)
        self.answers.append(answer)
        return answer


class Tokenless(Author):
    """An author that is sent changes without a CSRF token."""

    def __init__(self, author: Author, password: str) -> None:
        super().__init__(author.url, author.username, password, author.transport, author.secrets)

    def _settle_csrf(self) -> None:
        """Get none."""


@dataclass
class Trial:
    """One self-test; its checks run in order, and later ones stand on what earlier ones made."""

    author: Observed
    tokenless: Tokenless
    reading: Reading
    keypair_user: str = ""
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    mark: str = field(default_factory=lambda: SCRATCH + secrets.token_hex(4))
    provider: osgi.Configuration | None = None
    customizer: osgi.Configuration | None = None
    store: keystore.Keystore | None = None
    expected: set[str] = field(default_factory=set)
    location: str = ""

    @property
    def area(self) -> str:
        """The scratch node."""
        return f"{AREA_ROOT}/{self.mark}"

    def wait_for(self, seen: t.Callable[[], bool]) -> bool:
        """Look until it is seen, because an author shows changes late (contract/aem.md 1.3), but not for ever."""
        return wait_for(self.author, seen)

    def refreshed(self) -> bool:
        """Read both scratch configurations anew; whether both are there."""
        found = [item for item in osgi.find(self.author, pair.BOTH) if is_scratch(item)]
        own = {item.factory_pid: item for item in found if self.mark in marks(item)}
        self.provider, self.customizer = own.get(pair.PROVIDER), own.get(pair.CUSTOMIZER)
        return self.provider is not None and self.customizer is not None


def wait_for(author: Author, seen: t.Callable[[], bool]) -> bool:
    """Look again and again within the author's time limit."""
    clock, sleep = author.transport.clock, author.transport.sleep
    deadline, pause = clock() + min(PATIENCE, author.transport.timeout), FIRST_PAUSE
    while not seen():
        if clock() > deadline:
            return False
        sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return True


def marks(configuration: osgi.Configuration) -> set[str]:
    """The names that a self-test gave a configuration."""
    return {configuration.text(name) for name in (pair.TITLE, pair.PROVIDER_JOIN, pair.CUSTOMIZER_JOIN)}


def sweep(author: Author, homes: t.Iterable[str], expected: t.Container[str] = ()) -> tuple[list[str], list[str]]:
    """Remove everything that a self-test made, this one or one that was interrupted; what was removed, and problems.

    `expected` holds the factories of which an instance was created that may not be visible yet.
    """
    removed: list[str] = []
    problems: list[str] = []
    steps: list[t.Callable[[], t.Iterator[str]]] = [
        lambda: _sweep_configurations(author, expected),
        lambda: _sweep_files(author),
        lambda: _sweep_nodes(author),
        lambda: _sweep_aliases(author, homes),
    ]
    for step in steps:
        try:
            removed += step()
        except CollectionError as error:
            problems.append(f"What the self-test made could not be removed, a later run does it: {error.message}")
    return removed, problems


def _sweep_configurations(author: Author, expected: t.Container[str]) -> t.Iterator[str]:
    factories = [pid for pid in (pair.PROVIDER, pair.CUSTOMIZER) if pid in expected]

    def all_seen() -> bool:
        return {item.factory_pid for item in _scratch(author)}.issuperset(factories)

    wait_for(author, all_seen)
    for found in _scratch(author):
        osgi.delete(author, found.pid)
        yield found.pid
    wait_for(author, lambda: not _scratch(author))


def _scratch(author: Author) -> list[osgi.Configuration]:
    return [item for item in osgi.find(author, pair.BOTH) if is_scratch(item)]


def _sweep_files(author: Author) -> t.Iterator[str]:
    """Files whose configuration is gone already: they would bring it back at the next restart."""
    named = set().union(*(file_names(item) for item in osgi.find(author, pair.BOTH)))
    for name in repository.children(repository.read(author, FILES, depth=1) or {}):
        if name.startswith((pair.PROVIDER, pair.CUSTOMIZER)) and name not in named:
            path = f"{FILES}/{name}"
            if SCRATCH in author.get(path, attempt=f"read {path}", expect=(200, 404)).text:
                repository.delete(author, path)
                yield path


def _sweep_nodes(author: Author) -> t.Iterator[str]:
    for name in repository.children(repository.read(author, AREA_ROOT, depth=1) or {}):
        if name.startswith(SCRATCH):
            repository.delete(author, f"{AREA_ROOT}/{name}")
            yield f"{AREA_ROOT}/{name}"


def _sweep_aliases(author: Author, homes: t.Iterable[str]) -> t.Iterator[str]:
    for home in homes:
        for entry in keystore.read(author, home).entries:
            if entry.alias.casefold().startswith(SCRATCH):
                keystore.remove(author, home, entry.alias)
                yield f"{entry.alias} in the keystore of {home}"
