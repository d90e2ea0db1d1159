# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that parse, name and compare, one by one; and against the simulator's own reading of the contract."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from unit.plugins.fleet_state import PROVIDER

from ansible_collections.aemfleet.ims.plugins.module_utils._adobe.analytics import Company
from ansible_collections.aemfleet.ims.plugins.module_utils._author import forms, osgi, product, repository
from ansible_collections.aemfleet.ims.plugins.module_utils._http import EXCERPT, excerpt
from ansible_collections.aemfleet.ims.plugins.module_utils._resources import ims_pair, ims_steps, service_page
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.ims_claims import as_texts, members
from ansible_collections.aemfleet.ims.plugins.module_utils._secrets import (
    MASK,
    Secrets,
    digest,
    is_protected,
    vouches,
)
from simulator.author.installer import file_name_of
from simulator.author.ldap import compile_filter
from simulator.author.osgi_value import text

TEXT = some.text(min_size=1, max_size=40)
PLAIN = some.text(alphabet=string.ascii_letters + string.digits + "-_.", min_size=1, max_size=30)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
# scrypt is slow on purpose.
FEW = settings(max_examples=25, deadline=None)


def described(name: str, **properties: Any) -> osgi.Configuration:
    """An instance of the provider's factory."""
    return osgi.Configuration(f"{PROVIDER}{name}", PROVIDER, properties, {})


@FEW
@given(secret=TEXT, other=TEXT, stored=TEXT, replaced=TEXT)
def test_a_digest_vouches_for_its_secret_only(secret: str, other: str, stored: str, replaced: str) -> None:
    assume(secret != other)
    assume(stored != replaced)
    recorded = digest(secret, stored)
    assert vouches(recorded, secret, stored)
    assert vouches(recorded, secret, None)
    assert not vouches(recorded, other, stored)
    assert not vouches(recorded, other, None)
    assert not vouches(recorded, secret, replaced)


@FEW
@given(secret=TEXT, stored=TEXT)
def test_a_digest_is_fit_for_a_property_name_and_never_the_same(secret: str, stored: str) -> None:
    first, second = digest(secret, stored), digest(secret, stored)
    assert re.fullmatch(r"v1(\.[0-9a-f]+){3}", first)
    assert first != second
    assert len(ims_pair.DIGEST + first) < 150


@given(some.text())
def test_a_strange_digest_vouches_for_nothing(recorded: str) -> None:
    assume(not re.fullmatch(r"v1(\.[0-9a-f]+){3}", recorded))
    assert not vouches(recorded, "secret", "stored")


@pytest.mark.parametrize("version", ["v0", "v2", ""])
def test_another_scheme_vouches_for_nothing(version: str) -> None:
    assert not vouches(version + digest("secret", "stored")[2:], "secret", "stored")


@given(secret=some.text(alphabet=string.printable, min_size=4, max_size=20), around=some.text(max_size=20))
def test_a_known_secret_is_masked(secret: str, around: str) -> None:
    assume(secret not in MASK)
    assume(secret not in around + MASK + around)
    masked = Secrets([secret]).mask(f"{around}{secret}{around}")
    assert secret not in masked.replace(MASK, "")
    assert MASK in masked


def test_the_longer_secret_is_masked_first() -> None:
    assert Secrets(["abcd", "abcdefgh", None, ""]).mask("abcdefgh abcd x") == f"{MASK} {MASK} x"
    assert Secrets(["a b+c/d"]).mask("q=a%20b%2Bc%2Fd&r=a+b%2Bc%2Fd") == f"q={MASK}&r={MASK}"
    assert Secrets().mask("the value {0123456789ABCDEF0123} is protected") == f"the value {MASK} is protected"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("{0123456789abcdef}", True), (" {0123456789ABCDEF} ", True), ("{0123}", False), ("0123456789abcdef", False)],
)
def test_protected_values_have_a_form(value: str, expected: bool) -> None:
    assert is_protected(value) is expected


def test_the_filter_matches_both_factories_and_nothing_else() -> None:
    written = osgi.any_of([ims_pair.PROVIDER, ims_pair.CUSTOMIZER])
    assert not set("&<>\"'") & set(written)
    test = compile_filter(written)
    for factory, expected in ((ims_pair.PROVIDER, True), (ims_pair.CUSTOMIZER, True), ("com.example", False)):
        assert test({"service.factoryPid": text(factory), "service.pid": text("x")}) is expected


@given(PLAIN)
def test_the_files_of_an_instance_are_those_that_the_installer_writes(instance: str) -> None:
    assert file_name_of(f"{PROVIDER}.{instance}", PROVIDER) in ims_steps.file_names(described(f".{instance}"))
    assert f"{PROVIDER}~{instance}.config" in ims_steps.file_names(described(f"~{instance}"))
    assert f"{PROVIDER}~{instance}.cfg.json" in ims_steps.file_names(described(f"~{instance}"))
    assert all(name.startswith(PROVIDER) for name in ims_steps.file_names(described(f".{instance}")))


