"""Complaints and thanks come in, and the resident hears how a complaint goes on."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import complaints, thanks
from commonbeat.domains.concerns.actions.complaints import Moved, Taken
from commonbeat.domains.contact.actions import messages
from commonbeat.domains.contact.drafts import Draft
from commonbeat.roles import Role, actor
from commonbeat.workflows.concern_intake import known_point

PURPOSE = "complaint"
NEWS_LIVES = dt.timedelta(days=3)
_DESK = actor(Role.INTAKE, "complaints")


def take_complaint(
    *,
    category: str,
    words: str,
    area_id: int | None,
    language: str,
    number: str,
    mail: str,
    knows_independent_route: bool,
    asked_as: str = "",
    by: Actor,
) -> Taken:
    """Take a complaint in, and tell the resident its number and private page.

    A form sent twice (`asked_as` names it) is taken and told once.
    """
    with story():
        point_id = known_point(language, number, mail)
        taken = complaints.complain(
            category=category,
            words=words,
            area_id=area_id,
            language=language,
            point_id=point_id,
            knows_independent_route=knows_independent_route,
            asked_as=asked_as,
            by=by,
        )
        if point_id is not None and taken.is_new:
            with override(language):
                said = _("%(service)s: we have your complaint %(number)s. Follow it: %(link)s") % {
                    "service": settings.SERVICE_NAME,
                    "number": taken.number,
                    "link": f"{settings.PUBLIC_URL}/k/{taken.token}",
                }
            _tell(point_id, taken.subject, "received", language, said)
    return taken


def move_on(*, key: str, version: int, stage: str, owner_id: int | None, by: Actor) -> Moved:
    """Move a complaint on and tell the resident that it moved."""
    with story():
        moved = complaints.move_on(key=key, version=version, stage=stage, owner_id=owner_id, by=by)
        _tell_moved(moved)
    return moved


def conclude(*, key: str, version: int, outcome: str, words: str, by: Actor) -> Moved:
    """End a complaint and tell the resident that the answer is on its page."""
    with story():
        moved = complaints.conclude_complaint(
            key=key, version=version, outcome=outcome, words=words, by=by
        )
        _tell_moved(moved)
    return moved


def take_thanks(
    *, about: str, words: str, area_id: int | None, may_be_told: bool, language: str, by: Actor
) -> None:
    """Take thanks in."""
    thanks.say_thanks(
        about=about,
        words=words,
        officer_id=None,
        area_id=area_id,
        may_be_told=may_be_told,
        language=language,
        by=by,
    )


def _tell_moved(moved: Moved) -> None:
    if moved.point_id is None:
        return
    with override(moved.language):
        said = _("%(service)s: there is news of your complaint %(number)s on its page.") % {
            "service": settings.SERVICE_NAME,
            "number": moved.number,
        }
    _tell(moved.point_id, moved.subject, str(moved.version), moved.language, said)


def _tell(point_id: int, about: str, what: str, language: str, words: str) -> None:
    draft = Draft(
        point_id=point_id,
        purpose=PURPOSE,
        topic=f"{about}:{what}",
        about=about,
        language=language,
        text=words,
        not_before=clock.now(),
        expires_at=clock.now() + NEWS_LIVES,
    )
    messages.queue_messages(drafts=[draft], by=_DESK)
