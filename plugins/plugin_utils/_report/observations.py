# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tasks of the report registered for a host, reduced to what may be shown: nothing that is secret is read."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ...module_utils._resources.findings import FAILED, SKIPPED

Values = t.Mapping[str, t.Any]

# The tasks of the role's entry point, in their order.
VALIDATED, EXAMINED, FOUND = "analytics_validated", "analytics_examined", "analytics_found"
STAGES = {VALIDATED: "variables", EXAMINED: "examination", FOUND: "content"}
SECRET_ENDS = "analytics_client_secret_ends"
REGISTERED = (VALIDATED, EXAMINED, FOUND, SECRET_ENDS)

REMEDIES = {
    "variables": "Correct the variables of this host.",
    "examination": "Mend what the message names; nothing else is known of this host.",
    "content": "Mend what the message names; versions and configurations are not known.",
    "before": "Look at what this host said before the report, or why the play left it out.",
}
NEVER_EXAMINED = "The host had failed, or left the play, before it could be examined."

OF_PRODUCT = ("version", "service_pack", "run_modes", "ims_bundle_version", "oauth_supported")
OF_IMS_CONFIG = (
    "title",
    "credential_type",
    "authorization_server",
    "client_id",
    "org_id",
    "scopes",
    "technical_account_id",
    "metascopes",
    "keypair_alias",
    "problem",
)
OF_CLOUDSERVICE = ("title", "name", "template", "authentication", "ims_config", "company", "report_suites")
OF_FINDING = ("probe", "status", "code", "message", "remedy", "ends")


@dataclass(frozen=True)
class Trouble:
    """Why something is not known of a host, and what to do about it."""

    stage: str
    message: str

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return REMEDIES[self.stage]


@dataclass(frozen=True)
class Observation:
    """One host as it was seen."""

    host: str
    url: str = ""
    error: Trouble | None = None
    unread: Trouble | None = None
    status: str = SKIPPED
    findings: tuple[Values, ...] = ()
    product: Values = field(default_factory=dict)
    ims_configs: tuple[Values, ...] = ()
    cloudservices: tuple[Values, ...] = ()
    secret_ends: str = ""


def observe(host: str, registered: Values) -> Observation:
    """A host as the results of its tasks tell; what a former call of the role left behind a failure is passed over."""
    ends = str(registered.get(SECRET_ENDS) or "")
    for name in (VALIDATED, EXAMINED):
        trouble = _trouble(name, _result(registered, name))
        if trouble:
            return Observation(host, error=trouble, secret_ends=ends)
    examined, found = _result(registered, EXAMINED), _result(registered, FOUND)
    if "probes" not in examined:
        return Observation(host, error=Trouble("before", NEVER_EXAMINED), secret_ends=ends)
    return Observation(
        host,
        url=str((examined.get("author") or {}).get("url", "")),
        unread=_trouble(FOUND, found),
        status=str(examined.get("status", FAILED)),
        findings=_chosen(OF_FINDING, examined["probes"]),
        product=next(iter(_chosen(OF_PRODUCT, [found.get("product") or {}]))),
        ims_configs=_chosen(OF_IMS_CONFIG, found.get("ims_configs") or ()),
        cloudservices=_chosen(OF_CLOUDSERVICE, found.get("cloudservices") or ()),
        secret_ends=ends,
    )


def _result(registered: Values, name: str) -> Values:
    result = registered.get(name)
    return result if isinstance(result, t.Mapping) else {}


def _trouble(name: str, result: Values) -> Trouble | None:
    if not result.get("failed") and not result.get("unreachable"):
        return None
    return Trouble(STAGES[name], " ".join(str(result.get("msg") or "The task failed without a message.").split()))


def _chosen(names: t.Sequence[str], entries: t.Iterable[Values]) -> tuple[Values, ...]:
    """Only what is named here is shown, whatever else a result may hold."""
    return tuple({name: entry[name] for name in names if name in entry} for entry in entries)
