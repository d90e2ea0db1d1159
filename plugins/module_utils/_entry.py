# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What both runners, the module and the action plugin, know of one thing that tasks can ask for."""

from __future__ import annotations

from dataclasses import dataclass

from ._adobe.credential import JWT
from ._adobe.jwt_exchange import PYJWT_IMPORT_ERROR
from ._argspec import Spec
from ._keys.material import CRYPTOGRAPHY_IMPORT_ERROR
from ._perform import Options, Resource
from ._transport import REQUESTS_IMPORT_ERROR

IMPORT_ERRORS = {
    "requests": REQUESTS_IMPORT_ERROR,
    "cryptography": CRYPTOGRAPHY_IMPORT_ERROR,
    "PyJWT": PYJWT_IMPORT_ERROR,
}


@dataclass(frozen=True)
class Entry:
    """A resource with its options; `jwt_needs` are the libraries for credentials of that type only."""

    resource: Resource
    argument_spec: Spec
    needs: tuple[str, ...] = ()
    jwt_needs: tuple[str, ...] = ()

    def missing(self, options: Options) -> str | None:
        """The first library that is needed and not there."""
        of_jwt = self.jwt_needs if options.get("credential_type") == JWT else ()
        needed = ("requests", *self.needs, *of_jwt)
        return next((library for library in needed if IMPORT_ERRORS[library] is not None), None)
