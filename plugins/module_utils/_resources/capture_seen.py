# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Assumptions that are tested without changing anything."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._adobe.ims import EXCHANGE_PATH, TOKEN_PATH
from .._author import osgi, repository
from .._author.client import Author, mapping
from .._http import Http
from .._keys.names import java_date
from . import contract
from . import ims_pair as pair
from .capture_assumption import Check, Verdict, judged, unknown
from .capture_contract import by_ims, keystore_users, used_titles
from .capture_reading import SCRATCH, Reading, offered
from .contract_wizard import ANALYTICS, WIZARD_ROOT, WIZARD_SERVLET
from .ims_steps import file_names
from .service_page import ROOT

ANY = range(100, 600)
NO_ENTRY = "There is no IMS configuration."
NO_DIALOG = "The dialog could not be read."
NO_SERVICE = "There is no cloud service with IMS authentication."


@dataclass(frozen=True)
class Sight:
    """An author, and what was read from it."""

    author: Author
    reading: Reading


def version_text(sight: Sight) -> Verdict:
    told = sight.reading.version_text
    return judged(bool(sight.reading.version), f"The author says {told!r}.")


def wizard_found(sight: Sight) -> Verdict:
    found = [part for part in ("wizard", "wizard_jwt") if part in sight.reading.names]
    return judged(bool(found), f"Established: {', '.join(found) or 'nothing'}. " + " ".join(sight.reading.problems[:1]))


def wizard_by_text(sight: Sight) -> Verdict:
    found = repository.find(sight.author, WIZARD_ROOT, text=ANALYTICS)
    return judged(bool(found), f"{len(found)} nodes have the property text with the value {ANALYTICS}.")


def wizard_servlet(sight: Sight) -> Verdict:
    wizard = next((sight.reading.names[part] for part in ("wizard", "wizard_jwt") if part in sight.reading.names), None)
    if wizard is None:
        return unknown("The address of the form is not known.")
    node = repository.read(sight.author, wizard["address"], depth=0) or {}
    return judged(node.get("sling:resourceType") == WIZARD_SERVLET, f"It is {node.get('sling:resourceType')}.")


def dialog_found(sight: Sight) -> Verdict:
    told = next((text for text in sight.reading.problems if "dialog" in text), "Every label was found.")
    return judged(sight.reading.dialog is not None, told)


def choices_named(sight: Sight) -> Verdict:
    if sight.reading.dialog is None:
        return unknown(NO_DIALOG)
    offers = offered(sight.author, sight.reading.dialog)
    if not offers:
        return unknown("No IMS configuration is offered.")
    titles = {item.text(pair.TITLE) for item in sight.reading.providers}
    own = [(text, value) for text, value in offers if not text.startswith(SCRATCH)]
    fit = [text for text, value in own if text in titles and value]
    return judged(
        len(fit) == len(own),
        f"{len(fit)} of {len(own)} choices have the title of an entry as text, and a value.",
    )


def reference_form(sight: Sight) -> Verdict:
    """Which of the three a choice's value is (contract/aem.md 3.6)."""
    found: set[str] = set()
    for text, value in sight.reading.offered:
        for item in sight.reading.providers:
            if item.text(pair.TITLE) == text:
                forms = {"the PID": item.pid, "the name": item.text(pair.NAME), "the title": item.text(pair.TITLE)}
                found.update([form for form, own in forms.items() if own == value] or ["something else"])
    if not found:
        return unknown("No IMS configuration is offered.")
    return judged("something else" not in found, f"The value of a choice is {' or '.join(sorted(found))}.")


def page_refers(sight: Sight) -> Verdict:
    own = [content for content in sight.reading.contents.values() if by_ims(sight.reading, content)]
    if not own:
        return unknown(NO_SERVICE)
    titles = used_titles(sight.reading)
    return judged(bool(titles), f"{len(own)} pages refer to {len(titles)} of the choices that the dialog offers.")


def page_company(sight: Sight) -> Verdict:
    dialog = sight.reading.dialog or contract.Dialog("", "", "", "")
    own = [content for content in sight.reading.contents.values() if by_ims(sight.reading, content)]
    if not own:
        return unknown(NO_SERVICE)
    return judged(all(content.get(dialog.company) for content in own), f"The property is {dialog.company!r}.")


def filter_taken(sight: Sight) -> Verdict:
    found = osgi.find(sight.author, pair.BOTH)
    if not found:
        return unknown("The filter finds nothing.")
    strange = [item for item in found if item.factory_pid not in (pair.PROVIDER, pair.CUSTOMIZER)]
    return judged(not strange, f"The filter finds instances of both factories, and {len(strange)} others.")


def halves_joined(sight: Sight) -> Verdict:
    reading = sight.reading
    joins = [item.text(pair.PROVIDER_JOIN) for item in reading.providers]
    halves = [item.text(pair.CUSTOMIZER_JOIN) for item in reading.configurations if item.factory_pid == pair.CUSTOMIZER]
    if not joins:
        return unknown(NO_ENTRY)
    joined = [join for join in joins if join and halves.count(join) == 1]
    return judged(len(joined) == len(joins), f"{len(joined)} of {len(joins)} entries have exactly one other half.")


