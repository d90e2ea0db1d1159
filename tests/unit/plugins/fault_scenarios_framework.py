# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fault matrix runs of frameworks."""

from __future__ import annotations

from unit.plugins.fault_scenarios import Scenario
from unit.plugins.framework_state import (
    NAME,
    OTHER_CONFIG,
    PATH,
    SERVICE,
    SITE,
    by_hand,
    framework_options,
    node,
    prepare,
    references,
    understood,
)
from unit.plugins.module_runner import Run
from unit.plugins.playbook_options import Options

from simulator import RunningFleet

FRAMEWORK = "analytics_framework"


def service(fleet: RunningFleet, run: Run) -> None:
    """An author with a cloud service and content pages."""
    prepare(fleet)


def framework(fleet: RunningFleet, run: Run) -> None:
    """An author with a framework that a page refers to."""
    prepare(fleet)
    by_hand(fleet, report_suites=[{"rsid": "old"}], mapped=1)
    run(FRAMEWORK, **framework_options(fleet, report_suites=None, pages=[SITE]))


def whole_framework(fleet: RunningFleet) -> Options:
    """A framework with mappings, and a page that refers to it."""
    return framework_options(fleet, mappings={"a": {"b": "c"}}, pages=[SITE])


def absent_framework(fleet: RunningFleet) -> Options:
    """The removal of the framework."""
    return {"cloudservice_name": SERVICE, "name": NAME, "state": "absent", "pages": [SITE]}


def the_whole_framework(fleet: RunningFleet) -> None:
    """As the options say, and whole."""
    assert understood(fleet) == [{"rsid": "example.prod", "run_mode": "all"}]
    mapped = node(fleet, f"{PATH}/jcr:content/public/mappings/a")
    assert mapped is not None
    assert mapped["b"] == "c"
    assert references(fleet, SITE) == [OTHER_CONFIG, PATH]


def no_framework(fleet: RunningFleet) -> None:
    """The framework is gone, and no page refers to it."""
    assert (node(fleet, PATH), references(fleet, SITE)) == (None, [OTHER_CONFIG])


def no_dangling_reference(fleet: RunningFleet) -> None:
    """No page refers to what is not there, and what it refers to besides stays."""
    held = references(fleet, SITE)
    assert [path for path in held if path != PATH] == [OTHER_CONFIG]
    assert PATH not in held or node(fleet, PATH) is not None


_NEVER = no_dangling_reference
FRAMEWORKS = [
    Scenario("create framework", FRAMEWORK, "6.5.21", whole_framework, service, the_whole_framework, _NEVER),
    Scenario("remove framework", FRAMEWORK, "6.5.17", absent_framework, framework, no_framework, _NEVER),
]
