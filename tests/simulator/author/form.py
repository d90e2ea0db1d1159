# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters of a request as the servlet engine sees them: query string first, then the form body."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote_to_bytes

from aiohttp import web
from multidict import MultiDict, MultiDictProxy

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Field:
    """One parameter as it came, undecoded; a file part carries a file name."""

    raw_name: bytes
    content: bytes
    filename: str | None = None
    content_type: str | None = None


class Form:
    """All parameters of a request, decoded with the character set that `_charset_` names."""

    def __init__(self, fields: list[Field], default_charset: str = "utf-8") -> None:
        self.fields = fields
        self.charset = _charset(fields, default_charset)

    @cached_property
    def texts(self) -> MultiDictProxy[str]:
        """The text parameters in the order in which they came."""
        decoded: MultiDict[str] = MultiDict()
        for field in self.fields:
            if field.filename is None:
                decoded.add(self.name_of(field), self.text_of(field))
        return MultiDictProxy(decoded)

    @cached_property
    def files(self) -> dict[str, Field]:
        """The file parts by name."""
        return {self.name_of(field): field for field in self.fields if field.filename is not None}

    def name_of(self, field: Field) -> str:
        return field.raw_name.decode(self.charset, "replace")

    def text_of(self, field: Field) -> str:
        return field.content.decode(self.charset, "replace")

    def get(self, name: str, default: str = "") -> str:
        return self.texts.get(name, default)

    def all(self, name: str) -> list[str]:
        return self.texts.getall(name, [])


async def read_form(request: web.Request, default_charset: str = "utf-8") -> Form:
    """Read the parameters; a body that is no form carries none."""
    fields = _urlencoded(request.rel_url.raw_query_string.encode("ascii"))
    if request.content_type == URLENCODED:
        fields += _urlencoded(await request.read())
    elif request.content_type == MULTIPART:
        fields += await _multipart(request)
    return Form(fields, default_charset)


def _urlencoded(text: bytes) -> list[Field]:
    pairs = (pair.partition(b"=") for pair in text.split(b"&") if pair)
    return [Field(_plain(name), _plain(value)) for name, dummy, value in pairs]


def _plain(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))


async def _multipart(request: web.Request) -> list[Field]:
    """Take the parts that aiohttp keeps with the request, so that the frame may have read them before."""
    fields: list[Field] = []
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            value.file.seek(0)
            fields.append(Field(name.encode(), value.file.read(), value.filename, value.content_type))
        else:
            fields.append(Field(name.encode(), value.encode() if isinstance(value, str) else bytes(value)))
    return fields


def _charset(fields: list[Field], default: str) -> str:
    for field in fields:
        if field.raw_name == b"_charset_":
            return _known_charset(field.content.decode("ascii", "replace"), default)
    return default


def _known_charset(name: str, default: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return default
