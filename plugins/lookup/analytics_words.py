# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: analytics_words
short_description: What the role analytics is about to do and has done, in plain words
version_added: 0.1.0
author:
  - aemfleet.ims contributors (@aemfleet)
description:
  - Is made of the variables and the results of the role P(aemfleet.ims.analytics#role). It asks no author.
options:
  _terms:
    description:
      - V(before) - what the role is about to do on this author.
      - V(after) - what it has done, how healthy each author of the batch is, and what the operator does next. An author
        that failed is not told of, for Ansible has told its error.
    type: list
    elements: str
    required: true
    choices: [before, after]
"""

EXAMPLES = r"""
- name: Say what the role has done so far
  ansible.builtin.debug:
    msg: "{{ lookup('aemfleet.ims.analytics_words', 'after') }}"
  run_once: true
"""

RETURN = r"""
_raw:
  description: A text for V(before), a list of lines for V(after).
  type: list
  elements: raw
"""

import typing as t

from ansible.plugins.lookup import LookupBase

from ..plugin_utils._role_variables import Variables
from ..plugin_utils._role_words import intention, next_steps, outcome
from ..plugin_utils._terms import known


def _before(variables: t.Any, templar: t.Any) -> str:
    return intention(Variables(variables, templar, str))


def _after(variables: t.Any, templar: t.Any) -> list[str]:
    check_mode = bool(variables.get("ansible_check_mode"))
    authors = {host: variables["hostvars"][host] for host in variables["ansible_play_batch"]}
    told = [outcome(host, seen, check_mode) for host, seen in authors.items()]
    return [*told, *next_steps(authors, check_mode)]


WORDS: t.Mapping[str, t.Callable[[t.Any, t.Any], str | list[str]]] = {"before": _before, "after": _after}


class LookupModule(LookupBase):
    """The lookup plugin."""

    def run(self, terms: t.Any, variables: t.Any = None, **kwargs: t.Any) -> list[str | list[str]]:
        """The lines of each term."""
        return [said(variables, self._templar) for said in known("analytics_words", WORDS, terms)]
