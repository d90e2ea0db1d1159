# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What survives: configurations are written back to files, and found again after a restart (contract/aem.md 5.4)."""

from __future__ import annotations

from functools import partial

from simulator.author.metatype import CUSTOMIZER, PROVIDER

from . import facts, stored
from .compare import Difference, Outcome, Pair, differing
from .corpus_console import DIGEST, FULL, LISTED, apply, change
from .peer import OLD_PLACEHOLDER, Peer, wait_until
from .steps import Step

NAME = "persistence"
_SECRET = ("customizer.type", "auth.ims.client.secret", DIGEST)
CREATED = (
    apply("create one half", OLD_PLACEHOLDER, LISTED, *FULL, factory=PROVIDER),
    apply("create the other half", OLD_PLACEHOLDER, _SECRET, ("customizer.type", 'j=1 "x" \\ y'),
          ("auth.ims.client.secret", "{00ff}"), (DIGEST, "true"), factory=CUSTOMIZER),
    apply("create one to delete", OLD_PLACEHOLDER, ("name",), ("name", "gone"), factory=PROVIDER),
)  # fmt: skip
UPDATED = (
    apply("update the provider", "{1}", LISTED, *FULL[1:]),
    apply(
        "list the digest, do not send it", "{2}", _SECRET, ("customizer.type", "j"), ("auth.ims.client.secret", "{11}")
    ),
    change("delete one", "{3}", ("apply", "1"), ("delete", "1")),
)
AFTERWARDS = (
    change("delete after the restart", "{2}", ("apply", "1"), ("delete", "1")),
    apply("update after the restart", "{1}", LISTED, *FULL),
)
AT_LAST = (change("delete what was updated after the restart", "{1}", ("apply", "1"), ("delete", "1")),)


def before_restart(pair: Pair) -> Outcome:
    """Create, update and delete."""
    outcome = Outcome()
    pair.clean()
    for peer in (pair.real, pair.simulated):
        stored.clean(peer)
    _settled(pair, 0)
    _carry_out(pair, CREATED, 3, outcome)
    _carry_out(pair, UPDATED, 2, outcome)
    return outcome


def after_restart(pair: Pair) -> Outcome:
    """Find again, delete what was and what was not touched since."""
    outcome = Outcome()
    _look(pair, "after a restart", outcome)
    _carry_out(pair, AFTERWARDS, 2, outcome)
    _carry_out(pair, AT_LAST, 1, outcome)
    return outcome


def after_another(pair: Pair) -> Outcome:
    """See that nothing comes back."""
    outcome = Outcome()
    _look(pair, "after another restart", outcome)
    return outcome


def _carry_out(pair: Pair, steps: tuple[Step, ...], expected: int, outcome: Outcome) -> None:
    for step in steps:
        pair.compare(NAME, step, True, outcome)
    _settled(pair, expected)
    _look(pair, f"after {steps[-1].name}", outcome)


def _settled(pair: Pair, expected: int) -> None:
    """Wait for the installer, which writes a moment later; what it did not do by then is a difference."""
    for peer in (pair.real, pair.simulated):
        wait_until(partial(_holds, peer, expected), limit=8)


def _holds(peer: Peer, expected: int) -> bool:
    return len(stored.names(peer)) == expected


def _look(pair: Pair, moment: str, outcome: Outcome) -> None:
    real, simulated = (_state(peer) for peer in (pair.real, pair.simulated))
    outcome.compared += 1
    for aspect, one, other in differing(real, simulated):
        outcome.take(Difference(pair.generation, f"{NAME}: {moment}", aspect, one, other))


def _state(peer: Peer) -> facts.Facts:
    return {"configurations": facts.of_configurations(peer), "files": stored.files(peer)}
