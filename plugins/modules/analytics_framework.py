# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: analytics_framework
short_description: Manage an Adobe Analytics framework on an AEM author
version_added: 0.1.0
description:
  - Manages one framework of an Adobe Analytics cloud service, that is one page below the service's own, with its report
    suites and mappings; and the content pages that refer to it.
  - The page is found by its O(name), or by its O(title) where no name is given; one made by hand is adopted.
  - The shape of the page is that of a real framework (contract/aem.md, section 7). So is the form in which one report
    suite for all run modes is stored. How several are stored, or one for a single run mode, is public nowhere
    (sections 7 and 12, U8) and not guessed. It is read from any framework of this author that shows it, at no further
    request, or given with O(contract), or with O(properties) as it shall be stored. Where it is needed and not known,
    the task fails and says so, and nothing is changed.
  - The names of mappings are public nowhere either. O(mappings) is therefore a tree that is kept verbatim, as it was
    exported from a framework that somebody made by hand.
  - A framework has to be activated before publish instances know it. No public contract describes that request, so it
    stays a step of its own. Activating a page activates the frameworks that it refers to (section 7).
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.managing
options:
  state:
    description:
      - V(present) makes the framework as described. V(absent) takes it out of O(pages) and O(pages_absent) and removes
        it, unless another content page still refers to it; see O(remove_referenced). A framework that has pages below
        it is refused.
    type: str
    choices: [present, absent]
    default: present
  cloudservice_name:
    description:
      - Node name of the cloud service that the framework belongs to. This or O(cloudservice_title) is required.
      - With O(state=present) the service must be there. In check mode it may be missing, because an earlier task may be
        about to create it; a warning says so.
    type: str
  cloudservice_title:
    description:
      - Title of the cloud service, where its name is not given.
    type: str
  title:
    description:
      - Title of the framework. Required, unless O(state=absent) or O(restore=true), and O(name) is given.
    type: str
  name:
    description:
      - Node name of the page. Where absent, the page with this O(title) is meant, and a new one is named after it.
    type: str
  report_suites:
    description:
      - The report suites of the framework, the first one first. Others are taken out. Where absent, or empty, they stay
        as they are.
      - Whether Adobe Analytics knows them is checked with M(aemfleet.ims.analytics_cloudservice) or
        M(aemfleet.ims.health_check).
    type: list
    elements: dict
    suboptions:
      rsid:
        description: ID of the report suite.
        type: str
        required: true
      run_mode:
        description: The author's run mode that it is for.
        type: str
        choices: [all, author, publish]
        default: all
  tracking_server:
    description:
      - Tracking server. The documentation warns against changing it by hand, because choosing a report suite there
        writes it; where it is not given, it stays as it is. An empty text removes it.
    type: str
  tracking_server_secure:
    description:
      - The same for HTTPS.
    type: str
  visitor_namespace:
    description:
      - Visitor namespace. Where it is not given, it stays as it is. An empty text removes it.
    type: str
  mappings:
    description:
      - The mappings as one tree, a node as a mapping of its properties and nodes; an export of
        C(<framework>/jcr:content/public/mappings.infinity.json) as it is. Where absent, they stay as they are. An empty
        tree means none.
      - It takes the place of the whole tree in one step, and only where the two differ in content. The order of nodes,
        and who created or changed a node and when, make no difference.
      - A property is a text, a number, a truth value or a list of such values.
    type: dict
  properties:
    description:
      - Further properties of the node C(public), as name and value, kept verbatim. Others stay as they are.
      - Without O(report_suites), C(reportsuite) and C(reportsuites) may be among them.
      - A value is a text, a number, a truth value or a list of texts.
      - A null value, an empty text or an empty list removes a property.
    type: dict
  page_properties:
    description:
      - Properties of the page itself, as name and value. Only with O(restore=true).
    type: dict
  pages:
    description:
      - Paths of content pages that shall refer to the framework, for instance V(/content/example). What else they refer
        to stays.
      - Only what a page holds itself counts. Pages below it inherit it. Whether a page that begins to hold references
        of its own still inherits those of its parents is public nowhere, so name the page that holds them.
    type: list
    elements: str
  pages_absent:
    description:
      - Paths of content pages that shall not refer to the framework. What else they refer to stays. One that does not
        exist is left alone.
    type: list
    elements: str
  contract:
    description:
      - How this author stores what is public nowhere, where no framework of its own shows it. It goes before what they
        show. Has the form of the return value RV(contract); other parts than C(framework) are not used.
      - Part C(framework) holds C(form), with several report suites V(list) for a multi-value property and V(text) for
        one text with a C(separator) between them; C(main), whether the property C(reportsuite) then holds the V(first)
        one, V(all) as a list or V(none); and C(run_modes), the words that stand for C(author) and C(publish).
    type: dict
  restore:
    description:
      - The options are what an earlier task returned as RV(previous), and its change is to be undone.
      - O(properties), O(page_properties), O(mappings), O(pages) and O(pages_absent) alone are then written, exactly as
        they are. The other options only describe the framework.
    type: bool
    default: false
  remove_referenced:
    description:
      - Whether O(state=absent) removes the framework without looking whether other content pages than those of O(pages)
        and O(pages_absent) refer to it.
      - By default, a framework that is referred to is kept, and the pages are named in a warning. They are searched
        below C(/content), with the author's QueryBuilder.
    type: bool
    default: false
