# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probes: each looks at one thing and finds what is wrong with it."""

from __future__ import annotations

import typing as t
from dataclasses import asdict

from .._adobe.analytics import Company, require_report_suites
from .._adobe.credential import JWT
from .._author import osgi, product
from .._author.client import Author
from .._errors import Conflict
from . import analytics_access, keypair_probe
from . import analytics_cloudservice as service
from . import ims_pair as pair
from . import service_page as page
from .findings import BLOCKED, FAILED, WARNING, Finding, blocked, finding, not_asked, passed
from .shared_options import payload_of


class Examination:
    """One author under examination: what was already read, and the findings so far."""

    def __init__(self, author: Author, options: t.Mapping[str, t.Any]) -> None:
        self.author = author
        self.options = options
        self.findings: dict[str, Finding] = {}
        self.bundles: product.Bundles | None = None
        self._configurations: list[osgi.Configuration] | None = None
        self._access: analytics_access.Access | None = None
        self._company: Company | None = None

    @property
    def configurations(self) -> list[osgi.Configuration]:
        """Both factories' configurations, read once."""
        if self._configurations is None:
            self._configurations = osgi.find(self.author, pair.BOTH)
        return self._configurations

    @property
    def access(self) -> analytics_access.Access:
        """The credential's access, one token for all probes."""
        if self._access is None:
            self._access = analytics_access.connect(self.options, self.author.transport, self.author.secrets)
        return self._access

    @property
    def company(self) -> Company:
        """The wanted company as Adobe Analytics knows it, asked for once."""
        if self._company is None:
            self._company = analytics_access.require(self.access, self.options["company"], ())
        return self._company

    def succeeded(self, probe: str) -> bool:
        """Whether a probe does not stand in the way of others; one that was not asked for does not."""
        found = self.findings.get(probe)
        return found is None or (found.status != FAILED and found.code != BLOCKED)


def author_ready(examination: Examination) -> Finding:
    """The author answers, the account may log in, every bundle is active."""
    options = examination.options
    readiness = product.wait_until_ready(examination.author, polls=options["polls"], limit=options["wait"])
    examination.bundles = readiness.bundles
    if readiness.ready:
        return passed("author_ready", "Every bundle is active.")
    code = "author_not_ready" if readiness.answered else "author_unreachable"
    return finding("author_ready", FAILED, code, readiness.reason)


def product_version(examination: Examination) -> Finding:
    """The release, or its hotfix, knows OAuth Server-to-Server."""
    if examination.bundles is None:
        examination.bundles = product.bundles(examination.author)
    ims_bundle = examination.bundles.ims_bundle
    if product.bundle_supports_oauth(ims_bundle) and not analytics_access.is_jwt(examination.options):
        return passed("product_version", f"{product.IMS_BUNDLE} {ims_bundle} knows OAuth Server-to-Server.")
    version = product.version(examination.author)
    told = f"AEM {version or 'of unknown version'}, {product.IMS_BUNDLE} {ims_bundle or 'absent'}"
    if analytics_access.is_jwt(examination.options):
        return _jwt_release(told, version, ims_bundle)
    if product.supports_oauth(version, ims_bundle):
        return passed("product_version", f"{told}.")
    if not version:
        return finding("product_version", WARNING, "version_unknown", f"{told}: support for OAuth is not known.")
    return finding("product_version", FAILED, "oauth_not_supported", f"{told} does not know OAuth Server-to-Server.")


def _jwt_release(told: str, version: str, ims_bundle: str) -> Finding:
    """Releases that know OAuth neither create nor update Service Account (JWT) entries (contract/aem.md 4.2)."""
    if product.supports_oauth(version, ims_bundle):
        told = f"{told} neither creates nor updates Service Account (JWT) configurations."
        return finding("product_version", FAILED, "jwt_deprecated", told)
    if not product.supports_analytics_ims(version):
        return finding("product_version", WARNING, "version_unknown", f"{told}: support for IMS is not known.")
    return passed("product_version", f"{told}.")


def ims_config(examination: Examination) -> Finding:
    """The pair of OSGi configurations is there, whole, and as the options say."""
    title = examination.options.get("title")
    if not title:
        return not_asked("ims_config", "title")
    try:
        current = pair.match(examination.configurations, title)
    except Conflict as error:
        return finding("ims_config", FAILED, "ims_config_duplicate", error.message)
    if current.provider is None:
        return finding("ims_config", FAILED, "ims_config_absent", f"There is no IMS configuration {title!r}.")
    if current.customizer is None:
        return finding("ims_config", FAILED, "ims_config_half", f"{title!r} has no client secret.")
    if pair.is_legacy(current.provider) and not analytics_access.is_jwt(examination.options):
        return finding(
            "ims_config", FAILED, "ims_config_legacy", f"{title!r} is a Service Account (JWT) configuration."
        )
    return _compared(examination.options, current)


