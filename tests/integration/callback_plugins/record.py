# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands every event of a playbook run over to the tests."""

from __future__ import annotations

import json
from typing import Any

from ansible.playbook.task import Task
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: record
type: notification
short_description: Write one JSON line for each task, result and recap
version_added: 0.1.0
description:
  - What other callbacks are given is written to a file, one object on a line.
author:
  - aemfleet.ims contributors (@aemfleet)
options:
  record_file:
    description: File that the lines are appended to.
    type: path
    required: true
    env:
      - name: AEMFLEET_RECORD_FILE
"""


class CallbackModule(CallbackBase):
    """Writes each event as it comes, so that a run that is cut short leaves its record too."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "record"

    def v2_playbook_on_task_start(self, task: Task, is_conditional: bool) -> None:
        """Begin a task."""
        self._write(event="task", task=task.get_name())

    def v2_runner_on_ok(self, result: Any) -> None:
        """Record a result."""
        self._write_result("ok", result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Record a failure."""
        self._write_result("ignored" if ignore_errors else "failed", result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Record a task that was not run."""
        self._write_result("skipped", result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Record a host that could not be reached."""
        self._write_result("unreachable", result)

    def v2_on_file_diff(self, result: Any) -> None:
        """Record what is shown with --diff."""
        self._write_result("diff", result)

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Record the recap."""
        for host in sorted(stats.processed):
            self._write(event="recap", host=host, counts=stats.summarize(host))

    def _write_result(self, event: str, result: Any) -> None:
        # The names with an underscore are the ones that every release since 2.16 knows.
        task, host = result._task.get_name(), result._host.get_name()
        action = result._task.resolved_action
        self._write(event=event, task=task, action=action, host=host, result=result._result)

    def _write(self, **event: Any) -> None:
        with open(self.get_option("record_file"), "a", encoding="utf-8") as record:
            record.write(json.dumps(event, default=str) + "\n")
