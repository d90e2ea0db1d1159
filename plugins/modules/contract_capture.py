# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: contract_capture
short_description: Capture from an AEM author what no public page tells
version_added: 0.1.0
description:
  - Reads everything that the procedure depends on and that is documented nowhere from one author that was configured by
    hand, with one Adobe IMS configuration for Adobe Analytics and one Analytics cloud service that uses it.
  - Secrets, credentials, accounts, titles, companies and host names are left out, so that the result can be kept in a
    repository, given to the other modules as their option O(ignore:contract), and sent to the maintainers.
  - Tells for each assumption of this collection whether it holds on that author, and what was seen.
  - The playbook C(aemfleet.ims.capture) writes the result to a file.
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.reading
  - aemfleet.ims.attributes.readiness
attributes:
  check_mode:
    details:
      - In check mode nothing is written at all, and the assumptions of the self-test stay C(unknown).
options:
  self_test:
    description:
      - Whether to test assumptions that only a change can test.
      - The self-test writes, and removes again whatever happens, a node C(/tmp/aemfleet-capture-<random>), one OSGi
        configuration of each of the two factories of an IMS configuration with a title of that form, and, only with
        O(keypair_user), a key under an alias of that form. What exists is never touched.
      - When it is interrupted, the next run with O(self_test=true) removes what was left.
      - Because nothing is left, the module reports no change.
    type: bool
    default: false
  keypair_user:
    description:
      - User whose keystore the self-test adds a scratch key to. The keystore must exist, because one that was created
        could not be removed again.
      - Needs the Python library C(cryptography).
    type: str
seealso:
  - module: aemfleet.ims.author_info
"""

EXAMPLES = r"""
- name: Capture the contract without writing anything
  aemfleet.ims.contract_capture:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"

- name: Capture the contract, and test the assumptions of this collection
  aemfleet.ims.contract_capture:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    keypair_user: "{{ service_user }}"
    self_test: true
  register: captured
"""

RETURN = r"""
author:
  description: The author that was read.
  returned: always
  type: dict
  contains:
    url:
      description: Its base address.
      type: str
      sample: https://author1.example.com:4502
capture:
  description: The result, fit to be written to a file and sent away.
  returned: success
  type: dict
  contains:
    captured:
      description: Date, version, run modes, version of the Web Console, and versions of the bundles that matter.
      type: dict
    contract:
      description:
        - The names behind the labels, exactly as the option O(ignore:contract) of the other modules takes them.
        - C(keystore) holds the service user of the Analytics integration, that is the one whose keystore holds the key
          of a Service Account (JWT) configuration. OAuth needs no key, so there it is left out.
        - A part that could not be established, or that would tell a credential, is not in it; C(missing) says why.
      type: dict
    missing:
      description: One sentence for each part that could not be captured, with what to do.
      type: list
      elements: str
    unknowns:
      description: The register of what no public page tells, with C(id), C(subject) and C(answer).
      type: list
      elements: dict
      contains:
        id:
          description: Number in the register.
          type: str
          sample: U1
        subject:
          description: What is not public.
          type: str
        answer:
          description: What this author says, or where in this document; empty when it does not say.
          type: str
    evidence:
      description: Hand-made entries, pages, forms, servlets, and whose keystores there are, with placeholders.
      type: dict
    assumptions:
      description: The table.
      type: list
      elements: dict
      contains:
        id:
          description: Name of the assumption.
          type: str
        sentence:
          description: What is assumed.
          type: str
        section:
          description: Section of the written contract that it belongs to.
          type: str
        method:
          description: How it is tested.
          type: str
        outcome:
          description: V(holds), V(fails) or V(unknown).
          type: str
        evidence:
          description: What was seen.
          type: str
table:
  description: The assumptions as readable lines, the last one with their numbers.
  returned: success
  type: list
  elements: str
summary:
  description: How many assumptions hold, fail and are unknown.
  returned: success
  type: str
  sample: 48 assumptions, 40 hold, 2 fail, 6 unknown
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import READINESS, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import capture

OWN: Spec = {"self_test": {"type": "bool", "default": False}, "keypair_user": {"type": "str", "no_log": False}}
ENTRY = Entry(capture, merged(READINESS, OWN))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