def _compared(options: t.Mapping[str, t.Any], current: pair.Current) -> Finding:
    seen = pair.view(current)
    differing = [name for name, value in _expected(options).items() if seen.get(name) != value]
    title = seen["title"]
    if differing:
        return finding("ims_config", WARNING, "ims_config_drifted", f"{title!r} differs in {', '.join(differing)}.")
    secret = options.get("client_secret")
    if secret and not pair.secret_known(current.customizer, secret):
        return finding(
            "ims_config", WARNING, "client_secret_differs", f"{title!r} is not known to hold the given client secret."
        )
    return passed("ims_config", f"{title!r} is complete.")


def _expected(options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """The values that the credential options say, none when no credential is given."""
    if not options.get("client_id") and not options.get("payload"):
        return {}
    if analytics_access.is_jwt(options):
        payload = asdict(payload_of(options))
        return {**payload, "credential_type": JWT, "metascopes": list(payload["metascopes"])}
    server = (options.get("authorization_server") or "").rstrip("/")
    scopes = sorted(set(options["scopes"]))
    expected = {name: options[name] for name in ("client_id", "org_id")}
    return {**expected, "authorization_server": server, "scopes": scopes}


def keypair(examination: Examination) -> Finding:
    """The key of a Service Account (JWT) credential is where it belongs, lasts, and is known to the credential."""
    options = examination.options
    if not analytics_access.is_jwt(options):
        return not_asked("keypair", "credential_type (jwt)")
    for option in ("keypair_user", "keypair_alias"):
        if not options.get(option):
            return not_asked("keypair", option)
    return keypair_probe.examine(examination.author, options, options["keypair_alias"])


def token(examination: Examination) -> Finding:
    """Adobe IMS gives a token for the credential, to the machine that runs the task."""
    missing = _no_credential(examination)
    if missing:
        return not_asked("token", missing)
    return passed("token", f"Adobe IMS gave a token that is valid for {examination.access.expires_in} s.")


def analytics_company(examination: Examination) -> Finding:
    """The credential reaches the company."""
    missing = _not_reached(examination, "analytics_company", ("company",), "token")
    if missing:
        return missing
    company = examination.company
    return passed("analytics_company", f"Company {company.name} ({company.global_company_id}) is within reach.")


def report_suites(examination: Examination) -> Finding:
    """The credential may use every report suite."""
    needed = ("company", "report_suites")
    missing = _not_reached(examination, "report_suites", needed, "analytics_company")
    if missing:
        return missing
    wanted = examination.options["report_suites"]
    found = examination.access.analytics.report_suites(examination.company, wanted)
    require_report_suites(found, wanted, examination.company)
    return passed("report_suites", f"{', '.join(wanted)}: within reach.")


def _no_credential(examination: Examination) -> str:
    """The option that is missing for a token to be asked for, empty when none is."""
    options = examination.options
    if analytics_access.is_jwt(options):
        return "" if options.get("private_key") else "private_key"
    return "" if options.get("client_id") else "client_id"


def _not_reached(examination: Examination, probe: str, needed: t.Sequence[str], ground: str) -> Finding | None:
    missing = _no_credential(examination)
    for option in [*([missing] if missing else []), *needed]:
        if not examination.options.get(option):
            return not_asked(probe, option)
    return None if examination.succeeded(ground) else blocked(probe, ground)


def cloudservice(examination: Examination) -> Finding:
    """The cloud service's page is there, with IMS authentication and the IMS configuration that the options name."""
    options = examination.options
    name, title = options.get("cloudservice_name") or "", options.get("cloudservice_title") or ""
    if not name and not title:
        return not_asked("cloudservice", "cloudservice_title")
    wanted = page.Wanted(
        title,
        name,
        True,
        "",
        options.get("title") or "",
        options.get("company") or "",
        tuple(options.get("report_suites") or ()),
    )
    try:
        current = service.fetch(examination.author, wanted)
    except Conflict as error:
        return finding("cloudservice", FAILED, "cloudservice_duplicate", error.message)
    if current.content is None:
        return finding("cloudservice", FAILED, "cloudservice_absent", f"There is no {page.ROOT}/{current.name}.")
    names = service.read_names(examination.author, options.get("contract"), wanted.ims_config)
    seen = page.view(current, names, wanted)
    expected = {"authentication": "ims", "ims_config": wanted.ims_config, "company": wanted.company}
    if wanted.title:
        expected["title"] = wanted.title
    differing = [key for key, value in expected.items() if value and seen.get(key) != value]
    if wanted.report_suites and seen.get("report_suites", list(wanted.report_suites)) != list(wanted.report_suites):
        differing.append("report_suites")
    if differing:
        told = f"{page.ROOT}/{current.name} differs in {', '.join(differing)}."
        return finding("cloudservice", FAILED, "cloudservice_drifted", told)
    return passed("cloudservice", f"{page.ROOT}/{current.name} is consistent.")


ORDER = (
    author_ready,
    product_version,
    ims_config,
    keypair,
    token,
    analytics_company,
    report_suites,
    cloudservice,
)
PROBES: t.Mapping[str, t.Callable[[Examination], Finding]] = {probe.__name__: probe for probe in ORDER}
ON_AUTHOR = frozenset({"product_version", "ims_config", "keypair", "cloudservice"})
# A Service Account (JWT) credential alone has a key pair.
DEFAULT = tuple(name for name in PROBES if name != "keypair")
