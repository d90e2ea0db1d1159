# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, certificates, X.500 names and Java dates: one meaning, however it is written."""

from __future__ import annotations

import base64
import datetime
import hashlib
import ssl
import string
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from unit.plugins.key_files import (
    PASSPHRASE,
    SERIAL,
    cert_pem,
    certificate,
    container,
    ec_key,
    key_pem,
    own_certificate,
    rsa_key,
)

from ansible_collections.aemfleet.ims.plugins.module_utils._errors import InvalidOptions
from ansible_collections.aemfleet.ims.plugins.module_utils._keys import material, names
from simulator.author import java_text

# A certificate is made, or a container opened, for each example.
FEW = settings(max_examples=25, deadline=None)
OIDS = {
    "CN": x509.NameOID.COMMON_NAME,
    "O": x509.NameOID.ORGANIZATION_NAME,
    "OU": x509.NameOID.ORGANIZATIONAL_UNIT_NAME,
    "L": x509.NameOID.LOCALITY_NAME,
    "ST": x509.NameOID.STATE_OR_PROVINCE_NAME,
    "EMAILADDRESS": x509.NameOID.EMAIL_ADDRESS,
    "SERIALNUMBER": x509.NameOID.SERIAL_NUMBER,
}
SPECIAL = ',+"\\<>;=# '
TEXT = some.text(alphabet=string.ascii_letters + "0123456789.'äßÖ分" + SPECIAL, min_size=1, max_size=20).filter(
    str.strip
)
PARTS = some.lists(some.tuples(some.sampled_from(list(OIDS)), TEXT), min_size=1, max_size=4)
UTC = datetime.UTC
MOMENTS = some.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
# The zones of the world reach from 12 hours west to 14 hours east.
ZONES = some.tuples(some.sampled_from(["UTC", "AEST", "GMT+05:30", "-03", "MESZ"]), some.integers(-12 * 60, 14 * 60))


def escaped(value: str, how: Any) -> str:
    """A value as RFC 4514 writes it, or with the octets of the special characters, or quoted as Java may."""
    style = how(some.sampled_from(["backslash", "octets", "quotes"]))
    if style == "quotes":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    outer = {0, len(value) - 1}
    written = []
    for at, character in enumerate(value):
        needed = character in ',+"\\<>;=' or (character == " " and at in outer) or (character == "#" and at == 0)
        octets = "".join(f"\\{octet:02X}" for octet in character.encode())
        written.append((octets if style == "octets" else f"\\{character}") if needed else character)
    return "".join(written)


def rendered(parts: list[tuple[str, str]], how: Any) -> str:
    """A name in one of the ways of which tools have many: order, spacing, case, escapes, quotes, keywords."""
    numbers = {key: f"OID.{oid.dotted_string}" for key, oid in OIDS.items() if len(key) > 2}
    pieces = []
    for key, value in how(some.permutations(parts)):
        spoken = how(some.sampled_from([key, key.lower(), numbers.get(key, key)]))
        equals = how(some.sampled_from(["=", " = ", "= "]))
        pieces.append(f"{spoken}{equals}{escaped(value, how)}")
    return str(how(some.sampled_from([",", ", ", " , ", "+"]))).join(pieces)


@given(parts=PARTS, data=some.data())
def test_a_name_is_one_however_it_is_written(parts: list[tuple[str, str]], data: Any) -> None:
    one, other = rendered(parts, data.draw), rendered(parts, data.draw)
    assert names.canonical(one) == names.canonical(other)


@given(parts=PARTS, separator=some.sampled_from([",", ", "]))
def test_a_certificate_has_the_name_that_a_keystore_shows(parts: list[tuple[str, str]], separator: str) -> None:
    name = x509.Name([x509.NameAttribute(OIDS[key], value) for key, value in parts])
    assert names.canonical(name.rfc4514_string()) == names.canonical(java_text.x500_name(name, separator))
    java = separator.join(f'{key}="{escaped_for_quotes(value)}"' for key, value in parts)
    assert names.canonical(name.rfc4514_string()) == names.canonical(java)


