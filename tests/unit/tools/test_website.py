# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation site: it builds without a warning, has every cause and plugin, and no link leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.aemfleet.ims.plugins.module_utils._causes import CAUSES
from website import links, pages
from website.__main__ import main
from website.places import ROOT

PLUGINS = {
    f"{path.stem}_{kind}.html"
    for folder, kind, ending in [("modules", "module", "py"), ("filter", "filter", "yml"), ("lookup", "lookup", "py")]
    for path in (ROOT / "plugins" / folder).glob(f"*.{ending}")
}
ROLES = {f"{path.name}_role.html" for path in (ROOT / "roles").iterdir()}
OF_THE_THEME = {"search.html", "genindex.html", "404.html"}
NAVIGATED = ("index.html", "troubleshooting.html", "reference/keypair_module.html")


def test_the_site_is_whole(tmp_path: Path) -> None:
    """One test, for to build the site takes ten seconds; its builder fails at a warning and at a link to nowhere."""
    site = tmp_path / "html"
    assert main(tmp_path / "source", site) == 0
    assert_every_cause_is_told(site / "troubleshooting.html")
    assert_every_plugin_and_role_has_a_page(site)
    for page in NAVIGATED:
        assert_every_page_is_linked_from(site / page, site)


def assert_every_cause_is_told(page: Path) -> None:
    """Each has an anchor, and below it message, remedy and probes."""
    text, anchors = page.read_text(encoding="utf-8"), links.read(page).anchors
    for code, cause in CAUSES.items():
        assert code in anchors
        section = text[text.index(f'id="{code}"') :].partition("</section>")[0]
        for part in ("Message", "Remedy", "Probe", *cause.probes):
            assert part in section, (code, part)


def assert_every_plugin_and_role_has_a_page(site: Path) -> None:
    found = {path.name for path in (site / "reference").iterdir()}
    assert found == PLUGINS | ROLES
    assert {f"reference/{page}" for page in found} <= links.read(site / "reference.html").targets


def assert_every_page_is_linked_from(page: Path, site: Path) -> None:
    targets = {target.partition("#")[0] for target in links.read(page).targets if "://" not in target}
    linked = {(page.parent / target).resolve() for target in targets if target.endswith(".html")}
    wanted = {path for path in site.rglob("*.html") if path.name not in OF_THE_THEME}
    assert wanted - linked - {page} == set()


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_the_links_of_front_pages_lead_to_files(file: str) -> None:
    text = pages.HEADER.sub("", (ROOT / file).read_text(encoding="utf-8"))
    assert pages.converted(text, file, pages.sources())


def test_links_lead_where_they_do_in_the_repository() -> None:
    known = pages.sources()
    assert pages.address("../roles/analytics/README.md#causes", "docs/index.md", known) == "role.md#causes"
    assert pages.address("../plugins/modules/keypair.py", "docs/a.md", known) == "reference/keypair_module.rst"
    assert pages.address("#there", "docs/a.md", known) == "#there"
    assert pages.address("https://example.com/", "docs/a.md", known) == "https://example.com/"
    assert pages.address("../meta", "docs/a.md", known).endswith("/tree/main/meta")
    with pytest.raises(pages.LeadsNowhere, match=r"none\.md"):
        pages.address("none.md", "docs/a.md", known)


def test_a_named_block_shows_its_name_and_keeps_its_text() -> None:
    text = '[a](../README.md)\n```yaml title="a.yml"\nb: "[c](d.md)"\n```\n'
    converted = pages.converted(text, "docs/x.md", {"README.md": "index"})
    assert converted == '[a](index.md)\n```{code-block} yaml\n:caption: a.yml\n\nb: "[c](d.md)"\n```\n'


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("other.html", ""),
        ("other.html#there", ""),
        ("#here", ""),
        ("https://example.com/x", ""),
        ("other.html#nowhere", "has no such anchor"),
        ("#nowhere", "has no such anchor"),
        ("missing.html", "is not there"),
        ("http://example.com/", "is no address of another site"),
        ("https://localhost/", "is no address of another site"),
        ("mailto:someone", "is no address of another site"),
    ],
)
def test_links_are_checked(tmp_path: Path, target: str, problem: str) -> None:
    (tmp_path / "page.html").write_text(f'<p id="here"><a href="{target}">x</a></p>', encoding="utf-8")
    (tmp_path / "other.html").write_text('<p id="there"></p>', encoding="utf-8")
    assert links.problems(tmp_path) == ([f"page.html: {target} {problem}"] if problem else [])
