"""Where a conversation stands: its sealed answers, its next question, and its end.

Answers given so far are sealed under a key of their own. When the conversation ends they are
held each by itself (holding.py), the seal is wiped in the same transaction, and the key is
destroyed as soon as that is committed; `sweep` makes up for a crash in between.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from django.db import transaction

from commonbeat.core import clock, sealed
from commonbeat.domains.surveys.holding import hold_answers
from commonbeat.domains.surveys.models import (
    Conversation,
    Invitation,
    InvitationState,
    Question,
)

MAY_ANSWER = (InvitationState.WAITING, InvitationState.ASKED)
IS_OVER = (InvitationState.ANSWERED, InvitationState.PARTLY, InvitationState.DECLINED)
SILENCE = dt.timedelta(hours=24)
CONTEXT = "surveys.conversation.answers"
_SIZE = 400


def answers_so_far(talk: Conversation) -> dict[str, int]:
    """What was answered (question code → value); {} when nothing was, or it is forgotten."""
    if not talk.answers or not talk.key_ref:
        return {}
    try:
        text = sealed.ring([talk.key_ref]).unseal(talk.key_ref, talk.answers, CONTEXT)
    except sealed.KeyGone:
        return {}
    found: dict[str, int] = json.loads(text)
    return found


def write_down(talk: Conversation, answers: Mapping[str, int]) -> None:
    """Seal the answers so far, padded to one size, and note that the person was heard."""
    if answers:
        talk.answers = _sealed(talk, json.dumps(dict(answers)).ljust(_SIZE))
    talk.heard_at = clock.now()
    talk.was_asked_again = False
    talk.save()


def _sealed(talk: Conversation, text: str) -> bytes:
    if talk.key_ref:
        with suppress(sealed.KeyGone):
            return sealed.ring([talk.key_ref]).seal(talk.key_ref, text, CONTEXT)
    (talk.key_ref,), ring = sealed.make_keys(1)
    return ring.seal(talk.key_ref, text, CONTEXT)


def following(questions: Sequence[Question], position: int) -> Question | None:
    """The question after this one, or None."""
    return next((q for q in questions if q.position > position), None)


def finish(
    talk: Conversation, answers: Mapping[str, int], state: InvitationState, language: str
) -> None:
    """End it: hold the answers for release, wipe the seal, and note how it ended."""
    ended = state if answers else InvitationState.DECLINED
    conclude(talk.invitation, answers, ended, language)
    wipe(talk)


def conclude(
    invitation: Invitation, answers: Mapping[str, int], state: InvitationState, language: str
) -> bool:
    """Note how an invitation ended, and hold what was answered; False when it had ended.

    A page and a text that arrive together both come here: the database lets one of them win.
    """
    still_open = Invitation.objects.filter(pk=invitation.pk, state__in=MAY_ANSWER)
    if not still_open.update(state=state, language=language):
        return False
    if answers:
        area = invitation.area.code if invitation.area else ""
        hold_answers(invitation, answers, area_code=area, language=language)
    return True


def wipe(talk: Conversation) -> None:
    """Nothing is left to read of the conversation, and its key goes once that is certain."""
    talk.answers, talk.next_position = None, None
    talk.save()
    if ref := talk.key_ref:
        transaction.on_commit(lambda: sealed.destroy_keys([ref]))


def sweep() -> int:
    """Destroy the keys of conversations that are over, and delete those; how many."""
    over = Conversation.objects.filter(next_position=None)
    pairs = list(over.values_list("pk", "key_ref"))
    sealed.destroy_keys(ref for _, ref in pairs if ref)
    Conversation.objects.filter(pk__in=[pk for pk, _ in pairs]).delete()
    return len(pairs)
