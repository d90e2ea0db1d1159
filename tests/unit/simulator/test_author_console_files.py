# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Configurations and their files: write-back, the file route, restarts, visibility (contract 5.4, 5.5)."""

from __future__ import annotations

from typing import Any

import pytest
from unit.simulator.author_client import PROVIDER, AuthorClient, client_of, values

from simulator.embedded import RunningFleet

FOLDER = "/apps/system/config"
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def files(fleet: RunningFleet) -> dict[str, str]:
    """The `.config` files and their content."""
    nodes: dict[str, Any] = fleet.snapshot("author1")["nodes"][FOLDER]
    return {
        name: node["jcr:content"]["jcr:data"]
        for name, node in nodes.items()
        if isinstance(node, dict) and node["jcr:primaryType"] == "nt:file"
    }


def put(client: AuthorClient, value: str) -> None:
    client.configure("com.x", ("apply", "true"), ("propertylist", "a"), ("a", value))


def test_the_console_writes_back_and_removes_files() -> None:
    with client_of("6.5.21") as (fleet, client):
        put(client, "one two")
        assert files(fleet) == {"com.x.config": 'a="one\\ two"\r\n'}
        client.configure("com.x", ("apply", "1"), ("delete", "1"))
        assert files(fleet) == {}


def test_an_instance_gets_a_dash_in_its_file_name() -> None:
    with client_of("6.5.12") as (fleet, client):
        placeholder = client.configure(PROVIDER, ("create", "true")).json()["pid"]
        answer = client.configure(placeholder, ("apply", "true"), ("factoryPid", PROVIDER), ("propertylist", ""))
        pid = answer.headers["Location"].rpartition("/")[2]
        assert list(files(fleet)) == [f"{PROVIDER}-{pid.removeprefix(PROVIDER + '.')}.config"]


def test_an_uploaded_file_becomes_a_typed_configuration_and_goes_with_it() -> None:
    with client_of("6.5.21") as (fleet, client):
        name = f"{PROVIDER}-{UUID}.config"
        content = 'name="n"\nauth.token.provider.conn.timeout=I"7"\nflag=B"true"\nlist=["a","b"]\n'
        assert client.upload(name, content).status_code in (200, 201)
        (found,) = client.configurations(f"(service.factoryPid={PROVIDER})")
        assert found["pid"] == f"{PROVIDER}.{UUID}"
        assert values(found) == {"name": "n", "auth.token.provider.conn.timeout": 7}
        stored = fleet.snapshot("author1")["configurations"][f"{PROVIDER}.{UUID}"]["properties"]
        assert (stored["flag"], stored["list"]) == (True, ["a", "b"])
        assert client.upload(name, 'name="m"\n').status_code == 200
        assert values(client.configurations(f"{PROVIDER}.{UUID}")[0]) == {"name": "m"}
        assert client.post(f"{FOLDER}/{name}", {":operation": "delete"}).status_code == 200
        assert client.configurations(f"{PROVIDER}.{UUID}") == []


def test_the_types_of_a_file_survive_an_edit_in_the_console() -> None:
    with client_of("6.5.17") as (fleet, client):
        client.upload("com.x.config", 'flag=B"true"\nlist=["a","b"]\nnumber=I"1"\n')
        form = [("apply", "true"), ("propertylist", "flag,list,number"), ("flag", "false"), ("list", "c")]
        client.configure("com.x", *form, ("list", "d"), ("number", "2"))
        assert files(fleet) == {
            "com.x.config": 'flag=B"false"\r\nlist=[ \\\r\n  "c", \\\r\n  "d", \\\r\n  ]\r\nnumber=I"2"\r\n'
        }


def test_a_hand_made_instance_is_found_by_its_content_not_by_a_composed_pid() -> None:
    pids = set()
    for seed in range(8):
        with client_of("lts", seed) as (_fleet, client):
            client.upload(f"{PROVIDER}-mine.config", 'name="n"\n')
            (found,) = client.configurations("(name=n)")
            assert found["factoryPid"] == PROVIDER
            pids.add(found["pid"])
    assert pids == {f"{PROVIDER}.mine", f"{PROVIDER}~mine"}


@pytest.mark.parametrize("name", ["com.x.txt", "com.x.config"])
def test_what_is_no_config_file_is_left_alone(name: str) -> None:
    with client_of("6.5.21") as (fleet, client):
        client.upload(name, "no config")
        assert fleet.snapshot("author1")["configurations"] == {}


def test_run_mode_folders_count_where_the_modes_fit() -> None:
    with client_of("6.5.21") as (_fleet, client):
        for folder in ("config", "config.author", "config.publish"):
            # A POST to /apps/project/config.author would reach /apps/project/config: the dot begins an extension.
            client.post("/apps/project", {f"./{folder}/jcr:primaryType": "sling:Folder"})
            path = f"/apps/project/{folder}"
            assert client.upload("com.x.config", f'from="{folder}"\n', path).status_code in (200, 201)
        assert values(client.configurations("com.x")[0]) == {"from": "config.author"}


def test_a_node_is_replaced_by_a_file_when_it_is_edited() -> None:
    with client_of("6.5.21") as (fleet, client):
        form = {"jcr:primaryType": "sling:OsgiConfig", "a": "1", "n": "5", "n@TypeHint": "Long"}
        assert client.post(f"{FOLDER}/com.x", form).status_code == 201
        assert fleet.snapshot("author1")["configurations"]["com.x"]["properties"] == {"a": "1", "n": 5}
        put(client, "2")
        assert files(fleet) == {"com.x.config": 'a="2"\r\n'}
        assert client.get(f"{FOLDER}/com.x.json").status_code == 404


def test_a_restart_keeps_what_is_stored_and_loses_the_rest() -> None:
    with client_of("6.5.21") as (fleet, client):
        put(client, "stored")
        fleet.configure("author1", write_back=False)
        put(client, "unstored")
        assert values(client.configurations("com.x")[0]) == {"a": "unstored"}
        fleet.restart("author1", 0)
        assert values(client.configurations("com.x")[0]) == {"a": "stored"}


def test_changes_show_after_as_many_reads_as_the_delay_says() -> None:
    with client_of("6.5.21") as (fleet, client):
        put(client, "old")
        fleet.configure("author1", visibility_delay=2)
        put(client, "new")
        seen = [values(client.configurations("com.x")[0])["a"] for _read in range(4)]
        assert seen == ["old", "old", "new", "new"]
        client.configure("com.x", ("apply", "1"), ("delete", "1"))
        assert [len(client.configurations("com.x")) for _read in range(3)] == [1, 1, 0]


def test_a_deletion_after_a_restart_leaves_the_file_which_is_not_installed_again() -> None:
    with client_of("6.5.21") as (fleet, client):
        put(client, "a")
        fleet.restart("author1", 0)
        client.configure("com.x", ("apply", "1"), ("delete", "1"))
        assert client.configurations("com.x") == []
        assert list(files(fleet)) == ["com.x.config"]
        fleet.restart("author1", 0)
        assert client.configurations("com.x") == []


def test_what_was_written_since_the_restart_goes_with_its_file() -> None:
    with client_of("6.5.21") as (fleet, client):
        put(client, "a")
        fleet.restart("author1", 0)
        put(client, "b")
        client.configure("com.x", ("apply", "1"), ("delete", "1"))
        assert files(fleet) == {}
