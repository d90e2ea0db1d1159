# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module's real main(), or its action plugin, in this process, and watches for secrets."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, quote_plus

from ansible.module_utils import basic
from unit.plugins.action_runner import act
from unit.plugins.key_files import secret_lines

from simulator import RecordedRequest, RunningFleet

MODULES = "ansible_collections.aemfleet.ims.plugins.modules"
TIMEOUT = 3.0
SECRET_OPTIONS = (
    "author_password",
    "client_secret",
    "keystore_password",
    "pair_passphrase",
    "pkcs12",
    "private_key",
    "private_key_passphrase",
)
# Fields of requests that carry a secret.
SECRET_FIELDS = frozenset({"client_secret", "datum", "jwt_token", "newPassword", "protected", "auth.ims.client.secret"})
PROTECTED = re.compile(r"\{[0-9a-f]{16,}\}")

Result = dict[str, Any]
Run = Callable[..., Result]
Start = Callable[[str, Result], "Outcome"]


@dataclass
class Outcome:
    """What a module gave to Ansible, what Ansible made of it, and what was said besides."""

    printed: str = ""
    errors: str = ""
    code: Any = None
    uncensored: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """Everything that somebody could see; Ansible's own censorship counts as an accident."""
        return [self.printed, self.errors, *self.uncensored, *self.warnings]


class ModuleRunner:
    """Runs modules against one fleet; after every call no secret may be seen, and the simulator must be flawless."""

    def __init__(self, fleet: RunningFleet, start: Start) -> None:
        self._fleet = fleet
        self._start = start
        self._canaries: set[str] = set()

    def __call__(
        self, module: str, *, author: str = "author1", check: bool = False, diff: bool = False, **options: Any
    ) -> Result:
        """Run a module with the connection to an author; an option that is None is not given."""
        options = {**connection(self._fleet, author), **options}
        given = {name: value for name, value in options.items() if value is not None}
        outcome = self._start(module, {**given, "_ansible_check_mode": check, "_ansible_diff": diff})
        result: Result = json.loads(outcome.printed)
        for name in SECRET_OPTIONS:
            self._canaries.update(parts_of(given.get(name) or ""))
        self._look_for_secrets(outcome.texts)
        assert outcome.code == (1 if result.get("failed") else 0)
        assert "Traceback" not in outcome.printed + outcome.errors
        return {**result, "warnings": outcome.warnings}

    def _look_for_secrets(self, shown: list[str]) -> None:
        requests = self._fleet.requests()
        assert [entry.failure for entry in requests if entry.failure] == []
        self._canaries.update(canaries_of(self._fleet, requests))
        for secret in self._canaries:
            for spelling in spellings(secret):
                assert not any(spelling in text for text in shown), "a secret is shown"
                assert not any(spelling in entry.target for entry in requests), "a secret stands in an address"


def as_action(module: str, args: Result) -> Outcome:
    """Run an action plugin to its end, on the controller."""
    check, diff = args.pop("_ansible_check_mode"), args.pop("_ansible_diff")
    outcome, output, errors = Outcome(), io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        result = act(module, args, check=check, diff=diff)
    outcome.warnings = result.pop("warnings", [])
    outcome.printed, outcome.errors = json.dumps(result), output.getvalue() + errors.getvalue()
    outcome.code = 1 if result.get("failed") else 0
    return outcome


def as_module(module: str, args: Result) -> Outcome:
    """Run a module's main() to its end."""
    outcome = Outcome()
    real = vars(basic)["remove_values"]

    def censor(value: Any, secrets: Any) -> Any:
        if isinstance(value, dict) and "invocation" in value:
            seen = {key: each for key, each in value.items() if key != "invocation"}
            outcome.uncensored.append(json.dumps(seen, default=str))
        return real(value, secrets)

    def warn(dummy: basic.AnsibleModule, warning: str) -> None:
        outcome.warnings.append(warning)

    output, errors = io.StringIO(), io.StringIO()
    main = importlib.import_module(f"{MODULES}.{module}").main
    with contextlib.ExitStack() as stack:
        stack.enter_context(_replaced(basic, "remove_values", censor))
        stack.enter_context(_replaced(basic.AnsibleModule, "warn", warn))
        stack.enter_context(_given(args))
        stack.enter_context(contextlib.redirect_stdout(output))
        stack.enter_context(contextlib.redirect_stderr(errors))
        try:
            main()
        except SystemExit as leave:
            outcome.code = leave.code
    outcome.printed, outcome.errors = output.getvalue(), errors.getvalue()
    return outcome


RUNNERS: dict[str, Start] = {"module": as_module, "action": as_action}


def _given(args: Result) -> contextlib.AbstractContextManager[None]:
    """The options as Ansible hands them over; releases before 2.19 have no public way for tests."""
    if find_spec("ansible.module_utils.testing") is None:
        return _replaced(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": args}).encode())
    patch: Callable[[Result], contextlib.AbstractContextManager[None]]
    patch = importlib.import_module("ansible.module_utils.testing").patch_module_args
    return patch(args)


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
        for store in fleet.snapshot(author.name)["keystores"].values():
            found.add(store["password"])
            found.update(*(secret_lines(held["key"]) for held in store["aliases"].values()))
    for entry in requests:
        found.add(entry.headers.get("Authorization", "").rpartition(" ")[2])
        found.update(value for name, value in entry.form if name in SECRET_FIELDS)
    return found - {""}


def parts_of(secret: str) -> set[str]:
    """A secret of one line as it is, and of a longer one the lines that hold the private half."""
    return secret_lines(secret) if "\n" in secret.strip() else {secret} - {""}


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
