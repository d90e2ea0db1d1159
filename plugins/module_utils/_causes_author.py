# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Causes that lie on the author: itself, and what it holds."""

from __future__ import annotations

import typing as t

from ._cause import TRIED, Cause

ON_AUTHOR = ("author_ready", "product_version", "ims_config", "keypair", "cloudservice")

ON_THE_AUTHOR: t.Mapping[str, Cause] = {
    "author_unreachable": Cause(
        ON_AUTHOR,
        (TRIED,),
        "Check author_url, the network path from the machine that runs the task, and proxy settings.",
        "aem.md 8.3",
    ),
    "author_not_trusted": Cause(
        ON_AUTHOR,
        ("Could not <attempt>: the TLS connection to <address> failed: <reason>.",),
        "Give the authority of the author's certificate with ca_path, or check client_cert and client_key.",
        "-",
    ),
    "author_not_ready": Cause(
        ON_AUTHOR,
        ("<number> bundles are resolved and <number> installed, but not active.", TRIED),
        "Wait until every bundle is active (option wait), or look at /system/console/bundles.",
        "aem.md 8.3",
    ),
    "author_login_refused": Cause(
        ON_AUTHOR,
        (
            "Could not <attempt>: <address> refused the account <account> (401).",
            "Could not <attempt>: <address> redirected to another page (<status>) instead of answering.",
        ),
        "Check author_username and author_password.",
        "aem.md 8.2",
    ),
    "author_rights_missing": Cause(
        ON_AUTHOR,
        (TRIED,),
        "Use an account with administrative rights on the author.",
        "aem.md 8.2",
    ),
    "author_error": Cause(
        ON_AUTHOR,
        (TRIED,),
        "Look at the log of the author, or of the proxy before it.",
        "aem.md 8.1",
    ),
    "not_an_author": Cause(
        ON_AUTHOR,
        (
            "<address> did not answer with <kind>.",
            "<address> answered <status> with something that is not JSON: <excerpt>.",
            TRIED,
        ),
        "Check that author_url is the address of an AEM author.",
        "aem.md 8.3",
    ),
    "oauth_not_supported": Cause(
        ("product_version",),
        ("AEM <version>, <bundle> does not know OAuth Server-to-Server.",),
        "Install service pack 6.5.21 or later, or on 6.5.11 to 6.5.20 the package ims-jwt-compatibility-package-6.5"
        " with adobeims.core 1.1.26 or later.",
        "aem.md 4.1",
    ),
    "jwt_deprecated": Cause(
        ("product_version",),
        ("AEM <version>, <bundle> neither creates nor updates Service Account (JWT) configurations.",),
        "Use an OAuth Server-to-Server credential; an entry is converted in place.",
        "aem.md 4.2",
    ),
    "version_unknown": Cause(
        ("product_version",),
        ("AEM <version>, <bundle>: support for <credential> is not known.",),
        "Compare the product page with the releases that support OAuth.",
        "aem.md 8.3, U9",
    ),
    "ims_config_absent": Cause(
        ("ims_config",),
        ("There is no IMS configuration <title>.",),
        "Create it with aemfleet.ims.ims_config.",
        "aem.md 3.1",
    ),
    "ims_config_half": Cause(
        ("ims_config",),
        ("<title> has no client secret.",),
        "Run aemfleet.ims.ims_config again; it completes the pair of OSGi configurations.",
        "aem.md 3.1",
    ),
    "ims_config_duplicate": Cause(
        ("ims_config", "cloudservice"),
        (
            "<number> IMS configurations have the title <title>: <PIDs>.",
            "<number> configurations hold a secret for <name>: <PIDs>.",
            "<address> offers <number> IMS configurations with the title <title>.",
        ),
        "Remove all but one of the configurations with this title.",
        "aem.md 5.3",
    ),
    "ims_config_legacy": Cause(
        ("ims_config",),
        ("<title> is a Service Account (JWT) configuration.",),
        "Convert it to OAuth Server-to-Server; Adobe no longer serves JWT credentials.",
        "adobe-cloud.md 3.1",
    ),
    "ims_config_drifted": Cause(
        ("ims_config",),
        ("<title> differs in <options>.",),
        "Run aemfleet.ims.ims_config to restore the wanted values.",
        "aem.md 3.1",
    ),
    "client_secret_differs": Cause(
        ("ims_config",),
        ("<title> is not known to hold the given client secret.",),
        "Run aemfleet.ims.ims_config with the current client secret; it cannot be read back.",
        "aem.md 5.6",
    ),
    "key_absent": Cause(
        ("keypair",),
        ("The keystore of <user> has no alias <alias>.",),
        "Create it with aemfleet.ims.keypair.",
        "aem.md 1.2",
    ),
    "key_owner_wrong": Cause(
        ("keypair",),
        (
            "The alias <alias> is not in the keystore of <user>, but in that of <user>.",
            "<author> has <number> user <user> that owns a keystore.",
        ),
        "Put the key into the keystore of the service user that the Analytics integration uses.",
        "aem.md 2",
    ),
    "key_differs": Cause(
        ("keypair",),
        ("The alias <alias> of <user> holds another certificate than the one given.",),
        "Run aemfleet.ims.keypair with the key of this certificate.",
        "aem.md 1.2",
    ),
    "certificate_not_known": Cause(
        ("keypair",),
        ("The credential does not list the certificate <fingerprint>.",),
        "The credential lists other certificates; use the key of one of them.",
        "adobe-cloud.md 4.2",
    ),
    "certificate_expired": Cause(
        ("keypair",),
        ("The key <alias> of <user> has a certificate that ends <date>.",),
        "Adobe takes no new certificates since 2025-06-30: convert the credential to OAuth Server-to-Server.",
        "adobe-cloud.md 3.1",
    ),
    "certificate_expiring": Cause(
        ("keypair",),
        ("The key <alias> of <user> has a certificate that ends <date>.",),
        "Convert the credential to OAuth Server-to-Server before the certificate ends.",
        "adobe-cloud.md 3.1",
    ),
    "cloudservice_absent": Cause(
        ("cloudservice",),
        ("There is no <path>.",),
        "Create it with aemfleet.ims.analytics_cloudservice.",
        "aem.md 6.1",
    ),
    "cloudservice_duplicate": Cause(
        ("cloudservice",),
        ("<number> Analytics cloud services have the title <title>: <names>.",),
        "Say which one is meant with cloudservice_name, or remove all but one of them.",
        "aem.md 6.1",
    ),
    "cloudservice_drifted": Cause(
        ("cloudservice",),
        ("<path> differs in <properties>.",),
        "Run aemfleet.ims.analytics_cloudservice to restore the wanted values.",
        "aem.md 6.2",
    ),
    "contract_not_established": Cause(
        ("cloudservice",),
        ("<form or address> <problem>.",),
        "Give the names with the option contract, or learn them from a configuration made by hand.",
        "aem.md 12",
    ),
}
