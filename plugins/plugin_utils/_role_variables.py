# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of the role analytics, looked at one by one."""

from __future__ import annotations

import typing as t

from ansible import errors

from ._border import plain

# Releases before 2.19 have a text instead, which stands in the variable omit.
_OMITTED: t.Any = getattr(errors, "AnsibleValueOmittedError", ())


class Variables:
    """Templates only what is asked for; what is not defined, or omitted, is None."""

    def __init__(self, raw: t.Mapping[str, t.Any], templar: t.Any, read: t.Callable[[str], str]) -> None:
        self._raw, self._templar = raw, templar
        self._found: dict[str, t.Any] = {}
        self.read = read

    def get(self, name: str) -> t.Any:
        """The value of a variable."""
        if name not in self._found:
            self._found[name] = self._value(name) if name in self._raw else None
        return self._found[name]

    def _value(self, name: str) -> t.Any:
        value = self._raw[name]
        try:
            value = self._templar.template(value) if _may_be_template(value) else value
        except _OMITTED:
            return None
        # A vaulted value is no text before 2.19.
        return None if isinstance(value, str) and value == self._raw.get("omit") else plain(value)

    def options(self, **names: str) -> dict[str, t.Any]:
        """Options with the values of the variables that are named for them."""
        found = {option: self.get(name) for option, name in names.items()}
        return {option: value for option, value in found.items() if value is not None}


def _may_be_template(value: t.Any) -> bool:
    """Whether Ansible has to look at a value: that takes it longer than this does for most of them."""
    return "{" in value if isinstance(value, str) else not isinstance(value, (bool, int, float))
