"""Whom we ask, and when: inviting, withdrawing, opening the conversation, giving up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.keys import new_key, token_hash
from commonbeat.domains.contact.actions import messages, points
from commonbeat.domains.contact.drafts import Draft
from commonbeat.domains.contact.queries import Point, points_by_id
from commonbeat.domains.surveys.access import Right
from commonbeat.domains.surveys.instruments import AFTER_A_CALL
from commonbeat.domains.surveys.models import (
    Conversation,
    Instrument,
    Invitation,
    InvitationState,
    Question,
)
from commonbeat.domains.surveys.reasons import LASTING, Reason
from commonbeat.domains.surveys.tokens import page_url, token_of
from commonbeat.domains.surveys.wording import opening_text, page_text, question_text

OPEN_FOR = dt.timedelta(days=14)
FIRST_TEXT_WAITS = dt.timedelta(hours=24)  # in the outbox: later than that, do not ask
BATCH = 200


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever invites sees it."""

    key: str
    subject: str
    state: str
    reason: str


@action(Right.INVITE)
def invite(
    *,
    about: str,
    point_id: int | None,
    area_id: int | None,
    group: str,
    month: dt.date,
    due_at: dt.datetime,
    reason_not: str = "",
    questionnaire: str = AFTER_A_CALL,
    by_link: bool = False,
    by: Actor,
) -> Invited | None:
    """Note that a person is to be asked about one contact, once; safe to repeat.

    `about` is a subject ('calls.call:KEY'). With `reason_not` (or no point) it counts among
    those who could not be asked. An invitation withdrawn for what the call was is revived.
    With `by_link` somebody who left no number finds the questions on their own private page.
    None when this questionnaire is not in force.
    """
    reason = reason_not or ("" if point_id or by_link else Reason.NO_NUMBER)
    found = Invitation.objects.filter(contact_point_id=point_id, about=about).first()
    if found is None:
        instrument = Instrument.objects.filter(in_force=True, code=questionnaire).first()
        if instrument is None:
            return None
        found = _new_invitation(instrument, point_id, about, has_page=bool(point_id or by_link))
    elif not _may_change(found, reason):
        return _invited(found)
    found.area_id, found.group, found.month = area_id, group, month.replace(day=1)
    found.due_at, found.expires_at = due_at, due_at + OPEN_FOR
    found.state = InvitationState.NOT_ASKED if reason else InvitationState.WAITING
    found.reason = reason
    found.save()
    return _invited(found)


def _new_invitation(
    instrument: Instrument, point_id: int | None, about: str, *, has_page: bool
) -> Invitation:
    key = new_key()
    return Invitation(
        key=key,
        instrument=instrument,
        contact_point_id=point_id,
        about=about,
        token_hash=token_hash(token_of(key)) if has_page else "",
    )


def _may_change(found: Invitation, reason: str) -> bool:
    if found.state == InvitationState.WAITING:
        return bool(reason)
    return found.state == InvitationState.NOT_ASKED and found.reason not in LASTING


def _invited(row: Invitation) -> Invited:
    return Invited(row.key, row.subject, row.state, row.reason)


@action(Right.INVITE)
def withdraw_invitation(*, about: str, reason: str, by: Actor) -> None:
    """What it was about became sensitive or is open again: whoever waits to be asked is not."""
    n_withdrawn = Invitation.objects.filter(about=about, state=InvitationState.WAITING).update(
        state=InvitationState.NOT_ASKED, reason=reason
    )
    note(n_withdrawn=n_withdrawn, reason=reason)


@action(Right.INVITE)
def ask_due(*, by: Actor) -> int:
    """Ask up to 200 people whose time has come, or note why not; how many were looked at.

    The first question goes into the outbox in the same transaction as the conversation opens.
    """
    due = list(
        Invitation.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=InvitationState.WAITING, due_at__lte=clock.now(), contact_point__isnull=False)
        .select_related("instrument")
        .order_by("due_at")[:BATCH]
    )
    ids = {row.contact_point_id for row in due if row.contact_point_id}
    people = points_by_id(by, sorted(ids)) if ids else {}
    asked = _sort_out(due, people)
    _open_conversations(asked, by)
    for _, point in asked:
        points.note_surveyed(point_id=point.id, by=by)
    note(n_due=len(due), n_asked=len(asked))
    return len(due)


