# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the author does where contract/aem.md has no evidence: INFERRED behaviour, and draws for what is UNKNOWN.

Everything here is an assumption. A draw is the same for all authors of one edition in one fleet, and another
seed draws anew, so that a client which relies on one of these answers fails sooner or later.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# 8.1, INFERRED: Sling's documented default; a form that names no _charset_ is read as Latin-1.
FORM_CHARSET = "iso-8859-1"

# 8.1, INFERRED ("general knowledge"): a tree with more nodes is answered with 300 and the depths that are allowed.
JSON_MAXIMUM_NODES = 200

# 8.2, DOCUMENTED in part: user agents that the CSRF filter lets pass; the list of the product is longer, but
# only these are named in the contract, and python-requests is not confirmed.
CSRF_SAFE_AGENTS = ("curl/", "Wget/", "Apache-HttpClient/", "Jakarta Commons-HttpClient/", "Ruby")

# 8.2, INFERRED: the token filter covers the Web Console as well; the strict reading of "when checked".
CSRF_COVERS_CONSOLE = True

# 8.1, "anonymous requests may get 302 to login instead of 401": here they always do, whatever their method.
ANONYMOUS_STATUS = 302

# 1.4, INFERRED from the neighbouring sslSetup servlet: how the classes of the answer's `dt` elements begin.
FORM_RESPONSE_CLASS = "foundation-form-response"

# 1.3, INFERRED: createStore takes its passwords from a form body as well as from the query string, as every other
# servlet does; no constant stands for it, because Form makes no difference between the two.

# 8.2, INFERRED: how long a CSRF token is good for, in seconds.
CSRF_TOKEN_LIFETIME = 600

# 1.1, INFERRED: the number of hits that QueryBuilder returns when p.limit is not given.
QUERY_DEFAULT_LIMIT = 10

# 6.4, INFERRED: createPage with a label that exists appends the first free number.
PAGE_SUFFIX_START = 0

# 6.4, INFERRED: the status of a page command that names a parent or template which is not there or not allowed.
PAGE_REFUSAL_STATUS = 500

# 6.3, INFERRED: allowed paths of a template bind the page command, not the Sling POST servlet.
TEMPLATES_BIND_PAGE_COMMAND = True

# 1.2, INFERRED: a Java virtual machine's zone as it shows in java.util.Date texts; zones without summer time.
JVM_ZONES = (("UTC", 0), ("GMT", 0), ("JST", 540), ("IST", 330), ("AEST", 600), ("MST", -420), ("EAT", 180))


_RUN_MODE_WORDS = (
    (("author", "author"), ("publish", "publish")),
    (("author", "Author"), ("publish", "Publish")),
    (("author", "AUTHOR"), ("publish", "PUBLISH")),
)


@dataclass(frozen=True)
class Draws:
    """The drawn behaviour of one edition in one fleet."""

    # 1.4, UNKNOWN: status of each refusal of the keystore servlet ("expect 4xx/5xx HTML").
    keystore_refusal: int
    # 1.4, UNKNOWN over HTTP: a key under an alias that is taken "replaces" it or is "refused".
    duplicate_alias: str
    # 1.4, UNKNOWN: removing an alias that is not there is "ignored" or "refused".
    missing_alias: str
    # 1.3, UNKNOWN: a PEM file of several certificates is read as a "chain", or only its "first" counts.
    pem_bundle: str
    # 1.3, UNKNOWN (U7): the keyStoreType that stands for PKCS12.
    pkcs12_type: str
    # 1.2: what stands between the parts of an X.500 name.
    name_separator: str
    # 6.5, UNKNOWN: whether a value that already looks protected is encrypted once more.
    encrypts_protected: bool
    # 6.4: "200, 201 seen in some flows".
    page_created_status: int
    # 7, UNKNOWN (U8): several report suites of a framework are a multi-value, or a text with this between them.
    suites_separator: str | None
    # 7, UNKNOWN (U8): of several report suites `reportsuite` holds the "first", "all" of them or "none".
    suites_main: str
    # 7, UNKNOWN (U8): the words for a report suite's run mode; that they are those of the labels is INFERRED.
    suites_run_modes: tuple[tuple[str, str], ...]
    # 8.1: which release of the POST servlet an author carries; newer ones tell 409 and 422 where older ones tell 500.
    precise_refusals: bool


def draw(seed: int, scope: str, what: str, choices: Sequence[T]) -> T:
    """Choose by the seed, the scope (an edition or an author's name) and the question."""
    return random.Random(f"{seed}:{scope}:{what}").choice(choices)


def draw_edition(seed: int, edition: str) -> Draws:
    """Draw what an edition does where nothing is known."""
    return Draws(
        keystore_refusal=draw(seed, edition, "keystore refusal", (400, 409, 500)),
        duplicate_alias=draw(seed, edition, "duplicate alias", ("replaces", "refused")),
        missing_alias=draw(seed, edition, "missing alias", ("ignored", "refused")),
        pem_bundle=draw(seed, edition, "pem bundle", ("chain", "first")),
        pkcs12_type=draw(seed, edition, "pkcs12 type", ("pkcs12", "PKCS12", "p12")),
        name_separator=draw(seed, edition, "name separator", (",", ", ")),
        encrypts_protected=draw(seed, edition, "encrypts protected", (True, False)),
        page_created_status=draw(seed, edition, "page created", (200, 201)),
        suites_separator=draw(seed, edition, "suites separator", (None, None, ",", "|", ", ")),
        suites_main=draw(seed, edition, "suites main", ("first", "all", "none")),
        suites_run_modes=draw(seed, edition, "suites run modes", _RUN_MODE_WORDS),
        precise_refusals=draw(seed, edition, "post refusals", (True, False)),
    )


def folded_alias(alias: str) -> str:
    """Fold the case of an alias (1.2, INFERRED: Java's store types usually do)."""
    return alias.lower()


def strict_csrf(seed: int, author: str) -> bool:
    """Draw whether an author wants a token of every agent that is not exempt (8.2: not confirmed)."""
    return draw(seed, author, "csrf", (True, False))


def jvm_zone(seed: int, author: str) -> tuple[str, int]:
    """Draw the zone of an author's Java virtual machine: its abbreviation and the minutes east of Greenwich."""
    return draw(seed, author, "zone", JVM_ZONES)


# What follows is about the console and the product; names that nobody knows are drawn in names.py.

# 5.6, INFERRED: the answer to a request that holds no datum.
STATUS_WITHOUT_DATUM = 400

# 5.5, INFERRED: run modes of an author, which select its config folders; of two files with one PID the one for more
# run modes wins, then the later path. A file that is not understood is left alone.
RUN_MODES = frozenset({"author", "crx3", "crx3tar", "samplecontent"})

# 3.5, INFERRED: clients send all nine parameters of the JWT era; these two only steer the page.
OPTIONAL_WIZARD_FIELDS = frozenset({"certificates", "alias"})

# 5.1, INFERRED: bundles above this number are the ones that start late.
LATE_BUNDLES_FROM = 200


def wizard_refusal(seed: int, edition: str) -> int:
    """Draw the status of the wizard's refusals (3.5: UNKNOWN)."""
    return draw(seed, edition, "wizard refusal", (400, 500))
