# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way from a module's main() into a resource and out again."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._addresses import passwords
from ._adobe.credential import JWT
from ._adobe.jwt_exchange import PYJWT_IMPORT_ERROR
from ._argspec import Spec
from ._keys.material import CRYPTOGRAPHY_IMPORT_ERROR
from ._perform import Resource, perform
from ._transport import REQUESTS_IMPORT_ERROR

MISSING = {
    "requests": REQUESTS_IMPORT_ERROR,
    "cryptography": CRYPTOGRAPHY_IMPORT_ERROR,
    "PyJWT": PYJWT_IMPORT_ERROR,
}


def run_module(
    resource: Resource, argument_spec: Spec, *, needs: tuple[str, ...] = (), jwt_needs: tuple[str, ...] = ()
) -> None:
    """Read the options, run the resource, exit; `jwt_needs` are the libraries for credentials of that type only."""
    module = AnsibleModule(argument_spec=argument_spec, supports_check_mode=True)
    for library in ("requests", *needs, *(jwt_needs if module.params.get("credential_type") == JWT else ())):
        if MISSING[library] is not None:
            module.fail_json(msg=missing_required_lib(library), exception=str(MISSING[library]))
    module.no_log_values.update(passwords(module.params))
    outcome = perform(resource, module.params, module.check_mode)
    for warning in outcome.pop("warnings", ()):
        module.warn(warning)
    diff = outcome.pop("diff", None)
    if module._diff and diff is not None:
        outcome["diff"] = diff
    if outcome.get("failed"):
        module.fail_json(**outcome)
    module.exit_json(**outcome)
