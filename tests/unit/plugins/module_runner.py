# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module's real main() in this process, as Ansible runs it on a managed host, and watches for secrets."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.module_utils.testing import patch_module_args

from simulator import RecordedRequest, RunningFleet

MODULES = "ansible_collections.aemfleet.ims.plugins.modules"
TIMEOUT = 3.0
# Fields and headers of requests that carry a secret.
SECRET_FIELDS = frozenset({"client_secret", "datum", "protected", "auth.ims.client.secret"})
PROTECTED = re.compile(r"\{[0-9a-f]{16,}\}")

Result = dict[str, Any]
Run = Callable[..., Result]


class ModuleRunner:
    """Runs modules against one fleet; after every call no secret may be seen, and the simulator must be flawless."""

    def __init__(self, fleet: RunningFleet) -> None:
        self._fleet = fleet
        self._canaries: set[str] = set()

    def __call__(
        self, module: str, *, author: str = "author1", check: bool = False, diff: bool = False, **options: Any
    ) -> Result:
        """Run a module with the connection to an author; an option that is None is not given."""
        options = {**connection(self._fleet, author), **options}
        given = {name: value for name, value in options.items() if value is not None}
        flags = {"_ansible_check_mode": check, "_ansible_diff": diff}
        uncensored, printed, errors, code = _main(module, {**given, **flags})
        result: Result = json.loads(printed)
        self._canaries.update(filter(None, (given.get("author_password"), given.get("client_secret"))))
        self._look_for_secrets([printed, errors, uncensored])
        assert code == (1 if result.get("failed") else 0)
        assert "Traceback" not in printed + errors
        return {**result, "warnings": [_sentence(warning) for warning in result.get("warnings", [])]}

    def _look_for_secrets(self, shown: list[str]) -> None:
        requests = self._fleet.requests()
        assert [entry.failure for entry in requests if entry.failure] == []
        self._canaries.update(canaries_of(self._fleet, requests))
        for secret in self._canaries:
            for spelling in spellings(secret):
                assert not any(spelling in text for text in shown), "a secret is shown"
                assert not any(spelling in entry.target for entry in requests), "a secret stands in an address"


def _main(module: str, args: Result) -> tuple[str, str, str, Any]:
    """The result before Ansible censors it, what was printed, what was said on stderr, and the exit code."""
    uncensored: list[str] = []
    real = basic.remove_values

    def watched(value: Any, secrets: Any) -> Any:
        if isinstance(value, dict) and "invocation" in value:
            uncensored.append(
                json.dumps({key: each for key, each in value.items() if key != "invocation"}, default=str)
            )
        return real(value, secrets)

    # What one process keeps for the next module would not be there on a managed host.
    vars(warnings)["_global_warnings"].clear()
    output, errors, code = io.StringIO(), io.StringIO(), None
    main = importlib.import_module(f"{MODULES}.{module}").main
    with contextlib.ExitStack() as stack:
        stack.enter_context(_replaced(basic, "remove_values", watched))
        stack.enter_context(patch_module_args(args))
        stack.enter_context(contextlib.redirect_stdout(output))
        stack.enter_context(contextlib.redirect_stderr(errors))
        try:
            main()
        except SystemExit as leave:
            code = leave.code
    return "\n".join(uncensored), output.getvalue(), errors.getvalue(), code


def _sentence(warning: Any) -> str:
    """A warning as text; newer releases of ansible-core send more than that."""
    return str(warning["event"]["msg"] if isinstance(warning, dict) else warning)


@contextlib.contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, kept)


def canaries_of(fleet: RunningFleet, requests: list[RecordedRequest]) -> set[str]:
    """Every secret that the fleet knows or was sent."""
    found = {author.password for author in fleet.authors}
    for client in fleet.snapshot("cloud")["clients"]:
        found.update(client["secrets"])
    for author in fleet.authors:
        configurations = fleet.snapshot(author.name)["configurations"]
        found.update(PROTECTED.findall(json.dumps(configurations)))
        found.update(each["properties"].get("auth.ims.client.secret", "") for each in configurations.values())
    for entry in requests:
        found.add(entry.headers.get("Authorization", "").rpartition(" ")[2])
        found.update(value for name, value in entry.form if name in SECRET_FIELDS)
    return found - {""}


def spellings(secret: str) -> set[str]:
    """A secret as it may stand in a text, an address, or JSON."""
    return {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}


def connection(fleet: RunningFleet, name: str = "author1") -> Result:
    """The options that reach an author."""
    author = next(each for each in fleet.authors if each.name == name)
    return {
        "author_url": author.url,
        "author_username": author.username,
        "author_password": author.password,
        "timeout": TIMEOUT,
    }
