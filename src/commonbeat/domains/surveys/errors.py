"""The rules of surveys that can say no.

Refused
├── NoSuchSurvey     the link opens nothing, or its time is over
├── AlreadyAnswered  it was answered (or declined) before: what was sent first counts
├── NotAnAnswer      a value that its question does not offer, or nothing answered at all
└── NoSuchRemark     absent, or reviewed already
"""

from __future__ import annotations

from commonbeat.core.errors import Refused


class NoSuchSurvey(Refused):
    """The link opens nothing, or its time is over."""


class AlreadyAnswered(Refused):
    """It was answered or declined before; what was sent first counts."""


class NotAnAnswer(Refused):
    """A value that its question does not offer, or nothing answered at all."""


class NoSuchRemark(Refused):
    """There is no such remark, or somebody reviewed it already."""