def token_addresses(sight: Sight) -> Verdict:
    if not sight.reading.providers:
        return unknown(NO_ENTRY)
    wrong = [
        item
        for item in sight.reading.providers
        if not item.text(pair.TOKEN_URL).endswith(EXCHANGE_PATH if pair.is_legacy(item) else TOKEN_PATH)
    ]
    paths = sorted({item.text(pair.TOKEN_URL).split("//")[-1].partition("/")[2] for item in sight.reading.providers})
    return judged(not wrong, f"The paths are {', '.join(f'/{path}' for path in paths)}.")


def stored_as_files(sight: Sight) -> Verdict:
    if not sight.reading.configurations:
        return unknown(NO_ENTRY)
    stored = [item for item in sight.reading.configurations if file_names(item) & set(sight.reading.files)]
    return judged(
        len(stored) == len(sight.reading.configurations),
        f"{len(stored)} of {len(sight.reading.configurations)} configurations have such a file.",
    )


def service_user(sight: Sight) -> Verdict:
    if not any(item.text(pair.KEY_ALIAS) for item in sight.reading.providers):
        return unknown("No entry uses a key.")
    users = keystore_users(sight.reading)
    return judged(len(users) == 1, f"The alias is in the keystore of {', '.join(users) or 'nobody'}.")


def keystore_dates(sight: Sight) -> Verdict:
    dates = [entry.not_after for each in sight.reading.keystores for entry in each.store.entries]
    if not dates:
        return unknown("The keystores that were read are empty.")
    return judged(all(map(java_date, dates)), f"{len(dates)} dates, for instance {dates[0]!r}.")


def large_trees(sight: Sight) -> Verdict:
    answer = sight.author.get(f"{WIZARD_ROOT}.infinity.json", attempt="read a large tree", expect=(200, 300))
    if answer.status == 300:
        return judged(isinstance(answer.json(), list), f"{WIZARD_ROOT} was answered with 300.")
    return unknown(f"{WIZARD_ROOT} was served whole.")


def search_limit(sight: Sight) -> Verdict:
    query = [("path", WIZARD_ROOT), ("1_property", "sling:resourceType"), ("1_property.operation", "exists")]
    some, every = (_results(sight.author, [*query, *limit]) for limit in ((), (("p.limit", "-1"),)))
    shown = [len(found.get("hits") or ()) for found in (some, every)]
    return judged(shown[1] == every.get("total"), f"{shown[1]} of {every.get('total')} hits; without it {shown[0]}.")


def _results(author: Author, query: list[tuple[str, str]]) -> dict[str, t.Any]:
    return mapping(
        author.get("/bin/querybuilder.json", attempt=f"search below {WIZARD_ROOT}", params=query), "a result"
    )


def anonymous(sight: Sight) -> Verdict:
    peer = Http(sight.author.url, sight.author.transport, sight.author.secrets)
    status = peer.send("GET", f"{ROOT}.json", attempt="read without an account", expect=ANY).status
    return judged(status in {302, 401}, f"The answer was {status}.")


_FORMS = f"Search below {WIZARD_ROOT}"
CHECKS: tuple[Check[Sight], ...] = (
    Check("version_text", "The author tells its version in a known form.", "8.3, U9", "Read it.", version_text),
    Check("wizard_labels", "The form that creates an entry is found by its labels.", "14.1, U3", _FORMS, wizard_found),
    Check("wizard_text", "QueryBuilder finds the wizard by a text.", "1.1, 14.1", _FORMS, wizard_by_text),
    Check(
        "wizard_address", "The form posts to a node with the servlet's resource type.", "3.5", _FORMS, wizard_servlet
    ),
    Check("large_tree", "A large tree is answered with 300 and its depths.", "8.1", f"Read {WIZARD_ROOT}", large_trees),
    Check("search_limit", "p.limit=-1 returns every hit.", "1.1", _FORMS, search_limit),
    Check("dialog_labels", "The properties of the page are found by labels.", "14.2, U5", "Read it.", dialog_found),
    Check("choices", "The dialog's choices carry title and value.", "14.2", "Read the choices.", choices_named),
    Check("reference", "A choice stores PID, name or title of an entry.", "3.6", "Compare.", reference_form),
    Check("page_reference", "A page made by hand stores what its dialog offers.", "6.2, U5", "Compare.", page_refers),
    Check("company", "A page made by hand stores the company.", "6.1", "Read the page.", page_company),
    Check("filter", "The console takes a filter in place of a PID.", "5.1", "Read by a filter.", filter_taken),
    Check("join", "Both halves of an entry are joined by the customizer's type.", "3.1", "Compare.", halves_joined),
    Check(
        "token_address", "Entries name the token addresses that Adobe documents.", "3.1", "Compare.", token_addresses
    ),
    Check("stored_file", "Entries are stored as files under known names.", "3.4", "List the folder.", stored_as_files),
    Check("service_user", "One keystore holds the key of the entry.", "2, U1", "Read the keystores.", service_user),
    Check("key_dates", "Keystores tell dates as Java writes them.", "1.2", "Read the keystores.", keystore_dates),
    Check("anonymous", "Without an account one gets 302 or 401.", "8.1", "Read a page.", anonymous),
)
