# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documentation says is what the code does: options, causes, return values, versions."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from unit.plugins.framework_state import SITE, add_page, framework_options
from unit.plugins.module_runner import MODULES, Result, Run
from unit.plugins.playbook_options import health_options, ims_options, service_options

from ansible_collections.aemfleet.ims.plugins.module_utils import _module
from ansible_collections.aemfleet.ims.plugins.module_utils._adobe.analytics import GATEWAY_CODES
from ansible_collections.aemfleet.ims.plugins.module_utils._causes import CAUSES
from ansible_collections.aemfleet.ims.plugins.module_utils._resources.health import AUTHOR_CAUSES
from simulator import RunningFleet

PLUGINS = Path(str(_module.__file__)).parents[1]
ROOT = PLUGINS.parent
# The report speaks to no author, and has an action plugin only.
NAMES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py") if path.stem != "fleet_report")
# What ansible-core adds to a result.
ADDED = {"changed", "diff", "failed", "invocation", "msg", "warnings"}


class Captured(Exception):
    """Leaves main() once the argument spec is known."""


def module(name: str) -> Any:
    """A module of the collection."""
    return importlib.import_module(f"{MODULES}.{name}")


def documented(name: str) -> dict[str, Any]:
    """The options in a module's documentation and its fragments; the module's own text wins."""
    document = yaml.safe_load(module(name).DOCUMENTATION)
    options: dict[str, Any] = {}
    for fragment in document["extends_documentation_fragment"]:
        dummy, dummy, file, *part = fragment.split(".")
        holder = importlib.import_module(f"ansible_collections.aemfleet.ims.plugins.doc_fragments.{file}")
        text = getattr(holder.ModuleDocFragment, part[0].upper() if part else "DOCUMENTATION")
        options.update(yaml.safe_load(text)["options"])
    return {**options, **document["options"]}


def argument_spec(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The argument spec that a module gives to Ansible."""
    found: dict[str, Any] = {}

    def capture(**given: Any) -> None:
        found.update(given["argument_spec"])
        raise Captured

    monkeypatch.setattr(_module, "AnsibleModule", capture)
    with pytest.raises(Captured):
        module(name).main()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_options_are_documented_as_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spec, options = argument_spec(name, monkeypatch), documented(name)
    assert spec.keys() == options.keys()
    for option, said in options.items():
        for key in ("type", "elements", "default", "choices", "required"):
            assert spec[option].get(key) == said.get(key), (option, key)
        assert said["description"]
        assert said["type"] == "raw" or {"choices", "default"} <= said.keys() or "choices" not in said


@pytest.mark.parametrize("name", NAMES)
def test_secret_options_are_marked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for option, said in argument_spec(name, monkeypatch).items():
        secret = re.search(r"password|secret|passphrase|private_key$|pkcs12", option)
        assert bool(said.get("no_log")) is bool(secret), option


@pytest.mark.parametrize("name", NAMES)
def test_environment_variables_are_documented(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options = documented(name)
    for option, said in argument_spec(name, monkeypatch).items():
        for variable in said["fallback"][1] if "fallback" in said else ():
            assert f"E({variable})" in " ".join(options[option]["description"])


def test_every_module_is_in_the_action_group() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))
    assert runtime["action_groups"]["author"] == NAMES
    for name in NAMES:
        assert "aemfleet.ims.attributes.actiongroup_author" in module(name).DOCUMENTATION


def test_versions_agree() -> None:
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    documents = [yaml.safe_load(module(name).DOCUMENTATION) for name in NAMES]
    documents += [
        yaml.safe_load(path.read_text(encoding="utf-8"))["DOCUMENTATION"] for path in (PLUGINS / "filter").glob("*.yml")
    ]
    added = {str(document["version_added"]) for document in documents}
    assert added == {version}


def sources() -> Iterator[ast.AST]:
    """Every node of the code that may emit a cause."""
    for path in (PLUGINS / "module_utils").rglob("*.py"):
        if not path.name.startswith("_cause"):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def emitted() -> set[str]:
    """The codes that the code names where it makes a finding or a refusal of Adobe's."""
    found = {*GATEWAY_CODES.values(), *(code for dummy, code in AUTHOR_CAUSES)}
    for node in sources():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = {"finding": 2, "refused": 0}.get(node.func.id)
            found |= texts(node.args[place]) if place is not None and len(node.args) > place else set()
        if isinstance(node, ast.FunctionDef) and re.search(r"(^|_)(code|cause)$", node.name):
            for each in ast.walk(node):
                found |= texts(each.value) if isinstance(each, ast.Return) and each.value else set()
    return found


def texts(node: ast.expr) -> set[str]:
    """The string constants that an expression can be."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def test_every_emitted_cause_is_in_the_table() -> None:
    assert len(emitted()) > 20
    assert emitted() - CAUSES.keys() == set()


def test_every_cause_of_the_table_is_emitted() -> None:
    named = {node.value for node in sources() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert CAUSES.keys() - named == set()


def test_the_table_in_the_readme_is_the_one_in_the_code() -> None:
    text = (ROOT / "roles" / "analytics" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", text[text.index("## Causes") :], re.MULTILINE)
    assert rows == [(code, cause.remedy, cause.evidence) for code, cause in CAUSES.items()]


def is_told(value: Any, said: dict[str, Any], path: str) -> None:
    """A returned value has the documented type, and no member that is not documented."""
    assert type(value).__name__ == said["type"], path
    if "contains" not in said:
        return
    for each in value if said["type"] == "list" else [value]:
        assert each.keys() <= said["contains"].keys(), path
        for key, member in each.items():
            is_told(member, said["contains"][key], f"{path}.{key}")


def has_documented_results(name: str, result: Result) -> None:
    """Every result is documented, and what is documented as always returned is there."""
    said = yaml.safe_load(module(name).RETURN)
    assert result.keys() - ADDED <= said.keys()
    for key in result.keys() - ADDED:
        is_told(result[key], said[key], key)
    outcome = "failure" if result.get("failed") else "success"
    assert {key for key, each in said.items() if each["returned"] in {"always", outcome}} <= result.keys()


@pytest.mark.parametrize("fleet", ["6.5.17:8", "6.5.21", "lts:9"], indirect=True)
def test_results_are_documented(fleet: RunningFleet, run: Run) -> None:
    asked = [
        ("ims_config", ims_options(fleet)),
        ("analytics_cloudservice", service_options(fleet, properties={"a": 1})),
        ("analytics_framework", framework_options(fleet, mappings={"a": {}}, pages=[SITE], properties={"a": 1})),
        ("analytics_framework", framework_options(fleet, state="absent")),
        ("analytics_framework", {}),
        ("health_check", health_options(fleet)),
        ("author_info", {}),
        ("contract_capture", {"self_test": True}),
        ("analytics_cloudservice", {"title": "None such", "state": "absent"}),
        ("ims_config", {"title": "None such", "state": "absent"}),
        ("ims_config", {}),
        ("analytics_cloudservice", service_options(fleet, company="none-such")),
        ("author_info", {"author_url": fleet.cloud.url}),
    ]
    add_page(fleet, SITE, None)
    for name, options in asked:
        has_documented_results(name, run(name, **options))
