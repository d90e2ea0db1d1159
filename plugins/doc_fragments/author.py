# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How an author is reached."""

    DOCUMENTATION = r"""
options:
  author_url:
    description:
      - Base address of the AEM author, with scheme, host, port and context path if there is one.
      - If not set, the environment variable E(AEM_AUTHOR_URL) is used. One of the two is required.
    type: str
  author_username:
    description:
      - Account on the author. It needs administrative rights, because the OSGi console is used.
      - If not set, the environment variable E(AEM_AUTHOR_USERNAME) is used. One of the two is required.
    type: str
  author_password:
    description:
      - Password of O(author_username). It is sent as HTTP Basic authentication with every request.
      - If not set, the environment variable E(AEM_AUTHOR_PASSWORD) is used. One of the two is required.
    type: str
  validate_certs:
    description:
      - Whether TLS certificates are verified, the author's and those of Adobe's cloud.
      - If not set, the environment variable E(AEM_AUTHOR_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - File or directory of certificate authorities. For the author they are used instead of the machine's own ones,
        for Adobe's cloud beside them.
      - If not set, the environment variable E(AEM_AUTHOR_CA_PATH) is used, and then E(REQUESTS_CA_BUNDLE).
    type: path
  client_cert:
    description:
      - PEM file with a client certificate for the author; it may hold the private key as well.
      - If not set, the environment variable E(AEM_AUTHOR_CLIENT_CERT) is used.
    type: path
  client_key:
    description:
      - PEM file with the private key of O(client_cert), if that file does not hold it.
      - If not set, the environment variable E(AEM_AUTHOR_CLIENT_KEY) is used.
    type: path
  timeout:
    description:
      - Seconds that one request may take, with the repetitions that are safe; also the limit for a change to become
        visible after the author accepted it.
      - If not set, the environment variable E(AEM_AUTHOR_TIMEOUT) is used.
    type: float
    default: 30.0
requirements:
  - requests
notes:
  - The modules speak HTTP from the machine that runs the task, by default the managed host; run them with a local
    connection where the controller reaches the author.
  - Proxies are taken from the environment variables E(HTTPS_PROXY), E(HTTP_PROXY) and E(NO_PROXY).
"""
