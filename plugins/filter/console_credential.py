# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils._adobe.credential import normalise
from ..module_utils._errors import InvalidOptions
from ..plugin_utils._border import plain


def console_credential(source: t.Any, name: str | None = None, credential_type: str | None = None) -> dict[str, t.Any]:
    """One credential out of any JSON form that the Developer Console offers."""
    try:
        return normalise(plain(source), name=name, credential_type=credential_type).to_mapping()
    except InvalidOptions as error:
        # The cause is left out: its context may quote the document, which holds secrets.
        raise AnsibleFilterError(f"aemfleet.ims.console_credential: {error}") from None


class FilterModule:
    """Filters of the collection."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by their names."""
        return {"console_credential": console_credential}
