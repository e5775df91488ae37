"""An answer to a tip reaches who texted it: the outbox gets the words, never which tip it is."""

from __future__ import annotations

import datetime as dt
import secrets

from commonbeat.core import clock
from commonbeat.core.action import story
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.actions import tips
from commonbeat.domains.concerns.queries.tips import alias_of
from commonbeat.domains.contact.actions import messages
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.queries.points import points_by_key
from commonbeat.roles import Role, actor

PURPOSE = "tip"
LIVES = dt.timedelta(days=3)
_DESK = actor(Role.INTAKE, "tips")


def answer_tip(*, key: str, words: str, by: Actor) -> None:
    """Put the words into the thread, and text them where the tip came by text.

    Raises NoSuchTip, NotAccepted, ThreadFull. The message says nothing of which tip it is about.
    """
    with story():
        tips.answer_tip(key=key, words=words, by=by)
        point_key = alias_of(by, key)
        if point_key is not None:
            _text(point_key, words)


def _text(point_key: str, words: str) -> None:
    point = points_by_key(_DESK, [point_key]).get(point_key)
    if point is None or point.is_stopped:
        return
    draft = Draft(
        point_id=point.id,
        purpose=PURPOSE,
        topic=f"tip:{secrets.token_hex(12)}",
        about="",
        language=point.language,
        text=words.strip(),
        not_before=clock.now(),
        expires_at=clock.now() + LIVES,
    )
    messages.queue_messages(drafts=[draft], by=_DESK)
