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
      - V(keypair) - the key of a Service Account (JWT) credential is in the keystore of O(keypair_user), lasts, and is
        known to the credential.
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
      - keypair
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
  known:
    description:
      - Findings of an earlier task, as RV(probes) has them. Those that are among O(probes) are taken over as they are,
        and nothing is asked for them. A play that has just checked something need not check it again.
    type: list
    elements: dict
  credential_type:
    description:
      - Type of the credential. V(jwt) is the legacy Service Account credential.
    type: str
    choices: [oauth_server_to_server, jwt]
    default: oauth_server_to_server
  technical_account_id:
    description:
      - ID of the technical account. Only for O(credential_type=jwt), where O(payload) is not given.
    type: str
  metascopes:
    description:
      - Metascopes by their short names. Only for O(credential_type=jwt), where O(payload) is not given.
    type: list
    elements: str
  payload:
    description:
      - The payload that the Developer Console shows, as JSON text or as data. Only for O(credential_type=jwt).
    type: raw
  private_key:
    description:
      - PEM text of the private key. With it the probe V(token) signs and exchanges a real JWT, without it the probe is
        skipped. Only for O(credential_type=jwt).
    type: str
  private_key_passphrase:
    description:
      - Passphrase of O(private_key).
    type: str
  keypair_user:
    description:
      - ID of the service user that owns the key. Without it the probe V(keypair) is skipped.
    type: str
  keypair_alias:
    description:
      - Alias of the key. Without it the probe V(keypair) is skipped.
    type: str
  certificate:
    description:
      - PEM text of the certificate that the key should have.
    type: str
  certificate_fingerprints:
    description:
      - SHA-1 fingerprints of the certificates that the credential knows, the keys of C(PUBLIC_KEYS_WITH_EXPIRY) in the
        Developer Console's download.
    type: list
    elements: str
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
requirements:
  - cryptography (for O(credential_type=jwt))
  - PyJWT (for O(credential_type=jwt))
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
    authorization_server: "{{ authorization_server }}"
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
      description: Code of the cause, V(ok) when there is none. The role's README and the page about
        troubleshooting list them.
      type: str
      sample: client_secret_wrong
    message:
      description: What was found.
      type: str
    remedy:
      description: What to do about it, empty when there is nothing to do.
      type: str
    ends:
      description: When the certificate that the probe C(keypair) found ends, in ISO 8601; only where it is known.
      type: str
      sample: "2027-01-31T12:00:00+00:00"
summary:
  description: Every probe with its status in one line.
  returned: always, unless the options are wrong
  type: str
  sample: "author_ready: ok, token: failed"
error:
  description: What is wrong with the options, with a C(code), the C(message) and the list C(problems).
  returned: when the options are wrong
  type: dict
"""

from ..module_utils._argspec import ANALYTICS, CONTRACT, CREDENTIAL, JWT_CREDENTIAL, READINESS, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import health, probes

OWN: Spec = {
    "probes": {"type": "list", "elements": "str", "choices": list(probes.PROBES), "default": list(probes.DEFAULT)},
    "known": {"type": "list", "elements": "dict"},
    "private_key": {"type": "str", "no_log": True},
    "private_key_passphrase": {"type": "str", "no_log": True},
    "keypair_user": {"type": "str", "no_log": False},
    "certificate": {"type": "str"},
    "certificate_fingerprints": {"type": "list", "elements": "str"},
    "title": {"type": "str"},
    "cloudservice_title": {"type": "str"},
    "cloudservice_name": {"type": "str"},
    "fail_on": {"type": "str", "choices": ["failed", "warning", "never"], "default": "failed"},
}
SPEC = merged(READINESS, CREDENTIAL, JWT_CREDENTIAL, ANALYTICS, CONTRACT, OWN)
ENTRY = Entry(health, SPEC, jwt_needs=("cryptography", "PyJWT"))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
