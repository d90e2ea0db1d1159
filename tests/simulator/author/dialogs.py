# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classic dialog of the Analytics cloud service, and the options that it fetches (contract 3.6, 6.2, 14.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import answers
from .editions import Edition
from .forms import Tree, numbered
from .metatype import PROVIDER
from .names import DialogNames

if TYPE_CHECKING:
    from multidict import MultiDictProxy

    from . import Author
    from .felix import Configuration

COMPONENT = "cq/analytics/components/sitecatalystpage"


def content_of(names: DialogNames, edition: Edition) -> Iterator[tuple[str, Tree]]:
    """The component, and what it inherits or includes, as paths with their content."""
    settings: Tree = {
        "jcr:primaryType": "cq:Panel",
        "title": "Analytics Settings",
        "items": _collection(numbered(_widgets(names))),
    }
    if "included" in edition.dialog:
        yield names.include, settings
        settings = {"jcr:primaryType": "cq:Widget", "xtype": "cqinclude", "path": f"{names.include}.infinity.json"}
    dialog = _dialog(settings)
    component: Tree = {"jcr:primaryType": "cq:Component", "jcr:title": "Analytics Configuration"}
    if "inherited" in edition.dialog:
        yield f"/libs/{names.super_type}", {**component, "dialog": dialog}
        yield f"/libs/{COMPONENT}", {**component, "sling:resourceSuperType": names.super_type}
    else:
        common = "cq/cloudserviceconfigs/components/configpage"
        yield f"/libs/{COMPONENT}", {**component, "sling:resourceSuperType": common, "dialog": dialog}


def _dialog(settings: Tree) -> Tree:
    advanced = {"jcr:primaryType": "cq:Panel", "title": "Advanced", "items": _collection({"server": _server()})}
    return {
        "jcr:primaryType": "cq:Dialog",
        "xtype": "dialog",
        "title": "Analytics Configuration",
        "items": {
            "jcr:primaryType": "cq:TabPanel",
            "items": _collection({"settings": settings, "advanced": advanced}),
        },
    }


def _collection(children: dict[str, Tree]) -> Tree:
    return {"jcr:primaryType": "cq:WidgetCollection", **children}


def _widget(xtype: str, name: str, label: str, **properties: Any) -> Tree:
    return {"jcr:primaryType": "cq:Widget", "xtype": xtype, "name": f"./{name}", "fieldLabel": label, **properties}


def _server() -> Tree:
    return _widget("textfield", "server", "Data Center", defaultValue="https://api.omniture.com/admin/1.4/rest/")


def _widgets(names: DialogNames) -> Iterator[Tree]:
    choices = numbered({"text": text, "value": value} for text, value in names.authentication_options.items())
    authentication = _widget("selection", names.authentication, "Authentication", type="select")
    options = names.options_address
    yield {**authentication, "options": _collection(choices)}
    yield _widget("selection", names.ims_configuration, "IMS Configuration", type="select", options=options)
    yield _widget("textfield", names.company, "Company")
    yield _widget("textfield", "username", "Username")
    yield _widget("password", "password", "Password")
    yield {"jcr:primaryType": "cq:Widget", "xtype": "hidden", "name": "./secret"}
    yield {"jcr:primaryType": "cq:Widget", "xtype": "button", "text": "Connect to Analytics"}
    if names.report_suites:
        yield _widget("multifield", names.report_suites, "Report Suites")


def option_value(names: DialogNames, configuration: Configuration) -> str:
    """What the dialog stores for one IMS configuration; which of the three it is, is UNKNOWN (contract 3.6)."""
    if names.ims_value_kind == "pid":
        return configuration.pid
    name = "name" if names.ims_value_kind == "name" else "auth.token.provider.title"
    return _text(configuration, name)


def ims_options(author: Author, known: Iterable[Configuration]) -> list[dict[str, str]]:
    """The choices of *IMS Configuration*: all providers or those of Analytics, as drawn (contract U11)."""
    names = author.names.dialog
    validator = author.names.product.validator_types["Adobe Analytics"]
    return [
        {"text": _text(found, "auth.token.provider.title"), "value": option_value(names, found)}
        for found in known
        if found.factory_pid == PROVIDER
        and (names.lists_all_providers or _text(found, "auth.token.validator.type") == validator)
    ]


async def serve_options(author: Author, _request: web.Request, _form: MultiDictProxy[str]) -> web.Response:
    """Serve the choices as the dialog's script wants them."""
    return answers.json_text(ims_options(author, author.configurations.visible()))


def _text(configuration: Configuration, name: str) -> str:
    value = configuration.properties.get(name)
    return str(value.items[0]) if value and value.items else ""
