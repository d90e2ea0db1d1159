# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The survey for AWX asks for variables that the role has, with answers that it takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import simulator
from integration.course import PASSWORD, USERNAME, course
from integration.pages import blocks
from integration.playbooks import ROOT, Controller
from integration.states import assert_connected

# What an answer of a question of this type is (AWX: text, textarea, password, multiplechoice, integer, float).
ANSWERS = {
    "text": "str",
    "textarea": "str",
    "password": "str",
    "multiplechoice": "str",
    "integer": "int",
    "float": "float",
}
KEYS = {"question_name", "question_description", "variable", "type", "required", "default", "min", "max", "choices"}


def survey() -> dict[str, Any]:
    (block,) = [each for each in blocks("docs/awx.md") if each.title == "survey.json"]
    document: dict[str, Any] = json.loads(block.text)
    return document


def options() -> dict[str, dict[str, Any]]:
    text = (ROOT / "roles" / "analytics" / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["argument_specs"]["main"]["options"]
    return found


def test_the_survey_has_what_awx_wants() -> None:
    assert survey().keys() == {"name", "description", "spec"}
    variables = [question["variable"] for question in survey()["spec"]]
    assert len(variables) == len(set(variables))


@pytest.mark.parametrize("question", survey()["spec"], ids=lambda question: question["variable"])
def test_a_question_asks_for_a_variable_of_the_role(question: dict[str, Any]) -> None:
    option = options()[question["variable"]]
    assert question.keys() <= KEYS
    assert {"question_name", "required", "default"} <= question.keys()
    # A document is taken as text too.
    assert option["type"] in {ANSWERS[question["type"]], "raw"}
    assert question.get("choices") == option.get("choices")
    if question["default"] != "":
        assert question["default"] == option["default"]
    elif not question["required"]:
        assert option.get("default", "") == ""


def test_the_answers_connect_an_author(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    reader = course(fleet, controller, tmp_path / "reader")
    given = {"analytics_credential": json.dumps(reader.credential), "analytics_company": fleet.cloud.company}
    answers = {question["variable"]: question["default"] for question in survey()["spec"]} | given
    reader.write("answers.json", json.dumps(answers))
    variables = {"analytics_author_username": USERNAME, "analytics_author_password": PASSWORD}
    hosts = {"author1": {"analytics_author_url": fleet.authors[0].url}}
    reader.write("inventory.yml", yaml.safe_dump({"authors": {"hosts": hosts, "vars": variables}}))
    reader.type("ansible-playbook -i inventory.yml aemfleet.ims.integrate -e @answers.json")
    assert_connected(fleet, "author1")
