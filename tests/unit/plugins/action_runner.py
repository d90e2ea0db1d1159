# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an action plugin in this process, with the objects that Ansible's worker gives it."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.connection.local import Connection
from ansible.template import Templar

COLLECTION = "aemfleet.ims"
ACTIONS = "ansible_collections.aemfleet.ims.plugins.action"


def act(module: str, options: dict[str, Any], *, check: bool, diff: bool) -> dict[str, Any]:
    """The result of a task on the controller."""
    task = Task()
    task.action = f"{COLLECTION}.{module}"
    task.args, task.check_mode, task.diff = options, check, diff
    context, loader = PlayContext(), DataLoader()
    variables = {"ansible_python_interpreter": sys.executable}
    plugin = importlib.import_module(f"{ACTIONS}.{module}").ActionModule(
        task=task,
        connection=Connection(context, None),
        play_context=context,
        loader=loader,
        templar=Templar(loader, variables=variables),
        shared_loader_obj=None,
    )
    result: dict[str, Any] = plugin.run(task_vars=variables)
    return result
