# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The properties that a Sling POST asks for, out of its parameters and their suffixes (contract/aem.md 8.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import paths
from .form import Field, Form

_FLAGS = {
    "@Delete": "delete",
    "@IgnoreBlanks": "ignore_blanks",
    "@UseDefaultWhenMissing": "use_default",
    "@Patch": "patch",
    "@Encrypted": "encrypted",
}
_TEXTS = {"@TypeHint": "type_hint", "@ValueFrom": "value_from", "@MoveFrom": "move_from", "@CopyFrom": "copy_from"}
_ENCRYPTED_BELOW = "/etc/cloudservices"


@dataclass
class PropertyRequest:
    """What is asked of one property (or, for deletes, moves and copies, of one node)."""

    path: str
    values: list[str] | None = None
    upload: Field | None = None
    upload_name: str = ""
    type_hint: str = ""
    default: str | None = None
    value_from: str = ""
    move_from: str = ""
    copy_from: str = ""
    delete: bool = False
    ignore_blanks: bool = False
    use_default: bool = False
    patch: bool = False
    encrypted: bool = False

    @property
    def has_values(self) -> bool:
        """Tell whether there is anything to write."""
        if self.use_default and self.default is not None:
            return True
        return self.values is not None and (not self.ignore_blanks or any(self.values))

    @property
    def multiple(self) -> bool:
        return self.type_hint.endswith("[]")

    @property
    def type_name(self) -> str:
        return self.type_hint.removesuffix("[]")


@dataclass
class Collector:
    """Gathers the requests of one form, relative to the posted node."""

    base: str
    wanted: dict[str, PropertyRequest] = field(default_factory=dict)

    def request(self, path: str) -> PropertyRequest:
        return self.wanted.setdefault(path, PropertyRequest(path))

    def take(self, name: str, text: str) -> None:
        """Note one text parameter."""
        path = absolute(self.base, name)
        plain, suffix = _split(path)
        if suffix in _FLAGS and not (suffix == "@Encrypted" and not paths.below(path, _ENCRYPTED_BELOW)):
            setattr(self.request(plain), _FLAGS[suffix], suffix != "@IgnoreBlanks" or text == "true")
        elif suffix in _TEXTS:
            setattr(self.request(plain), _TEXTS[suffix], text)
        elif suffix == "@DefaultValue":
            self.request(plain).default = text
        else:
            wanted = self.request(path)
            wanted.values = [*(wanted.values or []), text]

    def take_file(self, name: str, upload: Field) -> None:
        """Note a file part: `*` as its name stands for the name of the file."""
        if not upload.filename and not upload.content:
            return
        filename = paths.name((upload.filename or "").replace("\\", "/"))
        path = absolute(self.base, name)
        path = paths.join(paths.parent(path), filename) if path.endswith("/*") else path
        wanted = self.request(path)
        wanted.upload, wanted.upload_name = upload, filename


def collect(form: Form, base: str) -> dict[str, PropertyRequest]:
    """Return the requests by absolute path, in the order in which the parameters came."""
    names = [*form.texts.keys(), *form.files.keys()]
    prefixed_only = any(name.startswith("./") for name in names)
    collector = Collector(base)
    for name, text in form.texts.items():
        if _is_property(name, prefixed_only):
            collector.take(name, text)
    for name, upload in form.files.items():
        if _is_property(name, prefixed_only):
            collector.take_file(name, upload)
    for wanted in collector.wanted.values():
        if wanted.value_from:
            wanted.values = form.all(wanted.value_from) or None
    return collector.wanted


def absolute(base: str, name: str) -> str:
    """Return the absolute path that a parameter or a path value names."""
    return paths.normalise(name if name.startswith("/") else paths.join(base, name))


def _is_property(name: str, prefixed_only: bool) -> bool:
    if name.startswith(":") or name == "_charset_":
        return False
    return not prefixed_only or name.startswith(("./", "../", "/"))


def _split(path: str) -> tuple[str, str]:
    plain, at, suffix = path.rpartition("@")
    return (plain, at + suffix) if at else (path, "")
