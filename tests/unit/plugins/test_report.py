# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report out of what the tasks registered: pure, with the clock as an argument."""

from __future__ import annotations

import datetime
import json
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.plugins.test_documentation import ROOT

from ansible_collections.aemfleet.ims.plugins.action.fleet_report import ARGUMENT_SPEC
from ansible_collections.aemfleet.ims.plugins.modules.fleet_report import DOCUMENTATION
from ansible_collections.aemfleet.ims.plugins.plugin_utils._report import files, rendering
from ansible_collections.aemfleet.ims.plugins.plugin_utils._report.document import Document, Occasion, build
from ansible_collections.aemfleet.ims.plugins.plugin_utils._report.observations import Observation, observe
from integration.reports import tables

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
OCCASION = Occasion(NOW, "Fleet", 30)
LATER = Occasion(NOW + datetime.timedelta(hours=30), "Fleet", 30)
OK = {"probe": "token", "status": "ok", "code": "ok", "message": "m", "remedy": ""}
DAY = datetime.timedelta(days=1)


def registered(client_id: str = "c", status: str = "ok", ends: str = "", **changes: Any) -> dict[str, Any]:
    """What the tasks register for a host; a secret in it is one that no module returns."""
    product = {"version": "6.5.21.0", "run_modes": ["author"], "bundles": {"secret": "canary"}}
    config = {
        "title": "A",
        "credential_type": "oauth_server_to_server",
        "client_id": client_id,
        "client_secret": "canary",
    }
    return {
        "analytics_validated": {"failed": False},
        "analytics_examined": {"author": {"url": "http://a"}, "status": status, "probes": [OK], "invocation": "canary"},
        "analytics_found": {"product": product, "ims_configs": [config], "cloudservices": []},
        "analytics_client_secret_ends": ends,
        **changes,
    }


def fleet(*hosts: dict[str, Any]) -> list[Observation]:
    """Hosts by the order of what was registered for them."""
    return [observe(f"host{number}", each) for number, each in enumerate(hosts, 1)]


def report(*hosts: dict[str, Any], occasion: Occasion = OCCASION) -> Document:
    """The report on them."""
    return build(fleet(*hosts), occasion)


def test_only_what_is_named_is_shown() -> None:
    document = report(registered(), registered())
    for form in rendering.SUFFIXES:
        assert "canary" not in rendering.render(document, form)
    assert document["hosts"][0]["ims_configs"][0].keys() == {"title", "credential_type", "client_id"}


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"analytics_validated": {"failed": True, "msg": "wrong"}}, "variables"),
        ({"analytics_examined": {"failed": True, "msg": "wrong"}}, "examination"),
        ({"analytics_examined": {"unreachable": True, "msg": "wrong"}}, "examination"),
        ({"analytics_examined": None}, "before"),
    ],
)
def test_a_host_that_was_not_examined_says_why(changes: dict[str, Any], stage: str) -> None:
    (host,) = report(registered(**changes))["hosts"]
    assert (host["status"], host["error"]["stage"], host["product"]) == ("unknown", stage, {})
    assert ("wrong" in host["error"]["message"]) is (stage != "before")
    assert host["error"]["remedy"]


def test_what_could_not_be_read_is_a_warning() -> None:
    (host,) = report(registered(analytics_found={"failed": True, "msg": "answered 500"}))["hosts"]
    assert (host["status"], host["unread"]["message"], host["error"]) == ("warning", "answered 500", None)


@pytest.mark.parametrize(
    ("ends", "status", "days"),
    [
        ((NOW + 30 * DAY).isoformat(), "warning", 30),
        ((NOW + 30 * DAY + datetime.timedelta(seconds=1)).isoformat(), "ok", 30),
        (NOW.isoformat(), "failed", 0),
        ("2026-11-21", "failed", -2),
        ("2026-11-23T00:00:00Z", "warning", 0),
        ("2026-12-01T00:00:00+02:00", "warning", 8),
        ("next year", "warning", None),
    ],
)
def test_an_end_is_judged_by_the_clock(ends: str, status: str, days: int | None) -> None:
    document = report(registered(ends=ends))
    (expiry,) = document["expiries"]
    assert (expiry["status"], expiry["days"], expiry["told"]) == (status, days, ends)
    assert document["hosts"][0]["status"] == status


def test_ends_are_sorted_and_a_retired_credential_has_ended() -> None:
    legacy = registered(ends="2020-01-01")
    legacy["analytics_found"]["ims_configs"][0]["credential_type"] = "jwt"
    legacy["analytics_examined"]["probes"] = [{**OK, "probe": "keypair", "ends": "2027-01-01T00:00:00+00:00"}]
    expiries = report(legacy)["expiries"]
    assert [each["what"] for each in expiries] == ["client secret", "Service Account (JWT) credential", "certificate"]
    assert expiries[1]["ends"] == "2026-03-01T00:00:00+0000"


def test_who_differs_from_the_majority_is_named() -> None:
    (drift,) = report(registered(), registered("other"), registered())["drift"]
    assert (drift["area"], drift["name"], drift["key"]) == ("ims_config", "A", "client_id")
    assert (drift["majority"], drift["agreeing"]) == ("c", 2)
    assert drift["differing"] == [{"host": "host2", "value": "other"}]


def test_without_a_majority_all_are_named() -> None:
    document = report(registered("one"), registered("two"))
    (drift,) = document["drift"]
    assert (drift["majority"], drift["agreeing"]) == (None, 0)
    assert [each["host"] for each in drift["differing"]] == ["host1", "host2"]
    assert document["counts"]["drifted"] == 2


