# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fast path takes on, what it hides, and that it says what the module says."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.become.sudo import BecomeModule
from ansible.plugins.connection.local import Connection
from ansible.template import Templar
from unit.plugins.action_runner import act
from unit.plugins.module_runner import as_action, as_module

from ansible_collections.aemfleet.ims.plugins.plugin_utils._border import plain, texts
from ansible_collections.aemfleet.ims.plugins.plugin_utils._place import runs_here

CANARY = "canary-of-the-fast-path"
GIVEN = {"author_url": "http://127.0.0.1:9", "author_username": "admin", "author_password": CANARY, "timeout": 0.5}


def placed(variables: dict[str, Any], connection: Connection | None = None, **keywords: Any) -> bool:
    """Whether a task with these keywords and variables would stay."""
    task = Task()
    for name, value in keywords.items():
        setattr(task, name, value)
    connection = connection or Connection(PlayContext(), None)
    return runs_here(task, connection, Templar(DataLoader(), variables=variables), variables)


def test_a_local_task_stays() -> None:
    assert placed({})
    assert placed({"ansible_python_interpreter": sys.executable})
    assert placed({"ansible_python_interpreter": "auto_legacy"})


def test_what_a_process_of_its_own_is_asked_for_goes() -> None:
    assert not placed({}, async_val=10)
    assert not placed({}, environment=[{"NO_PROXY": "*"}])
    assert not placed({"ansible_python_interpreter": "/usr/bin/another-python"})


def test_another_user_is_obeyed() -> None:
    connection = Connection(PlayContext(), None)
    connection.set_become_plugin(BecomeModule())
    assert not placed({}, connection)


def test_the_host_that_a_task_is_delegated_to_decides() -> None:
    there = {"ansible_delegated_vars": {"bastion": {"ansible_python_interpreter": "/usr/bin/another-python"}}}
    assert placed({**there, "ansible_python_interpreter": sys.executable})
    assert not placed({**there, "ansible_python_interpreter": sys.executable}, delegate_to="bastion")


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": CANARY},
        {"gather": [CANARY]},
        {"author_url": f"http://admin:{CANARY}@127.0.0.1:9"},
        {"bogus": CANARY, CANARY: 1},
        {"author_password": [CANARY, {"deep": CANARY}], "timeout": CANARY},
        {"wait": -1, "polls": 0},
        {},
    ],
    ids=["type", "choice", "address", "unknown", "secret as a list", "several", "unreachable"],
)
def test_both_runners_say_the_same_and_hide_the_same(wrong: dict[str, Any]) -> None:
    results = []
    for start in (as_module, as_action):
        options = {**GIVEN, "_ansible_check_mode": False, "_ansible_diff": False, **wrong}
        if start is as_module:
            options["_ansible_module_name"] = "aemfleet.ims.author_info"
        result = json.loads(start("author_info", options).printed)
        assert CANARY not in json.dumps(result).replace(json.dumps(CANARY) + ": ", "")
        results.append({name: value for name, value in result.items() if name != "exception"})
    assert results[0] == results[1]
    assert results[0]["failed"]


def test_check_mode_and_diff_come_from_the_task() -> None:
    result = act("author_info", dict(GIVEN), check=True, diff=True)
    assert result["failed"]
    assert CANARY not in json.dumps(result)
    # Since 2.21 only where it is configured.
    told = result["invocation"]["module_args"]["author_password"] if "invocation" in result else None
    assert told in {None, "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"}


class Tagged(str):
    """A text as Ansible hands it over."""

    __slots__ = ()


def test_values_become_plain() -> None:
    value = plain({Tagged("a"): (Tagged("b"), 1, None, True, 1.5)})
    assert value == {"a": ["b", 1, None, True, 1.5]}
    assert type(value["a"][0]) is type(next(iter(value))) is str


def test_every_text_of_a_secret_is_found() -> None:
    assert texts({"a": ["b", {"c": 1}], "d": None, "e": ""}) == {"b", "1"}
