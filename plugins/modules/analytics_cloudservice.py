# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: analytics_cloudservice
short_description: Manage an Adobe Analytics cloud service on an AEM author
version_added: 0.1.0
description:
  - Manages one configuration of I(Tools > Cloud Services > Legacy Cloud Services > Adobe Analytics) with IMS
    authentication, that is one page below C(/etc/cloudservices/sitecatalyst).
  - The page is found by its O(name), or by its O(title) where no name is given; one made by hand is adopted.
  - The names of the properties behind I(Authentication) and I(IMS Configuration) are read from the author's own dialog.
  - Before anything is written, company and report suites are checked with the real Analytics API, from the machine that
    runs the task.
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.credential
  - aemfleet.ims.credential.analytics
  - aemfleet.ims.credential.contract
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.managing
options:
  state:
    description:
      - V(present) makes the page as described. V(absent) removes it; a page that still has frameworks is refused, see
        O(remove_referenced).
    type: str
    choices: [present, absent]
    default: present
  title:
    description:
      - Title of the cloud service. Required, unless O(state=absent) and O(name) is given.
    type: str
  name:
    description:
      - Node name of the page. Where absent, the page with this O(title) is meant, and a new one is named after it.
    type: str
  template:
    description:
      - Path of the template.
    type: path
    default: /libs/cq/analytics/templates/sitecatalyst
  ims_config:
    description:
      - Title of the IMS configuration to use; it is resolved on each author. Required if O(state=present), unless
        O(restore=true).
      - In check mode it may be missing, because an earlier task may be about to create it; a warning says so.
    type: str
  company:
    description:
      - Analytics company, by its global company ID or by its name; stored as given.
    type: str
  report_suites:
    description:
      - IDs of the report suites that the credential must be able to use. Requires O(company).
      - They are stored only where the author's dialog has a field for them; else they belong to the framework.
    type: list
    elements: str
  properties:
    description:
      - Further properties of the page, as name and value. Others stay as they are.
      - A value is a text, a number, a truth value or a list of texts.
      - A null value, an empty text or an empty list removes a property.
    type: dict
  verify:
    description:
      - Whether O(company) and O(report_suites) are checked with Adobe Analytics before the page is written. Needs
        O(client_id), O(client_secret), O(org_id) and O(scopes).
    type: bool
    default: true
  duplicates:
    description:
      - What becomes of several cloud services with this O(title).
      - V(fail) fails and names them, unless O(name) says which one is meant. V(keep) manages the one that is meant, and
        names the others in a warning.
      - V(remove) brings the one that is meant into the wanted state first, and then removes the others; all of them
        with O(state=absent). One that still has frameworks is refused. That others were removed is not undone by
        RV(previous).
      - Meant is O(name); else the only one that already has this O(ims_config) and O(company). Where this does not tell
        them apart, the task fails. O(state=absent) with V(keep) needs O(name).
    type: str
    choices: [fail, keep, remove]
    default: fail
  remove_referenced:
    description:
      - Whether O(state=absent) and O(duplicates=remove) remove a page that still has frameworks, together with them and
        without looking whether content pages refer to them. RV(previous) does not bring frameworks back.
    type: bool
    default: false
  restore:
    description:
      - The options are what an earlier task returned as RV(previous), and its change is to be undone.
      - O(properties) alone are then written, exactly as they are, those behind the other options among them. The other
        options only describe them, and nothing is checked with Adobe Analytics.
    type: bool
    default: false
seealso:
  - module: aemfleet.ims.analytics_framework
  - module: aemfleet.ims.ims_config
  - module: aemfleet.ims.health_check
"""

EXAMPLES = r"""
- name: Create or correct the cloud service
  aemfleet.ims.analytics_cloudservice:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Analytics Production
    ims_config: Adobe Analytics
    company: "{{ company }}"
    report_suites: "{{ report_suites }}"
    authorization_server: "{{ authorization_server }}"
    analytics_endpoint: "{{ analytics_endpoint }}"
    client_id: "{{ credential.client_id }}"
    client_secret: "{{ credential.client_secret }}"
    org_id: "{{ credential.org_id }}"
    scopes: "{{ credential.scopes }}"
  register: changed_service

- name: Remove it
  aemfleet.ims.analytics_cloudservice:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Analytics Production
    state: absent

- name: Undo what the first task did
  aemfleet.ims.analytics_cloudservice: "{{ connection | combine(changed_service.previous) }}"
  vars:
    connection:
      author_url: "{{ author_url }}"
      author_username: "{{ author_username }}"
      author_password: "{{ author_password }}"
  when: changed_service.previous | length > 0
"""

RETURN = r"""
author:
  description: The author that was managed.
  returned: always
  type: dict
  contains:
    url:
      description: Its base address.
      type: str
      sample: https://author1.example.com:4502
cloudservice:
  description: The cloud service as it is after the task, empty when it is absent. The same in check mode.
  returned: success
  type: dict
  contains:
    name:
      description: Node name.
      type: str
    title:
      description: Title.
      type: str
    template:
      description: Path of the template.
      type: str
    authentication:
      description: V(ims).
      type: str
    ims_config:
      description: Title of the IMS configuration.
      type: str
    company:
      description: Company.
      type: str
    report_suites:
      description: Report suites.
      type: list
      elements: str
    properties:
      description: The further properties that were given.
      type: dict
path:
  description: Path of the page, empty when it is absent.
  returned: success
  type: str
  sample: /etc/cloudservices/sitecatalyst/analytics-production
previous:
  description:
    - Options that undo the change of this task, when they are given to this module together with those of the
      connection; empty when nothing was changed. The same in check mode. See O(restore).
    - Of a page that was removed they hold every property of its content that is a text, a number, a truth value or a
      list of texts, but no secrets, and nothing of what lies below its content.
  returned: success
  type: dict
duplicates:
  description: Paths of the other cloud services with this title; those that are removed with O(duplicates=remove).
    Empty with O(duplicates=fail).
  returned: success
  type: list
  elements: str
contract:
  description: The names behind the labels of the dialog, fit to be given as O(contract).
  returned: success
  type: dict
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import ANALYTICS, CONTRACT, CREDENTIAL, DUPLICATES, REFERENCES, STATE, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import analytics_cloudservice

OWN: Spec = {
    "title": {"type": "str"},
    "name": {"type": "str"},
    "template": {"type": "path", "default": "/libs/cq/analytics/templates/sitecatalyst"},
    "ims_config": {"type": "str"},
    "properties": {"type": "dict"},
    "verify": {"type": "bool", "default": True},
    "restore": {"type": "bool", "default": False},
}
ENTRY = Entry(analytics_cloudservice, merged(STATE, CREDENTIAL, ANALYTICS, CONTRACT, DUPLICATES, REFERENCES, OWN))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
