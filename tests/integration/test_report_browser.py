# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of a real run, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from integration.browser import Reader, reader
from integration.canaries import CANARY, WRONG_PASSWORD, Nest, nest_in
from integration.mistakes import Mistake, inventory_of_mistakes
from integration.playbooks import Controller
from integration.reports import PLAYBOOK, Report

AUTHORS, FINDINGS, EXPIRIES = "table-authors", "table-findings", "table-expiries"
HOSTILE = "<script>alert(1)</script>"
ENDS = {"right": "2099-01-01", "mistyped": "2020-01-01"}
WORDS = {"right": "ok", "mistyped": "failed", "wrong": "not examined", HOSTILE: "failed"}
COLUMNS = 12


@pytest.fixture(name="report")
def _report(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> Report:
    """One author that is well, and hosts for which it is not, made by the playbooks."""
    nest, report = nest_in(fleet), Report(tmp_path / "report")
    common = {**nest.variables, **report.variables}
    own = {
        "right": {"analytics_client_secret_ends": ENDS["right"]},
        "mistyped": {"analytics_author_password": WRONG_PASSWORD, "analytics_client_secret_ends": ENDS["mistyped"]},
        "wrong": {"analytics_timeout": "soon"},
        HOSTILE: {"analytics_ims_title": HOSTILE},
    }
    hosts = {name: Mistake((), {**common, **variables}) for name, variables in own.items()}
    inventory = controller.write_inventory(inventory_of_mistakes(nest.fleet, hosts))
    controller.run(inventory, "--limit", "right").succeeded()
    controller.run(inventory, playbook=PLAYBOOK).succeeded()
    has_no_secret(nest, report)
    return report


def test_a_reader_finds_what_is_wrong_and_what_to_do(report: Report, fleet: simulator.RunningFleet) -> None:
    fleet.clear_requests()
    with reader() as page:
        page.open(report.page)
        shows_every_host_in_words(page)
        sorts(page)
        filters(page)
        tells_cause_and_remedy(page)
        fits_into_a_narrow_window(page)
        assert page.complaints() == []
        assert {address.partition("#")[0] for address in page.requested()} == {report.page.as_uri()}
        lets_nothing_out(page, fleet)


def test_without_javascript_everything_is_shown(report: Report) -> None:
    with reader(scripts=False) as page:
        page.open(report.page)
        shows_every_host_in_words(page)
        assert not page.element("#filter").is_displayed()
        assert page.elements("th button") == []
        assert {row[0] for row in page.rows(FINDINGS)} == {"mistyped", "wrong", HOSTILE}
        page.elements("summary")[1].click()
        assert "author_login_refused" in page.elements("details")[1].text


def has_no_secret(nest: Nest, report: Report) -> None:
    """What the browser will show holds no canary."""
    text = report.page.read_text(encoding="utf-8")
    assert not CANARY.search(text)
    assert [name for name, secret in nest.derived().items() if secret in text] == []


def shows_every_host_in_words(page: Reader) -> None:
    """Each status is a word, whatever its colour; a host's name is text."""
    shown = {row[0]: row[1] for row in page.rows(AUTHORS)}
    assert {name: status.partition(" ")[2] for name, status in shown.items()} == WORDS
    assert {status.partition(" ")[0] for status in shown.values()} == {"\u2713", "\u2717", "?"}
    headings = page.elements(f"#{AUTHORS} thead th")
    assert [each.get_attribute("scope") for each in headings] == ["col"] * len(headings)
    assert [each.get_attribute("scope") for each in page.elements(f"#{AUTHORS} tbody th")] == ["row"] * len(WORDS)


def sorts(page: Reader) -> None:
    """A heading sorts its column, again turns it round, and says which way."""
    heading = page.headings(AUTHORS)["Author"]
    heading.click()
    names = [row[0] for row in page.rows(AUTHORS)]
    assert names == sorted(names)
    page.element(f"#{AUTHORS} th[aria-sort='ascending']").click()
    assert [row[0] for row in page.rows(AUTHORS)] == names[::-1]
    assert page.element(f"#{AUTHORS} th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.headings(AUTHORS)["Status"].click()
    assert [row[0] for row in page.rows(AUTHORS)][::3] == ["wrong", "right"]
    page.headings(EXPIRIES)["Ends"].click()
    assert [row[0] for row in page.rows(EXPIRIES)] == ["mistyped", "right"]


def filters(page: Reader) -> None:
    """By status, and by a text anywhere in what is said of a host."""
    page.element("input[value='ok']").click()
    assert {row[0] for row in page.rows(AUTHORS)} == WORDS.keys() - {"right"}
    assert [row[0] for row in page.rows(EXPIRIES)] == ["mistyped"]
    page.element("input[type='search']").send_keys("LOGIN_refused")
    assert [row[0] for row in page.rows(AUTHORS)] == ["mistyped"]
    assert page.element("#shown").text == "1 of 4 authors shown"
    assert [each.text.split()[0] for each in page.elements("summary") if each.is_displayed()] == ["mistyped"]


def tells_cause_and_remedy(page: Reader) -> None:
    """The failed host that is left, in the table and behind its name."""
    (row,) = page.rows(FINDINGS)
    assert row[1:4] == ["Author ready", "\u2717 failed", "author_login_refused"]
    assert "refused the account" in row[4]
    assert row[5] == "Check author_username and author_password."
    page.element(f"#{AUTHORS} tbody tr:not([hidden]) a").click()
    (opened,) = page.elements("details[open]")
    assert "Check author_username and author_password." in opened.text


def fits_into_a_narrow_window(page: Reader) -> None:
    """Nothing has to be moved sideways, and every cell says what it is."""
    for scheme in ("light", "dark"):
        page.choose(400, scheme)
        assert page.run("arguments[0](document.documentElement.scrollWidth)") <= 400
        cells = page.elements(f"#{AUTHORS} tbody tr:not([hidden]) > *")
        assert len(cells) == COLUMNS
        assert all(each.get_attribute("data-label") for each in cells)


def lets_nothing_out(page: Reader, fleet: simulator.RunningFleet) -> None:
    """The policy refuses a request even to a script that got in."""
    ask = f"const done = arguments[0]; fetch('{fleet.authors[0].url}').then(() => done('sent'), () => done('refused'))"
    assert page.run(ask) == "refused"
    assert "Content Security Policy" in " ".join(page.complaints())
    assert fleet.requests() == []
