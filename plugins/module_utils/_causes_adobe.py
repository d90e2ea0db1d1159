# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Causes that lie in Adobe's cloud or on the way to it: token, Analytics API, company and report suites."""

from __future__ import annotations

import typing as t

from ._cause import TRIED, Cause

API = ("analytics_company", "report_suites")
TOKEN = ("token", *API)

REFUSED_TOKEN = ("Adobe IMS at <address> refused a token with status <status>: <error>.",)
REFUSED_REQUEST = ("Could not <attempt>: <address> answered <status and error code> (<message>).",)

IN_THE_CLOUD: t.Mapping[str, Cause] = {
    "client_secret_wrong": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Copy a current client secret from the Developer Console; at most two are valid at a time.",
        "adobe-cloud.md 2.3, 2.4",
    ),
    "client_id_unknown": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Check the client id, and that authorization_server is the IMS host of this credential.",
        "adobe-cloud.md 2.3",
    ),
    "client_refused": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Check client id and client secret in the Developer Console; a converted credential exchanges no JWT any more.",
        "adobe-cloud.md 1.5, 2.3",
    ),
    "scope_not_granted": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Use exactly the scopes that the Developer Console lists for this credential; add the Adobe Analytics API "
        "to the project if they are missing.",
        "adobe-cloud.md 2.2, 2.3",
    ),
    "metascope_not_granted": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Use the metascopes that the Developer Console lists for this credential.",
        "adobe-cloud.md 1.4, 1.5",
    ),
    "certificate_not_bound": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Upload the certificate of this key to the credential; an expired certificate is refused with the same words.",
        "adobe-cloud.md 1.5",
    ),
    "jwt_refused": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Check the payload: iss, sub and aud must be those of the credential.",
        "adobe-cloud.md 1.3, 1.5",
    ),
    "clock_skew": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Set the clock of the machine that runs the task.",
        "aem.md 9",
    ),
    "flow_retired": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "The credential was converted by Adobe; use its OAuth Server-to-Server side.",
        "adobe-cloud.md 3.1",
    ),
    "ims_refused": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Look the error code up in the Developer Console documentation.",
        "adobe-cloud.md 2.3",
    ),
    "ims_throttled": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Wait, and request fewer tokens; a token is valid for about a day.",
        "adobe-cloud.md 1.6",
    ),
    "ims_unavailable": Cause(
        TOKEN,
        REFUSED_TOKEN,
        "Adobe IMS has a fault; try again later.",
        "adobe-cloud.md 1.5",
    ),
    "ims_unreachable": Cause(
        TOKEN,
        (TRIED,),
        "Check authorization_server, the route and the proxy (HTTPS_PROXY) of the machine that runs the task.",
        "aem.md 9",
    ),
    "adobe_not_trusted": Cause(
        TOKEN,
        ("Could not <attempt>: the TLS connection to <address> failed: <reason>.",),
        "A proxy that inspects TLS needs its authority in ca_path or REQUESTS_CA_BUNDLE.",
        "adobe-cloud.md 8",
    ),
    "token_refused": Cause(
        API,
        REFUSED_REQUEST,
        "Check that the token was issued by the IMS environment of this API.",
        "adobe-cloud.md 7.4",
    ),
    "api_key_refused": Cause(
        API,
        REFUSED_REQUEST,
        "Add the Adobe Analytics API to the project of this client id.",
        "adobe-cloud.md 7.4",
    ),
    "no_product_profile": Cause(
        API,
        REFUSED_REQUEST,
        "Add the credential to an Adobe Analytics product profile; a new assignment takes a while to spread.",
        "adobe-cloud.md 6, 7.4",
    ),
    "no_company": Cause(
        API,
        ("The credential gets a token but reaches no Analytics company.",),
        "Give the product profile the permissions Report Suites, Metrics and Dimensions.",
        "aem.md 9; adobe-cloud.md 6",
    ),
    "wrong_organization": Cause(
        API,
        ("The credential reaches no Analytics company of organization <organization>.",),
        "Use a credential of this organization, or correct org_id.",
        "adobe-cloud.md 7.1",
    ),
    "company_not_accessible": Cause(
        API,
        ("The credential does not reach company <company>, only <companies>.",),
        "Use the global company id of a company that the credential may see, or extend its product profile.",
        "adobe-cloud.md 7.1",
    ),
    "report_suite_not_accessible": Cause(
        ("report_suites",),
        ("The credential may not use <report suites> of company <company>, or no such report suite exists.",),
        "Correct the report suite id, or add the report suite to the product profile.",
        "adobe-cloud.md 7.3",
    ),
    "analytics_throttled": Cause(
        API,
        REFUSED_REQUEST,
        "Wait; the limit is 12 requests in 6 seconds per credential.",
        "adobe-cloud.md 7.5",
    ),
    "analytics_refused": Cause(
        API,
        REFUSED_REQUEST,
        "Look at the error of the Analytics API named in the message.",
        "adobe-cloud.md 7.4",
    ),
    "analytics_unavailable": Cause(
        API,
        REFUSED_REQUEST,
        "The Analytics API has a fault; try again later.",
        "adobe-cloud.md 7.1, 7.4",
    ),
    "analytics_unreachable": Cause(
        API,
        (TRIED,),
        "Check analytics_endpoint, the route and the proxy.",
        "aem.md 9",
    ),
}
