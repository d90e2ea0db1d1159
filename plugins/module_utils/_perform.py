# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One task on one author: from options to results, whoever asks for it."""

from __future__ import annotations

import os
import typing as t

from ._addresses import split_address
from ._author.client import Author
from ._errors import CollectionError, InvalidOptions
from ._secrets import Secrets
from ._transport import Transport

Options = t.Mapping[str, t.Any]
SECRET_OPTIONS = (
    "author_password",
    "client_secret",
    "keystore_password",
    "pair_passphrase",
    "pkcs12",
    "private_key",
    "private_key_passphrase",
)


class Resource(t.Protocol):
    """What every resource offers."""

    def problems(self, options: Options) -> list[str]:
        """Everything that is missing from or wrong with the options."""

    def run(self, author: Author, options: Options, check_mode: bool) -> dict[str, t.Any]:
        """Reach the wanted state, or predict it, and return the module's results."""


def perform(resource: Resource, options: Options, check_mode: bool) -> dict[str, t.Any]:
    """Run a resource; a failure is a result too, with `failed`, `msg` and `error`."""
    try:
        problems = connection_problems(options) + resource.problems(options)
        if problems:
            raise InvalidOptions(problems)
        outcome = resource.run(connect(options), options, check_mode)
    except CollectionError as error:
        outcome = {"changed": False, "failed": True, "msg": str(error), "error": error.to_result()}
    return {**outcome, "author": {"url": (options.get("author_url") or "").rstrip("/")}}


def connect(options: Options) -> Author:
    """The author of the connection options."""
    transport = Transport(
        timeout=options["timeout"],
        validate_certs=options["validate_certs"],
        ca_path=options.get("ca_path"),
        client_cert=options.get("client_cert"),
        client_key=options.get("client_key"),
    )
    secrets = Secrets(options.get(name) for name in SECRET_OPTIONS)
    return Author(options["author_url"], options["author_username"], options["author_password"], transport, secrets)


def connection_problems(options: Options) -> list[str]:
    """Everything that is missing from or wrong with the connection options."""
    needed = ("author_url", "author_username", "author_password")
    found = [f"{name} is required" for name in needed if not options.get(name)]
    url = split_address(options.get("author_url") or "http://author")
    if url.scheme not in {"http", "https"} or not url.hostname:
        found.append("author_url must be an http or https URL")
    if url.username or url.password or url.query or url.fragment:
        found.append("author_url must hold no account, query or fragment")
    if options.get("client_key") and not options.get("client_cert"):
        found.append("client_cert is required with client_key")
    for name in ("ca_path", "client_cert", "client_key"):
        if options.get(name) and not os.path.exists(options[name]):
            found.append(f"{name} does not exist on the machine that runs the task: {options[name]}")
    if options["timeout"] <= 0:
        found.append("timeout must be positive")
    return found
