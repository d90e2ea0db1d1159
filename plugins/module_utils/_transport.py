# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a peer is reached: what the connection options decide, and the session that follows from it."""

from __future__ import annotations

import os
import ssl
import time
import typing as t
from dataclasses import dataclass, field, replace

try:
    import requests
    from requests.adapters import HTTPAdapter
    from requests.auth import HTTPBasicAuth
    from urllib3 import disable_warnings
except ImportError as error:
    REQUESTS_IMPORT_ERROR: ImportError | None = error
else:
    REQUESTS_IMPORT_ERROR = None

USER_AGENT = "aemfleet.ims (Ansible collection)"


@dataclass(frozen=True)
class Transport:
    """How a peer is reached; everything that the connection options decide."""

    timeout: float = 30.0
    validate_certs: bool = True
    ca_path: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    further_ca_path: str | None = None
    clock: t.Callable[[], float] = field(default=time.monotonic, compare=False)
    sleep: t.Callable[[float], None] = field(default=time.sleep, compare=False)

    def towards_adobe(self) -> Transport:
        """The same for Adobe's cloud: public authorities hold there too, and it gets no client certificate."""
        return replace(self, ca_path=None, client_cert=None, client_key=None, further_ca_path=self.ca_path)


def open_session(base_url: str, transport: Transport, login: tuple[str, str] | None) -> requests.Session:
    """One kept-alive session with a peer; proxies of the environment are as requests has them."""
    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json, */*;q=0.5"})
    if transport.client_cert:
        session.cert = (transport.client_cert, transport.client_key) if transport.client_key else transport.client_cert
    # To load the authorities takes longer than a request.
    if transport.further_ca_path and base_url.startswith("https:"):
        session.mount("https://", _trusting(transport.further_ca_path))
    if login:
        session.auth = HTTPBasicAuth(login[0].encode(), login[1].encode())
    else:
        session.auth = _no_netrc
    if not transport.validate_certs:
        disable_warnings()
    return session


def _trusting(ca_path: str) -> HTTPAdapter:
    """An adapter that trusts further authorities beside those that requests loads itself."""
    context = ssl.create_default_context()
    if os.path.isdir(ca_path):
        context.load_verify_locations(capath=ca_path)
    else:
        context.load_verify_locations(cafile=ca_path)
    adapter = HTTPAdapter()
    adapter.init_poolmanager(1, 1, ssl_context=context)
    return adapter


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from adding a password of the user's .netrc to calls that carry their own credential."""
    return request
