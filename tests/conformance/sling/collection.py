# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection itself against Sling: the OSGi route, the page, facts and readiness, before and after a restart."""

from __future__ import annotations

from typing import Any

from simulator.author.metatype import CUSTOMIZER, PROVIDER

from ..outcome import Failed
from . import stored
from .corpus_console import TITLE as TITLE_PROPERTY
from .corpus_console import apply
from .instance import ACCOUNT
from .module import Module, Result
from .peer import OLD_PLACEHOLDER, Peer, wait_until
from .stand_in import CHOICES, StandIn
from .steps import Step

PROVIDER_JOIN = "token.request.customizer.type"
TITLE = "Analytics on Sling"
PAGES = "/etc/cloudservices/sitecatalyst"
TEMPLATE = "/libs/cq/analytics/templates/sitecatalyst"
CONTRACT = {
    "osgi": {"name": "conformance-name", "validator_type": "conformance-validator", "customizer_type": "conformance"},
    "dialog": {
        "authentication": "conformanceAuthentication",
        "authentication_value": "ims",
        "ims_config": "conformanceReference",
        "ims_config_choices": CHOICES,
        "report_suites": "reportsuites",
    },
}
CREDENTIAL = {
    "authorization_server": "https://ims.example",
    "client_id": "client-1",
    "client_secret": 'p8e-conformance-Äß=secret \\ "q"',
    "org_id": "1234@AdobeOrg",
    "scopes": ["openid", "AdobeID"],
}
BY_HAND = "Made by hand"
_JOIN, _PAGE = "made-by-hand", f"{PAGES}/elsewhere"
MADE_BY_HAND = (
    apply("a provider", OLD_PLACEHOLDER, ("name", TITLE_PROPERTY, PROVIDER_JOIN), ("name", "by-hand"),
          (TITLE_PROPERTY, BY_HAND), (PROVIDER_JOIN, _JOIN), factory=PROVIDER),
    apply("its secret", OLD_PLACEHOLDER, ("customizer.type", "auth.ims.client.secret"), ("customizer.type", _JOIN),
          ("auth.ims.client.secret", "{00ff}"), factory=CUSTOMIZER),
    Step("a page", "POST", _PAGE, (("jcr:primaryType", "cq:Page"), ("jcr:content/jcr:primaryType", "cq:PageContent"),
                                   ("jcr:content/jcr:title", BY_HAND))),
)  # fmt: skip


