# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The author's own crypto support (contract/aem.md 5.6)."""

from __future__ import annotations

from .._errors import UnexpectedAnswer
from .._secrets import is_protected
from .client import Author, mapping


def protect(author: Author, secret: str) -> str:
    """The secret as only this author can read it; another text at every call."""
    answer = author.post(
        "/system/console/crypto/.json",
        [("datum", secret)],
        attempt="protect the secret with the author's crypto support",
        expect=(200,),
        repeatable=True,
    )
    protected = mapping(answer, "a protected value").get("protected")
    if not isinstance(protected, str) or not is_protected(protected):
        raise UnexpectedAnswer(
            f"{answer.url} did not return a protected value.",
            advice="Nothing was stored. Check the bundle com.adobe.granite.crypto on the author.",
            url=answer.url,
        )
    author.secrets.add(protected)
    return protected
