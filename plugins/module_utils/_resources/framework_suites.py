# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report suites of a framework, and how an author stores them: read from its own frameworks, never guessed."""

from __future__ import annotations

import re
import typing as t
from dataclasses import asdict, dataclass

from .._author import repository
from .._errors import NotEstablished
from .contract import Framework
from .contract import given as given_part

MAIN, EACH = "reportsuite", "reportsuites"
ALL, MODES = "all", ("author", "publish")
LIST, TEXT = "list", "text"
FIRST, NONE = "first", "none"
ITEM = re.compile(r"[\w.-]+;[A-Za-z]*")
SEVERAL = re.compile(rf"{ITEM.pattern}(?:([^\w.;-]+){ITEM.pattern})+")
CHOICES: t.Mapping[str, t.Sequence[str]] = {"form": (LIST, TEXT), "main": (FIRST, ALL, NONE)}
WAYS_OUT = (
    "Choose them by hand once, in any framework of this author, and run again: they are read from there; or give what "
    "is known with contract.framework, or both properties as they shall be stored with the option properties."
)

Public = t.Mapping[str, t.Any]


@dataclass(frozen=True)
class Suite:
    """One report suite, for one run mode or for all."""

    rsid: str
    run_mode: str = ALL


def problems(given: t.Sequence[t.Mapping[str, t.Any]]) -> list[str]:
    """What is wrong with the report suites of the options."""
    suites = desired(given)
    found = []
    wrong = [suite.rsid for suite in suites if not re.fullmatch(r"[\w.-]+", suite.rsid)]
    if wrong:
        found.append(f"report_suites must have IDs of letters, digits, '_', '.' and '-' (not {_quoted(wrong)})")
    twice = {suite.rsid for suite in suites if suites.count(suite) > 1}
    if twice:
        found.append(f"report_suites must name each but once for a run mode (not {_quoted(twice)})")
    return found


def contract_problems(given: t.Any) -> list[str]:
    """What is wrong with the part `framework` of a contract, beyond names that are not known."""
    if not isinstance(given, t.Mapping):
        return []
    found = [
        f"contract.framework.{name} must be one of {', '.join(values)}"
        for name, values in CHOICES.items()
        if (given.get(name) or values[0]) not in values
    ]
    if given.get("form") == TEXT and not given.get("separator"):
        found.append("contract.framework.separator is required with form=text")
    words = given.get("run_modes") or {}
    if not isinstance(words, t.Mapping) or not all(words.values()) or set(words) - set(MODES):
        found.append(
            f"contract.framework.run_modes must hold a word for each of {', '.join(MODES)}, or for one of them"
        )
    return found


def _quoted(values: t.Iterable[str]) -> str:
    return ", ".join(map(repr, sorted(values)))


def desired(given: t.Sequence[t.Mapping[str, t.Any]]) -> tuple[Suite, ...]:
    """The report suites of the options."""
    return tuple(Suite(each["rsid"], each["run_mode"]) for each in given)


def known(contract: t.Mapping[str, t.Any] | None, publics: t.Sequence[Public]) -> Framework:
    """What is known of this author's way: what the operator gave goes before what its frameworks show."""
    told = given_part(contract, "framework", Framework)
    own = {name: value for name, value in asdict(told).items() if value} if told else {}
    learnt = asdict(_learnt(publics))
    words = {**learnt["run_modes"], **own.pop("run_modes", {})}
    return Framework(**{**learnt, **own, "run_modes": words})


def _learnt(publics: t.Sequence[Public]) -> Framework:
    """What all frameworks agree on; where they do not, nothing is learnt."""
    items = [(public, _shown(public.get(EACH))) for public in publics]
    several = [(public, rows) for public, rows in items if len(rows) > 1]
    stored = [public[EACH] for public, dummy in several]
    form = _only({LIST if isinstance(value, list) else TEXT for value in stored})
    separator = _only({_separator(value) for value in stored}) if form == TEXT else ""
    main = _only({_main(public.get(MAIN), rows) for public, rows in several})
    words = {mode: _only(_words(mode, [rows for dummy, rows in items])) for mode in MODES}
    return Framework(form, separator, main, {mode: word for mode, word in words.items() if word})


