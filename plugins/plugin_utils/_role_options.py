# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role analytics gives to each of its tasks."""

from __future__ import annotations

import typing as t

from ..module_utils._adobe.credential import JWT, normalise
from ..module_utils._argspec import CONNECTION
from ..module_utils._errors import InvalidOptions
from ..module_utils._resources.findings import as_mapping, passed
from ..module_utils._resources.probes import PROBES
from ._role_variables import Variables

Options = dict[str, t.Any]

OF_EVERY_CREDENTIAL = ("client_id", "client_secret", "org_id")
WANTED = {"company": "analytics_company", "report_suites": "analytics_report_suites"}
OF_A_FRAMEWORK = (
    "name",
    "title",
    "report_suites",
    "tracking_server",
    "tracking_server_secure",
    "visitor_namespace",
    "mappings",
    "properties",
    "pages",
)
# The release does not change with what the role changes.
EXAMINED = tuple(probe for probe in PROBES if probe != "product_version")
READ_BACK = {
    f"analytics_{probe}": as_mapping(passed(probe, "Its task has just read it as it shall be."))
    for probe in ("ims_config", "cloudservice")
}


def connection(variables: Variables) -> Options:
    """How the author is reached."""
    return variables.options(**{name: f"analytics_{name}" for name in CONNECTION})


def check(variables: Variables) -> Options:
    """What can be examined before anything is changed."""
    wanted = variables.options(wait="analytics_wait", analytics_endpoint="analytics_endpoint", **WANTED)
    return {**connection(variables), **wanted, **credential(variables)}


def ims_config(variables: Variables) -> Options:
    """The IMS configuration."""
    names = ("route", "contract", "duplicates", "provider_pid")
    own = variables.options(title="analytics_ims_title", **{name: f"analytics_{name}" for name in names})
    return {**connection(variables), **own, **_alias(variables), **credential(variables)}


def cloudservice(variables: Variables) -> Options:
    """The Analytics cloud service."""
    names = ("title", "name", "template", "properties", "contract", "duplicates")
    own = variables.options(**{name: f"analytics_{name}" for name in names})
    return {**connection(variables), **own, **variables.options(ims_config="analytics_ims_title", **WANTED)}


def framework(variables: Variables) -> Options:
    """The Analytics framework below the cloud service that its own task has found."""
    found = (variables.get("analytics_cloudservice") or {}).get("cloudservice") or {}
    service = variables.options(cloudservice_name="analytics_name", cloudservice_title="analytics_title")
    name = {"cloudservice_name": found["name"]} if found.get("name") else {}
    own = variables.options(**{option: f"analytics_framework_{option}" for option in OF_A_FRAMEWORK})
    own.setdefault("title", own.get("name"))
    return {**connection(variables), **service, **name, **own, **variables.options(contract="analytics_contract")}


def health(variables: Variables) -> Options:
    """The whole connection; what the task of the cloud service has found need not be found again."""
    found = variables.get("analytics_cloudservice") or {}
    name = (found.get("cloudservice") or {}).get("name")
    own = variables.options(fail_on="analytics_fail_on")
    told = {"cloudservice_name": name, "contract": found.get("contract")}
    own.update({option: value for option, value in told.items() if value})
    return {**_whole(variables), **own, **_probes(variables)}


def examination(variables: Variables) -> Options:
    """The whole connection as it is, for the report: nothing is known before, and the judgement is left to it."""
    probes = [probe for probe in PROBES if probe != "keypair" or is_jwt(variables)]
    own = variables.options(wait="analytics_report_wait")
    return {**_whole(variables), **own, "fail_on": "never", "probes": probes}


def _whole(variables: Variables) -> Options:
    """What an examination of the whole connection looks at."""
    own = variables.options(
        title="analytics_ims_title",
        cloudservice_title="analytics_title",
        cloudservice_name="analytics_name",
        contract="analytics_contract",
    )
    if is_jwt(variables):
        own["keypair_user"] = variables.get("__analytics_keypair_user")
    return {**check(variables), **own, **_alias(variables)}


def _probes(variables: Variables) -> Options:
    """The probes, and what is known of them: of the rest, only a change can have ended what was found before it."""
    changed = _has_changed(variables, "analytics_ims_config") or _has_changed(variables, "analytics_cloudservice")
    if changed and variables.get("ansible_check_mode"):
        # What is only predicted can't be examined.
        return {"probes": []}
    # A key pair that its own task has found is not looked at again.
    keypair = is_jwt(variables) and _has_changed(variables, "analytics_keypair", unknown=True)
    left_out = [*(variables.get("__analytics_not_examined") or ()), *([] if keypair else ["keypair"])]
    before = [] if changed else (variables.get("analytics_preflight") or {}).get("probes", [])
    read_back = [found for registered, found in READ_BACK.items() if has_run(variables.get(registered))]
    return {"probes": [probe for probe in EXAMINED if probe not in left_out], "known": [*read_back, *before]}


def has_run(result: t.Mapping[str, t.Any] | None) -> bool:
    """Whether a task has run; one that its tags or a condition left out may have registered a result as well."""
    found = result or {}
    return "changed" in found and not found.get("skipped")


def _has_changed(variables: Variables, registered: str, unknown: bool = False) -> bool:
    return bool((variables.get(registered) or {}).get("changed", unknown))


def is_jwt(variables: Variables) -> bool:
    """Whether the credential is a legacy Service Account (JWT) one."""
    return bool(variables.get("analytics_credential_type") == JWT)


def _alias(variables: Variables) -> Options:
    return variables.options(keypair_alias="analytics_keypair_alias") if is_jwt(variables) else {}


def credential(variables: Variables) -> Options:
    """The credential: single variables first, then what the Developer Console's document says."""
    own = variables.options(
        authorization_server="analytics_authorization_server", credential_type="analytics_credential_type"
    )
    if is_jwt(variables) and not has_credential(variables):
        return own
    names = [*OF_EVERY_CREDENTIAL, "technical_account_id" if is_jwt(variables) else "scopes"]
    singles = variables.options(**{name: f"analytics_{name}" for name in names})
    told = _document(variables) if len(singles) < len(names) or is_jwt(variables) else {}
    missing = [f"analytics_{name}" for name in names if name not in singles and not told]
    if missing:
        raise InvalidOptions(["no credential is given"], advice=f"{', '.join(missing)} can't be without one.")
    metascopes = {"metascopes": told.get("metascopes") or variables.get("analytics_metascopes")}
    chosen = {name: told[name] for name in names if name in told}
    return {**own, **chosen, **singles, **(metascopes if is_jwt(variables) else {})}


def has_credential(variables: Variables) -> bool:
    """Whether there is a credential yet: the documented page has the key pair made before it."""
    names = ("analytics_client_id", "analytics_credential", "analytics_credential_file")
    return any(variables.get(name) for name in names)


def _document(variables: Variables) -> Options:
    """The document that is given, or in the file of this host, or in the file that all hosts share."""
    path = variables.get("analytics_credential_file")
    shared = variables.get("__analytics_shared") or {}
    document = variables.get("analytics_credential")
    if not document and path:
        document = shared["document"] if shared.get("file") == path and shared["document"] else variables.read(path)
    if not document:
        return {}
    name, kind = variables.get("analytics_credential_name"), variables.get("analytics_credential_type")
    return normalise(document, name=name or None, credential_type=kind).to_mapping()


PARTS: t.Mapping[str, t.Callable[[Variables], Options]] = {
    part.__name__: part for part in (connection, check, ims_config, cloudservice, framework, health, examination)
}
