# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request of the corpus, and what is looked at after it."""

from __future__ import annotations

from dataclasses import dataclass, field

Pairs = tuple[tuple[str, str], ...]

ROOT = "/conformance"
# How the collection asks (plugins/module_utils/_http.py).
HEADERS = {"User-Agent": "aemfleet.ims (Ansible collection)", "Accept": "application/json, */*;q=0.5"}
JSON_ANSWER = (":http-equiv-accept", "application/json")


@dataclass(frozen=True)
class Step:
    """A request; `{1}` in the path stands for the first configuration that was created, and so on."""

    name: str
    method: str
    path: str
    form: Pairs | None = None
    files: tuple[tuple[str, str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    account: str = "admin"
    looks_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """Steps on a clean slate, in order."""

    name: str
    steps: tuple[Step, ...]
    configurations: bool = False


def get(name: str, path: str, **headers: str) -> Step:
    """Read."""
    return Step(name, "GET", path, headers={key.replace("_", "-"): text for key, text in headers.items()})


def post(name: str, path: str, *form: tuple[str, str], looks_at: tuple[str, ...] = ()) -> Step:
    """Write below the root, ask for JSON, and look at the result."""
    target = path if path.startswith("/") else f"{ROOT}/{path}"
    seen = looks_at or (f"{target}.infinity.json",)
    return Step(name, "POST", target, (("_charset_", "utf-8"), JSON_ANSWER, *form), looks_at=seen)
