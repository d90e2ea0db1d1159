# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundles of an author and their services, as far as a client of this project may ask (contract 3.5, 8.3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .metatype import CUSTOMIZER, PROVIDER
from .osgi_value import Value, text, texts

IMS_SERVLETS = "cq/adobeims-configuration/components/admin/datasources/imsconfigurations"
_SERVLET = "javax.servlet.Servlet"


@dataclass(frozen=True)
class Bundle:
    """One installed bundle."""

    number: int
    name: str
    symbolic_name: str
    version: str
    fragment: bool = False


@dataclass(frozen=True)
class Service:
    """One service in the registry."""

    number: int
    types: tuple[str, ...]
    pid: str
    bundle: Bundle
    properties: dict[str, Value] = field(default_factory=dict)

    def identified(self) -> dict[str, Value]:
        """The properties with those that the framework adds."""
        own = {
            "objectClass": texts(self.types),
            "service.id": Value("L", (self.number,)),
            "service.pid": text(self.pid),
        }
        return {**self.properties, **own}


def installed(web_console: str, ims_bundle: str, ims_bundle_version: str) -> list[Bundle]:
    """The bundles of an edition."""
    return [
        Bundle(0, "System Bundle", "org.apache.felix.framework", "5.6.12"),
        Bundle(11, "Apache Felix Configuration Admin Service", "org.apache.felix.configadmin", "1.9.22"),
        Bundle(23, "Apache Felix Web Management Console", "org.apache.felix.webconsole", web_console),
        Bundle(47, "Apache Sling Servlet Resolver", "org.apache.sling.servlets.resolver", "2.9.6"),
        Bundle(48, "Apache Sling Servlets POST", "org.apache.sling.servlets.post", "2.4.2"),
        Bundle(131, "Apache Sling JCR Installer", "org.apache.sling.installer.provider.jcr", "3.3.0"),
        Bundle(245, "Adobe Granite Crypto", "com.adobe.granite.crypto", "3.0.28"),
        Bundle(246, "Adobe Granite Crypto Extension", "com.adobe.granite.crypto.extension", "0.0.4", fragment=True),
        Bundle(312, "Adobe Granite OAuth", "com.adobe.granite.auth.oauth", "1.4.16"),
        Bundle(313, "Adobe Granite IMS", "com.adobe.granite.auth.ims", "0.15.8"),
        Bundle(418, "Adobe IMS Configuration Core", ims_bundle, ims_bundle_version),
        Bundle(507, "Day Communique 5 Analytics SiteCatalyst", "com.day.cq.cq-analytics-sitecatalyst", "1.9.18"),
    ]


# Number, type, PID, number of the bundle, and the resource type where it is a servlet.
_SERVICES = (
    (31, "org.osgi.service.cm.ConfigurationAdmin", "org.apache.felix.cm.ConfigurationAdmin", 11, None),
    (907, _SERVLET, "org.apache.sling.servlets.post.impl.SlingPostServlet", 48, "sling/servlet/default"),
    (2411, "org.osgi.service.cm.ManagedServiceFactory", PROVIDER, 312, None),
    (2412, "org.osgi.service.cm.ManagedServiceFactory", CUSTOMIZER, 313, None),
    (3120, _SERVLET, "com.adobe.cq.adobeims.impl.UpdateServlet", 418, f"{IMS_SERVLETS}/update"),
    (3121, _SERVLET, "com.adobe.cq.adobeims.impl.DeleteServlet", 418, f"{IMS_SERVLETS}/delete"),
)


def registered(bundles: list[Bundle]) -> list[Service]:
    """The services of these bundles: the wizard's servlets among their neighbours."""
    by_number = {bundle.number: bundle for bundle in bundles}
    return [
        Service(number, (kind,), pid, by_number[bundle], _servlet(resource_type) if resource_type else {})
        for number, kind, pid, bundle, resource_type in _SERVICES
    ]


def _servlet(resource_type: str) -> dict[str, Value]:
    return {"sling.servlet.resourceTypes": texts([resource_type]), "sling.servlet.methods": texts(["POST"])}
