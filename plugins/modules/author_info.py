# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: author_info
short_description: Read what an AEM author is and what it holds
version_added: 0.1.0
description:
  - Reads product version, run modes, readiness, support for OAuth Server-to-Server, the IMS configurations and the
    Analytics cloud services of one author.
  - Reads the I(contract) from the author's own forms, that is the names of addresses, fields and properties behind the
    labels that Adobe's documentation names, because those names are documented nowhere.
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.reading
  - aemfleet.ims.attributes.readiness
options:
  gather:
    description:
      - What to read. Fewer subsets mean fewer requests.
    type: list
    elements: str
    choices:
      - product
      - contract
      - ims_configs
      - cloudservices
    default:
      - product
      - contract
      - ims_configs
      - cloudservices
seealso:
  - module: aemfleet.ims.health_check
"""

EXAMPLES = r"""
- name: Read everything
  aemfleet.ims.author_info:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
  register: author

- name: Wait until the author is ready, and read its version only
  aemfleet.ims.author_info:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    gather: [product]
    wait: 300
    polls: 3
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
ready:
  description: Whether every bundle was active for as many polls as asked for.
  returned: success
  type: bool
product:
  description: What the author is.
  returned: when O(gather) holds V(product)
  type: dict
  contains:
    version:
      description: Product version, empty when the author does not tell it in a known form.
      type: str
      sample: 6.5.21.0
    service_pack:
      description: Third number of the version.
      type: int
      sample: 21
    run_modes:
      description: Run modes of the instance.
      type: list
      elements: str
      sample: [author, crx3]
    ims_bundle_version:
      description: Version of the bundle C(adobeims.core), empty when it is absent.
      type: str
      sample: 1.1.26
    oauth_supported:
      description: Whether OAuth Server-to-Server is built in (6.5.21 or later) or added by the hotfix.
      type: bool
    bundles:
      description: How many bundles there are (C(total)), and how many are C(resolved) or C(installed) but not active.
      type: dict
contract:
  description:
    - The names behind the labels, as far as they could be established; fit to be given as the option O(ignore:contract)
      of the other modules.
    - C(wizard) is the form that creates an IMS configuration, C(dialog) the one of the Analytics cloud service. C(osgi)
      holds what AEM fills in for Adobe Analytics, learnt if the author holds exactly one such configuration.
  returned: when O(gather) holds V(contract)
  type: dict
contract_problems:
  description: One sentence for each part of the contract that could not be established.
  returned: when O(gather) holds V(contract)
  type: list
  elements: str
ims_configs:
  description: The IMS configurations, sorted by title.
  returned: when O(gather) holds V(ims_configs)
  type: list
  elements: dict
  contains:
    title:
      description: Title.
      type: str
    credential_type:
      description: V(oauth_server_to_server) or V(jwt).
      type: str
    authorization_server:
      description: Base address of the IMS host.
      type: str
    client_id:
      description: Client ID.
      type: str
    client_secret:
      description: V(stored) or V(absent), never the secret.
      type: str
    org_id:
      description: IMS organization.
      type: str
    scopes:
      description: Scopes, sorted.
      type: list
      elements: str
    provider_pid:
      description: PID of the OSGi configuration that carries the title.
      type: str
    problem:
      description: What is wrong with the pair of OSGi configurations, empty when nothing is.
      type: str
cloudservices:
  description: The Analytics cloud services.
  returned: when O(gather) holds V(cloudservices)
  type: list
  elements: dict
  contains:
    name:
      description: Node name.
      type: str
    path:
      description: Path of the page.
      type: str
    title:
      description: Title.
      type: str
    template:
      description: Path of the template.
      type: str
    authentication:
      description: V(ims) or V(other); only where the dialog could be read.
      type: str
    ims_config:
      description: Title of the IMS configuration that the page refers to; only where the dialog could be read.
      type: str
    company:
      description: Company; only where the dialog could be read.
      type: str
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import READINESS, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import author_facts

SUBSETS = list(author_facts.SUBSETS)
OWN: Spec = {"gather": {"type": "list", "elements": "str", "choices": SUBSETS, "default": SUBSETS}}
ENTRY = Entry(author_facts, merged(READINESS, OWN))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
