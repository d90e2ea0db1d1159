# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented table of causes: what a failure means and what to do about it."""

from __future__ import annotations

import typing as t

from ._cause import Cause
from ._causes_adobe import IN_THE_CLOUD
from ._causes_author import ON_THE_AUTHOR

# A probe that did not take place.
EVERY = ("product_version", "ims_config", "keypair", "token", "analytics_company", "report_suites", "cloudservice")

NOT_PROBED: t.Mapping[str, Cause] = {
    "not_asked": Cause(
        EVERY,
        ("The option <option> is not given.",),
        "Give the option named in the message to have this checked.",
        "-",
    ),
    "blocked": Cause(
        EVERY,
        ("The probe <probe> did not succeed.",),
        "Mend the probe named in the message first.",
        "-",
    ),
}

CAUSES: t.Mapping[str, Cause] = {**ON_THE_AUTHOR, **IN_THE_CLOUD, **NOT_PROBED}


def remedy(code: str) -> str:
    """What to do about a cause; empty for an unlisted one."""
    cause = CAUSES.get(code)
    return cause.remedy if cause else ""
