# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests about access: accounts, methods, and the referrer filter (contract/aem.md 8.2)."""

from __future__ import annotations

from .steps import JSON_ANSWER, ROOT, Scenario, Step

CONSOLE_PAGE = "/system/console/configMgr"
_BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}


def _as(account: str, name: str, method: str, path: str, **headers: str) -> Step:
    form = (JSON_ANSWER, ("a", "1")) if method == "POST" else None
    return Step(name, method, path, form, headers=dict(headers), account=account)


def _referred(name: str, **headers: str) -> Step:
    form = (JSON_ANSWER, ("a", "1"))
    return Step(name, "POST", f"{ROOT}/r", form, headers={**_BROWSER, **headers}, looks_at=(f"{ROOT}/r.json",))


ACCESS = Scenario(
    "access",
    (
        _as("wrong", "a wrong password reads", "GET", f"{ROOT}.json"),
        _as("wrong", "a wrong password writes", "POST", f"{ROOT}/w"),
        _as("wrong", "a wrong password at the console", "GET", f"{CONSOLE_PAGE}/x.json"),
        _as("wrong", "a wrong password changes a configuration", "POST", f"{CONSOLE_PAGE}/x"),
        _as("nobody", "nobody reads", "GET", f"{ROOT}.json"),
        _as("nobody", "nobody writes", "POST", f"{ROOT}/w"),
        _as("nobody", "nobody at the console", "GET", f"{CONSOLE_PAGE}/x.json"),
        _as("nobody", "nobody changes a configuration", "POST", f"{CONSOLE_PAGE}/x"),
        _as("admin", "nothing was written", "GET", f"{ROOT}/w.json"),
        _referred("a browser without referrer"),
        _referred("a browser from elsewhere", Referer="http://elsewhere.example/page"),
        _referred("a browser from here", Referer="{url}/page"),
        _referred("a browser with an origin from elsewhere", Origin="http://elsewhere.example"),
        Step("another client from elsewhere", "POST", f"{ROOT}/r", (("a", "2"),), headers={"Referer": "http://x/"}),
        Step("OPTIONS", "OPTIONS", f"{ROOT}.json"),
        Step("PUT", "PUT", f"{ROOT}/p"),
        Step("DELETE", "DELETE", f"{ROOT}/r"),
        Step("PUT at the console", "PUT", f"{CONSOLE_PAGE}/x"),
    ),
)

SCENARIOS = (ACCESS,)
