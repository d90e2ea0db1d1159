# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import datetime
import typing as t
from pathlib import Path

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase

from ..plugin_utils._border import plain, texts
from ..plugin_utils._report import files, rendering
from ..plugin_utils._report.document import Document, Occasion, build
from ..plugin_utils._report.observations import REGISTERED, observe

ARGUMENT_SPEC: dict[str, dict[str, t.Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "directory": {"type": "path", "required": True},
    "name": {"type": "str", "default": "report"},
    "formats": {
        "type": "list",
        "elements": "str",
        "choices": list(rendering.SUFFIXES),
        "default": list(rendering.SUFFIXES),
    },
    "title": {"type": "str", "default": "AEM authors and Adobe Analytics"},
    "warn_days": {"type": "int", "default": 30},
    "mode": {"type": "str", "default": "0640"},
}
# A module masks what it was given; what Ansible itself says of a wrong variable is masked here.
SECRET_VARIABLES = (
    "analytics_author_password",
    "analytics_client_secret",
    "analytics_former_client_secret",
    "analytics_keypair_passphrase",
)

Result = dict[str, t.Any]


class ActionModule(ActionBase):
    """Writes the report of all hosts on the controller."""

    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: t.Any = None) -> Result:
        """Build the report, compare it with what is there, and write it."""
        super().run(tmp, task_vars)
        dummy, options = ActionBase.validate_argument_spec(self, ARGUMENT_SPEC)
        mode = _mode(options["mode"])
        document = _document(task_vars["hostvars"], options, datetime.datetime.now(datetime.timezone.utc))
        base = Path(options["directory"]) / options["name"]
        paths = {form: base.with_name(f"{base.name}.{rendering.SUFFIXES[form]}") for form in options["formats"]}
        current = [files.is_current(path, document["fingerprint"], mode) for path in paths.values()]
        if not self._task.check_mode:
            _write(document, paths, mode)
        return {
            "changed": not all(current),
            "files": {form: str(path) for form, path in paths.items()},
            "status": document["status"],
            "counts": document["counts"],
            "statuses": {each["host"]: each["status"] for each in document["hosts"]},
        }


def _document(hostvars: t.Any, options: Result, now: datetime.datetime) -> Document:
    seen = []
    for host in options["hosts"]:
        variables = hostvars[host]
        registered = {name: _value(variables, name) for name in REGISTERED}
        if any(isinstance(each, dict) and each.get("failed") for each in registered.values()):
            registered = remove_values(registered, _secrets(variables))
        seen.append(observe(host, registered))
    return build(seen, Occasion(now, options["title"], options["warn_days"]))


def _value(variables: t.Any, name: str) -> t.Any:
    """A variable of a host; one that can't be resolved is not known, and what needs it has said so."""
    try:
        return plain(variables.get(name))
    except AnsibleError:
        return None


def _secrets(variables: t.Any) -> set[str]:
    return {text for name in SECRET_VARIABLES for text in texts(_value(variables, name))}


def _mode(text: str) -> int:
    try:
        return int(text, 8)
    except ValueError:
        raise AnsibleActionFail(f"mode must be octal digits, for instance 0640, not {text}.") from None


def _write(document: Document, paths: t.Mapping[str, Path], mode: int) -> None:
    try:
        for form, path in paths.items():
            files.replace(path, rendering.render(document, form), mode)
    except OSError as error:
        raise AnsibleActionFail(f"The report could not be written: {error}.") from error
