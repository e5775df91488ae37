"""A call closes: its callers are asked how it went, promised a call back, and forgotten in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core.actor import Actor
from commonbeat.domains.calls import catalogue
from commonbeat.domains.calls.catalogue import Policy
from commonbeat.domains.calls.followed import Followed
from commonbeat.domains.calls.planning import Unsaid, after_quiet_hours
from commonbeat.domains.calls.queries import following
from commonbeat.domains.contact.actions import points
from commonbeat.domains.contact.queries import Point
from commonbeat.domains.surveys.actions import asking
from commonbeat.workflows import follow_ups

NOT_SURVEYED = "type is not surveyed"


def after_changes(
    *,
    calls: Sequence[Followed],
    silent: Mapping[int, Unsaid],
    people: Mapping[int, Point],
    by: Actor,
) -> None:
    """What follows from calls being closed, reopened or silenced. Safe to repeat."""
    in_force = catalogue.in_force()
    settled: set[int] = set()
    for call in calls:
        policy = in_force.policies.get(call.call_type)
        if call.closed_at is None or call.call_id in silent:
            _withdraw_survey(call, silent.get(call.call_id), by)
        if call.closed_at is None or call.merged_into:
            continue
        settled.update(call.callers)
        for point_id in call.callers:
            if point_id in people:
                _close(call, people[point_id], policy, silent.get(call.call_id), by)
    _forget_in_time(settled, by)


def _close(
    call: Followed, point: Point, policy: Policy | None, silent: Unsaid | None, by: Actor
) -> None:
    if call.closed_at is None:
        return
    reason = _why_not_asked(point, policy, silent)
    pause = policy.survey_after if policy and not reason else dt.timedelta(0)
    zone = ZoneInfo(settings.TIME_ZONE)
    due_at = call.closed_at + pause
    asking.invite(
        about=call.subject,
        point_id=point.id,
        area_id=call.area_id,
        group=policy.group if policy else "",
        month=call.closed_at.astimezone(zone).date().replace(day=1),
        due_at=after_quiet_hours(due_at, policy, zone) if policy else due_at,
        reason_not=reason,
        by=by,
    )
    if policy and policy.follows_up and not silent and not point.is_stopped:
        follow_ups.promise_by_policy(call=call, point=point, within=policy.follow_up_within, by=by)


def _why_not_asked(point: Point, policy: Policy | None, silent: Unsaid | None) -> str:
    if silent:
        return str(silent)
    if policy is None or not policy.surveys:
        return NOT_SURVEYED
    if point.is_stopped:
        return str(Unsaid.STOPPED)
    return str(Unsaid.LANDLINE) if point.reach == "landline" else ""


def _withdraw_survey(call: Followed, silent: Unsaid | None, by: Actor) -> None:
    """A reopened or silenced call asks nothing; when it closes again it may ask."""
    if call.n_reopened or silent:
        asking.withdraw_invitation(about=call.subject, reason=str(silent or Unsaid.REOPENED), by=by)


def _forget_in_time(point_ids: set[int], by: Actor) -> None:
    """A number is kept for the declared days after the person's last call was closed."""
    if not point_ids:
        return
    keep = dt.timedelta(days=settings.KEEP_NUMBERS_DAYS)
    for closed_at, ids in following.all_closed_since(by, point_ids).items():
        points.keep_points_until(point_ids=ids, until=closed_at + keep, by=by)
