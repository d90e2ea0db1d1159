# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The causes that health_check names, as a part of the page about troubleshooting."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.aemfleet.ims.plugins.module_utils._cause import Cause
from ansible_collections.aemfleet.ims.plugins.module_utils._causes import CAUSES
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.probes import PROBES


def rendered() -> str:
    """An index by probe, then each cause under a heading that is its code."""
    return "\n".join([*_index(), "", *(line for code, cause in CAUSES.items() for line in _section(code, cause))])


def _index() -> Iterator[str]:
    yield "| Probe | Causes |"
    yield "|---|---|"
    for probe in PROBES:
        codes = [f"[`{code}`](#{code})" for code, cause in CAUSES.items() if probe in cause.probes]
        yield f"| `{probe}` | {', '.join(codes)} |"


def _section(code: str, cause: Cause) -> Iterator[str]:
    yield from (f"({code})=", f"### `{code}`", "")
    yield from (f"Message\n: {'<br>'.join(f'`{message}`' for message in cause.messages)}", "")
    yield from (f"Remedy\n: {cause.remedy}", "")
    yield from (f"Probe\n: {', '.join(f'`{probe}`' for probe in cause.probes)}", "")
