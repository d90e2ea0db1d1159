# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sequences of changes: whatever order they come in, Sling and the simulator must stay alike."""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from simulator.author.metatype import CUSTOMIZER, PROVIDER

from ..outcome import Failed
from .compare import Outcome, Pair
from .corpus_console import ALIAS, CLAIMS, RELAXED, REUSE, TIMEOUT, TITLE, at
from .peer import OLD_PLACEHOLDER
from .steps import JSON_ANSWER, ROOT, Step

EXAMPLES, STEPS = 12, 10
_TEXTS = st.sampled_from(["", "a", "b c", "ä", '"q"', "true", "false", "7", "x,y", "{00}", "a=b\\c", "10000", "<&>"])
_NAMES = st.sampled_from(["name", TITLE, CLAIMS, TIMEOUT, REUSE, RELAXED, ALIAS, "extra", "customizer.type"])
_SENT = st.lists(st.tuples(_NAMES, _TEXTS), max_size=5)
_PATHS = st.sampled_from(["n", "n/c", "m", "m/c/d"])
_PROPERTIES = st.sampled_from(["p", "q", "c/p"])
_HINTS = st.sampled_from(["String", "Boolean", "Long", "String[]", "Long[]", "Double"])
_VALUES = st.sampled_from(["", "one", "two", "7", "-3", "true", "1.5", "ä ö"])


class _Machine(RuleBasedStateMachine):
    """Sends a step to both peers and fails on the first difference that is not known."""

    pair: ClassVar[Pair]
    outcome: ClassVar[Outcome]

    @initialize()
    def begin(self) -> None:
        self.pair.clean()

    def send(self, step: Step, configurations: bool) -> None:
        """Compare one step."""
        self.pair.compare("random", step, configurations, self.outcome)
        told = "\n".join(difference.told() for difference in self.outcome.unknown)
        self.outcome.unknown.clear()
        assert not told, told


class Configurations(_Machine):
    """Instances of both factories come, change and go."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    @rule(factory=st.sampled_from([PROVIDER, CUSTOMIZER]), sent=_SENT)
    def create(self, factory: str, sent: list[tuple[str, str]]) -> None:
        self.made += 1
        self.send(_applied("create", OLD_PLACEHOLDER, "true", [], [("factoryPid", factory)], sent), True)

    @precondition(lambda self: self.made)
    @rule(
        choice=st.integers(0, 9),
        kind=st.sampled_from(["true", "update"]),
        sent=_SENT,
        more=st.lists(_NAMES, max_size=3),
    )
    def update(self, choice: int, kind: str, sent: list[tuple[str, str]], more: list[str]) -> None:
        self.send(_applied("update", self._one(choice), kind, more, [], sent), True)

    @precondition(lambda self: self.made)
    @rule(choice=st.integers(0, 9))
    def delete(self, choice: int) -> None:
        self.send(Step("delete", "POST", at(self._one(choice)), (("apply", "1"), ("delete", "1"))), True)

    def _one(self, choice: int) -> str:
        return f"{{{choice % self.made + 1}}}"


class Nodes(_Machine):
    """Nodes and properties of all types come, change and go."""

    @rule(
        path=_PATHS,
        sent=st.lists(st.tuples(_PROPERTIES, _VALUES), max_size=3),
        hints=st.dictionaries(_PROPERTIES, _HINTS),
    )
    def post(self, path: str, sent: list[tuple[str, str]], hints: dict[str, str]) -> None:
        self._send("post", path, *((f"{name}@TypeHint", hint) for name, hint in hints.items()), *sent)

    @rule(path=_PATHS, name=_PROPERTIES)
    def delete_property(self, path: str, name: str) -> None:
        self._send("delete a property", path, (f"{name}@Delete", "true"))

    @rule(path=_PATHS)
    def delete(self, path: str) -> None:
        self._send("delete", path, (":operation", "delete"))

    def _send(self, name: str, path: str, *form: tuple[str, str]) -> None:
        looks_at = (f"{ROOT}.infinity.json",)
        fields = (("_charset_", "utf-8"), JSON_ANSWER, *form)
        self.send(Step(name, "POST", f"{ROOT}/{path}", fields, looks_at=looks_at), False)


def compare(pair: Pair) -> Outcome:
    """Run both machines; the sequences are the same at every run."""
    outcome = Outcome()
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    for machine in (Configurations, Nodes):
        bound: Any = type(machine.__name__, (machine,), {"pair": pair, "outcome": outcome})
        try:
            run_state_machine_as_test(bound, settings=chosen)
        except AssertionError as error:
            raise Failed("\n".join([str(error), *getattr(error, "__notes__", [])])) from error
    return outcome


def _applied(
    name: str, pid: str, kind: str, more: list[str], head: list[tuple[str, str]], sent: list[tuple[str, str]]
) -> Step:
    listed = ",".join(dict.fromkeys([*(each for each, dummy in sent), *more]))
    form = (("apply", kind), ("action", "ajaxConfigManager"), ("$location", ""), *head, ("propertylist", listed), *sent)
    return Step(name, "POST", at(pid), form)
