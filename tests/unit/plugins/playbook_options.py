# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules as a playbook would give them, out of what the Developer Console offers for download."""

from __future__ import annotations

from typing import Any

from simulator import RunningFleet

TITLE = "Adobe Analytics"
SERVICE_TITLE = "Analytics Production"

Options = dict[str, Any]


def credential_options(fleet: RunningFleet, download: Options | None = None) -> Options:
    """The credential of a workspace download, by default the one that exists from the start."""
    project = (download or fleet.cloud.credential)["project"]
    (entry,) = project["workspace"]["details"]["credentials"]
    oauth = entry["oauth_server_to_server"]
    return {
        "authorization_server": fleet.cloud.url,
        "client_id": oauth["client_id"],
        "client_secret": oauth["client_secrets"][0],
        "org_id": project["org"]["ims_org_id"],
        "scopes": oauth["scopes"],
    }


def ims_options(fleet: RunningFleet, **changes: Any) -> Options:
    """Options of ims_config."""
    return {"title": TITLE, **credential_options(fleet), **changes}


def service_options(fleet: RunningFleet, **changes: Any) -> Options:
    """Options of analytics_cloudservice."""
    return {
        "title": SERVICE_TITLE,
        "ims_config": TITLE,
        "company": fleet.cloud.company,
        "report_suites": fleet.cloud.report_suites,
        "analytics_endpoint": fleet.cloud.url,
        **credential_options(fleet),
        **changes,
    }


def health_options(fleet: RunningFleet, **changes: Any) -> Options:
    """Options of health_check that ask for everything."""
    asked = service_options(fleet, title=TITLE, cloudservice_title=SERVICE_TITLE)
    del asked["ims_config"]
    return {**asked, **changes}


def hand_fields(fleet: RunningFleet, **changes: str) -> dict[str, str]:
    """What an administrator fills in by hand, by the wizard's labels."""
    credential = credential_options(fleet)
    return {
        "Title": TITLE,
        "Authorization Server": credential["authorization_server"],
        "Client ID": credential["client_id"],
        "Client Secret": credential["client_secret"],
        "Organization ID": credential["org_id"],
        "Scopes": ", ".join(credential["scopes"]),
        **changes,
    }


def jwt_fields(fleet: RunningFleet, **changes: str) -> dict[str, str]:
    """What an older service pack left behind (contract/aem.md 3.3, 4.2)."""
    org_id = credential_options(fleet)["org_id"]
    return {
        "Title": TITLE,
        "Authorization Server": "https://ims-na1.adobelogin.com",
        "API Key": "old-client",
        "Client Secret": "old-secret-of-the-jwt-era",
        "Payload": f'{{"iss": "{org_id}", "sub": "1@techacct.adobe.com", "aud": "https://ims-na1.adobelogin.com/c/x"}}',
        "Certificate": "analytics-key",
        **changes,
    }
