# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The terms of a lookup that knows only certain ones."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleLookupError

Known = t.TypeVar("Known")


def known(lookup: str, table: t.Mapping[str, Known], terms: t.Iterable[str]) -> list[Known]:
    """What each term stands for."""
    asked = list(terms)
    unknown = [term for term in asked if term not in table]
    if unknown:
        raise AnsibleLookupError(f"aemfleet.ims.{lookup} knows {', '.join(table)}, not {unknown[0]}.")
    return [table[term] for term in asked]
