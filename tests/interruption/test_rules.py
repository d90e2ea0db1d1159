# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the interruptions are judged by can complain, and nothing outlives a kill."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from interruption import process_tree
from interruption.connections import Clients, Connection, Holding
from interruption.history import Moment, is_cut_off, never_lost, never_refused, never_two, page_first
from interruption.points import Step, points_of
from interruption.scenario import Rule

TITLE = "Adobe Analytics"
GOOD = Connection(TITLE, is_jwt=False, client_id="client", client_secret="secret", certificates=())
HALF = replace(GOOD, client_secret="")
WRONG = replace(GOOD, client_secret="of another client")
CLIENTS: Clients = [{"client_id": "client", "kind": "oauth", "secrets": ["secret"], "certificates": []}]
# A child in a session of its own, as Ansible's workers are, which tells that it is there and then waits.
ORPHAN = """
import subprocess, sys
waits = "import time; print('there', flush=True); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", waits], start_new_session=True)
"""


def moments(*held: Sequence[Connection], pages: tuple[str, ...] = ()) -> list[Moment]:
    return [Moment(f"request {number}", Holding(tuple(each), pages)) for number, each in enumerate(held)]


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (never_two, moments([GOOD], [GOOD, GOOD]), moments([GOOD, GOOD], [GOOD, GOOD], [GOOD])),
        (never_lost, moments([GOOD], []), moments([], [HALF], [GOOD], [GOOD])),
        (never_lost, moments([GOOD], [HALF], [GOOD]), moments([HALF], [WRONG])),
        (never_refused, moments([GOOD], [WRONG], [GOOD]), moments([WRONG], [GOOD], [GOOD, WRONG])),
        (page_first, moments([GOOD], [], pages=("page",)), moments([GOOD], [])),
    ],
)
def test_a_rule_complains_of_what_it_is_for(rule: Rule, bad: list[Moment], good: list[Moment]) -> None:
    assert len(list(rule(bad, TITLE, CLIENTS))) == 1
    assert list(rule(good, TITLE, CLIENTS)) == []


def test_two_pages_are_one_too_many() -> None:
    before, after = moments([GOOD])[0], moments([GOOD], pages=("one", "two"))[0]
    assert len(list(never_two([before, after], TITLE, CLIENTS))) == 1


def test_who_worked_once_and_does_not_now_is_cut_off() -> None:
    assert is_cut_off(moments([GOOD], [WRONG]), TITLE, CLIENTS)
    assert not is_cut_off(moments([WRONG]), TITLE, CLIENTS)
    assert not is_cut_off(moments([GOOD], [WRONG], [GOOD]), TITLE, CLIENTS)


def test_every_request_is_interrupted_before_and_after() -> None:
    steps = [Step("read", changes) for changes in (False, False, True, False)]
    points = points_of(steps, None)
    assert [(point.nth, point.carried_out) for point in points] == [
        (1, False),
        (2, False),
        (3, False),
        (3, True),
        (4, False),
    ]
    assert sum(point.interruptions for point in points) == 2 * len(steps)
    drawn = points_of(steps, random.Random(1))
    assert {(3, False), (3, True)} < {(point.nth, point.carried_out) for point in drawn}
    assert sum(point.interruptions for point in drawn) == 2 * 3


def test_a_kill_reaches_other_sessions(tmp_path: Path) -> None:
    marker = str(tmp_path / "marker")
    environment = {**os.environ, "AEMFLEET_RECORD_FILE": marker}
    command = [sys.executable, "-c", ORPHAN]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, start_new_session=True, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process_tree.kill(marker, 10)
        # The end of the output means that nobody is left who could write to it.
        assert process.stdout.read() == ""
