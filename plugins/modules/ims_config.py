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
  - An entry that works does so all the time. Another secret of the same credential is written in place, since Adobe
    accepts two of them for a while. For another credential (client ID, type or IMS host), its secret is first written
    beside the former one, in an OSGi configuration of its own; when that is seen, one request changes the client and
    the secret together; and when this is seen, the former secret is removed.
author:
  - aemfleet.ims contributors (@aemfleet)
notes:
  - Which secret belongs to an entry is said by the same value in its two OSGi configurations (C(customizer.type)). That
    AEM finds it by this value is inferred from its public interfaces, not documented. With another credential the value
    gets the ending C(-aemfleet), and loses it with the one after that.
  - A run that is interrupted leaves one secret too many at worst. The next run goes on from there, or removes it, and
    reports a change for that even if the entry itself is as wanted.
  - An entry that shares its stored secret with others is the only one that gets another credential; they keep theirs. A
    secret that is written in place is theirs, too, and they are named in a warning.
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
      - V(present) makes the entry as described. V(absent) removes both OSGi configurations and their files, unless a
        cloud service still refers to the entry; see O(remove_referenced).
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
      - Required if O(state=present). With O(restore=true) the stored secret is left alone without it.
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
  restore:
    description:
      - The options are what an earlier task returned as RV(previous), and its change is to be undone.
      - A Service Account (JWT) entry is then written back through the OSGi console, also on releases whose form refuses
        such entries. That the console takes them there is inferred, not documented.
      - An entry that was removed is made again with the values that it had, under new PIDs. Its secret is not known any
        more, so O(client_secret) must be given.
    type: bool
    default: false
  properties:
    description:
      - Properties of the OSGi configuration that carries the title, as they were before a task changed them; null for
        one that was absent. Only for O(restore=true).
      - With this the properties alone are written, exactly as they are. The other options of the credential, but for
        O(client_secret), only describe them.
    type: dict
  duplicates:
    description:
      - What becomes of several entries with this O(title). The author itself makes no such, but people and packages do.
      - V(fail) fails and names them. V(keep) manages the one that is meant, and names the others in a warning.
      - V(remove) brings the one that is meant into the wanted state first, and then removes the others; all of them
        with O(state=absent). Another one that a cloud service refers to is kept and named, unless O(remove_referenced).
        That others were removed is not undone by RV(previous).
      - Meant is O(provider_pid); else the only one that a cloud service refers to; else the only one whose client
        secret is there. Where this does not tell them apart, the task fails.
      - O(state=absent) with V(keep) needs O(provider_pid).
    type: str
    choices: [fail, keep, remove]
    default: fail
  provider_pid:
    description:
      - PID of the OSGi configuration that carries the title, to say which of several entries is meant.
    type: str
  remove_referenced:
    description:
      - Whether O(state=absent) removes the entry without looking whether a cloud service below C(/etc/cloudservices)
        refers to it.
      - By default, an entry that is referred to is kept and named in a warning. The reference is the one that the
        author's own dialog stores for the title; where the dialog can't be read, and O(contract) has no part C(dialog),
        the task fails.
    type: bool
    default: false
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
  register: changed_entry

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

- name: Take over the entry that is in use, and remove its duplicates
  aemfleet.ims.ims_config:
    author_url: "{{ author_url }}"
    author_username: "{{ author_username }}"
    author_password: "{{ author_password }}"
    title: Adobe Analytics
    client_id: "{{ credential.client_id }}"
    client_secret: "{{ credential.client_secret }}"
    org_id: "{{ credential.org_id }}"
    scopes: "{{ credential.scopes }}"
    duplicates: remove

- name: Undo what the first task did
  aemfleet.ims.ims_config: "{{ connection | combine(changed_entry.previous, secret) }}"
  vars:
    connection:
      author_url: "{{ author_url }}"
      author_username: "{{ author_username }}"
      author_password: "{{ author_password }}"
    secret: "{{ {'client_secret': former_secret} if changed_entry.secret_changed else {} }}"
  when: changed_entry.previous | length > 0
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
previous:
  description:
    - Options that undo the change of this task, when they are given to this module together with those of the
      connection; empty when nothing was changed. The same in check mode. See O(restore).
    - They hold no secret; see RV(secret_changed). Properties that the OSGi console tells by name only are not in it.
  returned: success
  type: dict
secret_changed:
  description: Whether undoing needs the former secret, as the option O(client_secret).
  returned: success
  type: bool
referenced_by:
  description: Paths of the cloud services because of which the entry, or a duplicate of it, was kept.
  returned: success
  type: list
  elements: str
duplicates:
  description: PIDs of the other entries with this title; those that are removed with O(duplicates=remove).
  returned: success
  type: list
  elements: str
error:
  description: What went wrong, with a C(code), the C(message) and an C(advice); more keys where they apply.
  returned: failure
  type: dict
"""

from ..module_utils._argspec import (
    CONTRACT,
    CREDENTIAL,
    DUPLICATES,
    JWT_CREDENTIAL,
    REFERENCES,
    RESTORE,
    STATE,
    Spec,
    merged,
)
from ..module_utils._entry import Entry
from ..module_utils._module import run_module
from ..module_utils._resources import ims_config

OWN: Spec = {
    "title": {"type": "str"},
    "provider_pid": {"type": "str"},
    "route": {"type": "str", "choices": ["auto", "wizard", "osgi"], "default": "auto"},
}
ENTRY = Entry(ims_config, merged(STATE, CREDENTIAL, JWT_CREDENTIAL, CONTRACT, RESTORE, REFERENCES, DUPLICATES, OWN))


def main() -> None:
    """Run the module."""
    run_module(ENTRY)


if __name__ == "__main__":
    main()
