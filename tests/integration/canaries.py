# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that are easily recognised wherever they turn up, whatever encoding they went through."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simulator
from integration.inventories import as_single_variables, handed_over
from integration.playbooks import Controller, Outcome

# The middle survives JSON, percent encoding and XML; what stands around it makes sure that they are applied.
USERNAME, PASSWORD = "fleet-admin", "ä&CANARYpassword=%"
FIRST_SECRET, SECOND_SECRET = "p8e-+CANARYfirst/=", "p8e-+CANARYsecond/="
WRONG_PASSWORD, WRONG_SECRET = "ö&CANARYmistyped=%", "p8e-+CANARYmistaken/="
PASSPHRASE = "p8e-+CANARYpassphrase/="
CANARY = re.compile("CANARY(?:password|first|second|mistyped|mistaken|passphrase)|PRIVATE KEY-----")
PROTECTED = re.compile(r"\{[0-9a-f]{16,}\}")


@dataclass(frozen=True)
class Nest:
    """A fleet whose account and credential are canaries."""

    fleet: simulator.RunningFleet
    workspace: Mapping[str, Any] = field(repr=False)

    @property
    def file(self) -> Path:
        """The workspace download of the credential."""
        return handed_over(self.fleet, "canaries.json")

    @property
    def variables(self) -> dict[str, Any]:
        """What takes the place of the account and the credential in the inventory."""
        return {
            "analytics_author_username": USERNAME,
            "analytics_author_password": PASSWORD,
            "analytics_credential_file": str(self.file),
        }

    def derived(self) -> dict[str, str]:
        """Secrets that came into being only now: tokens, protected values, Basic authentication."""
        found = {"Basic authentication": base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()}
        for request in self.fleet.requests("cloud"):
            kind, dummy, token = request.headers.get("Authorization", "").partition(" ")
            if kind == "Bearer":
                found[f"token of request {request.seq}"] = token
        for author in self.fleet.authors:
            stored = PROTECTED.findall(json.dumps(self.fleet.snapshot(author.name)["configurations"]))
            found.update({f"protected value {at} of {author.name}": value for at, value in enumerate(stored)})
        return found

    def assert_unseen(self, controller: Controller, outcome: Outcome) -> None:
        """No secret in what is printed, recorded, left behind or visible to other users and in access logs."""
        derived = self.derived()
        for place, text in _places(self.fleet, controller, outcome):
            assert not CANARY.search(text), f"{place}: {_around(text, CANARY)}"
            seen = [name for name, secret in derived.items() if secret in text]
            assert seen == [], f"{place} shows {seen}"


def nest_in(fleet: simulator.RunningFleet) -> Nest:
    """Give the authors an account and the cloud a credential that are canaries."""
    for author in fleet.authors:
        fleet.configure(author.name, accounts={USERNAME: {"password": PASSWORD, "rights": "admin"}})
    nest = Nest(fleet, fleet.cloud.add_client(name="Canaries", secrets=[FIRST_SECRET, SECOND_SECRET]))
    assert as_single_variables(nest.workspace)["analytics_client_secret"] == FIRST_SECRET
    nest.file.write_text(json.dumps(nest.workspace), encoding="utf-8")
    return nest


def _places(fleet: simulator.RunningFleet, controller: Controller, outcome: Outcome) -> Iterator[tuple[str, str]]:
    yield "stdout", outcome.stdout
    yield "stderr", outcome.stderr
    yield "the results that callbacks get", outcome.record
    yield "what is left in home and temporary folder", controller.leftovers()
    yield "a command line", "\n".join(outcome.command_lines)
    yield "a request target", "\n".join(request.target for request in fleet.requests())


def _around(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [text[max(0, found.start() - 300) : found.end() + 100] for found in pattern.finditer(text)][:2]
