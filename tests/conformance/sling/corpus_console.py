# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to the Web Console: what the collection sends, and the edges around it (contract/aem.md 5)."""

from __future__ import annotations

from urllib.parse import quote

from simulator.author.metatype import CUSTOMIZER, PROVIDER

from .peer import BOTH, CONSOLE, NEW_PLACEHOLDER, OLD_PLACEHOLDER, SINGLE
from .steps import Pairs, Scenario, Step, get

TITLE, CLAIMS = "auth.token.provider.title", "auth.token.provider.default.claims"
TIMEOUT, REUSE = "auth.token.provider.conn.timeout", "auth.token.provider.reuse.access.token"
RELAXED, ALIAS = "auth.token.provider.relaxed.ssl", "auth.token.provider.keypair.alias"
DIGEST = f"aemfleet.ims.secret.digest.v1.{'a' * 32}.{'b' * 32}.{'0' * 24}"
LISTED = ("name", TITLE, CLAIMS, TIMEOUT, REUSE, RELAXED, "extra.one", "extra.many")
FULL: Pairs = (
    ("name", "n1"),
    (TITLE, "Títle"),
    (CLAIMS, '"iss" : "1234@AdobeOrg"'),
    (CLAIMS, '"more" : 1'),
    (TIMEOUT, "17"),
    (REUSE, "false"),
    (RELAXED, "true"),
    ("extra.one", "e"),
    ("extra.many", "m1"),
    ("extra.many", "m2"),
)
_HEAD: Pairs = (("apply", "true"), ("action", "ajaxConfigManager"), ("$location", ""))


def at(pid: str) -> str:
    """The address of a configuration; numbers in braces stand for those that were created."""
    return f"{CONSOLE}/{pid if pid.startswith('{') else quote(pid, safe='')}"


def apply(name: str, pid: str, listed: tuple[str, ...], *form: tuple[str, str], factory: str = "") -> Step:
    """Create or update as the collection does."""
    head = (*_HEAD, ("factoryPid", factory)) if factory else _HEAD
    return Step(name, "POST", at(pid), (*head, ("propertylist", ",".join(listed)), *form))


def change(name: str, pid: str, *form: tuple[str, str]) -> Step:
    """Any other form."""
    return Step(name, "POST", at(pid), form)


LIFE = Scenario(
    "a configuration's life",
    (
        change("ask for a new instance", PROVIDER, ("create", "true")),
        apply("create by the old placeholder", OLD_PLACEHOLDER, LISTED, *FULL, factory=PROVIDER),
        get("read it", at("{1}") + ".json"),
        change("ask for its form", "{1}"),
        apply("update it whole", "{1}", LISTED, *FULL),
        apply("list and send only one", "{1}", LISTED, (TITLE, "second")),
        apply("update it whole again", "{1}", LISTED, *FULL),
        change("update without removing", "{1}", ("apply", "update"), ("propertylist", "name"), ("name", "n2")),
        apply("unlisted is removed", "{1}", ("name",), ("name", "n3")),
        apply("defaults and empty fields", "{1}", (*LISTED, ALIAS), *((name, "") for name in (TITLE, CLAIMS, ALIAS))),
        apply("a default given", "{1}", (REUSE, RELAXED), (REUSE, "true"), (RELAXED, "false")),
        change(
            "a default given to keep",
            "{1}",
            ("apply", "update"),
            ("propertylist", f"{REUSE},{RELAXED},{ALIAS}"),
            (REUSE, "true"),
            (RELAXED, "false"),
            (ALIAS, ""),
        ),
        apply("a text for a number", "{1}", (TIMEOUT,), (TIMEOUT, "many")),
        apply("a number back", "{1}", (TIMEOUT,), (TIMEOUT, "5")),
        apply("a text for a boolean", "{1}", (REUSE,), (REUSE, "maybe")),
        apply("several for a scalar", "{1}", ("name",), ("name", "a"), ("name", "b")),
        apply("an array of one empty", "{1}", (CLAIMS,), (CLAIMS, "")),
        apply("an array with a gap", "{1}", (CLAIMS,), (CLAIMS, "a"), (CLAIMS, ""), (CLAIMS, "b")),
        apply("sent but not listed", "{1}", ("name",), ("name", "n"), (TITLE, "not listed")),
        apply("nothing listed", "{1}", ()),
        change("no property list", "{1}", ("apply", "true"), ("name", "lost")),
        apply("a name with a comma", "{1}", ("name",), ("name", "a,b")),
        apply("umlauts and signs", "{1}", ("name",), ("name", 'ä "q" <b> & \\ = {x}')),
        apply("unbound on request", "{1}", ("name",), ("name", "n"), ("$location", "??unbound:bundle/location")),
        change("unbind", "{1}", ("unbind", "1")),
        change("delete", "{1}", ("apply", "1"), ("delete", "1")),
        change("delete again", "{1}", ("apply", "1"), ("delete", "1")),
        get("read what was deleted", at("{1}") + ".json"),
    ),
    configurations=True,
)

