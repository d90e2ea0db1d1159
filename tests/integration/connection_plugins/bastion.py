# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to a host that is not the controller, as far as Ansible can tell."""

from __future__ import annotations

DOCUMENTATION = """
name: bastion
short_description: A host that only a bastion reaches
description: Runs what it is given on this machine, under the name of another connection.
author: aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - connection_pipelining
"""

from ansible.plugins.connection.local import Connection as Local


class Connection(Local):
    """The local connection under another name."""

    transport = "bastion"
