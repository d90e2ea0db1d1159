# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a credential may see in Adobe Analytics (contract/adobe-cloud.md 7)."""

from __future__ import annotations

import json
import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from .._errors import AdobeRefused, NotTrusted, Unreachable
from .._http import Answer, Http, excerpt
from .._secrets import Secrets
from .._transport import Transport
from .ims import EVERY_STATUS, body, refused

DEFAULT_ENDPOINT = "https://analytics.adobe.io"
PAGE_SIZE = 1000

# The gateway's error_code (contract/adobe-cloud.md 7.4).
GATEWAY_CODES: t.Mapping[str, str] = {
    "401013": "token_refused",
    "403010": "token_refused",
    "403000": "api_key_refused",
    "403003": "api_key_refused",
    "403023": "no_product_profile",
    "403025": "no_product_profile",
    "429050": "analytics_throttled",
}


@dataclass(frozen=True)
class Company:
    """An Analytics company in an organization."""

    global_company_id: str
    name: str
    org_id: str

    def is_called(self, wanted: str) -> bool:
        """Whether the text names this company, by its global company id or by its name."""
        return wanted == self.global_company_id or wanted.casefold() == self.name.casefold()


class Analytics:
    """The Analytics API with one token."""

    def __init__(self, endpoint: str, client_id: str, token: str, transport: Transport, secrets: Secrets) -> None:
        secrets.add(token)
        self._secrets = secrets
        self._http = Http(endpoint, transport, secrets)
        self._http.headers.update({"Authorization": f"Bearer {token}", "x-api-key": client_id})

    def companies(self) -> list[Company]:
        """Every company that the credential reaches."""
        answer = self._get("/discovery/me", "ask Adobe Analytics which companies the credential reaches")
        return [
            Company(str(row.get("globalCompanyId")), str(row.get("companyName")), str(org.get("imsOrgId")))
            for org in body(answer).get("imsOrgs") or ()
            for row in org.get("companies") or ()
        ]

    def report_suites(self, company: Company, wanted: t.Sequence[str]) -> set[str]:
        """Those of the wanted report suite ids that the credential may use."""
        path = f"/api/{quote(company.global_company_id, safe='')}/reportsuites/collections/suites"
        params = [("rsids", ",".join(wanted)), ("limit", str(PAGE_SIZE))]
        answer = self._get(path, f"ask Adobe Analytics for the report suites of {company.name}", params)
        document = json.loads(answer.text)
        # The documentation shows a bare list, Adobe's clients read a page object (contract/adobe-cloud.md 7.3).
        suites = document.get("content") if isinstance(document, dict) else document
        return {str(suite.get("rsid")) for suite in suites or ()} & set(wanted)

    def _get(self, path: str, attempt: str, params: t.Sequence[tuple[str, str]] = ()) -> Answer:
        try:
            answer = self._http.send("GET", path, attempt=attempt, params=params, expect=EVERY_STATUS)
        except NotTrusted as error:
            raise refused("adobe_not_trusted", error.message) from error
        except Unreachable as error:
            raise refused("analytics_unreachable", error.message) from error
        if answer.status == 200 and answer.text.lstrip()[:1] in {"{", "["}:
            return answer
        raise self._refusal(attempt, answer)

    def _refusal(self, attempt: str, answer: Answer) -> AdobeRefused:
        document = body(answer)
        number = str(document.get("error_code") or document.get("errorCode") or "")
        said = str(document.get("message") or document.get("errorDescription") or excerpt(answer.text))
        code = GATEWAY_CODES.get(number)
        if code is None:
            code = "analytics_unavailable" if answer.status >= 500 else "analytics_refused"
        if answer.status == 429:
            code = "analytics_throttled"
        answered = f"{answer.status} {number}".strip()
        return refused(
            code,
            f"Could not {attempt}: {answer.url} answered {answered} ({self._secrets.mask(said)}).",
            url=answer.url,
            status=answer.status,
        )


def choose_company(companies: t.Sequence[Company], org_id: str, wanted: str) -> Company:
    """The wanted company of the organization, or the cause why there is none."""
    if not companies:
        raise refused("no_company", "The credential gets a token but reaches no Analytics company.")
    own = [company for company in companies if not org_id or company.org_id == org_id]
    if not own:
        raise refused("wrong_organization", f"The credential reaches no Analytics company of organization {org_id}.")
    matching = [company for company in own if company.is_called(wanted)]
    if not matching:
        names = ", ".join(f"{company.global_company_id} ({company.name})" for company in own)
        raise refused("company_not_accessible", f"The credential does not reach company {wanted!r}, only {names}.")
    return matching[0]


def require_report_suites(found: set[str], wanted: t.Sequence[str], company: Company) -> None:
    """Fail with the cause when a wanted report suite is not among those found."""
    missing = [suite for suite in wanted if suite not in found]
    if missing:
        raise refused(
            "report_suite_not_accessible",
            f"The credential may not use {', '.join(map(repr, missing))} of company {company.global_company_id}, "
            "or no such report suite exists.",
        )
