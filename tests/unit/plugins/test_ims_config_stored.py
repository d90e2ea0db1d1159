# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""ims_config and what AEM itself keeps of an entry: its files, and the address that is made of others."""

from __future__ import annotations

import pytest
from unit.plugins.fleet_state import CUSTOMIZER, PROVIDER, config_files, pair
from unit.plugins.grid import changes_once
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import TITLE, hand_fields, ims_options
from unit.plugins.test_ims_config import CLIENT_ID, ENDPOINT, EVERYWHERE, MODULE, OTHER, endpoint_of

from simulator import RunningFleet


def plant_file(fleet: RunningFleet, name: str) -> None:
    """A file that AEM or an upload left behind."""
    path = f"/apps/system/config/{name}"
    fleet.authors[0].call(lambda author: author.repository.create(path, {}, "nt:file"))


@pytest.mark.parametrize("mark", ["-", ".", "~"])
@pytest.mark.parametrize("ending", [".config", ".cfg.json", ".config.cfg.json"])
def test_files_under_any_name_go_with_their_entry(fleet: RunningFleet, run: Run, mark: str, ending: str) -> None:
    fleet.by_hand_ims_config("author1", **hand_fields(fleet, Title=OTHER))
    run("ims_config", **ims_options(fleet))
    own, other = pair(fleet, TITLE), pair(fleet, OTHER)
    for factory, pid in ((PROVIDER, own.pid), (PROVIDER, other.pid), (CUSTOMIZER, own.customizer_pid)):
        plant_file(fleet, f"{factory}{mark}{pid.removeprefix(factory + '.')}{ending}")
    run("ims_config", title=TITLE, state="absent")
    for pid in (own.pid, own.customizer_pid):
        assert not any(pid.rpartition(".")[2] in name for name in config_files(fleet))
    assert f"{PROVIDER}{mark}{other.pid.removeprefix(PROVIDER + '.')}{ending}" in config_files(fleet)


@pytest.mark.parametrize("fleet", EVERYWHERE, indirect=True)
def test_the_endpoint_follows_server_and_client(fleet: RunningFleet, run: Run) -> None:
    run("ims_config", **ims_options(fleet))
    before = pair(fleet, TITLE)
    assert before.provider[ENDPOINT] == endpoint_of(fleet, fleet.cloud.url, str(before.provider[CLIENT_ID]))
    server = "https://ims-na1-stg1.adobelogin.com"
    options = ims_options(fleet, authorization_server=server, client_id="other-client")
    done = changes_once(fleet, run, *MODULE, **options)
    after = pair(fleet, TITLE).provider
    assert (after[ENDPOINT], after["auth.access.token.request"]) == (
        endpoint_of(fleet, server, "other-client"),
        f"{server}/ims/token/v3",
    )
    changes_once(fleet, run, *MODULE, **done["previous"])
    assert pair(fleet, TITLE).effective == before.effective
