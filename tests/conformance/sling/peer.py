# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One side of the comparison: a real Sling or a simulated author, seen through its socket only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from simulator.author.metatype import CUSTOMIZER, PROVIDER

from .steps import HEADERS, ROOT, Step

CONSOLE = "/system/console/configMgr"
BOTH = f"(|(service.factoryPid={PROVIDER})(service.factoryPid={CUSTOMIZER}))"
OLD_PLACEHOLDER = "[Temporary PID replaced by real PID upon save]"
NEW_PLACEHOLDER = "__Temporary PID replaced by real PID upon save__"
SINGLE = "aemfleet.conformance.single"
# What an old console makes of a placeholder that it does not know, and the like.
STRAYS = (OLD_PLACEHOLDER, NEW_PLACEHOLDER, SINGLE, "any.other.text")
LIMIT = 20.0


@dataclass(frozen=True)
class Answer:
    """A response as it came, and its body as JSON if it is that."""

    status: int
    headers: dict[str, str]
    text: str
    content: Any = None


class Peer:
    """A peer with its own names for the configurations that were made on it."""

    def __init__(self, url: str, password: str) -> None:
        self.url = url
        self._accounts = {"admin": ("admin", password), "wrong": ("admin", f"not {password}")}
        self._session = requests.Session()
        # No login is taken from .netrc for the anonymous requests.
        self._session.trust_env = False
        self._pids: list[str] = []

    def send(self, step: Step) -> Answer:
        """Send one step and read its answer to the end."""
        answer = self._session.request(
            step.method,
            self.url + quote(self._filled(step.path), safe="/%?&=:*~@!$,;()+'"),
            data=None if step.form is None else list(step.form),
            files=[(name, (filename, text)) for name, filename, text in step.files] or None,
            headers={**HEADERS, **{name: text.format(url=self.url) for name, text in step.headers.items()}},
            auth=self._accounts.get(step.account),
            allow_redirects=False,
            timeout=60,
        )
        return Answer(answer.status_code, dict(answer.headers), answer.text, _json(answer))

    def read(self, path: str) -> Answer:
        """Read as the administrator."""
        return self.send(Step("look", "GET", path))

    def configurations(self) -> list[dict[str, Any]]:
        """The instances of both factories; those not seen before get the next numbers."""
        found: list[dict[str, Any]] = self.content(f"{CONSOLE}/{quote(BOTH, safe='')}.json")
        if not isinstance(found, list):
            raise AssertionError(f"{self.url}: a filter was answered by {str(found)[:200]}")
        self._pids += sorted(row["pid"] for row in found if row["pid"] not in self._pids)
        return found

    def clean(self) -> None:
        """Remove what earlier scenarios left behind."""
        for row in self.configurations():
            self.delete_configuration(row["pid"])
        for pid in STRAYS:
            self.delete_configuration(pid)
        self.send(Step("clean", "POST", ROOT, ((":operation", "delete"),)))
        self.send(Step("clean", "POST", ROOT, (("jcr:primaryType", "nt:unstructured"),)))
        self._pids.clear()

    def delete_configuration(self, pid: str) -> None:
        """Delete a configuration through the console."""
        self.send(Step("clean", "POST", f"{CONSOLE}/{quote(pid, safe='')}", (("apply", "1"), ("delete", "1"))))

    def neutral(self, text: str) -> str:
        """A text without what differs between any two peers: address, PIDs, dates, UUIDs."""
        text = text.replace(self.url, "<url>")
        for number, pid in enumerate(self._pids, start=1):
            text = text.replace(quote(pid), f"{{{number}}}").replace(pid, f"{{{number}}}")
        return UUID.sub("<uuid>", _DATE.sub("<date>", text))

    def number_of(self, text: str) -> str:
        """The number of the configuration whose PID holds a text."""
        numbers = (number for number, pid in enumerate(self._pids, start=1) if text in pid)
        return f"{{{next(numbers, text)}}}"

    def content(self, path: str) -> Any:
        """The JSON at an address, or an error that shows what came instead."""
        answer = self.read(path)
        if answer.content is None:
            raise AssertionError(f"{self.url}{path} answered {answer.status}: {answer.text[:200]}")
        return answer.content

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\d+)\}", lambda match: self._pids[int(match[1]) - 1], text)


_DATE = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def wait_until(met: Callable[[], bool], limit: float = LIMIT) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + limit
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _json(answer: requests.Response) -> Any:
    if "json" not in answer.headers.get("Content-Type", ""):
        return None
    try:
        return answer.json()
    except ValueError:
        return None
