# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is wrong with a host, it is in the report, as text, without a secret, and the others are too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import simulator
from integration.canaries import CANARY, FIRST_SECRET, PASSWORD, WRONG_PASSWORD, WRONG_SECRET, Nest, nest_in
from integration.inventories import inventory_of
from integration.mistakes import Mistake, inventory_of_mistakes
from integration.playbooks import Controller
from integration.reports import PLAYBOOK, Report, tables
from integration.states import snapshots

HOSTILE = "<script>alert('1')</script>|*a*`b`&amp;"
# The first host is that on which the tasks run that run once.
HOSTS: dict[str, dict[str, Any]] = {
    "undefined": {"analytics_author_url": "{{ nowhere_defined }}"},
    "types": {"analytics_timeout": "soon"},
    "secret_as_a_list": {"analytics_client_secret": [WRONG_SECRET]},
    "malformed_credential": {"analytics_credential": f'{{"client_secret": "{WRONG_SECRET}",'},
    "account_in_the_address": {"analytics_author_url": f"http://admin:{WRONG_PASSWORD}@127.0.0.1:4502"},
    "secret_in_a_type": {"analytics_report_suites": {"p": PASSWORD}, "analytics_contract": PASSWORD},
    "wrong_password": {"analytics_author_password": WRONG_PASSWORD},
    "closed": {"ansible_connection": "closed"},
    "template": {"analytics_company": "{% raw %}{{ lookup('pipe', 'echo executed') }}{% endraw %}"},
    "no_date": {"analytics_client_secret_ends": "soon"},
    HOSTILE: {"analytics_company": HOSTILE, "analytics_ims_title": HOSTILE},
    "right": {},
}
UNEXAMINED = {
    "undefined": ("variables", "nowhere_defined"),
    "types": ("variables", "analytics_timeout"),
    "malformed_credential": ("examination", "not valid JSON"),
    "account_in_the_address": ("examination", "must hold no account"),
    "secret_in_a_type": ("variables", "analytics_report_suites"),
    "closed": ("examination", "The bastion does not answer."),
}


@pytest.fixture(name="nest")
def _nest(fleet: simulator.RunningFleet) -> Nest:
    return nest_in(fleet)


def strange(nest: Nest, report: Report) -> dict[str, Any]:
    """One host for each oddity; all of them are the same author."""
    common = {**nest.variables, **report.variables}
    return inventory_of_mistakes(nest.fleet, {name: Mistake((), {**common, **own}) for name, own in HOSTS.items()})


def test_no_host_is_missing(nest: Nest, controller: Controller, tmp_path: Path) -> None:
    report = Report(tmp_path / "report")
    before = snapshots(nest.fleet)
    inventory = controller.write_inventory(strange(nest, report))
    outcome = controller.run(inventory, "-vvvv", "--diff", playbook=PLAYBOOK).succeeded()
    assert snapshots(nest.fleet) == before

    assert [each["host"] for each in report.document["hosts"]] == list(HOSTS)
    told = {each["host"]: each["error"] for each in report.document["hosts"] if each["error"]}
    assert told.keys() == UNEXAMINED.keys()
    for name, (stage, said) in UNEXAMINED.items():
        assert (told[name]["stage"], said in told[name]["message"]) == (stage, True), told[name]
    assert {each["status"] for each in report.document["hosts"] if each["error"]} == {"unknown"}
    assert report.document["status"] == "unknown"
    assert report.causes("wrong_password") == {"author_ready": "author_login_refused"}
    assert report.causes("right") == {"ims_config": "ims_config_absent", "cloudservice": "cloudservice_absent"}
    assert [each["told"] for each in report.document["expiries"]] == ["soon"]

    nest.assert_unseen(controller, outcome)
    shows_no_secret(nest, report)
    keeps_text_as_text(report)


def shows_no_secret(nest: Nest, report: Report) -> None:
    """No file of the report has a canary, nor what was made of one."""
    for suffix, text in report.texts.items():
        assert not CANARY.search(text), suffix
        assert [name for name, secret in nest.derived().items() if secret in text] == []
        assert json.dumps(PASSWORD)[1:-1] not in text
        assert FIRST_SECRET not in text


def keeps_text_as_text(report: Report) -> None:
    """What a host is called, or says, is neither mark-up nor a template."""
    page = report.texts[".html"]
    assert page.count("<script>") == page.count("</script>") == 1
    assert "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;|*a*`b`&amp;amp;" in page
    authors = tables(report.markdown)[1]
    assert HOSTILE in [row[0] for row in authors]
    assert "lookup(" in next(str(each) for each in report.document["hosts"] if each["host"] == "template")


def test_an_author_whose_content_cant_be_read_is_told(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    report = Report(tmp_path / "report")
    fleet.faults.add(to="author2", kind="status", status=500, path="status-slingsettings|productinfo", times=99)
    inventory = controller.write_inventory(inventory_of(fleet, **report.variables))
    controller.run(inventory, playbook=PLAYBOOK).succeeded()
    unread = report.host("author2")["unread"]
    assert unread["stage"] == "content"
    assert "answered 500" in unread["message"]
    assert report.host("author2")["product"] == {}
    assert report.host("author1")["product"]["version"].startswith("6.5.21")
    assert report.host("author1")["unread"] is None


def test_a_play_of_ones_own_can_go_in_batches(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    report = Report(tmp_path / "report", name="mine")
    call = {"name": "aemfleet.ims.analytics", "tasks_from": "report", "rolespec_validate": False}
    play = {
        "hosts": "authors",
        "gather_facts": False,
        "connection": "local",
        "serial": 2,
        "tasks": [
            {"ansible.builtin.fail": {"msg": "Not today."}, "when": "inventory_hostname == 'author2'"},
            {"ansible.builtin.import_role": call},
        ],
    }
    chosen = {**report.variables, "analytics_report_formats": ["json"], "analytics_report_name": "mine"}
    inventory = controller.write_inventory(inventory_of(fleet, **chosen))
    controller.run(inventory, playbook=controller.write_playbook(play)).failed()
    assert [path.name for path in report.directory.iterdir()] == ["mine.json"]
    assert [each["status"] for each in report.document["hosts"]] == ["failed", "unknown", "failed"]
    assert report.host("author2")["error"]["stage"] == "before"


def test_a_host_that_was_not_examined_is_judged_too(
    fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path
) -> None:
    report = Report(tmp_path / "report")
    hosts = {"author3": {"analytics_timeout": "soon"}}
    given = {**report.variables, "analytics_report_fail_on": "failed"}
    inventory = controller.write_inventory(inventory_of(fleet, hosts=hosts, **given))
    outcome = controller.run(inventory, playbook=PLAYBOOK).failed()
    judged = {entry.host: entry.message for entry in outcome.results if entry.task.endswith("asked for")}
    assert {host: said.split()[2] for host, said in judged.items()} == {
        "author1": "failed,",
        "author2": "failed,",
        "author3": "unknown,",
    }
