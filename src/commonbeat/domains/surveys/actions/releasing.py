"""Held answers become responses: in groups, shuffled, and no sooner than five are alike."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Sequence

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.domains.surveys import conversing, holding
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.grouping import LEAST, POOL, Traits, settle
from commonbeat.domains.surveys.holding import (
    OpenedAnswer,
    OpenedRemark,
    carry_over,
    opened_answers,
    opened_remarks,
    wipe_answers,
    wipe_remarks,
)
from commonbeat.domains.surveys.models import (
    HeldAnswer,
    HeldRemark,
    Invitation,
    InvitationState,
    Remark,
    Response,
)
from commonbeat.domains.surveys.months import month_now

REMARKS_KEPT = dt.timedelta(days=90)
_shuffle = secrets.SystemRandom().shuffle
_OPEN = (InvitationState.WAITING, InvitationState.ASKED)


@action(Right.RELEASE_ANSWERS)
def release_answers(*, by: Actor) -> int:
    """Release what may be released (grouping.py says what that is); how many answers.

    Each question of each month is a pool of its own. Answers whose whole traits five share go
    at once; when twenty wait, or nobody can answer about that month any more, the rest goes
    with blanks. What is left of a month that is over waits with the next month's.
    """
    n_released = 0
    pools = (
        HeldAnswer.objects.exclude(content=None)
        .values_list("instrument", "month")
        .distinct()
        .order_by("month")
    )
    for instrument_id, month in list(pools):
        held = HeldAnswer.objects.select_for_update().filter(
            instrument=instrument_id, month=month, content__isnull=False
        )
        n_released += _release_month(list(held), is_over=_is_over(month))
    note(n_released=n_released)
    return n_released


def _release_month(held: Sequence[HeldAnswer], *, is_over: bool) -> int:
    pools: dict[str, list[OpenedAnswer]] = defaultdict(list)
    for answer in opened_answers(held):
        pools[answer.question].append(answer)
    leaving: list[tuple[OpenedAnswer, Traits]] = []
    waiting: list[OpenedAnswer] = []
    for pool in pools.values():
        told = settle([answer.traits for answer in pool], may_blank=is_over or len(pool) >= POOL)
        for answer, traits in zip(pool, told, strict=True):
            if traits is None:
                waiting.append(answer)
            else:
                leaving.append((answer, traits))
    _release(leaving)
    if is_over:
        carry_over(waiting)
    return len(leaving)


def _release(leaving: list[tuple[OpenedAnswer, Traits]]) -> None:
    _shuffle(leaving)
    Response.objects.bulk_create(
        Response(
            instrument_id=answer.held.instrument_id,
            question=answer.question,
            month=answer.held.month,
            area_code=traits.area,
            group=traits.group,
            language=traits.language,
            value=answer.value,
        )
        for answer, traits in leaving
    )
    wipe_answers([answer.held for answer, _ in leaving])


def _is_over(month: dt.date) -> bool:
    """Whether nobody can answer about this month any more."""
    if month >= month_now():
        return False
    return not Invitation.objects.filter(
        month=month, state__in=_OPEN, expires_at__gt=clock.now()
    ).exists()


@action(Right.RELEASE_ANSWERS)
def release_remarks(*, by: Actor) -> int:
    """Pass on held remarks to the coordinator once five wait together; how many.

    They take the month of their release, and expire at most 90 days after it began, so that
    neither date says when somebody wrote.
    """
    held = list(HeldRemark.objects.select_for_update().exclude(content=None))
    opened = opened_remarks(held)
    if len(opened) < LEAST:
        return 0
    _shuffle(opened)
    told = settle([Traits("", "", remark.language) for remark in opened], may_blank=True)
    Remark.objects.bulk_create(
        _remark(remark, traits) for remark, traits in zip(opened, told, strict=True)
    )
    wipe_remarks(held)
    note(n_released=len(opened))
    return len(opened)


def _remark(remark: OpenedRemark, traits: Traits | None) -> Remark:
    month = month_now()
    return Remark(
        month=month,
        language=traits.language if traits else "",
        text=remark.text,
        n_struck_out=remark.n_struck_out,
        expires_at=dt.datetime.combine(month, dt.time(), tzinfo=dt.UTC) + REMARKS_KEPT,
    )


@action(Right.RELEASE_ANSWERS)
def sweep_keys(*, by: Actor) -> int:
    """Destroy the keys of what is over or released, and delete those rows; how many.

    It comes after the transaction that wiped them, because the keys live in another database:
    destroying first and failing then would lose answers.
    """
    n_swept = conversing.sweep() + holding.sweep()
    note(n_swept=n_swept)
    return n_swept
