# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The credential of the Developer Console, what it opens, and the names behind the labels."""

    DOCUMENTATION = r"""
options:
  authorization_server:
    description:
      - Base address of Adobe IMS; the field I(Authorization Server) of the documented page.
    type: str
    default: https://ims-na1.adobelogin.com
  client_id:
    description:
      - Client ID of the OAuth Server-to-Server credential in the Developer Console, also called API key.
    type: str
  client_secret:
    description:
      - Client secret of the credential. It is never returned, and masked in every message.
    type: str
  org_id:
    description:
      - IMS organization of the credential, of the form V(<id>@AdobeOrg).
    type: str
  scopes:
    description:
      - Scopes of the credential. IMS refuses a scope that the credential does not have, so use the list that the
        Developer Console shows. The order does not matter.
    type: list
    elements: str
    default:
      - openid
      - AdobeID
      - read_organizations
      - additional_info.projectedProductContext
      - additional_info.job_function
"""

    ANALYTICS = r"""
options:
  analytics_endpoint:
    description:
      - Base address of the Adobe Analytics 2.0 API.
    type: str
    default: https://analytics.adobe.io
  company:
    description:
      - Analytics company, by its global company ID or by its name.
    type: str
  report_suites:
    description:
      - IDs of the report suites that the credential must be able to use. Requires O(company).
    type: list
    elements: str
"""

    CONTRACT = r"""
options:
  contract:
    description:
      - The names behind the documented labels, where they are not to be read from the author's own forms.
      - Has the form of the return value RV(aemfleet.ims.author_info#module:contract); each part may be given alone.
      - Part C(wizard) holds C(address), C(fields) (for C(title), C(authorization_server), C(client_id),
        C(client_secret), C(org_id) and C(scopes) the field's name) and optionally C(preset) (further fields with their
        values).
      - Part C(osgi) holds C(name), C(validator_type) and C(customizer_type).
      - Part C(dialog) holds C(authentication), C(authentication_value), C(ims_config), C(ims_config_choices) and
        optionally C(company) and C(report_suites).
      - Part C(keystore) holds C(user), the service user that owns the keys of Service Account (JWT) entries; the role
        reads it.
      - Part C(framework) is for M(aemfleet.ims.analytics_framework) and described there.
    type: dict
"""
