# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who follows a page of the documentation from its top to its end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import simulator
from integration.pages import Block, to_run
from integration.playbooks import Controller
from integration.processes import Ran

# What the pages' examples say, and what the authors of a course are therefore given.
PASSWORD, USERNAME = "the password of that account", "admin"
AUTHOR_ADDRESS, ROLE_ADDRESS = "https://author{}.example.com:4502", "https://192.0.2.10:4502"
COMPANY, REPORT_SUITE = "example0", "example.prod"
DOCUMENT = '{"project": "the JSON that the Developer Console offers for download, all of it"}'


@dataclass(frozen=True)
class Course:
    """A reader with a folder, a vault passphrase, a credential and authors whose account the pages know."""

    fleet: simulator.RunningFleet
    controller: Controller
    directory: Path
    credential: Mapping[str, Any]
    values: Mapping[str, str]

    def follow(self, page: str) -> list[Ran]:
        """Write the page's files and type its commands, in their order; all of them must succeed."""
        return list(self.steps(page))

    def steps(self, page: str) -> Iterator[Ran]:
        """The same, with a pause after each block of commands."""
        for block in to_run(page):
            ran = self._take(block)
            if ran is not None:
                yield ran

    def write_files(self, page: str) -> None:
        """Write the page's files only."""
        for block in to_run(page):
            if block.title:
                self._take(block)

    def type(self, commands: str) -> Ran:
        """Type commands in the folder."""
        return self.controller.type(commands, self.directory, AUTHOR_PASSWORD=PASSWORD).succeeded()

    def write(self, name: str, text: str) -> Path:
        """Write a file of the folder."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def _take(self, block: Block) -> Ran | None:
        assert block.title or block.language == "console", f"{block.page}: {block.first_line} has no name"
        if not block.title:
            return self.type(self._filled(block.commands))
        self.write(block.title, self._filled(block.text))
        return None

    def _filled(self, text: str) -> str:
        for example, value in self.values.items():
            text = text.replace(example, value)
        return text


def course(
    fleet: simulator.RunningFleet,
    controller: Controller,
    directory: Path,
    *,
    credential: Mapping[str, Any] | None = None,
    first: int = 0,
    **values: str,
) -> Course:
    """A course with the authors from `first` on; further `values` take the place of examples' words."""
    authors = fleet.authors[first:]
    for author in authors:
        fleet.configure(author.name, accounts={USERNAME: {"password": PASSWORD, "rights": "admin"}})
    given = dict(fleet.cloud.credential if credential is None else credential)
    found = {
        **{AUTHOR_ADDRESS.format(number): author.url for number, author in enumerate(authors, start=1)},
        ROLE_ADDRESS: authors[0].url,
        COMPANY: fleet.cloud.company,
        REPORT_SUITE: fleet.cloud.report_suites[0],
        DOCUMENT: json.dumps(given),
    }
    reader = Course(fleet, controller, directory, given, {**found, **values})
    reader.write("workspace.json", json.dumps(given))
    cloud = {"analytics_authorization_server": fleet.cloud.url, "analytics_endpoint": fleet.cloud.url}
    reader.write("group_vars/all.yml", yaml.safe_dump(cloud))
    controller.home.mkdir(parents=True, exist_ok=True)
    (controller.home / ".vault-passphrase").write_text("of the reader", encoding="utf-8")
    return reader
