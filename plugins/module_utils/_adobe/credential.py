# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON forms of a Developer Console credential, made one (contract/adobe-cloud.md 4)."""

from __future__ import annotations

import json
import typing as t
from dataclasses import asdict, dataclass

from .._errors import InvalidOptions

OAUTH = "oauth_server_to_server"
JWT = "jwt"


@dataclass(frozen=True)
class Credential:
    """One credential, whatever file it came from."""

    credential_type: str
    client_id: str
    client_secrets: tuple[str, ...]
    org_id: str
    technical_account_id: str = ""
    technical_account_email: str = ""
    scopes: tuple[str, ...] = ()
    metascopes: tuple[str, ...] = ()
    private_key: str = ""

    def to_mapping(self) -> dict[str, t.Any]:
        """Plain values for templates, with the first secret also under `client_secret`."""
        plain = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}
        return {**plain, "client_secret": self.client_secrets[0]}


@dataclass(frozen=True)
class Shape:
    """Where one of the forms keeps each value; a name with several spellings lists them in order."""

    title: str
    credential_type: str
    keys: t.Mapping[str, tuple[str, ...]]


_ACCOUNT = {
    "technical_account_id": ("technical_account_id", "techacct"),
    "technical_account_email": ("technical_account_email",),
}
WORKSPACE_OAUTH = Shape(
    "workspace download (oauth_server_to_server)",
    OAUTH,
    {"client_id": ("client_id",), "client_secrets": ("client_secrets",), "scopes": ("scopes",), **_ACCOUNT},
)
WORKSPACE_JWT = Shape(
    "workspace download (jwt)",
    JWT,
    {"client_id": ("client_id",), "client_secrets": ("client_secret",), "metascopes": ("meta_scopes",), **_ACCOUNT},
)
FILE_OAUTH = Shape(
    "credential download (OAuth Server-to-Server)",
    OAUTH,
    {
        "client_id": ("CLIENT_ID",),
        "client_secrets": ("CLIENT_SECRETS",),
        "org_id": ("ORG_ID",),
        "scopes": ("SCOPES",),
        "technical_account_id": ("TECHNICAL_ACCOUNT_ID",),
        "technical_account_email": ("TECHNICAL_ACCOUNT_EMAIL",),
    },
)
FILE_JWT = Shape(
    "credential download (Service Account, JWT)",
    JWT,
    {
        "client_id": ("API_KEY",),
        "client_secrets": ("CLIENT_SECRET",),
        "org_id": ("ORG_ID",),
        "technical_account_id": ("TECHNICAL_ACCOUNT_ID",),
        "technical_account_email": ("TECHNICAL_ACCOUNT_EMAIL",),
    },
)
AIO_OAUTH = Shape(
    "aio context (OAuth Server-to-Server)",
    OAUTH,
    {
        "client_id": ("client_id",),
        "client_secrets": ("client_secrets",),
        "org_id": ("ims_org_id",),
        "scopes": ("scopes",),
        **_ACCOUNT,
    },
)
AIO_JWT = Shape(
    "aio context (JWT)",
    JWT,
    {
        "client_id": ("client_id",),
        "client_secrets": ("client_secret",),
        "org_id": ("ims_org_id",),
        "metascopes": ("meta_scopes",),
        "private_key": ("private_key",),
        **_ACCOUNT,
    },
)
OPTIONAL = frozenset({"technical_account_email"})
SPOKEN: t.Mapping[type[t.Any], str] = {str: "text", list: "list", dict: "mapping"}


def normalise(source: t.Any, *, name: str | None = None, credential_type: str | None = None) -> Credential:
    """The credential in a parsed or unparsed JSON document; `name` chooses among several."""
    if not source:
        raise InvalidOptions(["no credential is given"])
    credential = _read(_parsed(source), name)
    if credential_type not in {None, credential.credential_type}:
        raise InvalidOptions(
            [f"a credential of type {credential_type} is needed, the one given is of type {credential.credential_type}"]
        )
    return credential


