# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One key pair for a fleet: an encrypted file on the machine that runs the tasks."""

from __future__ import annotations

import fcntl
import os
import typing as t
from contextlib import contextmanager, suppress

from .._errors import Conflict, InvalidOptions
from .material import Material, from_pkcs12


def load(path: str, passphrase: str) -> Material | None:
    """The pair in the file, None when there is no file yet."""
    try:
        with open(path, "rb") as handle:
            content = handle.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _inaccessible(path, error) from error
    try:
        return from_pkcs12(content, passphrase)
    except InvalidOptions:
        raise Conflict(
            f"The key pair file {path} is not a PKCS#12 file that pair_passphrase opens.",
            advice="Correct pair_passphrase, or move the file away to have a new pair made.",
        ) from None


def save(path: str, passphrase: str, material: Material) -> None:
    """Write the file in one step, encrypted, for its owner only; the caller is the only one at it."""
    fresh = f"{path}.new"
    try:
        with suppress(FileNotFoundError):
            os.unlink(fresh)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(material.to_pkcs12(passphrase))
            file.flush()
            os.fsync(handle)
        os.replace(fresh, path)
    except OSError as error:
        raise _inaccessible(path, error) from error


@contextmanager
def only_one(path: str) -> t.Iterator[None]:
    """Hold the other tasks of the fleet off while one of them makes the pair."""
    try:
        handle = os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise _inaccessible(path, error) from error
    with os.fdopen(handle, "wb"):
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _inaccessible(path: str, error: OSError) -> Conflict:
    return Conflict(
        f"The key pair file {path} cannot be read or written: {error.strerror}.",
        advice="Give a pair_path in a folder that the account which runs the task may write.",
    )
