# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One running Apache Sling on loopback: started, awaited, restarted, stopped."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from ..outcome import Failed, Lacking
from ..versions import Generation
from . import feature
from .artifacts import Library
from .peer import CONSOLE

ACCOUNT = ("admin", "admin")
START_LIMIT = 120.0
# A start takes 10 to 20 seconds. Now and then the framework forgets one bundle (oak-blob-plugins was seen) until told.
USUAL_START = 25.0
STARTS = 3
STOP_LIMIT = 40.0
GOOD_LOOKS = 3
RUNNING = ("Active", "Fragment")
_MAIN = "org.apache.sling.feature.launcher.impl.Main"


class Instance:
    """A Sling of one generation."""

    def __init__(self, library: Library, generation: Generation) -> None:
        self.generation = generation
        self._library = library
        self.home = library.folder / "instances" / generation.name
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._was_ready = False

    def start(self) -> None:
        """Start the process and wait until it is ready; a start that hangs is ended and tried again."""
        for dummy in range(STARTS):
            self._launch()
            missing = self._await_ready()
            if not missing:
                self._was_ready = True
                return
            self.stop()
            print(f"conformance: sling {self.generation.name}: a start hung, without {missing}", flush=True)
            if not self._was_ready:
                shutil.rmtree(self.home / "sling", ignore_errors=True)
        raise Failed(f"Apache Sling was not ready in {START_LIMIT:g} s, {STARTS} times; see {self.home / 'output.log'}")

    def _launch(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "output.log").open("ab") as output:
            try:
                self._process = subprocess.Popen(
                    self._command(), cwd=self.home, stdout=output, stderr=output, start_new_session=True
                )
            except FileNotFoundError as error:
                raise Lacking("Java 17 is needed to run Apache Sling") from error

    def stop(self) -> None:
        """Ask the process to end, and insist if it does not."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def restart(self) -> None:
        """Stop and start again on the same repository."""
        self.stop()
        self.start()

    def bundles(self) -> dict[str, str]:
        """The version of every bundle by its symbolic name."""
        answer = requests.get(f"{self.url}/system/console/bundles.json", auth=ACCOUNT, timeout=20)
        return {row["symbolicName"]: row["version"] for row in answer.json()["data"]}

    def _command(self) -> list[str]:
        folder = self._library.folder
        definition = folder / "features" / f"{self.generation.name}.json"
        feature.write(self._library, self.generation, definition)
        java = ["java", "-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"]
        opened = ["--add-opens", "java.base/java.lang=ALL-UNNAMED"]
        properties = [f"org.osgi.service.http.port={self._port}", "org.apache.felix.http.host=127.0.0.1"]
        launched = ["-cp", f"{self._library.launcher()}/*", _MAIN, "-f", str(definition)]
        places = ["-u", self._library.repository.as_uri(), "-c", str(folder / "cache"), "-p", str(self.home / "sling")]
        return [*java, *opened, *launched, *places, *(part for text in properties for part in ("-D", text))]

    def _await_ready(self) -> str:
        """What is missing when the time is over, empty when nothing is."""
        begun, good, missing = time.monotonic(), 0, ""
        while good < GOOD_LOOKS and time.monotonic() < begun + START_LIMIT:
            if self._process is None or self._process.poll() is not None:
                raise Failed(f"Apache Sling ended while starting; see {self.home / 'output.log'}")
            missing = _missing(self.url)
            good = 0 if missing else good + 1
            if missing and time.monotonic() > begun + USUAL_START:
                _start_forgotten(self.url)
            time.sleep(0.5)
        return missing


@contextmanager
def running(library: Library, generation: Generation) -> Iterator[Instance]:
    """A fresh Sling for the time of the block."""
    instance = Instance(library, generation)
    shutil.rmtree(library.folder / "instances" / generation.name, ignore_errors=True)
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()


def _missing(url: str) -> str:
    """What does not answer as it should yet: the bundles, the console's manager, the repository."""
    console, manager, content = (
        _content(url + path) for path in ("/system/console/bundles.json", f"{CONSOLE}/*.json", "/conformance.json")
    )
    rows = console["data"] if isinstance(console, dict) else [{"symbolicName": "the console", "state": "absent"}]
    found = [f"{row['symbolicName']} ({row['state']})" for row in rows if row["state"] not in RUNNING]
    found += [] if isinstance(manager, list) else ["the console's manager"]
    return ", ".join(found if content is not None else [*found, "the repository"])


def _start_forgotten(url: str) -> None:
    console = _content(f"{url}/system/console/bundles.json")
    for row in console["data"] if isinstance(console, dict) else []:
        if row["state"] not in RUNNING:
            address = f"{url}/system/console/bundles/{row['id']}"
            requests.post(address, {"action": "start"}, auth=ACCOUNT, timeout=30)


def _content(address: str) -> Any:
    try:
        answer = requests.get(address, auth=ACCOUNT, timeout=5)
        return answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError):
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
