# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One RSA key pair in the keystore of the service user that owns it, as a resource."""

from __future__ import annotations

import base64
import binascii
import datetime
import secrets as randomness
import typing as t
from dataclasses import replace
from functools import partial

from .._author import keystore
from .._author.client import Author
from .._errors import InvalidOptions, Refused
from .._keys import fleet_pair
from .._keys import material as keys
from . import keypair_store as store
from . import references
from .keypair_steps import AddKey, CreateKeystore, ExportCertificate, RemoveAlias, lost
from .plan import Plan, Step, converge


def problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """Everything that is missing from or wrong with the options."""
    found = [f"{name} is required" for name in ("user", "alias") if not options.get(name)]
    sources = [name for name in ("private_key", "pkcs12", "pair_path") if options.get(name)]
    if len(sources) > 1:
        found.append(f"{' and '.join(sources)} exclude each other")
    for one, other in (("private_key", "certificate"), ("pair_path", "pair_passphrase")):
        if bool(options.get(one)) != bool(options.get(other)):
            found.append(f"{one} and {other} are required together")
    try:
        given(options)
    except InvalidOptions as error:
        found += error.fields["problems"]
    return found + generation_problems(options)


def generation_problems(options: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with the options of a pair that is to be generated."""
    found = []
    if not keys.is_name(options["subject"]):
        found.append("subject must be an X.500 name such as CN=aem-adobe-ims")
    if options["size"] < keys.MINIMUM_BITS:
        found.append(f"size must be at least {keys.MINIMUM_BITS}")
    if not 0 <= options["renew_before"] < options["days"]:
        found.append("renew_before must not be negative, and less than days")
    return found


def given(options: t.Mapping[str, t.Any]) -> keys.Material | None:
    """The pair that the options hold, checked to be one."""
    passphrase = options.get("private_key_passphrase")
    if options.get("private_key") and options.get("certificate"):
        return keys.from_pem(options["private_key"], options["certificate"], passphrase)
    if options.get("pkcs12"):
        try:
            content = base64.b64decode("".join(options["pkcs12"].split()), validate=True)
        except binascii.Error:
            raise InvalidOptions(["pkcs12 must be base64"]) from None
        return keys.from_pkcs12(content, passphrase)
    return None


def desired(options: t.Mapping[str, t.Any]) -> store.Wanted:
    """The wanted key pair; a keystore that has to be created gets a random password where none is given."""
    present = options["state"] == "present"
    return store.Wanted(
        user=options["user"],
        alias=options["alias"],
        present=present,
        size=options["size"],
        days=options["days"],
        subject=options["subject"],
        renew_before=datetime.timedelta(days=options["renew_before"]),
        keystore_password=options.get("keystore_password") or randomness.token_urlsafe(24),
        certificate_path=options.get("certificate_path") or "",
        material=given(options) if present else None,
    )


def fetch(author: Author, home: str) -> keystore.Keystore:
    """Read the keystore; one that the author itself can't open is told as such."""
    try:
        return keystore.read(author, home)
    except Refused as error:
        raise lost(error) from error


def known_certificate(
    author: Author, wanted: store.Wanted, current: keystore.Keystore, options: t.Mapping[str, t.Any]
) -> t.Any:
    """The certificate under the alias, from where it may be known: the keystore's answer does not hold it."""
    entry = current.entry(wanted.alias)
    if entry is None or not wanted.present:
        return None
    if wanted.material and store.identity(entry) == wanted.material.identity:
        return wanted.material.certificate
    found = store.exported(wanted.certificate_path, store.identity(entry))
    if found is None and options.get("keystore_password"):
        content = keystore.download(author, current.home)
        found = keys.find_certificate(content, options["keystore_password"], store.identity(entry))
    return found


def plan(wanted: store.Wanted, current: keystore.Keystore, certificate: t.Any, now: datetime.datetime) -> Plan:
    """The steps from the current keystore to the wanted one."""
    entry = current.entry(wanted.alias)
    before = store.view(wanted, current)
    remove: list[Step] = [RemoveAlias(current.home, entry.alias)] if entry else []
    if not wanted.present:
        return Plan(before, {}, tuple(remove))
    if entry and store.lasts(wanted, entry, certificate, now):
        return Plan(before, before, tuple(_export(wanted, certificate)))
    create: list[Step] = [] if current.exists else [CreateKeystore(current.home, wanted.keystore_password)]
    add: list[Step] = [AddKey(current.home, wanted.alias, wanted.material)]
    export = _export(wanted, wanted.material.certificate) if wanted.material else []
    # The export goes first: of a key whose certificate got lost nobody could tell the Developer Console.
    return Plan(before, store.wanted_view(wanted), (*export, *create, *remove, *add))


def _export(wanted: store.Wanted, certificate: t.Any) -> list[Step]:
    if not wanted.certificate_path or certificate is None:
        return []
    step = ExportCertificate(wanted.certificate_path, keys.to_pem(certificate))
    return [] if step.done() else [step]


def run(author: Author, options: t.Mapping[str, t.Any], check_mode: bool) -> dict[str, t.Any]:
    """Bring the keystore into the wanted state and tell what was done."""
    now = datetime.datetime.now(datetime.timezone.utc)
    wanted = desired(options)
    author.secrets.add(wanted.keystore_password)
    home = keystore.home_of(author, wanted.user)
    current = fetch(author, home)
    needed_by = _needed_by(author, options, current)
    if needed_by:
        return _kept(wanted, current, needed_by)
    if wanted.present and options.get("pair_path"):
        wanted = replace(wanted, material=_fleet_material(wanted, options, check_mode, now))
    certificate = known_certificate(author, wanted, current, options)
    planned = plan(wanted, current, certificate, now)
    if any(isinstance(step, AddKey) for step in planned.steps):
        if wanted.material is None and not check_mode:
            wanted = replace(wanted, material=keys.generate(wanted.size, wanted.days, wanted.subject, now))
        certificate = wanted.material.certificate if wanted.material else None
        planned = plan(wanted, current, certificate, now)
    if planned.changed and not check_mode:
        replan = partial(_replanned, author, wanted, home, certificate, now)
        converge(author, planned, replan, f"the key {wanted.alias!r} of {wanted.user}")
    return result(wanted, planned, home, certificate, now)


def _needed_by(author: Author, options: t.Mapping[str, t.Any], current: keystore.Keystore) -> list[str]:
    """Which IMS configurations would be left without the key that is to be removed."""
    if options["state"] == "present" or options["remove_referenced"] or current.entry(options["alias"]) is None:
        return []
    return references.to_key(author, options["alias"])


def _kept(wanted: store.Wanted, current: keystore.Keystore, needed_by: t.Sequence[str]) -> dict[str, t.Any]:
    before = store.view(wanted, current)
    return {
        "changed": False,
        "keypair": before,
        "certificate": {},
        "keystore_path": current.home,
        "referenced_by": list(needed_by),
        "diff": {"before": before, "after": before},
        "warnings": [references.warning(f"The key {wanted.alias!r} of {wanted.user}", needed_by)],
    }


def _replanned(author: Author, wanted: store.Wanted, home: str, certificate: t.Any, now: datetime.datetime) -> Plan:
    return plan(wanted, fetch(author, home), certificate, now)


def _fleet_material(
    wanted: store.Wanted, options: t.Mapping[str, t.Any], check_mode: bool, now: datetime.datetime
) -> keys.Material | None:
    """The pair of the fleet: read from its file, or made once and written there; nothing is made in check mode."""
    path, passphrase = options["pair_path"], options["pair_passphrase"]
    if check_mode:
        material = fleet_pair.load(path, passphrase)
        return material if material and _stays(material, wanted, now) else None
    with fleet_pair.only_one(path):
        material = fleet_pair.load(path, passphrase)
        if material is None or not _stays(material, wanted, now):
            material = keys.generate(wanted.size, wanted.days, wanted.subject, now)
            fleet_pair.save(path, passphrase, material)
    return material


def _stays(material: keys.Material, wanted: store.Wanted, now: datetime.datetime) -> bool:
    return keys.validity(material.certificate)[1] - now > wanted.renew_before


def result(
    wanted: store.Wanted, planned: Plan, home: str, certificate: t.Any, now: datetime.datetime
) -> dict[str, t.Any]:
    """The return values of the module."""
    warnings = []
    if wanted.present and wanted.material and keys.validity(wanted.material.certificate)[1] <= now:
        warnings.append("The certificate of the key has expired; Adobe IMS takes no JWT that is signed with it.")
    if wanted.present and wanted.certificate_path and certificate is None and not planned.changed:
        warnings.append("The certificate is not known here; give keystore_password to have it read from the keystore.")
    return {
        "changed": planned.changed,
        "keypair": planned.after,
        "certificate": store.described(certificate) if planned.after else {},
        "keystore_path": home,
        "referenced_by": [],
        "diff": planned.diff,
        "warnings": warnings,
    }
