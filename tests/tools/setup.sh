#!/bin/sh
# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Makes .venv with the pinned requirements, unless it is there already for this folder, Python and list.
set -eu
cd "$(dirname "$0")/../.."
requirements=requirements/dev.txt
stamp=.venv/.stamp

state() { echo "$PWD"; cksum "$requirements"; }

if [ -f "$stamp" ] && .venv/bin/python -c '' 2>/dev/null && [ "$(cat "$stamp")" = "$(state)" ]; then
    exit 0
fi

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 </dev/null; }
on_path() { (IFS=:; set -f; for folder in $PATH; do [ ! -x "$folder/$1" ] || echo "$folder/$1"; done) }
makes_venvs() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 </dev/null; }

# A name on PATH proves nothing (a version manager's shim may stand for no Python at all): every candidate is run.
# ansible-core 2.19 does not know Python 3.14, so that 3.11 to 3.13 are tried first.
candidates() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" || echo "$PYTHON"
        return
    fi
    for name in python3.11 python3.12 python3.13 python3 python3.14 python; do
        on_path "$name" | grep -vF "$PWD/.venv/" || true
    done
}

python=
bare=
while IFS= read -r candidate; do
    fits "$candidate" || continue
    if makes_venvs "$candidate"; then python=$candidate; break; fi
    bare=${bare:-$candidate}
done <<EOF
$(candidates)
EOF

if [ -z "$python" ]; then
    if [ -n "$bare" ]; then
        echo "$bare lacks the venv and ensurepip modules: install them (Debian and Ubuntu: apt install python3-venv)." >&2
    else
        echo "No Python 3.11 or newer was found on PATH: install one, or name it with PYTHON=/path/to/python3.11." >&2
    fi
    exit 1
fi

echo "Making .venv with $python and the versions of $requirements (about a minute)"
rm -rf .venv
"$python" -m venv .venv
# PIP_USER from somebody's configuration would refuse to install into a virtual environment.
PIP_USER=0 .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements"
state >"$stamp"