def escaped_for_quotes(value: str) -> str:
    """A value between Java's quotes."""
    return value.replace("\\", "\\\\").replace('"', '\\"')


@given(one=PARTS, other=PARTS)
def test_other_names_are_other_names(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    def folded(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted((key, " ".join(value.split()).casefold()) for key, value in parts)

    assume(folded(one) != folded(other))
    assert names.canonical(plainly(one)) != names.canonical(plainly(other))


def plainly(parts: list[tuple[str, str]]) -> str:
    """A name as the library writes it."""
    return x509.Name([x509.NameAttribute(OIDS[key], value) for key, value in parts]).rfc4514_string()


@pytest.mark.parametrize(
    "written",
    [
        "CN=Fleet, O=Acme\\, Inc.",
        'O="Acme, Inc.",CN=fleet',
        " cn = FLEET , o = Acme\\2C Inc. ",
        "CN=Fleet+O=Acme\\,  Inc.",
        "CN=Fleet,O=#130a41636d652c20496e632e",
    ],
)
def test_names_of_tools(written: str) -> None:
    assert names.canonical(written) == "CN=fleet,O=acme\\, inc."


def test_the_address_in_a_name() -> None:
    written = {"E=a@b.c", "emailAddress=A@B.C", "1.2.840.113549.1.9.1=a@b.c", "1.2.840.113549.1.9.1=#1605614062 2e63"}
    assert len({names.canonical(each.replace(" ", "")) for each in written}) == 1
    assert names.canonical("CN=#0c05616263") == "CN=#0c05616263", "its length is a lie"


@given(some.text(max_size=40))
def test_any_text_can_be_a_name(text: str) -> None:
    assert isinstance(names.canonical(text), str)
    assert names.java_date(text) is None
    assert material.is_name(text) in {True, False}


@given(moment=MOMENTS, zone=ZONES)
def test_a_java_date_is_never_taken_for_a_later_moment(moment: datetime.datetime, zone: tuple[str, int]) -> None:
    read = names.java_date(java_text.java_date(moment, *zone))
    assert read is not None
    assert moment - datetime.timedelta(hours=26) <= read <= moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sun Feb 30 12:00:00 UTC 2026",
        "Sun Jux 01 12:00:00 UTC 2026",
        "2026-07-01T12:00:00Z",
        "Sun Jul 01 25:00:00 U 1",
    ],
)
def test_what_is_no_java_date(text: str) -> None:
    assert names.java_date(text) is None


@pytest.mark.parametrize("subject", ["CN=x", "CN=x, O=Acme", " CN=Größe+  OU=a ", "CN=a\\, b"])
def test_a_subject_may_have_spaces(subject: str) -> None:
    assert material.is_name(subject)
    made = material.parsed_name(subject).rfc4514_string()
    assert names.canonical(made) == names.canonical(subject)


@pytest.mark.parametrize("subject", ["", "  ", "x", "CN", "=x", "CN=x,,O=y"])
def test_what_is_no_subject(subject: str) -> None:
    assert not material.is_name(subject)


