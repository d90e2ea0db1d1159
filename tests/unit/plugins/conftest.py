# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One simulated fleet for all tests of a process, afresh for each; and the modules that are run against it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from unit.plugins.key_options import jwt_download, jwt_singles
from unit.plugins.module_runner import RUNNERS, ModuleRunner, Run
from unit.plugins.playbook_options import Options

import simulator
from simulator import RunningFleet

SEED, EDITION = 7, "6.5.21"


@pytest.fixture(scope="session", name="running_fleet")
def _running_fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=2, edition=EDITION, seed=SEED) as fleet:
        yield fleet


@pytest.fixture(name="fleet")
def _fleet(running_fleet: RunningFleet, request: pytest.FixtureRequest) -> RunningFleet:
    """Two fresh authors and a fresh cloud; parametrise it indirectly with an edition, or an edition and a seed."""
    edition, _colon, seed = str(getattr(request, "param", EDITION)).partition(":")
    running_fleet.reset(seed=int(seed or SEED), edition=edition)
    return running_fleet


@pytest.fixture(name="singles")
def _singles(fleet: RunningFleet) -> Options:
    """A JWT credential as single options, in a cloud that still serves such."""
    return jwt_singles(jwt_download(fleet))


@pytest.fixture(name="run", params=RUNNERS)
def _run(fleet: RunningFleet, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Run:
    """Runs modules, then their action plugins; no proxy and no connection option comes from the environment."""
    for name in list(os.environ):
        if name.startswith("AEM_AUTHOR_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    return ModuleRunner(fleet, RUNNERS[request.param])
