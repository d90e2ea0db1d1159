# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a task would run, and as what."""

from __future__ import annotations

import sys
import typing as t

from ansible import constants

Variables = t.Mapping[str, t.Any]

INTERPRETER = "ansible_python_interpreter"
# How inventories say it; known without a template to compile.
OURS = "{{ ansible_playbook_python }}"


def runs_here(task: t.Any, connection: t.Any, templar: t.Any, variables: Variables) -> bool:
    """Whether its module would be run on this machine, by this user and Python, in this environment."""
    return (
        connection.transport == "local"
        and connection.become is None
        and not task.async_val
        and not any(task.environment or ())
        and _is_free_or_ours(_interpreter(task, variables), templar)
    )


def _interpreter(task: t.Any, variables: Variables) -> t.Any:
    """The Python that is asked for, by the host that the task is for or delegated to, or by the configuration."""
    if task.delegate_to:
        variables = variables.get("ansible_delegated_vars", {}).get(task.delegate_to, {})
    # As text it would no longer be a template that Ansible trusts.
    return variables.get(INTERPRETER) or constants.config.get_config_value("INTERPRETER_PYTHON")


def _is_free_or_ours(wanted: t.Any, templar: t.Any) -> bool:
    """Whether Ansible would look for a Python itself, or take the one that it runs with."""
    path = wanted if wanted == OURS else str(templar.template(wanted))
    return path.startswith("auto") or path in {OURS, sys.executable}