@FEW
@given(
    separator=some.sampled_from(["\n", "\r\n"]),
    before=some.text(alphabet=string.ascii_letters + " :=\n", max_size=60),
    order=some.permutations([1, 2, 3]),
    data=some.data(),
)
def test_pem_in_every_dress(separator: str, before: str, order: list[int], data: Any) -> None:
    texts = [cert_pem(own_certificate(number)) for number in order]
    between = [data.draw(some.sampled_from(["", "\n", "Bag Attributes\n    friendlyName: x\n"])) for dummy in texts]
    joined = "\n".join([before, *(note + text for note, text in zip(between, texts, strict=True))])
    passphrase = data.draw(some.sampled_from([None, PASSPHRASE]))
    form = data.draw(
        some.sampled_from([serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
    )
    key = key_pem(rsa_key(1), passphrase, form).replace("\n", separator)
    pair = material.from_pem(key, joined.replace("\n", separator), passphrase)
    assert pair.certificate == own_certificate(1)
    assert pair.key.private_numbers() == rsa_key(1).private_numbers()
    assert pair.identity == material.identity_of(own_certificate(1))
    assert pair.key_der() == der(rsa_key(1))


def der(key: rsa.RSAPrivateKey) -> bytes:
    """A key as PKCS#8 that is not encrypted."""
    return base64.b64decode("".join(key_pem(key).splitlines()[1:-1]))


@given(days=some.integers(1, 4000), serial=some.integers(1, 2**159 - 1))
@settings(max_examples=15, deadline=None)
def test_fingerprints_are_those_of_the_certificate(days: int, serial: int) -> None:
    made = certificate(rsa_key(), days=days, serial=serial)
    content = ssl.PEM_cert_to_DER_cert(material.to_pem(made))
    assert material.fingerprint(made, "sha1") == hashlib.sha1(content).hexdigest()
    assert material.fingerprint(made, "sha256") == hashlib.sha256(content).hexdigest()
    assert material.identity_of(made).serial == serial
    assert material.validity(made) == (made.not_valid_before_utc, made.not_valid_after_utc)


@settings(max_examples=10, deadline=None)
@given(
    passphrase=some.text(alphabet=string.ascii_letters + "äöü ,'\"\\", min_size=1, max_size=20),
    other=some.text(alphabet=string.ascii_letters, min_size=1, max_size=20),
)
def test_a_container_is_opened_by_its_passphrase_only(passphrase: str, other: str) -> None:
    assume(passphrase != other)
    packed = material.Material(rsa_key(), own_certificate()).to_pkcs12(passphrase)
    opened = material.from_pkcs12(packed, passphrase)
    assert opened.certificate == own_certificate()
    assert opened.key_der() == der(rsa_key())
    assert der(rsa_key()) not in packed
    with pytest.raises(InvalidOptions):
        material.from_pkcs12(packed, other)
    assert material.find_certificate(packed, passphrase, opened.identity) == own_certificate()
    assert material.find_certificate(packed, other, opened.identity) is None
    assert material.find_certificate(packed, passphrase, material.Identity("", "", 1)) is None


def test_a_chain_in_a_container() -> None:
    authority = certificate(rsa_key(2), subject="CN=Authority,O=Acme", serial=1)
    leaf = certificate(rsa_key(1), issuer=rsa_key(2))
    for passphrase in (PASSPHRASE, None):
        opened = material.from_pkcs12(container(rsa_key(1), leaf, passphrase, authority), passphrase)
        assert opened.certificate == leaf
    assert material.identity_of(leaf).issuer == "CN=authority,O=acme"


@given(days=some.integers(2, 4000), bits=some.just(2048))
@settings(max_examples=3, deadline=None)
def test_a_generated_pair(days: int, bits: int) -> None:
    now = datetime.datetime.now(UTC)
    made = material.generate(bits, days, "CN=aem-adobe-ims, O=Acme", now)
    start, end = material.validity(made.certificate)
    assert start < now < end
    assert abs(end - now - datetime.timedelta(days=days)) < datetime.timedelta(seconds=2)
    assert (made.key.key_size, made.certificate.subject) == (bits, made.certificate.issuer)
    assert (made.identity.subject, made.identity.issuer) == ("CN=aem-adobe-ims,O=acme", "CN=aem-adobe-ims,O=acme")
    made.certificate.verify_directly_issued_by(made.certificate)
    assert made.identity != material.generate(bits, days, "CN=aem-adobe-ims, O=Acme", now).identity


def test_a_pair_shows_no_key() -> None:
    made = material.Material(rsa_key(), own_certificate())
    assert "RSAPrivateKey" not in repr(made)
    assert str(SERIAL) not in repr(made)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (key_pem(ec_key()), "the private key is not an RSA key"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private_key is not a PEM private key"),
        ("ключ", "private_key is not a PEM private key"),
    ],
)
def test_what_can_sign_no_jwt(key: str, told: str) -> None:
    with pytest.raises(InvalidOptions, match=told):
        material.private_key_pem(key, None)
