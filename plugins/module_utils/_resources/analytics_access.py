# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a credential really reaches: a token, its company, its report suites."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._addresses import split_address
from .._adobe import ims
from .._adobe.analytics import Analytics, Company, choose_company, require_report_suites
from .._adobe.credential import JWT
from .._adobe.jwt_exchange import Assertion, exchange
from .._keys.material import private_key_pem
from .._secrets import Secrets
from .._transport import Transport
from .ims_claims import Payload, jwt_claims
from .shared_options import credential_problems, jwt_access_problems, payload_of


@dataclass(frozen=True)
class Access:
    """Adobe Analytics, opened with the credential of one organization."""

    analytics: Analytics
    org_id: str
    expires_in: int


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is missing from or wrong with the options that open Adobe Analytics."""
    found = (jwt_access_problems if is_jwt(options) else credential_problems)(options)
    endpoint = split_address(options.get("analytics_endpoint"))
    if endpoint.scheme not in {"http", "https"} or not endpoint.hostname:
        found.append("analytics_endpoint must be an http or https URL")
    return found


def connect(options: t.Mapping[str, t.Any], transport: Transport, secrets: Secrets) -> Access:
    """Get a token with the credential of the options."""
    cloud = transport.towards_adobe()
    if is_jwt(options):
        payload = payload_of(options)
        client_id, org_id = payload.client_id, payload.org_id
        token = exchange(_assertion(options, payload), cloud, secrets)
    else:
        client_id, org_id = options["client_id"], options["org_id"]
        server, secret = options["authorization_server"], options["client_secret"]
        token = ims.request_token(ims.Client(server, client_id, secret, tuple(options["scopes"])), cloud, secrets)
    analytics = Analytics(options["analytics_endpoint"], client_id, token.value, cloud, secrets)
    return Access(analytics, org_id, token.expires_in)


def is_jwt(options: t.Mapping[str, t.Any]) -> bool:
    """Whether the options describe a Service Account (JWT) credential."""
    return bool(options.get("credential_type") == JWT)


def _assertion(options: t.Mapping[str, t.Any], payload: Payload) -> Assertion:
    key = private_key_pem(options["private_key"], options.get("private_key_passphrase"))
    secret = options["client_secret"]
    return Assertion(payload.authorization_server, payload.client_id, secret, jwt_claims(payload), key)


def require(access: Access, company: str, report_suites: t.Sequence[str]) -> Company:
    """Fail with the cause when the credential does not reach the company or one of the report suites."""
    reached = choose_company(access.analytics.companies(), access.org_id, company)
    if report_suites:
        require_report_suites(access.analytics.report_suites(reached, report_suites), report_suites, reached)
    return reached
