# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test sanity over the staged collection, with a HOME of its own and no script fetched from anywhere."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOLS = Path(__file__).resolve().parent
BUILD = TOOLS.parents[1] / ".build"
STAGE = BUILD / "ansible_collections" / "aemfleet" / "ims"
# ansible-test looks for its bootstrap script by the pip version that it wants: 24.2 up to core 2.19, 25.2 since.
BOOTSTRAPS = ("get_pip_24_2.py", "get_pip_25_2.py")


def parse_settings(listing: str) -> dict[str, str]:
    """Read what `pip config list` prints; an environment variable there outweighs a file."""
    settings: dict[str, str] = {}
    for line in sorted(listing.splitlines(), key=lambda line: line.startswith(":env:")):
        name, value = line.split("=", 1)
        settings[name.rpartition(".")[2]] = str(ast.literal_eval(value))
    return settings


def with_environment(settings: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Add the certificates and the proxy that pip would have found in variables of other names."""
    found = {
        "cert": environment.get("REQUESTS_CA_BUNDLE") or environment.get("SSL_CERT_FILE"),
        "proxy": environment.get("https_proxy") or environment.get("HTTPS_PROXY"),
    }
    return {**{name: value for name, value in found.items() if value}, **settings}


def render(settings: Mapping[str, str]) -> str:
    """Write pip's configuration file; a value of several lines is continued by indentation."""
    lines = (f"{name} = {value}".replace("\n", "\n    ") for name, value in sorted(settings.items()))
    return "\n".join(["[global]", *lines, ""])


def pip_settings() -> dict[str, str]:
    """Ask pip what this machine's files and environment variables configure."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listing = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return with_environment(parse_settings(listing), os.environ)


def furnish(home: Path) -> None:
    """Lay out the bootstrap script, and pip's settings as a file, for ansible-test hides PIP_* variables from pip."""
    cache = home / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in BOOTSTRAPS:
        shutil.copyfile(TOOLS / "bootstrap_pip.py", cache / name)
    configuration = home / ".config" / "pip" / "pip.conf"
    configuration.parent.mkdir(parents=True, exist_ok=True)
    configuration.touch(mode=0o600)
    configuration.write_text(render(pip_settings()), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Pass the arguments on to ansible-test sanity."""
    home = BUILD / "home"
    furnish(home)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    binaries = Path(sys.executable).parent
    command = [sys.executable, str(binaries / "ansible-test"), "sanity", "--python", version, "--color", "no"]
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "HOME": str(home), "PATH": path}
    command.extend(arguments)
    return subprocess.run(command, cwd=STAGE, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
