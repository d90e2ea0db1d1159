# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects and workspaces of the Developer Console, as Adobe's own suite expects them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from unit.simulator.cloud_client import PATIENCE, credential_of, headers, token
from unit.simulator.console_client import Console, logged_in

import simulator
from simulator import RunningFleet


@pytest.fixture(name="fleet", scope="module")
def _fleet() -> Iterator[RunningFleet]:
    with simulator.running(authors=0) as fleet:
        yield fleet


@pytest.fixture(name="console")
def _console(fleet: RunningFleet) -> Console:
    fleet.reset(seed=7)
    return logged_in(fleet)


def first_project(console: Console) -> str:
    (project,) = console.json(f"{console.org()}/projects")
    return f"{console.org()}/projects/{project['id']}"


def test_a_project_of_app_builder_begins_with_production_alone(console: Console) -> None:
    fields = {"name": "Builder", "title": "Builder", "type": "jaeger"}
    created = console.call("POST", f"{console.org()}/projects", json=fields).json()
    project = f"{console.org()}/projects/{created['projectId']}"
    assert [one["name"] for one in console.json(f"{project}/workspaces")] == ["Production"]
    assert console.json(project)["appId"] == created["appId"]
    assert console.json(f"{console.org()}/xr-api/v1/app?appId={created['appId']}") == []
    assert console.call("GET", f"{console.org()}/xr-api/v1/app?appId=1").status_code == 404


def test_only_a_project_of_app_builder_has_an_application(console: Console) -> None:
    project = console.json(first_project(console))
    assert "appId" not in project
    assert project["who_created"]


def test_the_one_workspace_of_a_default_project_can_be_replaced(console: Console) -> None:
    place = console.project()
    workspaces = place.rpartition("/")[0]
    fields = {"name": "Second", "title": " T ", "description": " D "}
    assert console.call("POST", workspaces, json=fields).status_code == 400
    assert console.call("DELETE", place).status_code == 200
    assert console.call("GET", place).status_code == 404
    created = console.call("POST", workspaces, json=fields)
    assert created.status_code == 201
    (listed,) = console.json(workspaces)
    assert (listed["title"], listed["description"]) == ("T", "D")


def test_a_workspace_is_edited_and_trimmed(console: Console) -> None:
    place = console.project()
    edited = console.call("PATCH", place, json={"title": " New ", "description": " words "}).json()
    assert (edited["title"], edited["description"]) == ("New", "words")
    assert console.json(place) == edited
    assert console.call("PATCH", place, json={"title": 3}).status_code == 400


@pytest.mark.parametrize("whole_project", [True, False])
def test_what_is_deleted_takes_its_credentials_and_their_tokens_along(
    fleet: RunningFleet, console: Console, whole_project: bool
) -> None:
    credential = credential_of(fleet)
    sent = headers(credential)
    place = first_project(console)
    if not whole_project:
        place += f"/workspaces/{console.json(f'{place}/workspaces')[0]['id']}"
    assert console.call("DELETE", place).status_code == 200
    assert fleet.snapshot("cloud")["clients"] == []
    assert token(credential).status_code == 400
    keys = {"Authorization": sent["Authorization"]}
    assert requests.get(f"{fleet.cloud.url}/ims/organizations/v6", headers=keys, timeout=PATIENCE).status_code == 401


def test_the_project_of_a_workspace_and_of_a_credential_is_found(fleet: RunningFleet, console: Console) -> None:
    (client,) = fleet.snapshot("cloud")["clients"]
    place = {"projectId": client["project"], "workspaceId": client["workspace"]}
    assert console.json(f"{console.org()}/projects_workspaces/workspaces/{client['workspace']}") == place
    found = console.json(f"{console.org()}/projects_workspaces/credentials/{client['id']}")
    assert found == {**place, "credentialId": client["id"]}
    assert console.call("GET", f"{console.org()}/projects_workspaces/workspaces/1").status_code == 404


def test_endpoints_are_kept_with_the_workspace(console: Console) -> None:
    place = console.project()
    endpoints = {"endpoints": {"dx/excshell/1": {"view": {"href": "https://example.com/"}}}}
    assert console.json(f"{place}/endpoints") == {"endpoints": {}}
    assert console.call("PUT", f"{place}/endpoints", json=endpoints).json() == endpoints
    assert console.json(f"{place}/endpoints") == endpoints
    assert console.call("PUT", f"{place}/endpoints", json={"endpoints": []}).status_code == 400


def test_extension_points_are_those_of_app_builder(console: Console) -> None:
    assert console.json(f"{console.org()}/xp/firefly")["id"] == "firefly"
    assert console.call("GET", f"{console.org()}/xp/other").status_code == 404


def test_the_developer_terms_can_be_read_before_they_are_accepted(fleet: RunningFleet, console: Console) -> None:
    fleet.configure("cloud", terms_accepted=False)
    assert console.call("GET", "/organizations").status_code == 403
    (text,) = console.json("/services/ims/terms")["tc"]
    assert set(text) == {"text", "locale"}
