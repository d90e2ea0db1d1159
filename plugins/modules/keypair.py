# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: keypair
short_description: Manage an RSA key pair in the keystore of an AEM user
version_added: 0.1.0
description:
  - Manages a private key with its certificate in the keystore of the service user that owns it, as Service Account
    (JWT) credentials need it.
  - OAuth Server-to-Server credentials, the only ones that Adobe still issues, need no key pair.
  - The keystore is created where it is missing. Every change is read back.
  - A key is recognised by its certificate (subject, issuer and serial number), not by its alias.
  - The private key is in no result, no message and no temporary file.
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
      - V(present) makes sure that the alias holds the key. V(absent) removes the alias, unless a Service
        Account (JWT) IMS configuration still names it; see O(remove_referenced).
    type: str
    choices: [present, absent]
    default: present
  user:
    description:
      - ID of the service user that owns the keystore. Required. It is looked up; which user the Analytics integration
        of a release uses is documented nowhere.
    type: str
  alias:
    description:
      - Alias of the key. Required. Keystores fold its case.
    type: str
  private_key:
    description:
      - PEM text of the private key to use, together with O(certificate). RSA with at least 2048 bits.
      - Without this, O(pkcs12) and O(pair_path) a key pair is generated on the machine that runs the task.
    type: str
  certificate:
    description:
      - PEM text of the certificate of O(private_key).
    type: str
  pkcs12:
    description:
      - The pair as a PKCS#12 container, in base64.
    type: str
  private_key_passphrase:
    description:
      - Passphrase of O(private_key) or O(pkcs12).
    type: str
  pair_path:
    description:
      - PKCS#12 file with one pair for the whole fleet, on the machine that runs the task. It is made by the first task
        that needs it, encrypted, readable by its owner only, and used by all others. An empty file C(.lock) beside it
        keeps tasks apart that run at the same time.
    type: path
  pair_passphrase:
    description:
      - Passphrase of the file O(pair_path).
    type: str
  size:
    description:
      - Size of a generated key in bits.
    type: int
    default: 2048
  days:
    description:
      - Days that a generated certificate is valid.
    type: int
    default: 365
  subject:
    description:
      - Subject of a generated, self-signed certificate.
    type: str
    default: CN=aem-adobe-ims
  renew_before:
    description:
      - A generated pair is replaced when its certificate ends in this many days or less.
    type: int
    default: 30
  keystore_password:
    description:
      - Password for a keystore that has to be created; a random one by default, which nobody needs to know.
      - With the password of an existing keystore, the certificate of a key that stays can be returned.
    type: str
  certificate_path:
    description:
      - File on the machine that runs the task, to which the certificate is written for the Developer Console. On later
        runs it also tells the certificate, which the keystore's answer does not hold.
    type: path
  remove_referenced:
    description:
      - Whether O(state=absent) removes the key without looking whether a Service Account (JWT) IMS configuration names
        its alias. By default, such a key is kept and the configurations are named in a warning.
      - An IMS configuration does not tell the user whose keystore it means, so the alias counts for any O(user).
    type: bool
    default: false
requirements:
  - cryptography
seealso:
  - module: aemfleet.ims.ims_config
"""

EXAMPLES = r"""
- name: Make sure that a key pair is there, and export its certificate
  aemfleet.ims.keypair:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    user: "{{ service_user }}"
    alias: analytics
    certificate_path: "{{ certificates }}/author.crt"

- name: Use one key pair for the whole fleet
  aemfleet.ims.keypair:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    user: "{{ service_user }}"
    alias: analytics-fleet
    pair_path: "{{ certificates }}/fleet.p12"
    pair_passphrase: "{{ pair_passphrase }}"

- name: Remove a key
  aemfleet.ims.keypair:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    user: "{{ service_user }}"
    alias: analytics
    state: absent
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
keypair:
  description: The key as it is after the task, empty when it is absent. The same in check mode, but for a serial number
    that is yet to be drawn.
  returned: success
  type: dict
  contains:
    user:
      description: ID of the user.
      type: str
    alias:
      description: Alias, in lower case.
      type: str
    certificate:
      description: C(subject), C(issuer) and C(serial) of the certificate, in a canonical form.
      type: dict
certificate:
  description: The certificate, empty when it is not known or the key is absent.
  returned: success
  type: dict
  contains:
    pem:
      description: The certificate as the Developer Console takes it.
      type: str
    subject:
      description: Subject, in a canonical form.
      type: str
    issuer:
      description: Issuer, in a canonical form.
      type: str
    serial:
      description: Serial number, decimal.
      type: str
    not_before:
      description: Beginning of its validity, ISO 8601.
      type: str
    not_after:
      description: End of its validity, ISO 8601.
      type: str
    sha1_fingerprint:
      description: SHA-1 fingerprint as the Developer Console shows it, in lower-case hex.
      type: str
    sha256_fingerprint:
      description: SHA-256 fingerprint, in lower-case hex.
      type: str
keystore_path:
  description: Path of the user that owns the keystore.
  returned: success
  type: str
referenced_by:
  description: Titles of the IMS configurations because of which the key was kept, with O(state=absent).
  returned: success
  type: list
  elements: str
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import REFERENCES, STATE, Spec, merged
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import keypair

OWN: Spec = {
    "user": {"type": "str"},
    "alias": {"type": "str"},
    "private_key": {"type": "str", "no_log": True},
    "certificate": {"type": "str"},
    "pkcs12": {"type": "str", "no_log": True},
    "private_key_passphrase": {"type": "str", "no_log": True},
    "pair_path": {"type": "path"},
    "pair_passphrase": {"type": "str", "no_log": True},
    "size": {"type": "int", "default": 2048},
    "days": {"type": "int", "default": 365},
    "subject": {"type": "str", "default": "CN=aem-adobe-ims"},
    "renew_before": {"type": "int", "default": 30},
    "keystore_password": {"type": "str", "no_log": True},
    "certificate_path": {"type": "path"},
}
ENTRY = Entry(keypair, merged(STATE, REFERENCES, OWN), needs=("cryptography",))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
