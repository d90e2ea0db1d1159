# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the site's sources and its build lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
STAGE = BUILD / "ansible_collections" / "aemfleet" / "ims"
SOURCE = BUILD / "docs" / "source"
HTML = BUILD / "docs" / "html"
HERE = Path(__file__).resolve().parent
REPOSITORY = "https://github.com/aemfleet/aemfleet.ims"
