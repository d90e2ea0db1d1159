# Copyright: (c) 2026, aemfleet.ims contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong, told so that the reader knows what to do next."""

from __future__ import annotations

import typing as t


class CollectionError(Exception):
    """Base of every failure this collection reports; carries what a caller may want to act on."""

    code = "error"

    def __init__(self, message: str, *, advice: str = "", **fields: t.Any) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.fields = {name: value for name, value in fields.items() if value not in (None, "")}

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()

    def to_result(self) -> dict[str, t.Any]:
        """The `error` return value: stable keys, no secrets (messages are masked where they are made)."""
        return {"code": self.code, "message": self.message, "advice": self.advice, **self.fields}


class InvalidOptions(CollectionError):
    """The options contradict each other, miss something or are malformed; nothing was requested yet."""

    code = "invalid_options"

    def __init__(self, problems: t.Sequence[str], *, advice: str = "") -> None:
        super().__init__("Invalid options: " + "; ".join(problems) + ".", advice=advice, problems=list(problems))


class Unreachable(CollectionError):
    """No usable answer came back, although nothing was refused."""

    code = "unreachable"


class NotTrusted(Unreachable):
    """The TLS connection failed: one side does not trust the other's certificate."""

    code = "not_trusted"


class OutcomeUnknown(Unreachable):
    """The connection broke after a request that must not be repeated blindly was sent."""

    code = "outcome_unknown"


class Refused(CollectionError):
    """The peer answered, and the answer is not one the request can succeed with."""

    code = "refused"


class NotAuthenticated(Refused):
    """The account is unknown to the peer or its password is wrong."""

    code = "not_authenticated"


class NotPermitted(Refused):
    """The account is known but lacks a right."""

    code = "not_permitted"


class UnexpectedAnswer(CollectionError):
    """A success status with a body that the contract does not know."""

    code = "unexpected_answer"


class NotEstablished(CollectionError):
    """A name that the task needs could not be read from the author's own forms."""

    code = "not_established"


class NotSupported(CollectionError):
    """This author cannot do what was asked, whatever the options."""

    code = "not_supported"


class Conflict(CollectionError):
    """What is already there makes the request ambiguous or destructive."""

    code = "conflict"


class NotConverged(CollectionError):
    """A change was accepted but did not become visible in time."""

    code = "not_converged"


class AdobeRefused(Refused):
    """Adobe's cloud refused; `code` is the code of the cause table."""

    def __init__(self, code: str, message: str, *, advice: str = "", **fields: t.Any) -> None:
        super().__init__(message, advice=advice, **fields)
        self.code = code