def test_what_only_one_author_holds_shows_in_the_titles_alone() -> None:
    odd = registered()
    odd["analytics_found"]["ims_configs"].append({"title": "B", "client_id": "z"})
    (drift,) = report(registered(), registered(), odd)["drift"]
    assert (drift["key"], drift["majority"], drift["differing"]) == (
        "titles",
        ["A"],
        [{"host": "host3", "value": ["A", "B"]}],
    )


def test_hosts_that_could_not_be_read_do_not_take_part() -> None:
    unread = registered(analytics_found={"skipped": True})
    assert report(registered(), registered(), unread, unread, unread)["drift"] == []


def test_the_fingerprint_tells_a_change_from_the_time() -> None:
    ends = (NOW + 60 * DAY).isoformat()
    first = report(registered(ends=ends))
    again = report(registered(ends=ends), occasion=LATER)
    assert again["expiries"][0]["days"] != first["expiries"][0]["days"]
    assert again["generated_at"] != first["generated_at"]
    assert again["fingerprint"] == first["fingerprint"]
    assert report(registered("other", ends=ends))["fingerprint"] != first["fingerprint"]
    assert report(registered(ends=ends), occasion=Occasion(NOW, "Other", 30))["fingerprint"] != first["fingerprint"]


@pytest.mark.parametrize("form", rendering.SUFFIXES)
def test_a_file_is_current_by_what_it_says_and_by_its_mode(form: str, tmp_path: Path) -> None:
    path, first = tmp_path / "made" / "report", report(registered())
    assert not files.is_current(path, first["fingerprint"], 0o640)
    files.replace(path, rendering.render(first, form), 0o640)
    assert files.is_current(path, report(registered(), occasion=LATER)["fingerprint"], 0o640)
    assert not files.is_current(path, first["fingerprint"], 0o600)
    assert not files.is_current(path, report(registered("other"))["fingerprint"], 0o640)
    assert [each.name for each in path.parent.iterdir()] == ["report"]


def test_a_file_that_cant_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    with pytest.raises(OSError, match="report"):
        files.replace(tmp_path / "report", "text", 0o640)
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


HOSTILE = st.text(st.sampled_from("<>&\"'`*_[]()|\\#!~$@:/-{}%= \n\tscript1."), min_size=1)


class Outline(HTMLParser):
    """The elements of a page with the names of their attributes, and all its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, value in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def quoting(text: str) -> Document:
    """A report in which everything that can be is this text."""
    finding = {**OK, "status": "failed", "code": "x", "message": f"m{text}", "remedy": f"r{text}"}
    examined = {"author": {"url": f"u{text}"}, "status": "failed", "probes": [finding]}
    others = [registered(f"c{text}", analytics_examined=examined), registered()]
    seen = [observe(f"h{text}", others[0]), observe("host", others[1])]
    return build(seen, Occasion(NOW, f"t{text}", 30))


@settings(max_examples=50)
@given(HOSTILE)
def test_whatever_a_value_is_it_stays_a_text(text: str) -> None:
    document = quoting(text)
    assert json.loads(rendering.render(document, "json")) == document
    outline = Outline(rendering.render(document, "html"))
    assert outline.elements == Outline(rendering.render(quoting("x"), "html")).elements
    assert [start for start in "cmrtuh" if f"{start}{text}" not in outline.text] == []
    authors, findings = tables(rendering.render(document, "markdown"))[1:3]
    assert authors[1][0] == " ".join(f"h{text}".split())
    assert findings[1][4:] == [" ".join(f"{start}{text}".split()) for start in "mr"]


def test_the_policy_allows_nothing_but_the_pages_own() -> None:
    page = rendering.render(report(registered()), "html")
    (policy,) = [line for line in page.splitlines() if "Content-Security-Policy" in line]
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.partition("content=")[2]
    assert [line for line in page.splitlines() if " src=" in line or "<link" in line or "style=" in line] == []


def test_no_status_is_told_by_colour_alone() -> None:
    assert set(rendering.SYMBOLS) == {"ok", "warning", "failed", "skipped", "unknown"}
    page = rendering.render(report(registered(status="failed"), registered(analytics_examined=None)), "html")
    assert '<span class="mark failed"><span aria-hidden="true">\u2717</span> failed</span>' in page
    assert '<span class="mark unknown"><span aria-hidden="true">?</span> not examined</span>' in page


def test_the_time_grows_with_the_fleet_and_no_faster() -> None:
    def seconds(count: int) -> float:
        hosts = [registered(str(number % 7), ends="2026-12-01") for number in range(count)]
        begin = time.process_time()
        document = report(*hosts)
        rendering.render(document, "html")
        rendering.render(document, "markdown")
        return time.process_time() - begin

    seconds(10)
    assert seconds(800) < 16 * max(seconds(100), 0.01)


def test_the_options_are_documented_as_they_are() -> None:
    said = yaml.safe_load(DOCUMENTATION)["options"]
    assert said.keys() == ARGUMENT_SPEC.keys()
    for option, spec in ARGUMENT_SPEC.items():
        assert {key: said[option].get(key) for key in spec} == spec


def test_the_defaults_of_the_role_are_documented_as_they_are() -> None:
    role = ROOT / "roles" / "analytics"
    defaults = yaml.safe_load((role / "defaults" / "main.yml").read_text(encoding="utf-8"))
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    options = specs["report"]["options"]
    told = {name: each["default"] for name, each in options.items() if "default" in each}
    named = {name: value for name, value in defaults.items() if name != "analytics_report_directory"}
    assert {name: value for name, value in told.items() if value != named.get(name)} == {}
    assert {name for name in named if name.startswith("analytics_report_")} <= told.keys()
