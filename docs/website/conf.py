# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How Sphinx makes the site."""

from __future__ import annotations

import yaml

from website.places import HERE, REPOSITORY, ROOT

project = "aemfleet.ims"
author = "aemfleet.ims contributors"
project_copyright = "2026, aemfleet.ims contributors"
release = version = str(yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"])

extensions = ["myst_parser", "sphinx_antsibull_ext", "website.labels"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
antsibull_ext_color_scheme = "none"
highlight_language = "yaml+jinja"

html_theme = "furo"
html_title = f"{project} {version}"
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_theme_options = {"source_repository": REPOSITORY, "top_of_page_buttons": []}
html_use_index = False
html_copy_source = False
html_show_sphinx = False
