# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What every module of the collection promises."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and return the changed status prediction without modifying the author.
  diff_mode:
    description: Returns details on what has changed (or would change in C(check_mode)), when in diff mode.
  idempotent:
    description: A second run with the same options, on an author that nobody else changed, changes nothing.
  action:
    description:
      - Has an action plugin of the same name, which runs a task in Ansible's own worker process and so takes a small
        part of the time. It does so if the task would run on the controller anyway, that is with the connection
        C(local) of the host or of the one that it is delegated to, without C(become),
        C(async) and C(environment), and with no other Python interpreter asked for than the one of the controller.
        Every other task is handed to the module. Both ways give the same results.
    support: full
    details:
      - The variable C(aemfleet_ims_runner), for a play, a group, a host or a task, is V(auto) or, to force the module,
        V(module).
  async:
    description: Supports being used with the C(async) keyword.
    support: full
  delegation:
    description: Can be used in conjunction with C(delegate_to) and related keywords.
    support: full
"""

    MANAGING = r"""
options: {}
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
"""

    READING = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This module never changes anything.
  diff_mode:
    support: N/A
    details:
      - This module never changes anything.
  idempotent:
    support: full
    details:
      - This module never changes anything.
"""

    ACTIONGROUP_AUTHOR = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/aemfleet.ims.author) in C(module_defaults) to set the connection options once.
    support: full
    membership:
      - aemfleet.ims.author
"""

    READINESS = r"""
options:
  wait:
    description:
      - Seconds to wait until the author is ready. V(0) looks once.
    type: float
    default: 0.0
  polls:
    description:
      - How many good polls in a row make an author ready, because a starting AEM shows all bundles active for moments
        in between. At least three are needed once one was bad.
    type: int
    default: 1
"""
