"""What initiatives refuse.

Refused
├── NoSuchIssue            absent or hidden
├── NoSuchRecommendation   absent or hidden
├── NoSuchIndicator        absent or hidden
├── AlreadyClosed          the issue or the recommendation is settled
├── AlreadyPublished       the issue is public already
├── NotInBothLanguages     what is public stands in English and in French
├── NoEvidence             an issue is published only with evidence
├── NamesSomebody          a text holds what could lead to a person; `found` says what
├── NotComplete            a recommendation needs addressee, owner, due day
├── DueInThePast           a day to come is needed
├── NotAnsweredYet         what was not accepted cannot be implemented
├── StillOpen              an issue whose recommendations are open cannot be resolved
├── ReadBefore             the indicator has a reading for that period
└── NoReviewPlanned        there is no review to hold
"""

from __future__ import annotations

from collections.abc import Sequence

from commonbeat.core.errors import Refused
from commonbeat.core.screening import Found


class NoSuchIssue(Refused):
    """There is no such issue."""


class NoSuchRecommendation(Refused):
    """There is no such recommendation."""


class NoSuchIndicator(Refused):
    """There is no such indicator."""


class AlreadyClosed(Refused):
    """It is settled already."""


class AlreadyPublished(Refused):
    """The issue is public already."""


class NotInBothLanguages(Refused):
    """What is public stands in English and in French; `field` says what is missing."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is missing in one language")


class NoEvidence(Refused):
    """An issue is published only with evidence."""


class NamesSomebody(Refused):
    """A text holds what could lead to a person. `found` is for the writer's own screen alone."""

    def __init__(self, found: Sequence[Found], *, may_confirm: bool) -> None:
        self.found, self.may_confirm = tuple(found), may_confirm
        kinds = sorted({one.trace.value for one in found})
        super().__init__(f"the text seems to hold: {', '.join(kinds)}")


class NotComplete(Refused):
    """A recommendation needs an addressee, an owner in service and a due day."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"{field} is missing")


class DueInThePast(Refused):
    """The day has passed."""


class NotAnsweredYet(Refused):
    """What was not accepted cannot be implemented."""


class StillOpen(Refused):
    """Recommendations of the issue are still open."""


class ReadBefore(Refused):
    """The indicator has a reading for that period."""


class NoReviewPlanned(Refused):
    """There is no review to hold."""
