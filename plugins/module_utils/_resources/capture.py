# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A capture of everything that no public page tells, from one author that was configured by hand."""

from __future__ import annotations

import datetime
import re
import typing as t
from dataclasses import asdict

from .._author import product
from .._author.client import Author
from .._errors import Conflict, Unreachable
from . import capture_seen, capture_trial_console, capture_trial_content, capture_trial_keystore
from .capture_assumption import Assumption, Check, summary, table
from .capture_contract import captured
from .capture_evidence import evidence
from .capture_placeholders import Placeholders, everywhere, placeholders, texts
from .capture_reading import SCRATCH, Reading, read
from .capture_register import register
from .capture_scratch import Observed, Tokenless, Trial, sweep
from .shared_options import waiting_problems

TRIALS: tuple[Check[Trial], ...] = (
    *capture_trial_content.CHECKS,
    *capture_trial_console.CHECKS,
    *capture_trial_keystore.CHECKS,
)
NOT_ASKED = "Not tested: the option self_test is off."
CHECK_MODE = "Not tested in check mode."
# Bundles whose behaviour the contract describes.
BUNDLES = (
    "adobeims",
    "com.adobe.granite.auth",
    "com.adobe.granite.crypto",
    "com.adobe.granite.csrf",
    "com.adobe.granite.keystore",
    "cq-analytics",
    "felix.configadmin",
    "felix.webconsole",
    "sling.installer",
    "sling.servlets.post",
)
WEB_CONSOLE = "org.apache.felix.webconsole"

problems = waiting_problems


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Read the author, test the assumptions, and return what may leave the house."""
    readiness = product.wait_until_ready(author, polls=options["polls"], limit=options["wait"])
    if readiness.bundles is None:
        raise Unreachable(readiness.reason, advice="Wait until the author is ready, or raise the option wait.")
    reading = read(author, readiness.bundles)
    told = placeholders(author, reading)
    seen = [check.settle(capture_seen.Sight(author, reading)) for check in capture_seen.CHECKS]
    tested, warnings = self_test(author, options, reading, check_mode)
    document = capture(reading, told, [*seen, *tested])
    require_readable(document["contract"], options["author_password"])
    rows = [Assumption(**row) for row in document["assumptions"]]
    return {
        "changed": False,
        "capture": document,
        "table": table(rows),
        "summary": summary(rows),
        "warnings": [told.scrub(warning) for warning in warnings],
    }


def self_test(
    author: Author, options: t.Mapping[str, t.Any], reading: Reading, check_mode: bool
) -> tuple[list[Assumption], list[str]]:
    """Try the assumptions that need a change, on scratch objects that are removed whatever happens."""
    if not options["self_test"] or check_mode:
        return [check.untested(CHECK_MODE if options["self_test"] else NOT_ASKED) for check in TRIALS], []
    password = options["author_password"]
    trial = Trial(Observed(author, password), Tokenless(author, password), reading, options.get("keypair_user") or "")
    homes = {each.store.home for each in reading.keystores if each.store.exists}
    sweep(author, homes)
    try:
        tested = [check.settle(trial) for check in TRIALS]
    finally:
        homes |= {trial.store.home} if trial.store else set()
        dummy, left = sweep(author, homes, trial.expected)
    return tested, left


def capture(reading: Reading, told: Placeholders, assumptions: t.Sequence[Assumption]) -> dict[str, t.Any]:
    """The document of a capture; what is not the contract is looked through once more as a whole."""
    contract, missing = captured(reading, told)
    document = {
        "captured": origin(reading),
        "missing": [told.scrub(text) for text in missing],
        "unknowns": register(reading, assumptions),
        "evidence": evidence(reading, told),
        "assumptions": [{**asdict(row), "evidence": scrubbed(row.evidence, told)} for row in assumptions],
    }
    return {"contract": contract, **everywhere(document, told.strip)}


def scrubbed(text: str, told: Placeholders) -> str:
    """A text of evidence without anybody's own values, and without the random part of scratch names."""
    return re.sub(f"{SCRATCH}[0-9a-f]+", f"{SCRATCH}<random>", told.scrub(text))


def origin(reading: Reading) -> dict[str, t.Any]:
    """When and of what kind of author the capture is."""
    versions = reading.bundles.versions
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "aem_version": reading.version,
        "version_text": reading.version_text,
        "run_modes": list(reading.run_modes),
        "web_console": versions.get(WEB_CONSOLE, ""),
        "bundles": {name: versions[name] for name in sorted(versions) if any(part in name for part in BUNDLES)},
    }


def require_readable(contract: t.Any, password: str) -> None:
    """Ansible masks the password wherever it stands in a result, so a word of the contract would come out masked."""
    if any(password in text for text in texts(contract)):
        raise Conflict(
            "The password of the account is a word of the contract, and Ansible masks it in every result.",
            advice="Use another account, or another password, for this capture.",
        )