def _only(seen: t.AbstractSet[str]) -> str:
    return next(iter(seen)) if len(seen) == 1 else ""


def _words(mode: str, stored: t.Iterable[t.Sequence[str]]) -> set[str]:
    words = {row.partition(";")[2] for rows in stored for row in rows}
    return {word for word in words if word.casefold() == mode}


def _shown(stored: t.Any) -> list[str]:
    """The items of a stored value that can be read without knowing more; none else."""
    separator = _separator(stored)
    rows = stored if isinstance(stored, list) else str(stored or "").split(separator or None)
    return [str(row) for row in rows] if all(ITEM.fullmatch(str(row)) for row in rows) else []


def _separator(stored: t.Any) -> str:
    """What stands between the items of a text."""
    found = SEVERAL.fullmatch(stored) if isinstance(stored, str) else None
    return found.group(1) if found else ""


def _main(stored: t.Any, rows: t.Sequence[str]) -> str:
    rsids = [row.partition(";")[0] for row in rows]
    kinds: t.Mapping[str, t.Any] = {FIRST: rsids[0], ALL: rsids, NONE: None}
    return next((kind for kind, value in kinds.items() if stored == value), "")


def read(public: Public, form: Framework) -> tuple[Suite, ...]:
    """The report suites that a framework has; a run mode that is not known goes by its stored word."""
    stored = public.get(EACH)
    separator = _separator(stored) or form.separator
    rows = stored.split(separator) if isinstance(stored, str) and separator else stored
    parts = [str(row).partition(";") for row in (rows if isinstance(rows, list) else [rows]) if row]
    return tuple(Suite(rsid, _mode(word, form)) for rsid, dummy, word in parts)


def _mode(word: str, form: Framework) -> str:
    known_words = {"": ALL, **{known_word: mode for mode, known_word in form.run_modes.items()}}
    return known_words.get(word) or (word.casefold() if word.casefold() in MODES else word)


def agree(public: Public, suites: t.Sequence[Suite], form: Framework) -> bool:
    """Whether a framework has the report suites, in whichever form this author stores them."""
    if read(public, form) != tuple(suites):
        return False
    unknown = len(suites) > 1 and not form.main
    return unknown or _flat(public.get(MAIN)) == _flat(_main_of(suites, form))


def _flat(value: t.Any) -> t.Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def require(author_url: str, suites: t.Sequence[Suite], form: Framework, shown: int) -> None:
    """Fail where the author's way to store the report suites is not known (contract/aem.md 12, U8)."""
    missing = [
        f"the run mode {mode!r}" for mode in sorted({suite.run_mode for suite in suites} - {ALL, *form.run_modes})
    ]
    if len(suites) > 1 and (not form.form or not form.main or (form.form == TEXT and not form.separator)):
        missing.insert(0, "several report suites")
    if missing:
        raise NotEstablished(
            f"How {author_url} stores {' and '.join(missing)} of a framework is public nowhere, and none of its "
            f"{shown} frameworks shows it beyond doubt.",
            advice=WAYS_OUT,
        )


def stored(suites: t.Sequence[Suite], form: Framework) -> dict[str, repository.Value | None]:
    """Both properties; of one report suite for all run modes, as a real framework has them (contract/aem.md 7)."""
    rows = [f"{suite.rsid};{form.run_modes.get(suite.run_mode, '')}" for suite in suites]
    several = len(rows) > 1
    each: repository.Value = rows if several and form.form == LIST else form.separator.join(rows)
    return {MAIN: _main_of(suites, form), EACH: each}


def _main_of(suites: t.Sequence[Suite], form: Framework) -> repository.Value | None:
    rsids = [suite.rsid for suite in suites]
    if len(rsids) == 1 or form.main == FIRST:
        return rsids[0]
    return rsids if form.main == ALL else None
