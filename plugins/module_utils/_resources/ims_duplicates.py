# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several IMS configurations with one title: which one is meant, and what becomes of the others."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._author import osgi
from .._author.client import Author
from .._errors import Conflict
from . import ims_pair as pair
from . import ims_switch as switch
from . import references

KEEP, REMOVE = "keep", "remove"


@dataclass(frozen=True)
class Settled:
    """The PID of the one that is meant, and which of the others stay; those that pages refer to, with these pages."""

    meant: str = ""
    staying: tuple[str, ...] = ()
    referred: t.Mapping[str, t.Sequence[str]] = field(default_factory=dict)

    @property
    def pages(self) -> list[str]:
        """The pages because of which others stay."""
        return sorted({page for paths in self.referred.values() for page in paths})

    def warnings(self, title: str) -> list[str]:
        """What is told of the others that stay."""
        told = [f"{pid} has the title {title!r} as well." for pid in self.staying if pid not in self.referred]
        kept = [f"The IMS configuration {title!r} ({pid})" for pid in self.referred]
        return told + [references.warning(what, paths) for what, paths in zip(kept, self.referred.values())]


def settle(
    author: Author, configurations: t.Sequence[osgi.Configuration], wanted: pair.Wanted, without_looking: bool
) -> Settled:
    """Decide it once, before anything is changed."""
    own = pair.titled(configurations, wanted.title)
    if len(own) > 1 and wanted.duplicates not in {KEEP, REMOVE}:
        raise _conflict(wanted, own, "Say with the option duplicates what shall become of them.")
    removes = wanted.duplicates == REMOVE
    if removes and not wanted.present:
        return Settled()
    if len(own) <= 1 and not wanted.provider_pid:
        return Settled(own[0].pid if own else "")
    unasked = bool(wanted.provider_pid) and (without_looking or not removes or len(own) == 1)
    referred = {} if unasked else _referred(author, own)
    meant = wanted.provider_pid or _meant(wanted, configurations, own, referred)
    _require(wanted, own, meant)
    others = [item.pid for item in own if item.pid != meant]
    needed = {} if without_looking else {pid: referred[pid] for pid in others if referred.get(pid)}
    return Settled(meant, tuple(needed if removes else others), needed if removes else {})


def current(configurations: t.Sequence[osgi.Configuration], wanted: pair.Wanted, settled: Settled) -> pair.Current:
    """The one that is meant, with those that are to go."""
    own = pair.titled(configurations, wanted.title)
    if wanted.duplicates == REMOVE and not wanted.present:
        return pair.paired(configurations, own[0] if own else None, own[1:])
    if not settled.meant:
        return pair.match(configurations, wanted.title)
    meant = next((item for item in own if item.pid == settled.meant), None)
    going = [item for item in own if item is not meant and item.pid not in settled.staying]
    return pair.paired(configurations, meant, going if wanted.duplicates == REMOVE else [])


def leaving(current: pair.Current, going: t.Sequence[osgi.Configuration]) -> tuple[osgi.Configuration, ...]:
    """Providers with the halves that hold their secrets, unless another one that stays has it, too.

    What is found by another one goes before it: what is left when a run is interrupted is still found.
    """
    everything = current.everything
    joins = {item.text(pair.PROVIDER_JOIN) for item in pair.providers(everything) if item not in going}
    found: list[osgi.Configuration] = []
    for provider in going:
        join = provider.text(pair.PROVIDER_JOIN)
        halves = pair.customizers(everything) if join not in {"", *joins} else []
        own = [item for item in halves if item.text(pair.CUSTOMIZER_JOIN) == join]
        found += [item for item in [*switch.leftovers(current, provider), *own] if item not in found]
        found.append(provider)
    return tuple(found)


def marks(provider: osgi.Configuration) -> set[str]:
    """The texts by which something may refer to a provider; which of them it is, is UNKNOWN (contract/aem.md 3.6)."""
    return {provider.pid, *(provider.text(name) for name in provider.properties)} - {""}


def _referred(author: Author, own: t.Sequence[osgi.Configuration]) -> dict[str, list[str]]:
    """For each PID the pages that hold a text that only this one of them has."""
    found = references.pages(author)
    return {
        item.pid: references.holders(found, marks(item).difference(*(marks(other) for other in own if other != item)))
        for item in own
    }


def _meant(
    wanted: pair.Wanted,
    configurations: t.Sequence[osgi.Configuration],
    own: t.Sequence[osgi.Configuration],
    referred: t.Mapping[str, t.Sequence[str]],
) -> str:
    in_use = [item.pid for item in own if referred[item.pid]]
    halves = [(item.pid, pair.secret_half(configurations, item.text(pair.PROVIDER_JOIN))) for item in own]
    whole = [pid for pid, half in halves if half and half.text(pair.SECRET)]
    for only in (in_use, whole):
        if len(only) == 1:
            return only[0]
    raise _conflict(wanted, own, "Say which one is meant with the option provider_pid.")


def _require(wanted: pair.Wanted, own: t.Sequence[osgi.Configuration], meant: str) -> None:
    if wanted.present and meant not in {item.pid for item in own}:
        raise Conflict(
            f"No IMS configuration with the title {wanted.title!r} has the PID {meant} "
            f"(those with it are {', '.join(item.pid for item in own) or 'none'}).",
            advice="Correct the option provider_pid, or leave it out.",
        )


def _conflict(wanted: pair.Wanted, own: t.Sequence[osgi.Configuration], advice: str) -> Conflict:
    pids = ", ".join(item.pid for item in own)
    return Conflict(f"{len(own)} IMS configurations have the title {wanted.title!r}: {pids}.", advice=advice)