class Collection:
    """Runs the modules and holds each to what it promises."""

    def __init__(self, generation: str, stand_in: StandIn, sling: Peer) -> None:
        self._generation = generation
        self._stand_in = stand_in
        self._sling = sling
        self._run = Module(stand_in.url, *ACCOUNT)
        self.checked = 0

    def expect(self, what: str, result: Result, **values: Any) -> Result:
        """One promise: these values, and no failure that was not asked for."""
        wanted = {"failed": False, **values}
        differing = {key: result.get(key, False) for key, value in wanted.items() if result.get(key, False) != value}
        if differing:
            raise Failed(f"{self._generation}: {what}: {differing} instead of {wanted}: {result.get('msg', '')}")
        self.checked += 1
        return result

    def hold(self, what: str, held: bool, seen: object = "") -> None:
        """Another promise."""
        if not held:
            raise Failed(f"{self._generation}: {what}: {seen}")
        self.checked += 1

    def ims(self, check: bool = False, **changes: Any) -> Result:
        """Run ims_config by the OSGi route."""
        fields = {"title": TITLE, "route": "osgi", "contract": CONTRACT, **CREDENTIAL, **changes}
        return self._run("ims_config", check=check, **fields)

    def page(self, check: bool = False, **changes: Any) -> Result:
        """Run analytics_cloudservice."""
        given = {"title": "My Service", "ims_config": TITLE, "company": "acme", "report_suites": ["one", "two"]}
        fields = {**given, "verify": False, "contract": CONTRACT, **changes}
        return self._run("analytics_cloudservice", check=check, **fields)

    def before_oauth(self) -> None:
        """An author that does not know OAuth is left alone."""
        told = self.ims()
        self.hold("the pair is refused", bool(told.get("failed")) and "does not know OAuth" in told["msg"], told)
        self.hold("nothing was written", not self._sling.configurations())

    def before_restart(self) -> None:
        """Create, repeat, update, adopt."""
        self._prepare()
        self.expect("check mode predicts", self.ims(check=True), changed=True)
        self.expect("the pair is created", self.ims(), changed=True)
        self.expect("it is found again", self.ims(), changed=False)
        self._files(2)
        self.expect("another secret is written", self.ims(client_secret="another"), changed=True)
        self.expect("and recognised", self.ims(client_secret="another"), changed=False)
        self.expect("other scopes are written", self.ims(client_secret="another", scopes=["openid"]), changed=True)
        self.expect("the page is created", self.page(), changed=True)
        self.expect("it is found again", self.page(), changed=False)
        self.expect("an array is changed", self.page(report_suites=["three"]), changed=True)
        further = {"flag": True, "number": 7, "list": ["a", "b"], "gone": None}
        self.expect(
            "further properties are written", self.page(report_suites=["three"], properties=further), changed=True
        )
        self.expect("and recognised", self.page(report_suites=["three"], properties=further), changed=False)
        self._facts()
        self._adopt()

    def after_restart(self) -> None:
        """Find again, remove."""
        self.expect("the pair survives", self.ims(client_secret="another", scopes=["openid"]), changed=False)
        self.expect("the page survives", self.page(report_suites=["three"]), changed=False)
        self.expect("a change after the restart", self.ims(client_secret="third"), changed=True)
        self.expect("is recognised", self.ims(client_secret="third"), changed=False)
        self.expect("the page is removed", self.page(state="absent"), changed=True)
        self.expect("once", self.page(state="absent"), changed=False)
        self.expect("the pair is removed", self.ims(state="absent"), changed=True)
        self.expect("once", self.ims(state="absent"), changed=False)
        self.hold("no configuration is left", not self._sling.configurations())
        self._files(0)
        self.hold("every change carried the token", self._stand_in.without_token == 0, self._stand_in.without_token)

    def gone_for_good(self) -> None:
        """What was removed does not come back at the next restart."""
        titles = [
            row["properties"][TITLE_PROPERTY]["value"]
            for row in self._sling.configurations()
            if row["factoryPid"] == PROVIDER
        ]
        self.hold("nothing came back", TITLE not in titles, titles)

    def _adopt(self) -> None:
        """Take over what somebody made by hand, under PIDs and a page name of its own, and remove it."""
        own = self._pids()
        for step in MADE_BY_HAND:
            self._sling.send(step)
        made = self._pids() - own
        self.hold("a pair is made by hand", len(made) == 2, made)
        self.expect("it is adopted", self.ims(title=BY_HAND), changed=True)
        self.expect("and recognised", self.ims(title=BY_HAND), changed=False)
        adopted = self._pids() - own
        kept = {pid for pid in made if pid.startswith(PROVIDER)}
        self.hold("the PID with its title stays, its secret has a half of its own", kept == made & adopted, adopted)
        self.hold("it is a pair as before", len(adopted) == len(made), adopted)
        by_hand: dict[str, Any] = {"title": BY_HAND, "ims_config": BY_HAND}
        found = self.expect("a page made by hand is adopted", self.page(**by_hand), changed=True)
        self.hold("its name stays", found["cloudservice"]["name"] == "elsewhere", found["cloudservice"])
        self.expect("and is recognised", self.page(**by_hand), changed=False)
        self.expect("the adopted page is removed", self.page(**by_hand, state="absent"), changed=True)
        self.expect("the adopted pair is removed", self.ims(title=BY_HAND, state="absent"), changed=True)
        self.hold("its PIDs are gone", self._pids() == own, self._pids())
        self._files(2)

    def _pids(self) -> set[str]:
        return {row["pid"] for row in self._sling.configurations()}

    def _prepare(self) -> None:
        """The root of the services and a template, which the product brings and Sling does not."""
        self._sling.clean()
        stored.clean(self._sling)
        for path in (PAGES, TEMPLATE):
            self._sling.send(Step("prepare", "POST", path, ((":operation", "delete"),)))
            self._sling.send(Step("prepare", "POST", path, (("jcr:primaryType", "nt:unstructured"),)))

    def _files(self, expected: int) -> None:
        wait_until(lambda: len(stored.names(self._sling)) == expected)
        names = stored.names(self._sling)
        self.hold(f"{expected} files are written back", len(names) == expected, names)

    def _facts(self) -> None:
        told = self.expect(
            "facts are gathered", self._run("author_info", gather=["product", "ims_configs"]), ready=True
        )
        self.hold("the version is read", told["product"]["version"] == self._stand_in.version, told["product"])
        titles = [each["title"] for each in told["ims_configs"]]
        self.hold("the pair is listed", titles == [TITLE], titles)
