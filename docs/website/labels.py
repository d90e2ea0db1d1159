# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels of Ansible's own documentation that the reference mentions, without a download of its inventory."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

DOCUMENTATION = "https://docs.ansible.com/projects/ansible/latest"
LABELS = {
    "action_plugins": "plugins/action.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def resolve(app: Sphinx, env: Any, node: nodes.Element, content: nodes.TextElement) -> nodes.reference | None:
    """A link in place of a label that this site does not have."""
    address = LABELS.get(node.get("reftarget", ""))
    if address is None:
        return None
    return nodes.reference("", content.astext(), refuri=f"{DOCUMENTATION}/{address}", internal=False)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx about it."""
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
