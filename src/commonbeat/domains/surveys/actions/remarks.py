"""A coordinator reads what residents wrote, and keeps it or strikes it out."""

from __future__ import annotations

from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.action import action
from commonbeat.core.actor import Actor
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.errors import NoSuchRemark
from commonbeat.domains.surveys.models import Remark, RemarkState


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A remark after its review."""

    subject: str
    state: str


@action(Right.REVIEW_REMARKS)
def keep_remark(*, key: str, by: Actor) -> Reviewed:
    """It names nobody: keep it until it expires. Raises NoSuchRemark."""
    return _review(key, RemarkState.KEPT, by)


@action(Right.REVIEW_REMARKS)
def strike_remark(*, key: str, by: Actor) -> Reviewed:
    """It could name somebody: wipe its text now. Raises NoSuchRemark."""
    return _review(key, RemarkState.STRUCK, by)


def _review(key: str, state: RemarkState, by: Actor) -> Reviewed:
    remark = Remark.objects.filter(key=key, expires_at__gt=clock.now()).first()
    # A kept remark may still be struck; a struck one has nothing left to keep.
    if remark is None or remark.state == RemarkState.STRUCK:
        raise NoSuchRemark
    remark.state, remark.reviewed_at, remark.reviewed_by = state, clock.now(), by.name
    if state == RemarkState.STRUCK:
        remark.text = ""
    remark.save()
    return Reviewed(remark.subject, remark.state)
