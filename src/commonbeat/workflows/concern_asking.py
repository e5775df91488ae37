"""A concern is closed: whoever brought it may be asked, once, how it went.

It goes as after a call: some time later, by text to a number, by mail to an address, and as a
link on the private page. Whoever left neither number nor address finds it on that page alone.
Private matters are never asked about, and no answer leads back to the concern.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.queries.closings import Closing, closing_of
from commonbeat.domains.contact.queries import points_by_id
from commonbeat.domains.contact.quiet import past_quiet_hours
from commonbeat.domains.surveys import queries as surveys
from commonbeat.domains.surveys.actions import asking
from commonbeat.domains.surveys.instruments import AFTER_A_REPORT, LONGEST_GROUP
from commonbeat.domains.surveys.reasons import Reason
from commonbeat.roles import Role, actor

PAUSE = dt.timedelta(hours=24)
# Closed again later than this, it asks nothing: what is known of the first time is then blanked,
# and nobody is asked twice about one concern.
FRESH = dt.timedelta(days=30)
NOT_ASKED_ABOUT = "kind is not surveyed"
OPEN_AGAIN = "report opened again"


def after_change(key: str) -> None:
    """Invite after a closing; withdraw when it is open again. Safe to repeat."""
    subject = f"concerns.concern:{key}"
    by = actor(Role.INTAKE, "concerns", holds=frozenset({subject}))
    closing = closing_of(by, key)
    if closing is not None and closing.may_ask:
        _invite(closing, by)
    elif surveys.is_to_be_asked(by, subject):
        reason = NOT_ASKED_ABOUT if closing else OPEN_AGAIN
        asking.withdraw_invitation(about=subject, reason=reason, by=by)


def _invite(closing: Closing, by: Actor) -> None:
    is_reached = closing.point_id is not None or closing.came_by_page
    if not is_reached or closing.closed_at > closing.first_closed_at + FRESH:
        return
    zone = ZoneInfo(settings.TIME_ZONE)
    asking.invite(
        about=closing.subject,
        point_id=closing.point_id,
        area_id=closing.area_id,
        group=closing.kind[:LONGEST_GROUP],
        month=closing.closed_at.astimezone(zone).date().replace(day=1),
        due_at=past_quiet_hours(closing.closed_at + PAUSE, zone),
        reason_not=_why_not(closing, by),
        questionnaire=AFTER_A_REPORT,
        by_link=closing.point_id is None,
        by=by,
    )


def _why_not(closing: Closing, by: Actor) -> str:
    if closing.point_id is None:
        return ""
    point = points_by_id(by, [closing.point_id]).get(closing.point_id)
    if point is None:
        return Reason.FORGOTTEN
    if point.is_stopped:
        return Reason.STOPPED
    return Reason.LANDLINE if point.reach == "landline" else ""
