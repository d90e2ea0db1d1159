# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line, the files it hands over, and the control address."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

FOLDER = Path(__file__).parents[2] / "simulator"


@dataclass(frozen=True)
class Started:
    """A simulator in a process of its own."""

    process: subprocess.Popen[str]
    directory: Path
    ready: str

    @property
    def control(self) -> str:
        return self.ready.split()[-1]

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> requests.Response:
        return requests.request(method, self.control + path, json=body, timeout=5)


@pytest.fixture(name="started", scope="module")
def _started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    directory = tmp_path_factory.mktemp("fleet")
    command = [sys.executable, str(FOLDER), "--authors", "2", "--edition", "6.5.21", "--seed", "11"]
    with subprocess.Popen([*command, "--directory", str(directory)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Started(process, directory, process.stdout.readline())
        process.kill()


def test_the_ready_line_says_what_runs(started: Started) -> None:
    pattern = r"simulator ready: 2 authors, edition 6\.5\.21, seed 11, control http://127\.\d+\.0\.1:9000\n"
    assert re.fullmatch(pattern, started.ready)


def test_the_inventory_is_complete_when_the_ready_line_comes(started: Started) -> None:
    path = started.directory / "inventory.yml"
    authors = yaml.safe_load(path.read_text(encoding="utf-8"))["authors"]
    variables = authors["vars"]
    assert list(authors["hosts"]) == ["author1", "author2"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "port" not in {*variables, *authors["hosts"]["author1"]}
    url, login = (
        authors["hosts"]["author1"]["analytics_author_url"],
        (variables["analytics_author_username"], variables["analytics_author_password"]),
    )
    assert requests.get(f"{url}/system/console/bundles.json", auth=login, timeout=5).status_code == 200
    assert Path(variables["analytics_ca_path"]).read_text(encoding="ascii").startswith("-----BEGIN CERTIFICATE")


def test_the_workspace_opens_the_cloud_and_its_company(started: Started) -> None:
    variables = yaml.safe_load((started.directory / "inventory.yml").read_text(encoding="utf-8"))["authors"]["vars"]
    workspace = json.loads(Path(variables["analytics_credential_file"]).read_text(encoding="utf-8"))["project"][
        "workspace"
    ]
    (credential,) = workspace["details"]["credentials"]
    secret = credential["oauth_server_to_server"]
    form = {
        "grant_type": "client_credentials",
        "client_id": secret["client_id"],
        "client_secret": secret["client_secrets"][0],
        "scope": ",".join(secret["scopes"]),
    }
    url = variables["analytics_authorization_server"]
    token = requests.post(f"{url}/ims/token/v3", data=form, timeout=5).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}", "x-api-key": secret["client_id"]}
    suites = f"{variables['analytics_endpoint']}/api/{variables['analytics_company']}/reportsuites/collections/suites"
    for rsid in variables["analytics_report_suites"]:
        assert requests.get(f"{suites}/{rsid}", headers=headers, timeout=5).status_code == 200


def test_requests_are_read_back_and_cleared(started: Started) -> None:
    started.call("DELETE", "/requests")
    description = json.loads((started.directory / "simulator.json").read_text(encoding="utf-8"))
    requests.get(f"{description['authors']['author2']}/x", allow_redirects=False, timeout=5)
    (entry,) = started.call("GET", "/requests?to=author2").json()
    assert (entry["target"], entry["status"]) == ("/x", 302)
    assert started.call("GET", "/requests?to=author1").json() == []
    started.call("DELETE", "/requests")
    assert started.call("GET", "/requests").json() == []


def test_control_moves_the_world(started: Started) -> None:
    description = json.loads((started.directory / "simulator.json").read_text(encoding="utf-8"))
    author = description["authors"]["author1"]
    assert started.call("PUT", "/faults", {"kind": "status", "to": "author1", "status": 502}).json() == {"id": 1}
    assert requests.get(author, timeout=5).status_code == 502
    assert started.call("DELETE", "/faults").ok
    assert started.call("POST", "/restart/author1", {"seconds": 50}).ok
    assert requests.get(author, timeout=5).status_code == 503
    assert started.call("PUT", "/clock", {"offset": 60}).json()["offset"] == 60
    assert requests.get(author, allow_redirects=False, timeout=5).status_code == 302
    assert started.call("PUT", "/settings/cloud", {"suites_shape": "list"}).ok
    assert started.call("GET", "/state/cloud").json()["settings"]["suites_shape"] == "list"
    assert started.call("POST", "/reset", {}).json()["clock"]["offset"] == 0
    assert started.call("GET", "/state/cloud").json()["settings"]["suites_shape"] == "page"


def test_a_reset_with_another_seed_hands_over_the_new_credential(started: Started) -> None:
    before = (started.directory / "workspace.json").read_text(encoding="utf-8")
    assert started.call("POST", "/reset", {"seed": 12}).ok
    assert (started.directory / "workspace.json").read_text(encoding="utf-8") != before
    assert started.call("POST", "/reset", {"seed": 11}).ok
    assert (started.directory / "workspace.json").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("GET", "/nowhere", None, "there is no call GET /nowhere"),
        ("POST", "/clock", {}, "there is no call POST /clock"),
        ("GET", "/requests?to=nobody", None, "there is no target 'nobody'"),
        ("GET", "/state/nobody", None, "there is no target 'nobody'"),
        ("PUT", "/settings/cloud", {"weather": 1}, "unknown settings weather"),
        ("PUT", "/settings/cloud", {"throttle": -1}, "throttle"),
        ("PUT", "/settings/cloud", {"jwt_cut_off": "soon"}, "jwt_cut_off is a date"),
        ("PUT", "/settings/cloud", {"add_client": []}, "add_client takes an object"),
        ("PUT", "/settings/cloud", {"rotate_secret": "nobody"}, "there is no client 'nobody'"),
        ("PUT", "/settings/author1", {"weather": 1}, "weather"),
        ("PUT", "/clock", {"offset": "x"}, "offset has the wrong type"),
        ("PUT", "/clock", {}, "needs an offset"),
        ("PUT", "/faults", {"kind": "x", "to": "author1"}, "a fault is one of"),
        ("POST", "/restart/cloud", {"seconds": 1}, "cloud is not an author"),
        ("POST", "/restart/author1", {}, "needs seconds"),
        ("POST", "/reset", {"edition": "7"}, "unknown edition"),
        ("POST", "/reset", {"colour": 7}, "unknown key"),
    ],
)
def test_a_wrong_call_is_answered_with_a_sentence(
    started: Started, method: str, path: str, body: dict[str, Any] | None, sentence: str
) -> None:
    answer = started.call(method, path, body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_a_body_that_is_not_an_object_is_refused(started: Started) -> None:
    for body, sentence in ((b"{", "not JSON"), (b"[]", "must be a JSON object")):
        answer = requests.put(f"{started.control}/settings/cloud", data=body, timeout=5)
        assert (answer.status_code, sentence in answer.json()["error"]) == (400, True)


def test_what_an_administrator_clicks_together_is_there(started: Started) -> None:
    oauth = json.loads((started.directory / "workspace.json").read_text(encoding="utf-8"))["project"]
    (credential,) = oauth["workspace"]["details"]["credentials"]
    fields = {
        "Title": "By hand",
        "Authorization Server": json.loads((started.directory / "simulator.json").read_text(encoding="utf-8"))["cloud"],
        "Client ID": credential["oauth_server_to_server"]["client_id"],
        "Client Secret": credential["oauth_server_to_server"]["client_secrets"][0],
        "Organization ID": oauth["org"]["ims_org_id"],
        "Scopes": "openid,AdobeID",
    }
    answer = started.call("POST", "/hand/author1/ims_config", fields)
    assert answer.status_code == 200, answer.text
    assert answer.json()["pid"] in started.call("GET", "/state/author1").json()["configurations"]


def test_wrong_arguments_are_one_sentence(tmp_path: Path) -> None:
    for arguments in (["--edition", "9"], ["--network", "10.0.0.0/16"], ["--authors", "-1"]):
        command = [sys.executable, str(FOLDER), "--directory", str(tmp_path), *arguments]
        refused = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)


def test_it_stops_cleanly_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER), "--directory", str(tmp_path), "--tls"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "simulator ready: 1 author," in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        dummy, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")
