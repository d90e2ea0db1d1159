# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of all action plugins: tasks that would run on the controller anyway run in Ansible's worker process."""

from __future__ import annotations

import json
import typing as t

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.basic import missing_required_lib
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.plugins.action.normal import ActionModule as OrdinaryAction
from ansible.plugins.loader import lookup_loader

from ..module_utils._addresses import passwords
from ..module_utils._entry import Entry
from ..module_utils._perform import perform
from ._border import plain, texts
from ._place import runs_here

# Ansible loads actions before it forks its workers, which else would load these for every task of the role again.
for lookup in ("analytics_options", "analytics_words"):
    lookup_loader.get(f"aemfleet.ims.{lookup}", class_only=True)

SWITCH, AUTO, MODULE = "aemfleet_ims_runner", "auto", "module"

Result = dict[str, t.Any]


class FastPath(OrdinaryAction):
    """Runs a resource in this process where that makes no difference but to the time it takes, else its module."""

    entry: t.ClassVar[Entry]

    def run(self, tmp: str | None = None, task_vars: t.Any = None) -> Result:
        """Run the task; every way gives the same result."""
        variables = task_vars or {}
        if self._runner(variables) == MODULE or not runs_here(self._task, self._connection, self._templar, variables):
            return t.cast(Result, OrdinaryAction.run(self, tmp, task_vars))
        given = plain(self._task.args)
        validation = ArgumentSpecValidator(self.entry.argument_spec).validate(given)
        options = validation.validated_parameters
        wrong = validation.error_messages
        result = _refused(validation.errors, self._task.action) if wrong else self._performed(options)
        if _tells_invocation(variables):
            result["invocation"] = {"module_args": options}
        return t.cast(Result, remove_values(result, self._secrets({**options, **given})))

    def _runner(self, variables: t.Mapping[str, t.Any]) -> str:
        chosen = str(self._templar.template(variables.get(SWITCH, AUTO)))
        if chosen not in {AUTO, MODULE}:
            raise AnsibleActionFail(f"{SWITCH} must be {AUTO} or {MODULE}, not {chosen}.")
        return chosen

    def _performed(self, options: Result) -> Result:
        library = self.entry.missing(options)
        if library:
            return {"failed": True, "msg": missing_required_lib(library)}
        outcome = perform(self.entry.resource, options, self._task.check_mode)
        if not self._task.diff or outcome.get("diff") is None:
            outcome.pop("diff", None)
        if not outcome.get("warnings"):
            outcome.pop("warnings", None)
        # A module's result is JSON as well.
        return t.cast(Result, json.loads(json.dumps(outcome)))

    def _secrets(self, options: Result) -> set[str]:
        hidden = [name for name, option in self.entry.argument_spec.items() if option.get("no_log")]
        return passwords(options) | {text for name in hidden for text in texts(options.get(name))}


def _tells_invocation(variables: t.Mapping[str, t.Any]) -> bool:
    """Whether a module's result has its options: only where that is configured, since 2.21; before, always."""
    try:
        return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=variables))
    except AnsibleError:
        return True


def _refused(errors: t.Any, action: str) -> Result:
    """What a module says to wrong options."""
    unsupported = isinstance(errors[0], UnsupportedError)
    said = f"Unsupported parameters for ({action}) module: {errors.msg}" if unsupported else errors.msg
    return {"failed": True, "msg": said}
