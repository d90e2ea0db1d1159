# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented table of causes: what a failure means and what to do about it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """One row: the remedy, and the section of the contract that it rests on."""

    remedy: str
    evidence: str


CAUSES: t.Mapping[str, Cause] = {
    "author_unreachable": Cause(
        "Check author_url, the network path from the machine that runs the task, and proxy settings.", "aem.md 8.3"
    ),
    "author_not_trusted": Cause(
        "Give the authority of the author's certificate with ca_path, or check client_cert and client_key.", "-"
    ),
    "author_not_ready": Cause(
        "Wait until every bundle is active (option wait), or look at /system/console/bundles.", "aem.md 8.3"
    ),
    "author_login_refused": Cause("Check author_username and author_password.", "aem.md 8.2"),
    "author_rights_missing": Cause("Use an account with administrative rights on the author.", "aem.md 8.2"),
    "author_error": Cause("Look at the log of the author, or of the proxy before it.", "aem.md 8.1"),
    "not_an_author": Cause("Check that author_url is the address of an AEM author.", "aem.md 8.3"),
    "oauth_not_supported": Cause(
        "Install service pack 6.5.21 or later, or on 6.5.11 to 6.5.20 the package ims-jwt-compatibility-package-6.5 "
        "with adobeims.core 1.1.26 or later.",
        "aem.md 4.1",
    ),
    "jwt_deprecated": Cause("Use an OAuth Server-to-Server credential; an entry is converted in place.", "aem.md 4.2"),
    "version_unknown": Cause("Compare the product page with the releases that support OAuth.", "aem.md 8.3, U9"),
    "ims_config_absent": Cause("Create it with aemfleet.ims.ims_config.", "aem.md 3.1"),
    "ims_config_half": Cause(
        "Run aemfleet.ims.ims_config again; it completes the pair of OSGi configurations.", "aem.md 3.1"
    ),
    "ims_config_duplicate": Cause("Remove all but one of the configurations with this title.", "aem.md 5.3"),
    "ims_config_legacy": Cause(
        "Convert it to OAuth Server-to-Server; Adobe no longer serves JWT credentials.", "adobe-cloud.md 3.1"
    ),
    "ims_config_drifted": Cause("Run aemfleet.ims.ims_config to restore the wanted values.", "aem.md 3.1"),
    "client_secret_differs": Cause(
        "Run aemfleet.ims.ims_config with the current client secret; it cannot be read back.", "aem.md 5.6"
    ),
    "client_secret_wrong": Cause(
        "Copy a current client secret from the Developer Console; at most two are valid at a time.",
        "adobe-cloud.md 2.3, 2.4",
    ),
    "client_id_unknown": Cause(
        "Check the client id, and that authorization_server is the IMS host of this credential.", "adobe-cloud.md 2.3"
    ),
    "client_refused": Cause(
        "Check client id and client secret in the Developer Console; a converted credential exchanges no JWT any more.",
        "adobe-cloud.md 1.5, 2.3",
    ),
    "scope_not_granted": Cause(
        "Use exactly the scopes that the Developer Console lists for this credential; add the Adobe Analytics API to "
        "the project if they are missing.",
        "adobe-cloud.md 2.2, 2.3",
    ),
    "flow_retired": Cause(
        "The credential was converted by Adobe; use its OAuth Server-to-Server side.", "adobe-cloud.md 3.1"
    ),
    "certificate_not_bound": Cause(
        "Upload the certificate of this key to the credential; an expired certificate is refused with the same words.",
        "adobe-cloud.md 1.5",
    ),
    "certificate_expired": Cause(
        "Adobe takes no new certificates since 2025-06-30: convert the credential to OAuth Server-to-Server.",
        "adobe-cloud.md 3.1",
    ),
    "certificate_expiring": Cause(
        "Convert the credential to OAuth Server-to-Server before the certificate ends.", "adobe-cloud.md 3.1"
    ),
    "certificate_not_known": Cause(
        "The credential lists other certificates; use the key of one of them.", "adobe-cloud.md 4.2"
    ),
    "metascope_not_granted": Cause(
        "Use the metascopes that the Developer Console lists for this credential.", "adobe-cloud.md 1.4, 1.5"
    ),
    "clock_skew": Cause("Set the clock of the machine that runs the task.", "aem.md 9"),
    "jwt_refused": Cause(
        "Check the payload: iss, sub and aud must be those of the credential.", "adobe-cloud.md 1.3, 1.5"
    ),
    "key_absent": Cause("Create it with aemfleet.ims.keypair.", "aem.md 1.2"),
    "key_owner_wrong": Cause(
        "Put the key into the keystore of the service user that the Analytics integration uses.", "aem.md 2"
    ),
    "key_differs": Cause("Run aemfleet.ims.keypair with the key of this certificate.", "aem.md 1.2"),
    "ims_refused": Cause("Look the error code up in the Developer Console documentation.", "adobe-cloud.md 2.3"),
    "ims_throttled": Cause("Wait, and request fewer tokens; a token is valid for about a day.", "adobe-cloud.md 1.6"),
    "ims_unavailable": Cause("Adobe IMS has a fault; try again later.", "adobe-cloud.md 1.5"),
    "ims_unreachable": Cause(
        "Check authorization_server, the route and the proxy (HTTPS_PROXY) of the machine that runs the task.",
        "aem.md 9",
    ),
    "adobe_not_trusted": Cause(
        "A proxy that inspects TLS needs its authority in ca_path or REQUESTS_CA_BUNDLE.", "adobe-cloud.md 8"
    ),
    "token_refused": Cause("Check that the token was issued by the IMS environment of this API.", "adobe-cloud.md 7.4"),
    "api_key_refused": Cause("Add the Adobe Analytics API to the project of this client id.", "adobe-cloud.md 7.4"),
    "no_product_profile": Cause(
        "Add the credential to an Adobe Analytics product profile; a new assignment takes a while to spread.",
        "adobe-cloud.md 6, 7.4",
    ),
    "wrong_organization": Cause("Use a credential of this organization, or correct org_id.", "adobe-cloud.md 7.1"),
    "no_company": Cause(
        "Give the product profile the permissions Report Suites, Metrics and Dimensions.", "aem.md 9; adobe-cloud.md 6"
    ),
    "company_not_accessible": Cause(
        "Use the global company id of a company that the credential may see, or extend its product profile.",
        "adobe-cloud.md 7.1",
    ),
    "report_suite_not_accessible": Cause(
        "Correct the report suite id, or add the report suite to the product profile.", "adobe-cloud.md 7.3"
    ),
    "analytics_throttled": Cause("Wait; the limit is 12 requests in 6 seconds per credential.", "adobe-cloud.md 7.5"),
    "analytics_refused": Cause("Look at the error of the Analytics API named in the message.", "adobe-cloud.md 7.4"),
    "analytics_unavailable": Cause("The Analytics API has a fault; try again later.", "adobe-cloud.md 7.1, 7.4"),
    "analytics_unreachable": Cause("Check analytics_endpoint, the route and the proxy.", "aem.md 9"),
    "cloudservice_absent": Cause("Create it with aemfleet.ims.analytics_cloudservice.", "aem.md 6.1"),
    "cloudservice_duplicate": Cause(
        "Say which one is meant with cloudservice_name, or remove all but one of them.", "aem.md 6.1"
    ),
    "cloudservice_drifted": Cause(
        "Run aemfleet.ims.analytics_cloudservice to restore the wanted values.", "aem.md 6.2"
    ),
    "contract_not_established": Cause(
        "Give the names with the option contract, or learn them from a configuration made by hand.", "aem.md 12"
    ),
    "not_asked": Cause("Give the option named in the message to have this checked.", "-"),
    "blocked": Cause("Mend the probe named in the message first.", "-"),
}


def remedy(code: str) -> str:
    """What to do about a cause; empty for an unlisted one."""
    cause = CAUSES.get(code)
    return cause.remedy if cause else ""
