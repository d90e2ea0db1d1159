# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way from a module's main() into a resource and out again."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._addresses import passwords
from ._entry import IMPORT_ERRORS, Entry
from ._perform import perform


def run_module(entry: Entry) -> None:
    """Read the options, run the resource, exit."""
    module = AnsibleModule(argument_spec=entry.argument_spec, supports_check_mode=True)
    library = entry.missing(module.params)
    if library:
        module.fail_json(msg=missing_required_lib(library), exception=str(IMPORT_ERRORS[library]))
    module.no_log_values.update(passwords(module.params))
    outcome = perform(entry.resource, module.params, module.check_mode)
    for warning in outcome.pop("warnings", ()):
        module.warn(warning)
    diff = outcome.pop("diff", None)
    if module._diff and diff is not None:
        outcome["diff"] = diff
    if outcome.get("failed"):
        module.fail_json(**outcome)
    module.exit_json(**outcome)
