# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: fleet_report
short_description: Write what was found on all AEM authors of a play as one report
version_added: 0.1.0
description:
  - Takes what the tasks of the entry point V(report) of the role P(aemfleet.ims.analytics#role) registered for each
    host, and writes one report of it on the controller, as an HTML page that needs nothing else, as Markdown, as JSON.
  - A host that could not be examined is in it, with its error. No secret is in it, nor anything made of one.
  - Each file is replaced as a whole. Where authors and report agree but for the time, the files are written again with
    the new time, and the task is not V(changed).
  - Most easily called by C(ansible-playbook aemfleet.ims.report).
author:
  - aemfleet.ims contributors (@aemfleet)
options:
  hosts:
    description:
      - The hosts to report on. Of each, the variables C(analytics_validated), C(analytics_examined),
        C(analytics_found) and C(analytics_client_secret_ends) are read.
    type: list
    elements: str
    required: true
  directory:
    description:
      - Folder on the controller. It is made where it is missing.
    type: path
    required: true
  name:
    description:
      - Name of the files, without a suffix.
    type: str
    default: report
  formats:
    description:
      - Which files to write, with the suffixes C(.html), C(.md) and C(.json).
    type: list
    elements: str
    choices: [html, markdown, json]
    default: [html, markdown, json]
  title:
    description:
      - Title of the report.
    type: str
    default: AEM authors and Adobe Analytics
  warn_days:
    description:
      - How many days before its end a certificate or a credential is warned of.
    type: int
    default: 30
  mode:
    description:
      - Permissions of the files, as octal digits.
    type: str
    default: "0640"
attributes:
  action:
    description: Is an action plugin. It runs on the controller alone, whatever the connection.
    support: full
  check_mode:
    description: Can run in C(check_mode) and tell whether the report would change, without writing it.
    support: full
  diff_mode:
    description: Returns details on what has changed, when in diff mode.
    support: none
  idempotent:
    description: A second run on unchanged authors is not V(changed).
    support: full
seealso:
  - module: aemfleet.ims.health_check
  - module: aemfleet.ims.author_info
"""

EXAMPLES = r"""
- name: Write the report once for all hosts, after their authors were examined
  aemfleet.ims.fleet_report:
    hosts: "{{ ansible_play_hosts_all }}"
    directory: "{{ lookup('ansible.builtin.env', 'PWD') }}/report"
    formats: [html, json]
  run_once: true
"""

RETURN = r"""
files:
  description: The paths of the files, by their formats.
  returned: success
  type: dict
  sample: {"html": "/home/operator/report/report.html"}
status:
  description: The worst status of all hosts.
  returned: success
  type: str
  sample: warning
counts:
  description: How many hosts there are, how many of them have each status, and how many differ from most.
  returned: success
  type: dict
statuses:
  description:
    - The status of each host. V(ok), V(warning), V(failed) or V(skipped) as its probes and what ends say, or V(unknown)
      where it could not be examined.
  returned: success
  type: dict
  sample: {"author1": "ok", "author2": "unknown"}
"""
