"""A resident raises a concern, says it is not fixed, or an answer is asked for once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from commonbeat.core import clock
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.deriving import derived
from commonbeat.core.keys import new_key, new_token, token_from, token_hash
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.asking import kind_asked
from commonbeat.domains.concerns.blurring import blurred
from commonbeat.domains.concerns.errors import Fault, NotAccepted
from commonbeat.domains.concerns.models import Concern, ConcernAnswer, ConcernKind, Photo, Update
from commonbeat.domains.concerns.photos import Clean
from commonbeat.domains.concerns.reports import NOT_HERE, Asked, Report, faults_of, values_of
from commonbeat.domains.places.locator import area_of, is_far

LINK_LASTS = dt.timedelta(days=180)
WORDS_LAST = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Raised:
    """A concern just raised, or found there by a retry. `token` opens its private page."""

    id: int
    key: str
    number: str
    token: str
    is_new: bool
    due_at: dt.datetime

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.concern:{self.key}"


@action(Right.RAISE)
def raise_concern(*, report: Report, photos: Sequence[Clean] = (), by: Actor) -> Raised:
    """Take a report in. Raises NoSuchKind, and NotAccepted with every rule it breaks.

    A report with `asked_as` that this app (or page) has sent before answers as the first time,
    with the same link, and stores nothing: whoever pressed twice saw only the second answer.
    """
    kind, questions = kind_asked(report.kind)
    if before := _asked_before(report):
        note(repeated=True)
        return before
    faults = faults_of(report, questions, people=kind.describes_people)
    if not faults and _is_far(report):
        faults = [Fault("lat", NOT_HERE)]
    if faults:
        raise NotAccepted(faults)
    token = _token(report)
    try:
        with transaction.atomic():
            concern = _store(report, kind, token, by)
    except IntegrityError:  # the same try came twice at the same moment
        if before := _asked_before(report):
            return before
        raise
    _store_parts(concern, report, questions, photos, by)
    note(kind=kind.code, source=report.source)
    return _raised(concern, token, is_new=True)


def _asked_before(report: Report) -> Raised | None:
    if not report.asked_as:
        return None
    # The row is the asker's own; it is found by what only they sent.
    own = Concern.objects.seen_by(_ITSELF).filter(app=report.app, asked_as=report.asked_as)
    # SQLite takes the index of tries only when its condition is said too; else it reads all rows.
    found = own.exclude(asked_as="").first()
    return _raised(found, _token(report), is_new=False) if found else None


def _token(report: Report) -> str:
    """The private link: that of one form or POST is the same however often it is sent."""
    if not report.asked_as:
        return new_token()
    return token_from(derived("concerns.link"), f"{report.app}\0{report.asked_as}")


def _store(report: Report, kind: ConcernKind, token: str, by: Actor) -> Concern:
    at = clock.now()
    near = blurred(report.longitude, report.latitude)
    concern = Concern.objects.create(
        number=new_key(),  # until the row has a count of its own
        token_hash=token_hash(token),
        token_until=at + LINK_LASTS,
        kind=kind,
        source=report.source,
        app=report.app,
        asked_as=report.asked_as,
        description=report.description.strip(),
        address=report.address.strip(),
        longitude=report.longitude,
        latitude=report.latitude,
        blurred_longitude=near and near[0],
        blurred_latitude=near and near[1],
        area_id=_area(report),
        contact_point_id=report.point_id,
        language=report.language,
        agency_id=kind.agency_id,
        is_public=kind.is_public,
        received_at=at,
        updated_at=at,
        due_at=at + dt.timedelta(days=kind.due_days),
        words_expire_at=at + WORDS_LAST,
    )
    concern.number = f"{at.year % 100:02d}-{concern.pk:07d}"
    Concern.objects.seen_by(_ITSELF).filter(pk=concern.pk).update(number=concern.number)
    return concern


def _is_far(report: Report) -> bool:
    if report.longitude is None or report.latitude is None:
        return False
    return is_far(report.longitude, report.latitude)


def _area(report: Report) -> int | None:
    if report.longitude is None or report.latitude is None:
        return None
    return area_of(report.longitude, report.latitude)


def _store_parts(
    concern: Concern,
    report: Report,
    questions: Sequence[Asked],
    photos: Sequence[Clean],
    by: Actor,
) -> None:
    ConcernAnswer.objects.bulk_create(
        ConcernAnswer(concern=concern, question_id=question.id, value=list(values))
        for question in questions
        if (values := values_of(report.answers.get(question.code, "")))
    )
    Photo.objects.bulk_create(
        Photo(
            concern=concern,
            picture=photo.jpeg,
            width=photo.width,
            height=photo.height,
            taken_in_at=concern.received_at,
            expires_at=concern.received_at + dt.timedelta(days=settings.KEEP_PHOTOS_DAYS),
        )
        for photo in photos
    )
    Update.objects.create(
        concern=concern,
        state=concern.state,
        is_public=concern.is_public,
        at=concern.received_at,
        by=by.name,
    )


def _raised(concern: Concern, token: str, *, is_new: bool) -> Raised:
    return Raised(concern.pk, concern.key, concern.number, token, is_new, concern.due_at)


# Raising reads back only the row that it has just written or that carries the asker's own name.
_ITSELF = Actor("concerns:raising", frozenset({Right.COUNT}))
