# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What authors held after every single request, and what must never have been so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interruption.connections import Clients, Holding, held_by

import simulator
from simulator.author import Author


@dataclass(frozen=True)
class Moment:
    """What an author held from one request to the next; at the beginning there was none."""

    request: str
    holding: Holding


class History:
    """The moments of every author in their order, watched from inside the simulator."""

    def __init__(self, fleet: simulator.RunningFleet) -> None:
        self._moments = {author.name: [Moment("the beginning", author.call(held_by))] for author in fleet.authors}
        fleet.observe(self._watch)

    def of(self, author: str) -> list[Moment]:
        return self._moments[author]

    def _watch(self, entry: simulator.RecordedRequest, author: Author) -> None:
        self._moments[author.name].append(Moment(f"{entry.method} {entry.target}", held_by(author)))


def never_two(moments: Sequence[Moment], title: str, clients: Clients) -> Iterator[str]:
    """Complaints about moments when a title, or the page, was there more than once, and more often than before."""
    for before, moment in pairwise(moments):
        titles, former = _titles(moment), _titles(before)
        if len(titles) > len(set(titles)) and len(titles) > len(former):
            yield f"after {moment.request} there are configurations {titles}"
        if len(moment.holding.pages) > max(1, len(before.holding.pages)):
            yield f"after {moment.request} there are pages {moment.holding.pages}"


def never_lost(moments: Sequence[Moment], title: str, clients: Clients) -> Iterator[str]:
    """Complaints about moments when a configuration that had been whole was gone, and no new one there."""
    working = False
    for moment in moments:
        whole = any(connection.is_whole for connection in moment.holding.titled(title))
        if working and not whole:
            yield f"after {moment.request} no configuration {title!r} is whole"
        working = working or whole


def never_refused(moments: Sequence[Moment], title: str, clients: Clients) -> Iterator[str]:
    """Complaints about moments when no configuration would get a token, and one would have before."""
    working = False
    for moment in moments:
        granted = any(connection.is_granted(clients) for connection in moment.holding.titled(title))
        if working and not granted:
            yield f"after {moment.request} no configuration {title!r} would get a token"
        working = working or granted


def page_first(moments: Sequence[Moment], title: str, clients: Clients) -> Iterator[str]:
    """Complaints about moments of a removal when a page was left without its configuration."""
    for moment in moments:
        if moment.holding.pages and not any(one.is_whole for one in moment.holding.titled(title)):
            yield f"after {moment.request} the page {moment.holding.pages} has no configuration"


def is_cut_off(moments: Sequence[Moment], title: str, clients: Clients) -> bool:
    """Whether a token would have been granted once, and at the last moment none is."""
    granted = [any(one.is_granted(clients) for one in moment.holding.titled(title)) for moment in moments]
    return any(granted) and not granted[-1]


def _titles(moment: Moment) -> list[str]:
    return [connection.title for connection in moment.holding.connections]
