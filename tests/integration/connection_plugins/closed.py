# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to a host that does not answer."""

from __future__ import annotations

DOCUMENTATION = """
name: closed
short_description: A host that nothing reaches
description: Fails whatever it is given.
author: aemfleet.ims contributors (@aemfleet)
extends_documentation_fragment:
  - connection_pipelining
"""

from typing import Any, NoReturn

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.connection.local import Connection as Local


class Connection(Local):
    """The local connection, cut off."""

    transport = "closed"

    def exec_command(self, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise AnsibleConnectionFailure("The bastion does not answer.")
