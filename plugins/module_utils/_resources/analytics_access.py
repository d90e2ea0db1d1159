# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a credential really reaches: a token, its company, its report suites."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import urlsplit

from .._adobe import ims
from .._adobe.analytics import Analytics, Company, choose_company, require_report_suites
from .._http import Transport
from .._secrets import Secrets
from .shared_options import credential_problems


@dataclass(frozen=True)
class Access:
    """Adobe Analytics, opened with the credential of one organization."""

    analytics: Analytics
    org_id: str
    expires_in: int


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the options that open Adobe Analytics."""
    found = credential_problems(options)
    endpoint = urlsplit(options.get("analytics_endpoint") or "")
    if endpoint.scheme not in {"http", "https"} or not endpoint.hostname:
        found.append("analytics_endpoint must be an http or https URL")
    return found


def connect(options: t.Mapping[str, t.Any], transport: Transport, secrets: Secrets) -> Access:
    """Get a token with the credential of the options."""
    client = ims.Client(
        options["authorization_server"], options["client_id"], options["client_secret"], tuple(options["scopes"])
    )
    cloud = transport.towards_adobe()
    token = ims.request_token(client, cloud, secrets)
    analytics = Analytics(options["analytics_endpoint"], client.client_id, token.value, cloud, secrets)
    return Access(analytics, options["org_id"], token.expires_in)


def require(access: Access, company: str, report_suites: t.Sequence[str]) -> Company:
    """Fail with the cause when the credential does not reach the company or one of the report suites."""
    reached = choose_company(access.analytics.companies(), access.org_id, company)
    if report_suites:
        require_report_suites(access.analytics.report_suites(reached, report_suites), report_suites, reached)
    return reached
