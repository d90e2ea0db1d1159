# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The content that every author has, and what an administrator's dialogs make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import paths, product, wcm
from .repository import Value

if TYPE_CHECKING:
    from . import Author

_FOLDERS = (
    "/apps",
    "/apps/system",
    "/apps/system/config",
    "/conf",
    "/conf/global",
    "/content",
    "/libs",
    "/tmp",
    "/var",
)
_USERS = ("anonymous", "author", "replication-receiver")

SITECATALYST = "/etc/cloudservices/sitecatalyst"
TEMPLATE = "/libs/cq/analytics/templates/sitecatalyst"


def install(author: Author) -> None:
    """Create the folders and users that the product's own content goes into."""
    for folder in _FOLDERS:
        author.repository.create(folder, {"jcr:createdBy": "admin"}, "sling:Folder")
    author.repository.create("/etc", {}, "sling:Folder")
    author.repository.create("/etc/cloudservices", {}, "cq:Page")
    author.repository.create("/etc/cloudservices/jcr:content", {"jcr:title": "Cloud Services"}, "cq:PageContent")
    author.repository.create("/libs/granite/core/content/login", {"jcr:title": "AEM Sign In"}, "nt:unstructured")
    for user_id in (*author.access.accounts, *_USERS):
        author.users.create_ordinary(user_id)


def create_cloudservice(
    author: Author, *, ims_title: str, company: str, title: str = "Analytics", label: str = "analytics"
) -> str:
    """Do what "Create Configuration" and the dialog's OK button do; return the path of the page."""
    path = wcm.create_page(author, "admin", SITECATALYST, label, title, TEMPLATE)
    properties: dict[str, Value] = product.cloudservice_properties(author, ims_title, company)
    author.repository.create(paths.join(path, wcm.CONTENT), properties)
    return path
