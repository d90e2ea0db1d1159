# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole comparison with Sling: every generation, one after the other."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from simulator.author.editions import edition_of
from simulator.embedded import RunningFleet

from ..outcome import Failed, Lacking
from ..versions import GENERATIONS, Generation
from . import (
    corpus_access,
    corpus_console,
    corpus_repository,
    counterpart,
    instance,
    persistence,
    sequences,
    stand_in,
)
from .artifacts import Library
from .collection import Collection
from .compare import Outcome, Pair
from .instance import ACCOUNT, Instance
from .known import KNOWN
from .peer import Peer

FOLDER = Path(__file__).resolve().parents[3] / ".build" / "conformance" / "sling"
SCENARIOS = (*corpus_repository.SCENARIOS, *corpus_access.SCENARIOS, *corpus_console.SCENARIOS)
OLDEST_JAVA = 17


def run(generations: Sequence[Generation] = GENERATIONS) -> tuple[int, int]:
    """How many requests and states were compared, and how many known differences were met.

    Raises Lacking when the machine can't run Sling, and Failed when something differs that is not known.
    """
    check_machine()
    library = Library(FOLDER)
    outcome = Outcome()
    for generation in generations:
        outcome.add(_compare(library, generation))
    unused = [known for known in KNOWN if known not in outcome.known] if generations is GENERATIONS else []
    if outcome.unknown or unused:
        told = [difference.told() for difference in outcome.unknown]
        told += [f"known.py: no longer seen: {known.steps} {known.aspects}" for known in unused]
        raise Failed("\n".join(told))
    return outcome.compared, len(outcome.known)


def check_machine() -> None:
    """Raise with one sentence when there is no fitting Java; Maven is asked for when it is needed."""
    try:
        told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    except FileNotFoundError:
        told = ""
    version = told.partition('"')[2].partition(".")[0]
    if not version.isdigit() or int(version) < OLDEST_JAVA:
        raise Lacking(
            f"Apache Sling needs Java {OLDEST_JAVA} or newer on the path, not {told.splitlines()[:1] or 'none'}."
        )


def _compare(library: Library, generation: Generation) -> Outcome:
    with instance.running(library, generation) as sling, counterpart.standing_for(generation) as fleet:
        author = fleet.authors[0]
        pair = Pair(generation.name, Peer(sling.url, ACCOUNT[1]), Peer(author.url, author.password))
        restart = partial(_restart, sling, fleet)
        outcome = _replayed(sling, pair)
        promises = _collection(sling, restart)
        outcome.add(_persisted(restart, pair, promises))
        _flawless(fleet)
    shutil.rmtree(sling.home)
    _tell(generation, outcome, promises.checked)
    return outcome


def _replayed(sling: Instance, pair: Pair) -> Outcome:
    found = sling.bundles()["org.apache.felix.webconsole"]
    if found != sling.generation.web_console:
        raise Failed(f"{pair.generation} has Web Console {found}, not {sling.generation.web_console}")
    outcome = Outcome()
    for scenario in SCENARIOS:
        outcome.add(pair.replay(scenario))
    outcome.add(sequences.compare(pair))
    return outcome


def _collection(sling: Instance, restart: Callable[[], None]) -> Collection:
    edition = edition_of(sling.generation.edition)
    with stand_in.before(sling.url, edition.versions[0]) as server:
        promises = Collection(sling.generation.name, server, Peer(sling.url, ACCOUNT[1]))
        if edition.era == "oauth":
            promises.before_restart()
            restart()
            promises.after_restart()
        else:
            promises.before_oauth()
    return promises


def _persisted(restart: Callable[[], None], pair: Pair, promises: Collection) -> Outcome:
    """What has to survive restarts, and what must not; what the collection removed is looked for as well."""
    outcome = persistence.before_restart(pair)
    restart()
    promises.gone_for_good()
    outcome.add(persistence.after_restart(pair))
    restart()
    outcome.add(persistence.after_another(pair))
    return outcome


def _restart(sling: Instance, fleet: RunningFleet) -> None:
    fleet.restart("author1", 0)
    sling.restart()


def _flawless(fleet: RunningFleet) -> None:
    flaws = [f"{entry.method} {entry.target}: {entry.failure}" for entry in fleet.requests() if entry.failure]
    if flaws:
        raise Failed("the simulator itself failed:\n" + "\n".join(flaws))


def _tell(generation: Generation, outcome: Outcome, promises: int) -> None:
    print(
        f"conformance: sling {generation.name}: Web Console {generation.web_console}, {outcome.compared} compared, "
        f"{len(outcome.known)} known differences, {promises} promises of the collection kept",
        flush=True,
    )
