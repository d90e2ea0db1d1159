# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role analytics says of its authors, in plain words."""

from __future__ import annotations

import typing as t

from ._role_options import has_run, is_jwt
from ._role_variables import Variables

Seen = t.Mapping[str, t.Any]

PARTS = {
    "ims_config": "analytics_ims_config",
    "cloudservice": "analytics_cloudservice",
    "framework": "analytics_framework",
    "keypair": "analytics_keypair",
    "former keypair": "analytics_former_keypair",
}
WITHOUT_CHECK = "Next: run it without --check to make these changes."
FRAMEWORK = (
    "Next: a framework maps what the pages send to the report suites. Name one in analytics_framework_name, "
    "or make it on the author: Adding an Adobe Analytics Framework."
)


def intention(variables: Variables) -> str:
    """What is about to be done on an author."""
    named = variables.options(
        url="analytics_author_url",
        alias="analytics_keypair_alias",
        ims="analytics_ims_title",
        service="analytics_title",
        company="analytics_company",
        suites="analytics_report_suites",
        framework="analytics_framework_name",
    )
    parts = [
        f"the key pair '{named['alias']}'" if is_jwt(variables) else "",
        f"the IMS configuration '{named['ims']}'",
        f"the cloud service '{named['service']}'" + _connected(named.get("company"), named.get("suites")),
        f"the framework '{named['framework']}'" if named.get("framework") else "",
    ]
    begin = "Looks what would change of" if variables.get("ansible_check_mode") else "Takes care of"
    return f"{begin} {_enumerated([part for part in parts if part])} on {named['url']}."


def _connected(company: str | None, suites: t.Sequence[str] | None) -> str:
    return (f" for company {company}" if company else "") + (f" with {', '.join(suites)}" if suites else "")


def outcome(host: str, seen: Seen, check_mode: bool) -> str:
    """What was done on an author, and how it is now."""
    found = {name: seen.get(registered) or {} for name, registered in PARTS.items()}
    changed = [name for name, result in found.items() if result.get("changed")]
    kept = [
        f"{name} is kept for {', '.join(result['referenced_by'])}"
        for name, result in found.items()
        if result.get("referenced_by")
    ]
    health = (seen.get("analytics_health") or {}).get("status") or "skipped"
    verb = "would change" if check_mode else "changed"
    done = f"{verb} {' and '.join(changed)}" if changed else "nothing to change"
    return f"{host}: {', '.join(['not examined' if health == 'skipped' else health, done, *kept])}"


def next_steps(authors: t.Mapping[str, Seen], check_mode: bool) -> list[str]:
    """What the operator does next: what the health check advises, and what the documented page goes on with."""
    advised = [
        f"Next, on {host}: {probe['message']} {probe['remedy']}"
        for host, seen in authors.items()
        for probe in (seen.get("analytics_health") or {}).get("probes", ())
        if probe["status"] == "warning"
    ]
    if check_mode:
        return [*advised, *([WITHOUT_CHECK] if any(map(_has_changed, authors.values())) else [])]
    new = [seen for seen in authors.values() if _is_new(seen) and not has_run(seen.get("analytics_framework"))]
    return [*advised, *([FRAMEWORK] if new else [])]


def _has_changed(seen: Seen) -> bool:
    return any((seen.get(registered) or {}).get("changed") for registered in PARTS.values())


def _is_new(seen: Seen) -> bool:
    """Whether the cloud service was made by this run: what undoes it is its absence."""
    return ((seen.get("analytics_cloudservice") or {}).get("previous") or {}).get("state") == "absent"


def _enumerated(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