def _sort_out(
    due: Sequence[Invitation], people: dict[int, Point]
) -> list[tuple[Invitation, Point]]:
    asked: dict[int, tuple[Invitation, Point]] = {}
    for invitation in due:
        point = people.get(invitation.contact_point_id or 0)
        reason = _why_not(invitation, point, already=set(asked))
        invitation.reason = reason
        invitation.state = InvitationState.NOT_ASKED if reason else InvitationState.ASKED
        if point is not None and not reason:
            invitation.language = point.language
            asked[point.id] = (invitation, point)
    Invitation.objects.bulk_update(due, ["state", "reason", "language"])
    return list(asked.values())


def _why_not(invitation: Invitation, point: Point | None, *, already: set[int]) -> str:
    now = clock.now()
    again_from = now - dt.timedelta(days=settings.SURVEY_AGAIN_DAYS)
    if point is None or point.is_forgotten or not invitation.about:
        return Reason.FORGOTTEN
    if point.is_stopped:
        return Reason.STOPPED
    if point.reach == "landline":
        return Reason.LANDLINE
    if point.reach == "failed":
        return Reason.UNREACHED
    surveyed_at = point.last_surveyed_at
    if point.id in already or (surveyed_at is not None and surveyed_at > again_from):
        return Reason.TOO_SOON
    return Reason.TOO_LATE if invitation.expires_at <= now else ""


def _open_conversations(asked: Sequence[tuple[Invitation, Point]], by: Actor) -> None:
    asked_by_text: dict[int, list[Question]] = {}
    for instrument in {invitation.instrument for invitation, _ in asked}:
        questions = list(instrument.questions.filter(by_text=True))
        asked_by_text[instrument.pk] = questions
    Conversation.objects.bulk_create(
        Conversation(
            invitation=invitation,
            next_position=asked_by_text[invitation.instrument_id][0].position,
        )
        for invitation, point in asked
        if not point.is_mail
    )
    drafts = [
        _mail(i, p) if p.is_mail else _first_text(i, p, asked_by_text[i.instrument_id])
        for i, p in asked
    ]
    if drafts:
        messages.queue_messages(drafts=drafts, by=by)


def _first_text(invitation: Invitation, point: Point, questions: Sequence[Question]) -> Draft:
    code = invitation.instrument.code
    n = len(questions)
    opening = opening_text(point.language, settings.SERVICE_NAME, n, questionnaire=code)
    first = question_text(questions[0], point.language, 1, n)
    # One text of two parts rather than two texts, which may arrive the wrong way round.
    return _draft(invitation, point, str(questions[0].position), f"{opening}\n{first}")


def _mail(invitation: Invitation, point: Point) -> Draft:
    text = page_text(point.language, settings.SERVICE_NAME, page_url(invitation.key))
    return _draft(invitation, point, "page", text)


def _draft(invitation: Invitation, point: Point, part: str, text: str) -> Draft:
    now = clock.now()
    return Draft(
        point_id=point.id,
        purpose="survey",
        topic=f"survey:{invitation.key}:{part}",
        about=invitation.about,
        language=point.language,
        text=text,
        not_before=now,
        expires_at=min(invitation.expires_at, now + FIRST_TEXT_WAITS),
    )


@action(Right.INVITE)
def expire_invitations(*, by: Actor) -> int:
    """Give up on invitations whose time is over; how many.

    Somebody who was asked and said nothing did not answer; somebody never asked could not be.
    """
    over = Q(expires_at__lte=clock.now())
    waiting = Invitation.objects.filter(over, state=InvitationState.WAITING)
    n_late = waiting.filter(contact_point=None).update(
        state=InvitationState.NOT_ASKED, reason=Reason.NO_NUMBER
    ) + waiting.update(state=InvitationState.NOT_ASKED, reason=Reason.TOO_LATE)
    silent = Invitation.objects.filter(
        over, state=InvitationState.ASKED, conversation__heard_at=None
    )
    ids = list(silent.values_list("pk", flat=True))
    n_silent = Invitation.objects.filter(pk__in=ids).update(state=InvitationState.EXPIRED)
    Conversation.objects.filter(invitation__in=ids).delete()
    note(n_late=n_late, n_silent=n_silent)
    return n_late + n_silent
