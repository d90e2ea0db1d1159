# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that several modules share, each described once."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.parameters import env_fallback

from ._adobe.analytics import DEFAULT_ENDPOINT
from ._adobe.credential import JWT, OAUTH
from ._adobe.ims import DEFAULT_SCOPES, DEFAULT_SERVER

Spec = dict[str, dict[str, t.Any]]

CONNECTION: Spec = {
    "author_url": {"type": "str", "fallback": (env_fallback, ["AEM_AUTHOR_URL"])},
    "author_username": {"type": "str", "fallback": (env_fallback, ["AEM_AUTHOR_USERNAME"])},
    "author_password": {"type": "str", "no_log": True, "fallback": (env_fallback, ["AEM_AUTHOR_PASSWORD"])},
    "validate_certs": {"type": "bool", "default": True, "fallback": (env_fallback, ["AEM_AUTHOR_VALIDATE_CERTS"])},
    "ca_path": {"type": "path", "fallback": (env_fallback, ["AEM_AUTHOR_CA_PATH"])},
    "client_cert": {"type": "path", "fallback": (env_fallback, ["AEM_AUTHOR_CLIENT_CERT"])},
    "client_key": {"type": "path", "no_log": False, "fallback": (env_fallback, ["AEM_AUTHOR_CLIENT_KEY"])},
    "timeout": {"type": "float", "default": 30.0, "fallback": (env_fallback, ["AEM_AUTHOR_TIMEOUT"])},
}

CREDENTIAL: Spec = {
    "authorization_server": {"type": "str", "default": DEFAULT_SERVER},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "org_id": {"type": "str"},
    "scopes": {"type": "list", "elements": "str", "default": list(DEFAULT_SCOPES)},
}

JWT_CREDENTIAL: Spec = {
    "credential_type": {"type": "str", "choices": [OAUTH, JWT], "default": OAUTH},
    "technical_account_id": {"type": "str"},
    "metascopes": {"type": "list", "elements": "str"},
    "payload": {"type": "raw"},
    "keypair_alias": {"type": "str", "no_log": False},
}

ANALYTICS: Spec = {
    "analytics_endpoint": {"type": "str", "default": DEFAULT_ENDPOINT},
    "company": {"type": "str"},
    "report_suites": {"type": "list", "elements": "str"},
}

CONTRACT: Spec = {"contract": {"type": "dict"}}

STATE: Spec = {"state": {"type": "str", "choices": ["present", "absent"], "default": "present"}}

RESTORE: Spec = {
    "restore": {"type": "bool", "default": False},
    "properties": {"type": "dict"},
}

DUPLICATES: Spec = {"duplicates": {"type": "str", "choices": ["fail", "keep", "remove"], "default": "fail"}}

REFERENCES: Spec = {"remove_referenced": {"type": "bool", "default": False}}

READINESS: Spec = {
    "wait": {"type": "float", "default": 0.0},
    "polls": {"type": "int", "default": 1},
}


def merged(*parts: Spec) -> Spec:
    """The connection options and the given parts as one argument spec."""
    spec = dict(CONNECTION)
    for part in parts:
        spec.update(part)
    return spec