CREATION = Scenario(
    "creation",
    (
        apply("create by the new placeholder", NEW_PLACEHOLDER, LISTED, *FULL, factory=PROVIDER),
        apply("create the other half", OLD_PLACEHOLDER, ("customizer.type", "auth.ims.client.secret", DIGEST),
              ("customizer.type", "j"), ("auth.ims.client.secret", "{00ff}"), (DIGEST, "true"), factory=CUSTOMIZER),
        apply("create by any other text", "any.other.text", ("name",), ("name", "other"), factory=PROVIDER),
        change("delete what that may have made", "any.other.text", ("apply", "1"), ("delete", "1")),
        apply("nothing to say", OLD_PLACEHOLDER, (), factory=PROVIDER),
        change("delete a placeholder", OLD_PLACEHOLDER, ("apply", "1"), ("delete", "1")),
        change("create without a factory", "no.factory", ("create", "true")),
        change("a form of nothing", "no.such.pid"),
        get("both factories", f"{CONSOLE}/{quote(BOTH, safe='')}.json"),
    ),
    configurations=True,
)  # fmt: skip

SECRET = Scenario(
    "the secret's half",
    (
        apply("create", OLD_PLACEHOLDER, ("customizer.type", "auth.ims.client.secret", DIGEST),
              ("customizer.type", 'j=1 "x"'), ("auth.ims.client.secret", "{00ff}"), (DIGEST, "true"),
              factory=CUSTOMIZER),
        apply("the digest listed, not sent", "{1}", ("customizer.type", "auth.ims.client.secret", DIGEST),
              ("customizer.type", 'j=1 "x"'), ("auth.ims.client.secret", "{11ee}")),
        apply("the digest not listed", "{1}", ("customizer.type", "auth.ims.client.secret"),
              ("auth.ims.client.secret", "{22dd}")),
        apply("a password by its name", "{1}", ("my.password", "customizer.type"), ("my.password", "p")),
        apply("a masked password", "{1}", ("my.password", "customizer.type"), ("my.password", "unmodified")),
        apply("a reserved name", "{1}", ("action", "customizer.type"), ("$action", "reserved")),
    ),
    configurations=True,
)  # fmt: skip

SINGLETON = Scenario(
    "a singleton without metatype",
    (
        apply("create", SINGLE, ("a", "b"), ("a", "1"), ("b", "2"), ("b", "3")),
        get("read", at(SINGLE) + ".json"),
        apply("list and send one", SINGLE, ("a", "b"), ("a", "9")),
        get("read after", at(SINGLE) + ".json"),
        change("no property list", SINGLE, ("apply", "true")),
        apply("a PID with a space", "any other [text]", ("a",), ("a", "1")),
        change("delete it", "any other [text]", ("apply", "1"), ("delete", "1")),
        change("delete", SINGLE, ("apply", "1"), ("delete", "1")),
        get("read what was deleted", at(SINGLE) + ".json"),
    ),
)

_FILTERS = (
    f"(service.factoryPid={PROVIDER})",
    BOTH,
    f"(!(service.factoryPid={CUSTOMIZER}))(",
    "(name=n1)",
    "(NAME=n1)",
    "(name=n*)",
    "(name=*1)",
    "(auth.token.provider.conn.timeout=17)",
    "(auth.token.provider.conn.timeout=017)",
    "(auth.token.provider.relaxed.ssl=true)",
    '(auth.token.provider.default.claims="more" : 1)',
    "(auth.token.provider.default.claims=*iss*)",
    "(extra.one=e)",
    "(name~=N1)",
    "(name=n1",
    "name=n1",
    "()",
    "(&(name=n1)(extra.one=e))",
    "(name>=m)",
    "no.such.pid",
)

FILTERS = Scenario(
    "filters",
    (
        apply("something to find", OLD_PLACEHOLDER, LISTED, *FULL, factory=PROVIDER),
        *(get(f"filter {text}", f"{CONSOLE}/{quote(text, safe='')}.json") for text in _FILTERS),
        *(get(f"odd PID {text}", f"{CONSOLE}/{quote(text, safe='')}.json") for text in ("a&b", "a<b", "a>b", "a'b")),
        *(change(f"change odd PID {text}", text, ("apply", "1"), ("delete", "1")) for text in ("a&b", 'a"b')),
        get("with a filter beside", f"{CONSOLE}/{{1}}.json?pidFilter=(name=n1)"),
        get("with a filter that fails", f"{CONSOLE}/{{1}}.json?pidFilter=(name=n2)"),
    ),
    configurations=True,
)

SCENARIOS = (LIFE, CREATION, SECRET, SINGLETON, FILTERS)
