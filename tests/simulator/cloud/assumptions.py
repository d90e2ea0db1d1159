# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract calls UNKNOWN, or only INFERRED: decided here, and nowhere else in the cloud.

Where several answers are plausible the seed chooses one, so that no client can lean on it.
Section numbers are those of contract/adobe-cloud.md.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

IMS_UNKNOWN_CLIENT = "invalid client_id parameter"
"""2.3: seen on the token endpoint in public code only (L)."""

EXPIRED_JWT = "The JWT token has expired."
"""1.5: the code invalid_token is documented for an expired JWT, the text is UNKNOWN."""

MISSING_METASCOPE = "Valid audience claims are missing"
"""1.4: a user saw a message about missing valid audience claims; wording and status are INFERRED."""
MISSING_METASCOPE_STATUS = 403

CREDENTIAL_NAME = r"[A-Za-z0-9][A-Za-z0-9 _-]{4,43}[A-Za-z0-9]"
"""5.3: sources disagree (6 to 25 characters; 6 to 45 alphanumerics): the wider rule, with the separators of the CLI."""

CONSOLE_ERROR_CODE = "{status}000"
"""5.1: the body of a Console error is of the gateway's family; the codes of its own refusals are INFERRED."""

DEFAULT_WORKSPACE = "Default"
"""5.2: a project of type default has one workspace; its name is INFERRED."""

PRODUCTION_WORKSPACE = "Production"
"""5.2: Adobe's suite expects this workspace in a new project of type jaeger, and says that there is no Stage."""

SIGN_IN_PLATFORMS = {"WebApp": "oauthwebapp", "Web": "oauthweb", "iOS": "oauthios", "Android": "oauthandroid"}
"""4.1: types of user credentials by platform; the pair WebApp is seen in Adobe's suite, the others are INFERRED."""

FOREIGN_SUITE = (404, "resource_not_found")
"""7.4: documented for a report suite; that its metrics and dimensions are refused alike is INFERRED."""

BASE_SCOPES = ("AdobeID", "openid")
"""2.2: what a credential without any service is granted is UNKNOWN."""

ORGANIZATION_KEYS = ("orgName", "orgRef")
"""2.5: organizations/v6 is an array that contains the organisation's ident; the keys around it are INFERRED."""


@dataclass(frozen=True)
class Drawn:
    """Answers that differ from seed to seed."""

    invalid_scope: str
    """2.3 and 10 no. 3: text of invalid_scope on the token endpoint."""
    wrong_pair: str
    """1.5: text of 401 invalid_client for a wrong id and secret pair on the exchange."""
    malformed_claim: str
    """1.5: text of bad_request."""
    unsupported_grant: tuple[int, str]
    """2.3: status and code for a grant type other than client_credentials and authorization_code."""
    wrong_kind: tuple[int, str]
    """2.3: status and code when a JWT credential asks for client_credentials."""
    exchange_after_conversion: tuple[int, str, str]
    """1.5 and 10 no. 2: what the exchange answers for a credential that Adobe has converted."""
    creation_refused: int
    """10 no. 6: status of creating a JWT credential or a binding after its end."""
    ims_throttled: tuple[str, str]
    """1.6: error and text when IMS throttles."""
    subscription_replaces: bool
    """5.3 and 10 no. 5: whether PUT services replaces or merges."""
    server_tokens_manage: bool
    """5.1 and 10 no. 4: whether a server-to-server token may call the Console beyond its own secrets."""
    secret_added: int
    secret_deleted: int
    """2.4: documentation says 201 and 204, the OpenAPI document 200."""
    secret_limit: int
    """2.4: at most two secrets; the status of a third is UNKNOWN."""
    foreign_company: tuple[int, str]
    """7.4: status and code for a company that the user does not belong to."""
    suite_names_unasked: bool
    """7.3: whether a suite in a list has its name when no expansion asks for it."""
    not_after_unit: int
    """5.2: notAfter is an integer; seconds or milliseconds is UNKNOWN."""


def draw(seed: int) -> Drawn:
    choose = random.Random(f"{seed}:cloud:assumptions").choice
    return Drawn(
        invalid_scope=choose(["invalid scope", "The requested scope is not allowed for this client", "Invalid scopes"]),
        wrong_pair=choose(
            ["invalid client_secret parameter", "Invalid client credentials", "client id and secret differ"]
        ),
        malformed_claim=choose(["Bad payload", "The JWT payload has malformed claims", "malformed claim"]),
        unsupported_grant=choose([(400, "unsupported_grant_type"), (400, "invalid_request"), (400, "access_denied")]),
        wrong_kind=choose([(400, "unauthorized_client"), (401, "unauthorized_client"), (401, "invalid_client")]),
        exchange_after_conversion=choose(
            [
                (500, "internal_error", "Please try again later"),
                (401, "invalid_client", "The client does not have the exchange_jwt scope"),
            ]
        ),
        creation_refused=choose([400, 403, 410]),
        ims_throttled=choose([("too_many_requests", "Too many requests"), ("throttled", "Slow down")]),
        subscription_replaces=choose([True, False]),
        server_tokens_manage=choose([True, False]),
        secret_added=choose([200, 201]),
        secret_deleted=choose([200, 204]),
        secret_limit=choose([400, 403, 409]),
        foreign_company=choose([(403, "unauthorized_company"), (404, "resource_not_found")]),
        suite_names_unasked=choose([True, False]),
        not_after_unit=choose([1, 1000]),
    )
