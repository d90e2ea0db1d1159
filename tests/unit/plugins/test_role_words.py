# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role says of an author."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.aemfleet.ims.plugins.plugin_utils._role_words import FRAMEWORK, next_steps, outcome

WARNING = {"status": "warning", "message": "The certificate ends in 9 days.", "remedy": "Rotate the key pair."}
HEALTHY = {"analytics_health": {"status": "ok", "probes": [{"status": "ok", "message": "", "remedy": ""}]}}
NEW = {"analytics_cloudservice": {"changed": True, "previous": {"state": "absent"}}}


@pytest.mark.parametrize(
    ("seen", "check_mode", "said"),
    [
        (HEALTHY, False, "author1: ok, nothing to change"),
        ({}, False, "author1: not examined, nothing to change"),
        (
            {**HEALTHY, **NEW, "analytics_ims_config": {"changed": True}},
            False,
            "ok, changed ims_config and cloudservice",
        ),
        (NEW, True, "author1: not examined, would change cloudservice"),
        ({"analytics_keypair": {"referenced_by": ["a", "b"]}}, False, "nothing to change, keypair is kept for a, b"),
    ],
)
def test_what_was_done_is_said(seen: dict[str, Any], check_mode: bool, said: str) -> None:
    assert outcome("author1", seen, check_mode).endswith(said)


def test_what_the_health_check_warns_of_is_next() -> None:
    warned = {"analytics_health": {"status": "warning", "probes": [WARNING]}}
    assert next_steps({"author1": HEALTHY, "author2": warned}, False) == [
        "Next, on author2: The certificate ends in 9 days. Rotate the key pair."
    ]


def test_the_framework_is_next_after_a_new_cloud_service() -> None:
    assert next_steps({"author1": NEW}, False) == [FRAMEWORK]
    assert next_steps({"author1": {**NEW, "analytics_framework": {"skipped": True, "changed": False}}}, False) == [
        FRAMEWORK
    ]
    assert next_steps({"author1": {**NEW, "analytics_framework": {"changed": True}}}, False) == []
    assert (
        next_steps({"author1": {"analytics_cloudservice": {"changed": True, "previous": {"title": "x"}}}}, False) == []
    )
