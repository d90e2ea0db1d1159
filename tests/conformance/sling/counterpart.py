# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated author that stands for a generation of Sling."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import simulator
from simulator.author.assumptions import draw_edition
from simulator.author.names import draw
from simulator.embedded import RunningFleet

from ..versions import Generation


def seed_of(generation: Generation) -> int:
    """The first seed that draws this generation's Web Console and POST servlet."""
    return next(seed for seed in count() if _fits(seed, generation))


def _fits(seed: int, generation: Generation) -> bool:
    console = draw(seed, generation.edition).console.web_console
    same_line = console.split(".")[:2] == generation.web_console.split(".")[:2]
    return same_line and draw_edition(seed, generation.edition).precise_refusals is generation.precise_refusals


@contextmanager
def standing_for(generation: Generation) -> Iterator[RunningFleet]:
    """A fleet of one author for the time of the block."""
    with simulator.running(edition=generation.edition, seed=seed_of(generation)) as fleet:
        fleet.configure("author1", csrf="lenient")
        yield fleet
