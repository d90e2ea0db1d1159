# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: analytics_options
short_description: Options of the modules, as the variables of the role analytics say
version_added: 0.1.0
author:
  - aemfleet.ims contributors (@aemfleet)
description:
  - Makes the options of a task of the role P(aemfleet.ims.analytics#role) out of the role's variables, at once and in
    Python. As single templates they take Ansible longer than all of the task's requests to the author.
  - A variable that is not defined, or omitted, leaves its option out.
options:
  _terms:
    description:
      - The part of the role that the options are for.
      - V(connection) - the connection options, which all modules share.
      - V(check) - M(aemfleet.ims.health_check) before anything is changed.
      - V(ims_config) - M(aemfleet.ims.ims_config).
      - V(cloudservice) - M(aemfleet.ims.analytics_cloudservice).
      - V(framework) - M(aemfleet.ims.analytics_framework).
      - V(health) - M(aemfleet.ims.health_check) after all changes.
      - V(examination) - M(aemfleet.ims.health_check) for the report, which takes the author as it is.
    type: list
    elements: str
    required: true
    choices: [connection, check, ims_config, cloudservice, framework, health, examination]
"""

EXAMPLES = r"""
- name: List the IMS configurations with the connection that the role's variables describe
  aemfleet.ims.author_info:
    gather: [ims_configs]
  module_defaults:
    group/aemfleet.ims.author: "{{ lookup('aemfleet.ims.analytics_options', 'connection') }}"
"""

RETURN = r"""
_raw:
  description: The options of each part.
  type: list
  elements: dict
"""

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.loader import lookup_loader
from ansible.plugins.lookup import LookupBase

from ..module_utils._errors import InvalidOptions
from ..plugin_utils._role_options import PARTS
from ..plugin_utils._role_variables import Variables
from ..plugin_utils._terms import known


class LookupModule(LookupBase):
    """The lookup plugin."""

    def run(self, terms: t.Any, variables: t.Any = None, **kwargs: t.Any) -> list[dict[str, t.Any]]:
        """The options of each part."""
        parts = known("analytics_options", PARTS, terms)
        seen = Variables(variables or {}, self._templar, lambda path: self._read(path, variables))
        try:
            return [part(seen) for part in parts]
        except InvalidOptions as error:
            # The cause is left out: its context may quote the document, which holds secrets.
            raise AnsibleLookupError(f"aemfleet.ims.analytics_options: {error}") from None

    def _read(self, path: str, variables: t.Any) -> str:
        files = lookup_loader.get("ansible.builtin.file", loader=self._loader, templar=self._templar)
        return str(files.run([path], variables)[0])
