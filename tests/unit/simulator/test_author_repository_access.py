# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Login, rights, CSRF and referrer filters, start-up (contract/aem.md 8.2, 8.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

if TYPE_CHECKING:
    from unit.simulator.conftest import AuthorSession

LOGIN = "/libs/granite/core/content/login.html"
TOKEN = "/libs/granite/csrf/token.json"
NODE = "/content/node"


def test_login_page_shows_its_marker_to_everybody(author: AuthorSession) -> None:
    answer = requests.get(author.url + LOGIN, timeout=5)

    assert answer.status_code == 200
    assert "QUICKSTART_HOMEPAGE" in answer.text


def test_anonymous_is_sent_to_the_login_page_or_refused_by_the_console(author: AuthorSession) -> None:
    page = requests.get(f"{author.url}/content.json", allow_redirects=False, timeout=5)
    console = requests.get(f"{author.url}/system/console/bundles.json", allow_redirects=False, timeout=5)

    assert page.status_code == 302
    assert page.headers["Location"].startswith(LOGIN)
    assert console.status_code == 401
    assert console.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("path", ["/content.json", "/system/console/bundles.json", LOGIN])
def test_wrong_password(author: AuthorSession, path: str) -> None:
    assert author.get(path, auth=("admin", "wrong")).status_code == 401


@pytest.mark.parametrize("header", ["Basic !!!", "Bearer abc", "Basic", "Basic /////w=="])
def test_malformed_authorization(author: AuthorSession, header: str) -> None:
    answer = requests.get(f"{author.url}/content.json", headers={"Authorization": header}, timeout=5)

    assert answer.status_code == 401


def test_reader_reads_content_and_nothing_else(author: AuthorSession) -> None:
    author.fleet.configure("author1", accounts={"guest": {"password": "g", "rights": "reader"}})
    home = author.fleet.authors[0].call(lambda one: one.users.path_of("guest"))
    guest = ("guest", "g")
    query = "/bin/querybuilder.json?path=/home&type=rep:User"

    assert author.get("/content.json", auth=guest).status_code == 200
    assert author.get(f"{home}.json", auth=guest).status_code == 404
    assert author.get(f"{home}.ks.json", auth=guest).status_code == 404
    assert author.get(query, auth=guest).json()["total"] == 0
    assert author.get("/system/console/bundles.json", auth=guest).status_code == 403
    refused = author.post(NODE, {"a": "b"}, auth=guest, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["status.code"]) == (403, 403)
    assert author.get(f"{NODE}.json").status_code == 404


def test_strict_author_wants_a_token_of_every_agent_that_is_not_exempt(author: AuthorSession) -> None:
    author.fleet.configure("author1", csrf="strict")
    token = author.json(TOKEN)["token"]

    def post(agent: str, **headers: str) -> int:
        return author.post(NODE, {"a": "b"}, headers={"User-Agent": agent, **headers}).status_code

    assert post("python-requests/2") == 403
    assert author.get(f"{NODE}.json").status_code == 404
    assert post("python-requests/2", **{"CSRF-Token": "1.forged"}) == 403
    assert post("python-requests/2", **{"CSRF-Token": token}) == 201
    assert post("curl/8.0") == 200
    assert author.post(NODE, {"a": "b", ":cq_csrf_token": token}).status_code == 200
    assert author.post("/system/console/configMgr/some.pid", {"delete": "1", "apply": "1"}).status_code == 403


def test_token_expires_and_belongs_to_its_user(author: AuthorSession) -> None:
    author.fleet.configure("author1", csrf="strict", accounts={"other": {"password": "o"}})
    token = author.json(TOKEN)["token"]

    assert author.post(NODE, {"a": "b"}, headers={"CSRF-Token": token}, auth=("other", "o")).status_code == 403
    author.fleet.advance_clock(601)
    assert author.post(NODE, {"a": "b"}, headers={"CSRF-Token": token}).status_code == 403
    author.fleet.advance_clock(-601)


