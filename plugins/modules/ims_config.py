# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: ims_config
short_description: Manage an Adobe IMS configuration on an AEM author
version_added: 0.1.0
description:
  - Manages one entry of I(Tools > Security > Adobe IMS Configurations) for Adobe Analytics as one resource, although
    the author stores it as a pair of OSGi factory configurations.
  - The entry is found by its O(title). One that was made by hand is adopted, whatever PIDs it has.
  - The client secret can't be read back. A salted digest is kept beside it, so that a rotated secret is noticed and an
    unchanged one is not written again. An entry without a digest gets the given secret written once.
  - Before it is stored, the secret is protected with the author's own crypto support.
  - With O(credential_type=oauth_server_to_server), a Service Account (JWT) entry with the same title is converted in
    place.
author:
  - aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - aemfleet.ims.author
  - aemfleet.ims.credential
  - aemfleet.ims.credential.contract
  - aemfleet.ims.attributes
  - aemfleet.ims.attributes.actiongroup_author
  - aemfleet.ims.attributes.managing
options:
  state:
    description:
      - V(present) makes the entry as described. V(absent) removes both OSGi configurations and their files.
    type: str
    choices: [present, absent]
    default: present
  title:
    description:
      - Title of the entry, its natural key. Required.
    type: str
  credential_type:
    description:
      - Type of the credential. OAuth Server-to-Server is the only one that Adobe still issues and serves.
      - V(jwt) is the legacy Service Account credential of the documented page. Releases that know OAuth refuse to
        create or update such entries, and so does this module there.
    type: str
    choices: [oauth_server_to_server, jwt]
    default: oauth_server_to_server
  technical_account_id:
    description:
      - ID of the technical account, of the form V(<id>@techacct.adobe.com). Required if O(credential_type=jwt), unless
        O(payload) is given.
    type: str
  metascopes:
    description:
      - Metascopes of the credential by their short names, for Analytics V(ent_analytics_bulk_ingest_sdk). Required if
        O(credential_type=jwt), unless O(payload) is given.
    type: list
    elements: str
  payload:
    description:
      - The field I(Payload) of the documented page, as JSON text or as data. The host of its claim C(aud) becomes the
        authorization server, and the other claims take the place of O(client_id), O(org_id),
        O(technical_account_id) and O(metascopes). Only for O(credential_type=jwt).
    type: raw
  keypair_alias:
    description:
      - Alias of the key in the keystore of the service user; see M(aemfleet.ims.keypair). Required if
        O(credential_type=jwt).
    type: str
  client_id:
    description:
      - Client ID of the credential in the Developer Console, also called API key.
      - Required if O(state=present), unless O(payload) is given.
    type: str
  client_secret:
    description:
      - Client secret of the credential. It is never returned, and masked in every message.
      - Required if O(state=present).
    type: str
  org_id:
    description:
      - IMS organization of the credential, of the form V(<id>@AdobeOrg).
      - Required if O(state=present), unless O(payload) is given.
    type: str
  route:
    description:
      - How a missing entry is created. An existing one is always updated in place.
      - V(wizard) posts what the browser's form posts, so that AEM itself fills in what is specific to Adobe Analytics.
      - V(osgi) writes the documented pair of OSGi configurations; it needs the part C(osgi) of O(contract).
      - V(auto) uses the wizard where its form can be read, else the OSGi configurations.
    type: str
    choices: [auto, wizard, osgi]
    default: auto
seealso:
  - module: aemfleet.ims.analytics_cloudservice
  - module: aemfleet.ims.health_check
"""

EXAMPLES = r"""
- name: Create or correct the IMS configuration
  aemfleet.ims.ims_config:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Adobe Analytics
    authorization_server: "{{ authorization_server }}"
    client_id: "{{ credential.client_id }}"
    client_secret: "{{ credential.client_secret }}"
    org_id: "{{ credential.org_id }}"
    scopes: "{{ credential.scopes }}"

- name: Create the legacy entry of the documented page on a release before the OAuth hotfix
  aemfleet.ims.ims_config:
    author_url: "{{ legacy_author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Adobe Analytics (JWT)
    credential_type: jwt
    payload: "{{ payload }}"
    client_secret: "{{ credential.client_secret }}"
    keypair_alias: analytics

- name: Remove it
  aemfleet.ims.ims_config:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Adobe Analytics
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
ims_config:
  description: The entry as it is after the task, empty when it is absent. The same in check mode.
  returned: success
  type: dict
  contains:
    title:
      description: Title.
      type: str
    credential_type:
      description: Type of the credential.
      type: str
    authorization_server:
      description: Base address of the IMS host.
      type: str
    client_id:
      description: Client ID.
      type: str
    client_secret:
      description: V(as given), never the secret.
      type: str
    org_id:
      description: IMS organization.
      type: str
    scopes:
      description: Scopes, sorted. Not for V(jwt).
      type: list
      elements: str
    technical_account_id:
      description: ID of the technical account. Only for V(jwt).
      type: str
    metascopes:
      description: Metascopes, sorted. Only for V(jwt).
      type: list
      elements: str
    keypair_alias:
      description: Alias of the key. Only for V(jwt).
      type: str
provider_pid:
  description: PID of the OSGi configuration that carries the title; empty when there is none (yet).
  returned: success
  type: str
contract:
  description: The part of the contract that was needed to create the entry, empty when nothing was created.
  returned: success
  type: dict
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import CONTRACT, CREDENTIAL, JWT_CREDENTIAL, STATE, Spec, merged
from ..module_utils._entry import run_module
from ..module_utils._resources import ims_config


def main() -> None:
    """Run the module."""
    own: Spec = {
        "title": {"type": "str"},
        "route": {"type": "str", "choices": ["auto", "wizard", "osgi"], "default": "auto"},
    }
    run_module(ims_config, merged(STATE, CREDENTIAL, JWT_CREDENTIAL, CONTRACT, own))


if __name__ == "__main__":
    main()
