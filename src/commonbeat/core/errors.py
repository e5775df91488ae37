"""The errors that core raises. Domains add their own, named as sentences, under Refused.

Refused
├── NotPermitted    the doer has no right to this
└── (each domain's own: AlreadyClosed, NoConsent, …)
"""

from __future__ import annotations


class Refused(Exception):
    """A rule of the house says no. The text is safe to show and names no person."""


class NotPermitted(Refused):
    """The doer does not hold the right that the action asks for."""

    def __init__(self, verb: str, right: str) -> None:
        self.verb, self.right = verb, right
        super().__init__(f"{verb} needs the right {right}")