def test_token_is_withheld_from_anonymous_requests(author: AuthorSession) -> None:
    assert requests.get(author.url + TOKEN, timeout=5).json() == {}
    assert author.post(TOKEN).status_code == 405


def test_form_login_sets_the_cookie_after_which_csrf_applies(author: AuthorSession) -> None:
    admin = author.fleet.authors[0]
    fields = {"j_username": admin.username, "j_password": admin.password, "j_validate": "true"}
    with requests.Session() as browser:
        wrong = browser.post(f"{author.url}{LOGIN}/j_security_check", {**fields, "j_password": "x"}, timeout=5)
        right = browser.post(f"{author.url}{LOGIN}/j_security_check", fields, timeout=5)
        bare = browser.post(author.url + NODE, {"a": "b"}, timeout=5)
        token = browser.get(author.url + TOKEN, timeout=5).json()["token"]
        with_token = browser.post(author.url + NODE, {"a": "b", ":cq_csrf_token": token}, timeout=5)

    assert (wrong.status_code, right.status_code) == (403, 200)
    assert "login-token" in right.cookies
    assert (bare.status_code, with_token.status_code) == (403, 201)


@pytest.mark.parametrize(
    ("agent", "referrer", "status"),
    [
        ("Mozilla/5.0", None, 403),
        ("Mozilla/5.0", "http://elsewhere.example/", 403),
        ("Opera/9", "{url}/page.html", 201),
        ("Mozilla/5.0", "{url}/page.html", 201),
        ("tool/1", None, 201),
    ],
)
def test_referrer_filter(author: AuthorSession, agent: str, referrer: str | None, status: int) -> None:
    headers = {"User-Agent": agent}
    if referrer:
        headers["Referer"] = referrer.format(url=author.url)

    assert author.post(NODE, {"a": "b"}, headers=headers).status_code == status
    assert author.get(f"{NODE}.json").status_code == (200 if status == 201 else 404)


def test_everything_answers_503_in_html_while_the_author_starts(author: AuthorSession) -> None:
    author.fleet.restart("author1", 60)
    during = [author.get(path) for path in (LOGIN, "/content.json", "/system/console/bundles.json")]
    author.fleet.advance_clock(61)
    after = author.get(LOGIN)
    author.fleet.advance_clock(-61)

    assert {answer.status_code for answer in during} == {503}
    assert all(answer.headers["Content-Type"].startswith("text/html") for answer in during)
    assert after.status_code == 200


def test_repository_that_takes_no_writes(author: AuthorSession) -> None:
    author.fleet.configure("author1", allow_writes=False)

    assert author.post(NODE, {"a": "b"}).status_code == 500
    assert author.get(f"{NODE}.json").status_code == 404


def test_unknown_settings_are_refused_with_those_that_exist(author: AuthorSession) -> None:
    with pytest.raises(ValueError, match=r"unknown setting speed; known are accounts, allow_writes, csrf"):
        author.fleet.configure("author1", speed="high")
    with pytest.raises(ValueError, match="csrf"):
        author.fleet.configure("author1", csrf="sometimes")
    with pytest.raises(ValueError, match="account guest"):
        author.fleet.configure("author1", accounts={"guest": {"rights": "reader"}})


def test_reset_forgets_content_and_settings(author: AuthorSession) -> None:
    author.post(NODE, {"a": "b"})
    author.fleet.configure("author1", allow_writes=False, csrf="strict")

    author.fleet.reset(seed=7)
    author.fleet.configure("author1", csrf="lenient")

    assert author.get(f"{NODE}.json").status_code == 404
    assert author.post(NODE, {"a": "b"}).status_code == 201


def test_paths_that_climb_are_refused(author: AuthorSession) -> None:
    raw = requests.Request("GET", author.url, auth=author.http.auth).prepare()
    raw.url = f"{author.url}/content/../home.json"

    with requests.Session() as plain:
        assert plain.send(raw, timeout=5).status_code == 400
