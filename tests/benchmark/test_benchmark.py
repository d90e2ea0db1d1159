# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark at its smallest, and that what the role is compared with does the work."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import simulator
from benchmark.__main__ import main
from benchmark.control_node import ControlNode
from benchmark.course import HERE, INTEGRATE
from benchmark.matrix import VARIANTS
from integration.conftest import Record, announced_seed
from integration.hands import Administrator
from integration.states import assert_connected, snapshots, state_of

NUMBER = r"\d+\.\d\d"
CLOSING = (
    rf"ratio uri/fast first={NUMBER} again={NUMBER}\n"
    rf"ratio fast/floor again={NUMBER}\n"
    r"growth 500/10 hosts per-host=-\n\Z"
)
LIMIT_SECONDS = 600
RUNS = {(variant, run) for variant in VARIANTS[:3] for run in ("first", "again")} | {("floor", "again")}
pytestmark = pytest.mark.timeout(LIMIT_SECONDS)


def test_every_variant_is_measured_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], record_property: Record
) -> None:
    seed = announced_seed(record_property)
    chosen = ["--hosts", "2", "--repeat", "1", "--scenarios", "", "--seed", str(seed), "--output", str(tmp_path)]
    assert main(chosen) == 0
    printed = capsys.readouterr().out
    assert re.search(CLOSING, printed)
    rows = re.findall(r"^ +2 +50 +0 ms +off +(\w+) +(\w+) ", printed, re.MULTILINE)
    assert set(rows) == RUNS

    document = json.loads((tmp_path / "benchmark.json").read_text(encoding="utf-8"))
    measured = {(row["variant"], row["run"]): row["median"] for row in document["measured"]}
    assert set(measured) == RUNS
    assert all(median["wall"] > 0 and median["cpu"] > 0 and median["peak_mib"] > 0 for median in measured.values())
    assert measured["floor", "again"]["tasks"] == measured["fast", "again"]["tasks"]
    assert measured["floor", "again"]["chain"] == 0
    assert measured["fast", "first"]["chain"] > measured["uri", "first"]["chain"] > measured["uri", "again"]["chain"]
    quotient = measured["uri", "first"]["wall"] / measured["fast", "first"]["wall"]
    assert document["ratios"]["wall"]["uri/fast first"] == pytest.approx(quotient)
    assert ElementTree.parse(tmp_path / "benchmark.svg").getroot().tag.endswith("svg")


def test_the_plain_playbook_does_the_work_of_the_role(tmp_path: Path, record_property: Record) -> None:
    seed, node = announced_seed(record_property), ControlNode(tmp_path / "node")
    node.directory.mkdir()
    with simulator.running(authors=2, seed=seed, directory=tmp_path / "fleet") as fleet:
        inventory, names = tmp_path / "fleet" / "inventory.yml", tmp_path / "names.json"
        node.play(inventory, HERE / "names.yml", "--extra-vars", json.dumps({"names_file": str(names)})).succeeded()

        def changes() -> list[int]:
            played = node.play(inventory, HERE / "baseline.yml", "--extra-vars", f"@{names}").succeeded()
            return [counts.changed for dummy, counts in sorted(played.recap.items())]

        assert changes() == [2, 2]
        assert_connected(fleet)
        connected = snapshots(fleet)
        assert changes() == [0, 0]
        assert snapshots(fleet) == connected

        client_id = state_of(fleet, "author1").client_id
        page = state_of(fleet, "author2").pages["adobe-analytics"]
        Administrator(fleet, "author1").change_client_id("another")
        Administrator(fleet, "author2").change_page("adobe-analytics", jcr__title="Another")
        assert changes() == [1, 1]
        assert state_of(fleet, "author1").client_id == client_id
        assert state_of(fleet, "author2").pages["adobe-analytics"]["jcr:title"] == page["jcr:title"]

        # The role sees one difference: it can't know the secret that another put there.
        role = node.play(inventory, INTEGRATE).succeeded()
        assert {counts.changed for counts in role.recap.values()} == {1}