@given(some.lists(some.text(alphabet=string.ascii_letters + "._", min_size=1), max_size=6), some.data())
def test_scopes_are_read_in_every_notation(scopes: list[str], data: Any) -> None:
    separators = [data.draw(some.sampled_from([",", ", ", " ", "\n", " ,\t"])) for dummy in scopes]
    written = "".join(scope + separator for scope, separator in zip(scopes, separators, strict=True))
    assert ims_pair.split_scopes(written) == set(scopes)


@given(some.dictionaries(some.text(max_size=10), JSON, max_size=5))
def test_claims_survive_their_notation(claims: dict[str, Any]) -> None:
    assert members(as_texts(claims)) == claims


def test_claims_are_read_as_aem_writes_them() -> None:
    assert members(['"iss" : "x@AdobeOrg"', ' "a":true, ', "nonsense", ""]) == {"iss": "x@AdobeOrg", "a": True}
    assert as_texts({"iss": 'with "quotes"'}) == ('"iss" : "with \\"quotes\\""',)


@given(some.text(max_size=60))
def test_a_node_name_is_always_a_name(title: str) -> None:
    name = service_page.node_name(title)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", name)
    assert service_page.node_name(name) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [("Analytics Production", "analytics-production"), ("  A--B_c.d  ", "a-b-c-d"), ("Größe", "gr-sse"), ("分析", "")],
)
def test_node_names(title: str, name: str) -> None:
    assert service_page.node_name(title) == name


VALUES: list[tuple[Any, Any, bool]] = [
    ("a", "a", True),
    ("1", 1, False),
    (1, True, False),
    (True, True, True),
    (0, False, False),
    (None, None, True),
    (None, "", False),
    ("a", ["a"], True),
    (["a"], "a", False),
    (["a", "b"], ["b", "a"], False),
    (None, [], True),
]


@pytest.mark.parametrize(("stored", "wanted", "expected"), VALUES)
def test_stored_values_are_compared_with_their_types(stored: Any, wanted: Any, expected: bool) -> None:
    assert service_page.same(stored, wanted) is expected


@pytest.mark.parametrize("label", ["Client ID", " client  id *", "CLIENT ID:", "Client ID: *"])
def test_labels_are_folded(label: str) -> None:
    assert forms.folded(label) == "client id"


def test_a_choice_must_be_one() -> None:
    field = forms.Field("", "n", choices={"OAuth Server-to-Server": "o", "JWT (Deprecated)": "j", "JWT": "k"})
    assert [forms.choice(field, wanted) for wanted in ("oauth", "OAuth Server-to-Server", "jwt", "none")] == [
        "o",
        "o",
        None,
        None,
    ]


@given(JSON)
def test_a_strange_tree_holds_no_fields(tree: Any) -> None:
    assume(isinstance(tree, dict))
    assert forms.dialog_fields(tree, lambda dummy: None) == []
    assert forms.granite_forms("/libs/x", tree, lambda dummy: None) == []


@pytest.mark.parametrize(
    ("version", "ims_bundle", "expected"),
    [
        ("6.5.21.0", "", True),
        ("6.5.20.0", "", False),
        ("6.5.9", "1.1.25", False),
        ("6.5.17.0", "1.1.26", True),
        ("6.6.0", "1.0.0", True),
        ("", "", False),
        ("7", "", True),
        ("", "1.1.26.SNAPSHOT", True),
    ],
)
def test_oauth_is_known_from_a_release_on(version: str, ims_bundle: str, expected: bool) -> None:
    assert product.supports_oauth(version, ims_bundle) is expected


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/etc/a/jcr:content", "/etc/a/_jcr_content"),
        ("/a/cq:b/ü c", "/a/_cq_b/%C3%BC%20c"),
        ("/a?b#c%", "/a%3Fb%23c%25"),
    ],
)
def test_repository_addresses(path: str, address: str) -> None:
    assert repository.address(path) == address


@given(some.text())
def test_an_excerpt_is_short_and_on_one_line(body: str) -> None:
    assert len(excerpt(body)) <= EXCERPT
    assert "\n" not in excerpt(body)


def test_an_excerpt_is_what_a_reader_would_see() -> None:
    page = "<html><style>p {}</style><script>let a = '<b>';</script><h1>Not\n Found</h1><p>x &amp; y</p></html>"
    assert excerpt(page) == "Not Found x &amp; y"


def test_companies_are_called_by_id_or_name() -> None:
    company = Company("global1", "My Company", "x@AdobeOrg")
    assert [company.is_called(each) for each in ("global1", "my COMPANY", "GLOBAL1", "my", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]
