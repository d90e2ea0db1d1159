# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser that looks at a file; it is found on PATH, and nothing is downloaded."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_SCRIPTS = {"profile.managed_default_content_settings.javascript": 2}


class Reader:
    """Somebody who opens a page and looks at what is shown."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self._driver = driver

    def open(self, path: Path) -> None:
        self._driver.get(path.as_uri())

    def elements(self, selector: str) -> list[WebElement]:
        return self._driver.find_elements(By.CSS_SELECTOR, selector)

    def element(self, selector: str) -> WebElement:
        (found,) = self.elements(selector)
        return found

    def rows(self, table: str) -> list[list[str]]:
        """The texts of the cells of the rows that are shown."""
        rows = [row for row in self.elements(f"#{table} tbody tr") if row.is_displayed()]
        return [[cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")] for row in rows]

    def headings(self, table: str) -> dict[str, WebElement]:
        """The headings of a table by their words."""
        return {str(each.text).split("\n", maxsplit=1)[0]: each for each in self.elements(f"#{table} thead th")}

    def run(self, script: str) -> Any:
        """What an attacker's script would be told, had it got into the page."""
        return self._driver.execute_async_script(script)

    def complaints(self) -> list[str]:
        """What the browser wrote to its console."""
        return [str(entry["message"]) for entry in self._driver.get_log("browser")]

    def requested(self) -> set[str]:
        """The addresses that the page asked for."""
        events = [json.loads(entry["message"])["message"] for entry in self._driver.get_log("performance")]
        sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return {str(each["request"]["url"]) for each in sent}

    def choose(self, width: int, scheme: str) -> None:
        """Take a window of this width, and light or dark."""
        emulate = self._driver.execute_cdp_cmd
        emulate("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        emulate("Emulation.setDeviceMetricsOverride", metrics)


@contextmanager
def reader(scripts: bool = True) -> Iterator[Reader]:
    """A browser as long as the with block lasts."""
    driver = webdriver.Chrome(options=_options(scripts), service=Service(_on_path("chromedriver")))
    try:
        yield Reader(driver)
    finally:
        driver.quit()


def _options(scripts: bool) -> webdriver.ChromeOptions:
    options = webdriver.ChromeOptions()
    options.binary_location = _on_path(*BROWSERS)
    options.add_argument("--headless=new")
    if os.geteuid() == 0:
        # Its own sandbox refuses root.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", NO_SCRIPTS)
    return options


def _on_path(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"None of {', '.join(names)} is on PATH: tests/tools/browser.sh installs or names what is missing."
    return found
