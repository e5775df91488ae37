"""Call-backs: somebody asks for one, or a policy promises one; they are told, and reminded."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies import queries as officers
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.followed import Followed
from commonbeat.domains.calls.queries import following
from commonbeat.domains.contact.actions import messages
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.queries import Point, points_by_id
from commonbeat.domains.presence import actions as presence
from commonbeat.domains.presence import queries as promises
from commonbeat.workflows import call_words

ASKED_WITHIN = dt.timedelta(hours=24)
REMIND_BEFORE = dt.timedelta(hours=12)
REMINDER_LIVES = dt.timedelta(hours=12)
NIGHT_FROM, NIGHT_UNTIL = 21, 8  # nobody is woken by a reminder


def ask_for_call(
    *, point_id: int, by: Actor, holder: following.Holder | None = None
) -> dt.datetime | None:
    """A resident asks for a call back about their newest call, or the one they hold a link to.

    Returns when they will be called by; None when no call of theirs is known. Asking twice
    gives the same time.
    """
    call = following.call_of_holder(by, point_id, holder)
    if call is None:
        return None
    due_at = _next_office_hour(clock.now() + ASKED_WITHIN)
    with story():
        promised = presence.ask_for_call(
            about=call.subject,
            point_id=point_id,
            area_id=call.area_id,
            owner_id=_officer(call.area_id, by),
            due_at=due_at,
            by=by,
        )
    return promised.due_at


def promise_by_policy(*, call: Followed, point: Point, within: dt.timedelta, by: Actor) -> None:
    """A policy promises a call back when a call closes; the person is told until when."""
    promised = presence.promise_follow_up(
        about=call.subject,
        point_id=point.id,
        area_id=call.area_id,
        owner_id=_officer(call.area_id, by),
        reason="policy",
        due_at=_next_office_hour(clock.now() + within),
        by=by,
    )
    if promised.is_new:
        draft = _draft(call.subject, point, "promise", promised.key, promised.due_at, call)
        messages.queue_messages(drafts=[draft], by=by)


def remind_of_promises(*, by: Actor) -> int:
    """Text everybody whose call back is due soon what was promised; once each. Counts them."""
    waiting = promises.to_remind(by, within=REMIND_BEFORE)
    people = points_by_id(by, [p.point_id for p in waiting if p.point_id is not None])
    n_reminded = 0
    for promise in waiting:
        point = people.get(promise.point_id or 0)
        with story():
            presence.note_reminded(key=promise.key, by=by)
            if point is not None and not point.is_stopped:
                draft = _draft(promise.about, point, "reminder", promise.key, promise.due_at, None)
                messages.queue_messages(drafts=[draft], by=by)
                n_reminded += 1
    return n_reminded


def until_in_words(due_at: dt.datetime, language: str) -> str:
    """'Tuesday 17:00' in the language and the time of the town."""
    local = due_at.astimezone(ZoneInfo(settings.TIME_ZONE))
    with override(language):
        return f"{date_format(local, 'l')} {local:%H:%M}"


def _draft(
    about: str,
    point: Point,
    wording: str,
    key: str,
    due_at: dt.datetime,
    call: Followed | None,
) -> Draft:
    values = call_words.values_of(call, point.language) | {
        "until": until_in_words(due_at, point.language)
    }
    now = clock.now()
    return Draft(
        point_id=point.id,
        purpose="reminder",
        topic=f"presence.follow_up:{key}:{wording}",
        about=about,
        language=point.language,
        text=catalogue.in_force().words(wording, point.language, values),
        not_before=_awake(now),
        expires_at=now + REMINDER_LIVES,
    )


def _officer(area_id: int | None, by: Actor) -> int | None:
    return officers.staff_of_area(by, area_id, clock.now().date())


def _awake(at: dt.datetime) -> dt.datetime:
    """`at`, or eight in the morning when it falls in the night by the clocks of the town."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.hour >= NIGHT_FROM:
        local += dt.timedelta(days=1)
    elif local.hour >= NIGHT_UNTIL:
        return at
    morning = local.replace(hour=NIGHT_UNTIL, minute=0, second=0, microsecond=0)
    return morning.astimezone(dt.UTC)


def _next_office_hour(at: dt.datetime) -> dt.datetime:
    """The first moment from `at` on that lies between 9:00 and 17:00 by the clocks of the town."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.hour >= 17:
        local = (local + dt.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    elif local.hour < 9:
        local = local.replace(hour=9, minute=0, second=0, microsecond=0)
    return local.astimezone(dt.UTC)
