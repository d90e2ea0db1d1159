# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which releases of Apache Sling the simulator is compared with; the only place that names versions."""

from __future__ import annotations

from dataclasses import dataclass

DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
LAUNCHER = "org.apache.sling:org.apache.sling.feature.launcher:tar.gz:1.3.4"
STARTER = "org.apache.sling:org.apache.sling.starter:slingosgifeature:oak_tar:12"

# Pages, samples and checks for people. Nothing that is compared comes from them, and not every copy of Maven Central
# holds them.
LEFT_OUT = (
    "com.composum.nodes:",
    "org.apache.felix:org.apache.felix.healthcheck.generalchecks:",
    "org.apache.sling:org.apache.sling.hc.support:",
    "org.apache.sling:org.apache.sling.models.caconfig:",
    "org.apache.sling:org.apache.sling.starter.content:",
)


@dataclass(frozen=True)
class Generation:
    """One Sling: the starter's feature with some of its bundles replaced by other releases."""

    name: str
    web_console: str
    edition: str
    replaced: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    # Whether the POST servlet (2.5 or newer) answers 409 and 422 where older ones answer 500.
    precise_refusals: bool = True


# Plug-ins of the console for people; each is bound to the console that the starter brings.
_PLUGINS = (
    "org.apache.felix:org.apache.felix.webconsole.plugins.",
    "org.apache.felix:org.apache.felix.healthcheck.webconsoleplugin:",
    "org.apache.sling:org.apache.sling.commons.log.webconsole:",
    "org.apache.sling:org.apache.sling.installer.console:",
    "org.apache.sling:org.apache.sling.jcr.webconsole:",
    "org.apache.sling:org.apache.sling.serviceuser.webconsole:",
)
_LOGIN_OF_OLDER_CONSOLES = "org.apache.sling:org.apache.sling.extensions.webconsolesecurityprovider:"
_ENCODER = "org.owasp.encoder:encoder:1.3.1"
_REFERRER_FILTER = "org.apache.sling:org.apache.sling.security:1.1.24"

GENERATIONS = (
    Generation(
        "console-4.5", "4.5.4", "6.5.12", ("org.apache.felix:org.apache.felix.webconsole:4.5.4",), (_REFERRER_FILTER,)
    ),
    Generation("starter-12", "4.7.2", "6.5.17", added=(_REFERRER_FILTER,)),
    # The installer of AEM 6.5's days: it writes `.config` files back, where the starter's own writes `.cfg.json`.
    Generation(
        "console-4.8",
        "4.8.12",
        "6.5.21",
        (
            "org.apache.felix:org.apache.felix.webconsole:4.8.12",
            "commons-fileupload:commons-fileupload:1.5",
            "org.apache.sling:org.apache.sling.installer.core:3.10.2",
            "org.apache.sling:org.apache.sling.installer.provider.jcr:3.1.26",
            "org.apache.sling:org.apache.sling.installer.factory.configuration:1.3.0",
            "org.apache.sling:org.apache.sling.servlets.post:2.3.36",
        ),
        (_REFERRER_FILTER, _ENCODER),
        precise_refusals=False,
    ),
    Generation(
        "console-4.9",
        "4.9.10",
        "6.5.21",
        (
            "org.apache.felix:org.apache.felix.webconsole:4.9.10",
            "commons-fileupload:commons-fileupload:1.5",
        ),
        (_REFERRER_FILTER, _ENCODER),
    ),
    Generation(
        "console-5",
        "5.0.18",
        "lts",
        (
            "org.apache.felix:org.apache.felix.webconsole:5.0.18",
            "org.apache.felix:org.apache.felix.http.jetty:5.1.34",
            "org.apache.felix:org.apache.felix.http.servlet-api:3.0.0",
        ),
        # Jetty asks for the next generation of slf4j; the starter's own bundles keep theirs.
        (_REFERRER_FILTER, _ENCODER, "org.slf4j:slf4j-api:2.0.17", "org.slf4j:slf4j-nop:2.0.17"),
        (*_PLUGINS, "org.apache.felix:org.apache.felix.http.sslfilter:", _LOGIN_OF_OLDER_CONSOLES),
    ),
)