def _read(document: t.Mapping[str, t.Any], name: str | None) -> Credential:
    if "project" in document:
        return _from_workspace(document, name)
    if "ims" in document:
        return _from_aio(document, name)
    for shape, sign in ((FILE_OAUTH, "CLIENT_SECRETS"), (FILE_JWT, "API_KEY"), (FILE_OAUTH, "CLIENT_ID")):
        if sign in document:
            return _build(shape, document, {})
    for shape, sign in ((AIO_OAUTH, "client_secrets"), (AIO_JWT, "meta_scopes")):
        if sign in document:
            return _build(shape, document, {})
    raise InvalidOptions(
        [
            "the credential is none of the known JSON forms: a workspace download has the key project, a credential "
            "download CLIENT_ID or API_KEY, an aio context ims.contexts or client_secrets"
        ]
    )


def _parsed(source: t.Any) -> t.Mapping[str, t.Any]:
    if isinstance(source, (str, bytes)):
        try:
            source = json.loads(source)
        except ValueError as error:
            # The document holds secrets: say where it breaks, never what stands there.
            position = (
                f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
            )
            raise InvalidOptions([f"the credential is not valid JSON{position}"]) from None
    if not isinstance(source, t.Mapping):
        raise InvalidOptions(["the credential must be a JSON object"])
    return source


def _from_workspace(document: t.Mapping[str, t.Any], name: str | None) -> Credential:
    title = "workspace download"
    entries = _at(document, "project.workspace.details.credentials", title, list)
    usable = [
        entry
        for entry in entries
        if isinstance(entry, t.Mapping) and (OAUTH in entry or JWT in entry) and name in (None, entry.get("name"))
    ]
    if len(usable) != 1:
        known = ", ".join(str(entry.get("name")) for entry in entries if isinstance(entry, t.Mapping)) or "none"
        raise InvalidOptions(
            [f"the {title} has {len(usable)} server-to-server credentials that match, one is needed (names: {known})"]
        )
    org_id = _at(document, "project.org.ims_org_id", title)
    # While a credential is being migrated both are there; the OAuth one is the one that lasts.
    shape = WORKSPACE_OAUTH if OAUTH in usable[0] else WORKSPACE_JWT
    return _build(shape, usable[0][shape.credential_type], {"org_id": org_id})


def _from_aio(document: t.Mapping[str, t.Any], name: str | None) -> Credential:
    contexts = _at(document, "ims.contexts", "aio context", dict)
    usable = {
        key: value
        for key, value in contexts.items()
        if isinstance(value, t.Mapping) and "client_id" in value and name in (None, key)
    }
    if len(usable) != 1:
        known = ", ".join(contexts) or "none"
        raise InvalidOptions([f"the aio file has {len(usable)} contexts that match, one is needed (names: {known})"])
    context = next(iter(usable.values()))
    return _build(AIO_OAUTH if "client_secrets" in context else AIO_JWT, context, {})


def _at(document: t.Any, path: str, title: str, kind: type[t.Any] = str) -> t.Any:
    for key in path.split("."):
        if not isinstance(document, t.Mapping) or key not in document:
            raise InvalidOptions([f"the {title} lacks the key {path}"])
        document = document[key]
    if not isinstance(document, kind):
        raise InvalidOptions([f"the {title} has the key {path}, but not as a {SPOKEN[kind]}"])
    return document


def _build(shape: Shape, document: t.Any, extra: dict[str, t.Any]) -> Credential:
    document = document if isinstance(document, t.Mapping) else {}
    values: dict[str, t.Any] = {"credential_type": shape.credential_type, **extra}
    missing = []
    for field, spellings in shape.keys.items():
        found = next((document[key] for key in spellings if document.get(key)), None)
        if found is None and field not in OPTIONAL:
            missing.append(spellings[0])
        elif found is not None:
            values[field] = _texts(found) if field in {"client_secrets", "scopes", "metascopes"} else _text(found)
    if missing:
        raise InvalidOptions([f"the {shape.title} lacks the key {key}" for key in missing])
    return Credential(**values)


def _texts(value: t.Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part for part in value.replace(",", " ").split() if part)
    return tuple(str(item) for item in value)


def _text(value: t.Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
