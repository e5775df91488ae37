"""The ready log-ins of the demonstration. They exist in no other town."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.roles import SIGNS_IN

PASSWORD = "walk the beat together"  # noqa: S105  shown on the demonstration's own start page


@dataclass(frozen=True, slots=True)
class Account:
    """A ready log-in."""

    role: str
    sign_in_name: str
    password: str


ACCOUNTS = tuple(Account(role, role.replace(" ", "-"), PASSWORD) for role in SIGNS_IN)
