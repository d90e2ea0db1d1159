# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report on a fleet in which nearly every author has something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from integration import conditions as condition
from integration.conditions import CONDITIONS
from integration.conftest import Record, announced_seed
from integration.playbooks import ROOT, Controller, Outcome
from integration.reports import PLAYBOOK, Report, tables
from integration.states import snapshots

STATUSES = {
    condition.HEALTHY: "ok",
    condition.ENDING: "warning",
    condition.COMPANY: "failed",
    condition.TITLE: "failed",
    condition.LEGACY: "failed",
    condition.UNREACHABLE: "failed",
    condition.PASSWORD: "failed",
    condition.VERSION: "ok",
}
CAUSES = {
    condition.HEALTHY: {},
    condition.ENDING: {},
    condition.COMPANY: {"analytics_company": "company_not_accessible", "cloudservice": "cloudservice_drifted"},
    condition.TITLE: {"ims_config": "ims_config_absent", "cloudservice": "cloudservice_drifted"},
    condition.UNREACHABLE: {"author_ready": "author_unreachable"},
    condition.PASSWORD: {"author_ready": "author_login_refused"},
    condition.VERSION: {},
}
RARE = re.compile(r"\.(error|unread)\b|hosts\[\]\.expiries\[\]$|cloudservices\[\]\.report_suites\[\]$")
KEY = re.compile(r"^\| (`.*?) \| ", re.MULTILINE)


def test_every_condition_is_told(controller: Controller, tmp_path: Path, record_property: Record) -> None:
    report = Report(tmp_path / "made" / "report")
    with condition.conditions(tmp_path / "fleet", announced_seed(record_property)) as fleet:
        inventory = controller.write_inventory(condition.bring_about(fleet, controller, **report.variables))

        def run(*arguments: str) -> Outcome:
            return controller.run(inventory, *arguments, playbook=PLAYBOOK)

        before = snapshots(fleet)
        predicted = run("--check").succeeded()
        assert changed(predicted) == [True]
        assert "Check mode: no file is written." in predicted.stdout
        assert not report.directory.exists()

        assert changed(run().succeeded()) == [True]
        says_what_is_wrong(report)
        says_what_differs(report)
        says_what_ends(report)
        has_only_documented_keys(report.document)
        says_the_same_in_markdown(report)

        first = report.document
        assert changed(run("--check").succeeded()) == [False]
        assert changed(run().succeeded()) == [False]
        assert report.document["generated_at"] > first["generated_at"]
        assert report.document["fingerprint"] == first["fingerprint"]

        judged = run("-e", "analytics_report_fail_on=failed", "-e", "analytics_report_title=Another").failed()
        assert set(judged.failures) == {name for name, status in STATUSES.items() if status == "failed"}
        assert changed(judged) == [True]
        assert report.document["title"] == "Another"
        assert snapshots(fleet) == before


def changed(outcome: Outcome) -> list[bool]:
    """Whether the report was said to have changed; no other task may be."""
    (written,) = [entry for entry in outcome.results if entry.task.endswith("Write the report")]
    assert sum(outcome.changes.values()) == written.changed
    return [written.changed]


def says_what_is_wrong(report: Report) -> None:
    """Status, cause and remedy of every author."""
    assert report.texts.keys() == {".html", ".json", ".md"}
    assert {each["host"]: each["status"] for each in report.document["hosts"]} == STATUSES
    assert [each["host"] for each in report.document["hosts"]] == list(CONDITIONS)
    assert {name: report.causes(name) for name in CAUSES} == CAUSES
    assert all(each["remedy"] for host in report.document["hosts"] for each in host["probes"] if each["code"] != "ok")
    counts = {"hosts": 8, "skipped": 0, "ok": 2, "warning": 1, "failed": 5, "unknown": 0, "drifted": 3}
    assert report.document["counts"] == counts


def says_what_differs(report: Report) -> None:
    """What differs from most, and nothing made of a secret."""
    found = {
        (each["area"], each["key"], item["host"]): (item["value"], each["majority"], each["agreeing"])
        for each in report.document["drift"]
        for item in each["differing"]
    }
    assert {host for area, key, host in found} == {condition.TITLE, condition.LEGACY, condition.VERSION}
    assert found["product", "version", condition.VERSION][0].startswith("6.6")
    titles = ([condition.OTHER_TITLE], [condition.KNOWN_TITLE], 5)
    assert found["ims_config", "titles", condition.TITLE] == titles
    assert found["ims_config", "credential_type", condition.LEGACY][:2] == ("jwt", "oauth_server_to_server")
    assert [key for area, key, host in found if re.search("secret|digest|pid", key)] == []


def says_what_ends(report: Report) -> None:
    """Secret, certificate and retired credential, by their end."""
    ends = [(each["host"], each["what"], each["days"], each["status"]) for each in report.document["expiries"]]
    (retired, secret, certificate, later) = ends
    assert (retired[:2], retired[3]) == ((condition.LEGACY, "Service Account (JWT) credential"), "failed")
    assert secret == (condition.ENDING, "client secret", condition.SECRET_DAYS, "warning")
    assert certificate[:2] == (condition.LEGACY, "certificate")
    assert condition.CERTIFICATE_DAYS - 2 <= certificate[2] <= condition.CERTIFICATE_DAYS
    assert later == (condition.HEALTHY, "client secret", condition.SECRET_DAYS + 200, "ok")


def has_only_documented_keys(document: dict[str, Any]) -> None:
    """The JSON form has the keys that the page on it names, and no others."""
    text = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
    named = {key for row in KEY.findall(text) for key in re.findall(r"`([^`]+)`", row)}
    found = set(paths(document))
    # These alias what is described on its own, or stand for nothing but an absence.
    aliases = {path for path in found if path.startswith("hosts[].expiries[].")}
    assert found - aliases - named == set()
    # What only a failure has, what aliases, and what not every author's dialog asks for.
    rare = {path for path in named if re.search(RARE, path)}
    assert named - found - rare == set()


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths to all leaves."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from paths(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for each in value:
            yield from paths(each, f"{path}[]")
    elif not isinstance(value, (dict, list)):
        yield path if not path.endswith(("majority[]", "value[]")) else path[:-2]


def says_the_same_in_markdown(report: Report) -> None:
    """The tables of the Markdown have the cells that the JSON has."""
    counts, authors, findings, expiries, drift = tables(report.markdown)
    for table in (counts, authors, findings, expiries, drift):
        assert len({len(row) for row in table}) == 1
    assert {row[0]: row[1] for row in authors[1:]} == STATUSES
    told = [(host["host"], each["message"]) for host in report.document["hosts"] for each in host["probes"]]
    assert {(row[0], row[4]) for row in findings[1:]} <= set(told)
    assert len(findings) - 1 == sum(len(report.causes(name)) for name in CONDITIONS)
    assert len(expiries) - 1 == len(report.document["expiries"])
    assert len(drift) - 1 == sum(len(each["differing"]) for each in report.document["drift"])
