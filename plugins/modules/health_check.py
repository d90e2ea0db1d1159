# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: health_check
short_description: Check the connection of an AEM author to Adobe Analytics
version_added: 0.1.0
description:
  - Runs named probes and tells for each one whether it is V(ok), V(warning), V(failed) or V(skipped), with the code of
    the cause, a message and a remedy. It goes further than the button I(Check Health), which only gets a token.
  - The probes C(token), C(analytics_company) and C(report_suites) run from the machine that runs the task. They do not
    prove that the author itself reaches Adobe's cloud.
  - Never changes anything.
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.credential
  - aemfleet.ims.credential.analytics
  - aemfleet.ims.credential.contract
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.reading
  - aemfleet.ims.attributes.readiness
options:
  probes:
    description:
      - Which probes to run; always in the order of this list.
      - V(author_ready) - the author answers, the account may log in, every bundle is active.
      - V(product_version) - the release or its hotfix knows OAuth Server-to-Server.
      - V(ims_config) - the entry with O(title) is there, whole, and as the credential options say.
      - V(token) - Adobe IMS gives a token for the credential.
      - V(analytics_company) - the credential reaches O(company).
      - V(report_suites) - the credential may use every one of O(report_suites).
      - V(cloudservice) - the page is there, with IMS authentication and the IMS configuration O(title).
    type: list
    elements: str
    choices:
      - author_ready
      - product_version
      - ims_config
      - token
      - analytics_company
      - report_suites
      - cloudservice
    default:
      - author_ready
      - product_version
      - ims_config
      - token
      - analytics_company
      - report_suites
      - cloudservice
  title:
    description:
      - Title of the IMS configuration. Without it the probe V(ims_config) is skipped.
    type: str
  cloudservice_title:
    description:
      - Title of the cloud service. Without it and O(cloudservice_name) the probe V(cloudservice) is skipped.
    type: str
  cloudservice_name:
    description:
      - Node name of the cloud service, where the title is not enough.
    type: str
  fail_on:
    description:
      - From which status on the task fails. V(never) leaves the judgement to the caller.
    type: str
    choices: [failed, warning, never]
    default: failed
seealso:
  - module: aemfleet.ims.author_info
"""

EXAMPLES = r"""
- name: Check everything
  aemfleet.ims.health_check:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Adobe Analytics
    cloudservice_title: Analytics Production
    company: "{{ company }}"
    report_suites: "{{ report_suites }}"
    authorization_server: "{{ credential.authorization_server }}"
    analytics_endpoint: "{{ analytics_endpoint }}"
    client_id: "{{ credential.client_id }}"
    client_secret: "{{ credential.client_secret }}"
    org_id: "{{ credential.org_id }}"
    scopes: "{{ credential.scopes }}"
    fail_on: never
  register: health

- name: Wait until the author is ready
  aemfleet.ims.health_check:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    probes: [author_ready]
    wait: 300
    polls: 3
"""

RETURN = r"""
author:
  description: The author that was examined.
  returned: always
  type: dict
  contains:
    url:
      description: Its base address.
      type: str
      sample: https://author1.example.com:4502
status:
  description: The worst status of all probes.
  returned: always, unless the options are wrong
  type: str
  sample: ok
probes:
  description: One entry for each probe.
  returned: always, unless the options are wrong
  type: list
  elements: dict
  contains:
    probe:
      description: Name of the probe.
      type: str
      sample: token
    status:
      description: V(ok), V(warning), V(failed) or V(skipped).
      type: str
      sample: failed
    code:
      description: Code of the cause, V(ok) when there is none. The role's README lists them.
      type: str
      sample: client_secret_wrong
    message:
      description: What was found.
      type: str
    remedy:
      description: What to do about it, empty when there is nothing to do.
      type: str
summary:
  description: Every probe with its status in one line.
  returned: always, unless the options are wrong
  type: str
  sample: "author_ready: ok, token: failed"
"""

from ..module_utils._argspec import ANALYTICS, CONTRACT, CREDENTIAL, READINESS, Spec, merged
from ..module_utils._entry import run_module
from ..module_utils._resources import health, probes


def main() -> None:
    """Run the module."""
    names = list(probes.PROBES)
    own: Spec = {
        "probes": {"type": "list", "elements": "str", "choices": names, "default": names},
        "title": {"type": "str"},
        "cloudservice_title": {"type": "str"},
        "cloudservice_name": {"type": "str"},
        "fail_on": {"type": "str", "choices": ["failed", "warning", "never"], "default": "failed"},
    }
    run_module(health, merged(READINESS, CREDENTIAL, ANALYTICS, CONTRACT, own))


if __name__ == "__main__":
    main()