seealso:
  - module: aemfleet.ims.analytics_cloudservice
"""

EXAMPLES = r"""
- name: Create or correct the framework, and let the site use it
  aemfleet.ims.analytics_framework:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    cloudservice_title: Analytics Production
    title: Web Shop
    report_suites:
      - rsid: "{{ report_suites[0] }}"
    pages: "{{ content_pages }}"
  register: changed_framework

- name: Give it the mappings that were exported from a framework made by hand
  aemfleet.ims.analytics_framework:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    cloudservice_title: Analytics Production
    title: Web Shop
    mappings: "{{ exported_mappings }}"

- name: Have two report suites, on an author of which it is known how it stores them
  aemfleet.ims.analytics_framework:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    cloudservice_title: Analytics Production
    title: Web Shop
    report_suites:
      - rsid: "{{ report_suites[0] }}"
        run_mode: publish
      - rsid: "{{ report_suites[1] }}"
        run_mode: author
    contract: "{{ framework_contract }}"

- name: Remove it
  aemfleet.ims.analytics_framework:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    cloudservice_title: Analytics Production
    title: Web Shop
    pages: "{{ content_pages }}"
    state: absent
  register: removed_framework

- name: Undo the removal
  aemfleet.ims.analytics_framework: "{{ connection | combine(removed_framework.previous) }}"
  vars:
    connection:
      author_url: "{{ author_url }}"
      author_username: "{{ author_username }}"
      author_password: "{{ author_password }}"
  when: removed_framework.previous | length > 0
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
framework:
  description: The framework as it is after the task, empty when it is absent. The same in check mode.
  returned: success
  type: dict
  contains:
    name:
      description: Node name.
      type: str
    title:
      description: Title.
      type: str
    report_suites:
      description:
        - The report suites. A run mode whose word is not known is that word.
      type: list
      elements: dict
      contains:
        rsid:
          description: ID of the report suite.
          type: str
        run_mode:
          description: Its run mode.
          type: str
    main_report_suite:
      description: What the property C(reportsuite) holds.
      type: str
    tracking_server:
      description: Tracking server.
      type: str
    tracking_server_secure:
      description: Tracking server for HTTPS.
      type: str
    visitor_namespace:
      description: Visitor namespace.
      type: str
    page_properties:
      description: The properties that make the page a framework; with O(restore=true) those of the option.
      type: dict
    properties:
      description: The further properties that were given.
      type: dict
    mappings:
      description: The mappings, where O(mappings) was given.
      type: dict
    pages:
      description: Those of O(pages) and O(pages_absent) that refer to the framework.
      type: list
      elements: str
path:
  description: Path of the page, empty when it is absent.
  returned: success
  type: str
  sample: /etc/cloudservices/sitecatalyst/analytics-production/web-shop
previous:
  description:
    - Options that undo the change of this task, when they are given to this module together with those of the
      connection; empty when nothing was changed. The same in check mode. See O(restore).
    - Of a framework that was removed they hold every property of its content and of C(public) that is a text, a number,
      a truth value or a list of texts, its mappings as far as the author serves them whole, and the pages of O(pages)
      and O(pages_absent) that referred to it; nothing else.
  returned: success
  type: dict
referenced_by:
  description: Paths of the content pages because of which the framework was kept.
  returned: success
  type: list
  elements: str
contract:
  description: How this author stores report suites, as far as it is known, fit to be given as O(contract); else empty.
  returned: success
  type: dict
  sample: {"framework": {"form": "list", "main": "first", "run_modes": {"author": "author"}, "separator": ""}}
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import CONTRACT, REFERENCES, STATE, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import analytics_framework

OWN: Spec = {
    "cloudservice_name": {"type": "str"},
    "cloudservice_title": {"type": "str"},
    "title": {"type": "str"},
    "name": {"type": "str"},
    "report_suites": {
        "type": "list",
        "elements": "dict",
        "options": {
            "rsid": {"type": "str", "required": True},
            "run_mode": {"type": "str", "choices": ["all", "author", "publish"], "default": "all"},
        },
    },
    "tracking_server": {"type": "str"},
    "tracking_server_secure": {"type": "str"},
    "visitor_namespace": {"type": "str"},
    "mappings": {"type": "dict"},
    "properties": {"type": "dict"},
    "page_properties": {"type": "dict"},
    "pages": {"type": "list", "elements": "str"},
    "pages_absent": {"type": "list", "elements": "str"},
    "restore": {"type": "bool", "default": False},
}
ENTRY = Entry(analytics_framework, merged(STATE, CONTRACT, REFERENCES, OWN))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
