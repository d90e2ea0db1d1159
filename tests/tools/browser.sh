#!/bin/sh
# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Makes sure of a browser for the test of the report's page: Chromium or Chrome on PATH, with a driver of its kind.
# As root on a Debian of any kind both are installed from there; nothing is downloaded from anywhere else.
set -eu

found() { for name in "$@"; do ! command -v "$name" >/dev/null 2>&1 || return 0; done; return 1; }
complete() { found chromium chromium-browser google-chrome && found chromedriver; }

if complete; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && found apt-get; then
    echo "Installing chromium and chromium-driver for the test of the report's page"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver; } >"$log" 2>&1
    then
        cat "$log" >&2
    fi
    rm -f "$log"
fi
if ! complete; then
    echo "The report's page is tested in a browser: install Chromium or Chrome with chromedriver, on PATH" \
        "(Debian and Ubuntu: apt install chromium chromium-driver)." >&2
    exit 1
fi
