# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the documentation, followed from top to end on simulated authors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from unit.plugins.key_options import jwt_download

import simulator
from integration import legacy
from integration.course import USERNAME, Course, course
from integration.hands import add_page, wizard_fields
from integration.pages import ELSEWHERE, EXAMPLE, LANGUAGES, NOT_RUN, PAGES, blocks, to_run
from integration.playbooks import ROOT, Controller
from integration.processes import Ran
from integration.states import assert_connected, state_of

QUICK_START = "docs/quick-start.md"
FOLLOWED = {
    "README.md",
    "docs/adopting.md",
    "docs/credential-life.md",
    "docs/credentials.md",
    "docs/framework.md",
    "docs/large-fleets.md",
    "docs/reference.md",
    "docs/secrets.md",
    "docs/testing.md",
    "docs/troubleshooting.md",
    "roles/analytics/README.md",
    QUICK_START,
}
RECAP = re.compile(r"^(\w+)\s+: ok=\d+\s+changed=(\d+)", re.MULTILINE)
BOTH = ("author1", "author2")
MANY_REQUESTS = 8


@pytest.fixture(name="reader")
def _reader(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> Course:
    return course(fleet, controller, tmp_path / "reader")


def changes(ran: Ran) -> list[dict[str, int]]:
    """How many tasks changed each author, for each playbook that ran."""
    recaps = ran.stdout.split("PLAY RECAP")[1:]
    return [{host: int(changed) for host, changed in RECAP.findall(recap)} for recap in recaps]


def both(changed: int) -> dict[str, int]:
    return dict.fromkeys(BOTH, changed)


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_run_or_says_why_not(page: str) -> None:
    assert not to_run(page) or page in FOLLOWED, to_run(page)[0].first_line
    found = [block for block in blocks(page) if block.language in LANGUAGES or block.title]
    assert NOT_RUN.get(page, {}).keys() <= {block.first_line for block in found}
    assert ELSEWHERE.get(page, {}).keys() <= {block.title for block in found}
    for title, test in ELSEWHERE.get(page, {}).items():
        assert f'"{title}"' in (Path(__file__).parent / test).read_text(encoding="utf-8")


def test_the_example_project_is_shown_as_it_is() -> None:
    shown = [block for page in PAGES for block in blocks(page) if block.is_of_the_example]
    assert shown
    for block in shown:
        text, file = yaml.safe_load(block.text), yaml.safe_load((EXAMPLE / block.title).read_text(encoding="utf-8"))
        assert text == ({name: file[name] for name in text} if isinstance(text, dict) else file), block.title


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_a_page_is_used(page: str) -> None:
    used = " ".join(
        [block.text for block in to_run(page)] + ["aemfleet.ims.integrate -i inventory.yml play.yml report.yml"]
    )
    for block in to_run(page):
        assert block.title.startswith("group_vars/") or block.title in used, block.title


def test_the_quick_start(reader: Course) -> None:
    dummy, ran = reader.follow(QUICK_START)
    assert (reader.directory / "group_vars/authors/vault.yml").read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT")
    assert changes(ran) == [both(2), both(2), both(0)]
    assert_connected(reader.fleet, *BOTH)


def test_the_requests_that_are_told_click_by_click_are_sent(reader: Course) -> None:
    reader.write_files(QUICK_START)
    reader.type("ansible-playbook -i inventory.yml aemfleet.ims.integrate --limit author1")
    sent = [f"{request.method} {unquote(request.target.partition('?')[0])}" for request in reader.fleet.requests()]
    table = (ROOT / "docs" / "click-by-click.md").read_text(encoding="utf-8")
    # The keystore takes part with the legacy credential only.
    told = {request for request in re.findall(r"`((?:GET|POST) [^`]+)`", table) if ".ks." not in request}
    assert len(told) >= MANY_REQUESTS
    for request in told:
        pattern = re.sub(r"<\w+>", ".+", re.escape(request))
        assert any(re.fullmatch(pattern, each) for each in sent), request


def test_the_readme(reader: Course) -> None:
    reader.follow("README.md")
    reader.write("group_vars/authors/vault.yml", "vault_author_password: the password of that account\n")
    ran = reader.type("ansible-playbook -i inventory.yml aemfleet.ims.integrate --check --diff")
    assert changes(ran) == [both(2)]


def test_the_readme_of_the_role(reader: Course) -> None:
    reader.follow("roles/analytics/README.md")
    reader.write("group_vars/authors.yml", "vault_author_password: the password of that account\n")
    reader.write("hosts", "[authors]\nauthor1\n")
    assert changes(reader.type("ansible-playbook -i hosts play.yml")) == [{"author1": 2}]
    assert_connected(reader.fleet, "author1")
    reader.write_files(QUICK_START)
    reader.type("ansible-playbook -i inventory.yml report.yml")
    report = json.loads((reader.directory / "report" / "analytics.json").read_text(encoding="utf-8"))
    assert {host["host"]: host["status"] for host in report["hosts"]} == {"author1": "ok", "author2": "failed"}


def test_secrets(reader: Course) -> None:
    vault, lookups = reader.follow("docs/secrets.md")
    assert changes(vault) == [both(2)]
    assert (reader.directory / "group_vars/authors/vault.yml").read_text(encoding="utf-8").startswith("$ANSIBLE_VAULT")
    # The same credential, from elsewhere; without report suites the page keeps those that it has.
    assert changes(lookups) == [{"author1": 0}]
    # The file of the credential itself, encrypted.
    sealed = "export ANSIBLE_VAULT_PASSWORD_FILE=~/.vault-passphrase\nansible-vault encrypt workspace.json\n"
    answers = "-e '{\"analytics_credential\": {}}' -e analytics_credential_file=$PWD/workspace.json"
    ran = reader.type(f"{sealed}ansible-playbook -i inventory.yml aemfleet.ims.integrate {answers}")
    assert changes(ran) == [both(0)]
    assert_connected(reader.fleet, *BOTH)


def test_the_legacy_procedure(pair: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    user = {"the-service-user": pair.authors[1].names.product.service_user}
    reader = course(pair, controller, tmp_path / "reader", first=1, **user)
    (ran,) = reader.follow("docs/credentials.md")
    assert changes(ran) == [{"author1": 1}]
    assert "Upload this certificate" in ran.stdout
    assert (reader.directory / "certificates" / "author1.crt").is_file()
    assert legacy.aliases(pair, "author2") == ["adobe-analytics"]


def test_the_life_of_a_credential(fleet: simulator.RunningFleet, controller: Controller, tmp_path: Path) -> None:
    former = jwt_download(fleet)
    legacy.connect(fleet, former, BOTH)
    credential = fleet.cloud.add_client(secrets=["the first secret", "the second secret"])
    values = {
        "the secret of the former credential": legacy.client_secret(former),
        "the-service-user": fleet.authors[0].names.product.service_user,
    }
    reader = course(fleet, controller, tmp_path / "reader", credential=credential, **values)
    reader.write_files(QUICK_START)
    entries = {name: set(state_of(fleet, name).providers) for name in BOTH}
    steps = reader.steps("docs/credential-life.md")

    assert "former keypair" in next(steps).stdout
    assert {name: set(state_of(fleet, name).providers) for name in BOTH} == entries
    assert all(legacy.aliases(fleet, name) == [] for name in BOTH)
    # A rotation with its undo file, its way back, and the end.
    assert [changes(step) for step in steps] == [[both(2)], [both(1)], [both(2)]]
    assert all((state_of(fleet, name).providers, state_of(fleet, name).pages) == ({}, {}) for name in BOTH)


def test_adopting(reader: Course) -> None:
    for name in BOTH:
        reader.fleet.by_hand_ims_config(name, **wizard_fields(reader.fleet, "Adobe Analytics"))
        add_page(reader.fleet, name)
    before = {name: set(state_of(reader.fleet, name).providers) for name in BOTH}
    adopted, captured = reader.follow("docs/adopting.md")
    assert changes(adopted) == [both(1), both(1), both(0)]
    assert changes(captured) == [{"author1": 1}]
    assert {name: set(state_of(reader.fleet, name).providers) for name in BOTH} == before
    again = reader.type("ansible-playbook -i inventory.yml aemfleet.ims.adopt")
    assert changes(again) == [both(0)]


def test_a_framework(reader: Course) -> None:
    reader.write_files(QUICK_START)
    (ran,) = reader.follow("docs/framework.md")
    assert changes(ran) == [both(3), both(3)]
    services = reader.fleet.snapshot("author1")["nodes"]["/etc/cloudservices"]["sitecatalyst"]
    assert services["adobe-analytics"]["site"]["jcr:content"]["jcr:title"] == "Site"
    assert changes(reader.type("ansible-playbook -i inventory.yml aemfleet.ims.integrate -e @framework.yml")) == [
        both(0)
    ]


def test_troubleshooting(reader: Course) -> None:
    reader.write_files(QUICK_START)
    (ran,) = reader.follow("docs/troubleshooting.md")
    assert ran.stdout.count("ims_config (ims_config_absent): There is no IMS configuration") == len(BOTH)
    assert ran.stdout.count("(cloudservice_absent)") == len(BOTH)


def test_the_connection_is_set_once(reader: Course) -> None:
    reader.write_files(QUICK_START)
    (ran,) = reader.follow("docs/reference.md")
    assert changes(ran) == [both(0)]
    assert {request.to for request in reader.fleet.requests()} == set(BOTH)


def test_many_at_once(reader: Course) -> None:
    reader.write_files(QUICK_START)
    many, canary = reader.follow("docs/large-fleets.md")
    assert changes(many) == [both(2)]
    assert changes(canary) == [both(0)]
    assert canary.stdout.count("PLAY [") == len(BOTH)


def test_playbooks_are_tried_on_a_fleet_of_their_own(reader: Course) -> None:
    (reader.directory / "tests").symlink_to(ROOT / "tests")
    (ran,) = reader.follow("docs/testing.md")
    assert changes(ran) == [both(2), both(0)]
    assert USERNAME not in ran.stderr
