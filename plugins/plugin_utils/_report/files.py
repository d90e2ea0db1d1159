# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a report on the controller."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

# As each of the forms has it.
FINGERPRINT = re.compile(r'(?:report-fingerprint(?:" content="|: )|"fingerprint": ")([0-9a-f]{64})')


def is_current(path: Path, fingerprint: str, mode: int) -> bool:
    """Whether the file has this mode and says what the report says, perhaps at another time."""
    try:
        held, text = path.stat().st_mode & 0o7777, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    found = FINGERPRINT.search(text)
    return held == mode and found is not None and found[1] == fingerprint


def replace(path: Path, text: str, mode: int) -> None:
    """Put a whole file in the place of another: who reads it sees the former or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
