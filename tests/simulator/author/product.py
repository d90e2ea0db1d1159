# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fresh author has installed: forms, dialog, templates, users, folders, servlets (contract 2, 3.5, 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import dialogs, wizard, wizard_forms
from .bundles import IMS_SERVLETS
from .editions import edition_of
from .forms import Tree, plant
from .framework import Framework
from .installer import WRITE_BACK_FOLDER
from .names import draw

if TYPE_CHECKING:
    from . import Author

SERVICE = "/etc/cloudservices/sitecatalyst"
TEMPLATES = "/libs/cq/analytics/templates"
# Contract 2: the service users that are known by name, with the folder that some of them have to themselves.
SYSTEM_USERS = (
    ("stock-imsconfig-service", ""),
    ("target-imsconfig-service", ""),
    ("dtm-reactor-imsconfig-service", ""),
    ("brandportal-imsconfig-service", ""),
    ("dam-update-service", "dam"),
    ("analyticsservice", ""),
    ("analytics-content-updater-service", ""),
)


def install(author: Author) -> None:
    """Fill an empty author."""
    edition = edition_of(author.edition)
    author.names = draw(author.seed, author.edition)
    for path, tree in _content(author):
        plant(author.repository, path, tree)
    _create_users(author)
    scope = f"{author.seed}:{author.edition}:{author.name}"
    author.framework = Framework(edition, author.names, author.repository, author.settings, author.clock, scope)
    author.configurations = author.framework.configurations
    author.servlets[f"{IMS_SERVLETS}/update"] = wizard.update
    author.servlets[f"{IMS_SERVLETS}/delete"] = wizard.delete
    author.getters[author.names.dialog.options_address] = dialogs.serve_options


def _create_users(author: Author) -> None:
    # Which user owns the Analytics key is UNKNOWN (contract U1): its name is drawn.
    for user_id, folder in (*SYSTEM_USERS, (author.names.product.service_user, "")):
        author.users.create_system(user_id, folder)


def _content(author: Author) -> Iterator[tuple[str, Tree]]:
    edition = edition_of(author.edition)
    yield WRITE_BACK_FOLDER, {"jcr:primaryType": "sling:Folder"}
    yield from wizard_forms.content_of(author.names.wizard, edition)
    yield from dialogs.content_of(author.names.dialog, edition)
    yield f"{TEMPLATES}/sitecatalyst", _template("Analytics Configuration", dialogs.COMPONENT, SERVICE)
    yield (
        f"{TEMPLATES}/framework",
        _template("Analytics Framework", "cq/analytics/components/framework", f"{SERVICE}/.*"),
    )
    yield "/etc/cloudservices", _service_page("Cloud Services")
    yield SERVICE, _service_page("Adobe Analytics")
    yield f"{SERVICE}/defaults", {"jcr:primaryType": "nt:unstructured"}
    yield f"{SERVICE}/statistics", {"jcr:primaryType": "nt:unstructured"}


def _template(title: str, resource_type: str, parent: str) -> Tree:
    content = {
        "jcr:primaryType": "cq:PageContent",
        "sling:resourceType": resource_type,
        "cq:cloudservicename": "sitecatalyst",
        "cq:designPath": "/etc/designs/cloudservices",
        "componentReference": "cq/analytics/components/sitecatalyst",
    }
    return {
        "jcr:primaryType": "cq:Template",
        "jcr:title": title,
        "allowedPaths": [f"{parent}(/.*)?"],
        "jcr:content": content,
    }


def _service_page(title: str) -> Tree:
    content = {"jcr:primaryType": "cq:PageContent", "jcr:title": title}
    return {"jcr:primaryType": "cq:Page", "jcr:content": content}


def cloudservice_properties(author: Author, ims_title: str, company: str) -> dict[str, Any]:
    """What the dialog leaves on a page's jcr:content when *IMS* and this IMS configuration are chosen."""
    names = author.names.dialog
    options = dialogs.ims_options(author, author.configurations.everything())
    values = {option["text"]: option["value"] for option in options}
    if ims_title not in values:
        raise ValueError(
            f"the dialog offers no IMS configuration {ims_title!r}; it offers {', '.join(values) or 'none'}"
        )
    return {
        "cq:template": f"{TEMPLATES}/sitecatalyst",
        "sling:resourceType": dialogs.COMPONENT,
        "cq:cloudservicename": "sitecatalyst",
        names.authentication: names.authentication_options["IMS"],
        names.ims_configuration: values[ims_title],
        names.company: company,
    }
