# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""pip inside ansible-test finds the settings of pip outside it."""

from __future__ import annotations

import configparser

from tools import sanity

LISTING = """\
:env:.index-url='https://mirror.example/simple'
global.cert='/etc/ca.pem'
global.index-url='https://other.example/simple'
install.find-links='/wheels\\n/more'
"""


def test_an_environment_variable_outweighs_a_file() -> None:
    assert sanity.parse_settings(LISTING) == {
        "cert": "/etc/ca.pem",
        "find-links": "/wheels\n/more",
        "index-url": "https://mirror.example/simple",
    }


def test_certificates_and_proxy_of_other_variables_fill_the_gaps_only() -> None:
    environment = {"SSL_CERT_FILE": "/ssl.pem", "https_proxy": "http://proxy.example:3128"}
    assert sanity.with_environment({}, environment) == {"cert": "/ssl.pem", "proxy": "http://proxy.example:3128"}
    assert sanity.with_environment({"cert": "/own.pem"}, environment)["cert"] == "/own.pem"


def test_rendered_file_reads_back() -> None:
    settings = sanity.parse_settings(LISTING)
    reader = configparser.RawConfigParser()
    reader.read_string(sanity.render(settings))
    assert dict(reader["global"]) == settings
