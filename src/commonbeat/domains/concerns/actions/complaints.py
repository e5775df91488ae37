"""A complaint of the service is taken in, goes through its stages in time, and ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from commonbeat.core import clock, sealed
from commonbeat.core.action import action, note
from commonbeat.core.actor import Actor
from commonbeat.core.deriving import derived
from commonbeat.core.keys import new_key, new_token, token_from, token_hash
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    Fault,
    NoSuchComplaint,
    NotAccepted,
    StageSkipped,
)
from commonbeat.domains.concerns.models import Complaint, ComplaintStage, OversightBody
from commonbeat.domains.concerns.models.feedback import Stage
from commonbeat.domains.concerns.shipped.bodies import BODIES, CATEGORIES, OUTCOMES

LONGEST = 4000
WORDS = "concerns.complaint.words"
KEPT = dt.timedelta(days=2 * 365)  # after the end; then the words go and the stages stay
# How long a stage may take: local response 30 days, investigation 120 days.
LIMITS = {
    Stage.RECEIVED: dt.timedelta(days=7),
    Stage.SCREENED: dt.timedelta(days=14),
    Stage.LOCAL: dt.timedelta(days=30),
    Stage.INVESTIGATED: dt.timedelta(days=120),
    Stage.PASSED_ON: dt.timedelta(days=7),
}
NEXT = {
    Stage.RECEIVED: (Stage.SCREENED, Stage.PASSED_ON),
    Stage.SCREENED: (Stage.LOCAL, Stage.INVESTIGATED, Stage.PASSED_ON),
    Stage.LOCAL: (Stage.INVESTIGATED, Stage.PASSED_ON),
    Stage.INVESTIGATED: (Stage.PASSED_ON,),
    Stage.PASSED_ON: (),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A complaint just taken in, or found there by a retry; `token` opens its private page."""

    key: str
    number: str
    token: str
    due_at: dt.datetime
    is_new: bool = True

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.complaint:{self.key}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A complaint in its new stage, and whom to tell."""

    key: str
    number: str
    stage: str
    point_id: int | None
    language: str
    version: int

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"concerns.complaint:{self.key}"


@action(Right.SAY)
def complain(
    *,
    category: str,
    words: str,
    area_id: int | None,
    language: str,
    point_id: int | None,
    knows_independent_route: bool,
    asked_as: str = "",
    by: Actor,
) -> Taken:
    """Take a complaint of the service in. Raises NotAccepted.

    The independent route must have been shown first: `knows_independent_route` says that it was.
    A form sent twice (`asked_as` names it, '' for none) is one complaint, and answers the same.
    """
    if faults := _faults(category, words, knows_independent_route):
        raise NotAccepted(faults)
    token = token_from(derived("concerns.complaint"), asked_as) if asked_as else new_token()
    if before := _asked_before(token):
        note(repeated=True)
        return before
    try:
        with transaction.atomic():
            complaint = _store(category, words, area_id, language, point_id, token)
    except IntegrityError:  # the same form came twice at the same moment
        if before := _asked_before(token):
            return before
        raise
    _begin(complaint, Stage.RECEIVED, by)
    note(category=category)
    return _taken(complaint, token, is_new=True)


def _asked_before(token: str) -> Taken | None:
    rows = Complaint.objects.seen_by(_ITSELF).filter(token_hash=token_hash(token))
    found = rows.first()
    return _taken(found, token, is_new=False) if found else None


def _taken(complaint: Complaint, token: str, *, is_new: bool) -> Taken:
    due_at = complaint.received_at + LIMITS[Stage.RECEIVED]
    return Taken(complaint.key, complaint.number, token, due_at, is_new)


def _store(
    category: str,
    words: str,
    area_id: int | None,
    language: str,
    point_id: int | None,
    token: str,
) -> Complaint:
    at = clock.now()
    [ref], ring = sealed.make_keys(1)
    complaint = Complaint.objects.create(
        number=new_key(),
        token_hash=token_hash(token),
        category=category,
        area_id=area_id,
        key_ref=ref,
        sealed_words=ring.seal(ref, words.strip(), WORDS),
        contact_point_id=point_id,
        language=language,
        knows_independent_route=True,
        due_at=at + LIMITS[Stage.RECEIVED],
        received_at=at,
    )
    complaint.number = f"P{at.year % 100:02d}-{complaint.pk:05d}"
    rows = Complaint.objects.seen_by(_ITSELF).filter(pk=complaint.pk)
    rows.update(number=complaint.number)
    return complaint


@action(Right.HANDLE_COMPLAINTS)
def move_on(*, key: str, version: int, stage: str, owner_id: int | None, by: Actor) -> Moved:
    """Move a complaint to its next stage; the clock of the stage begins.

    Raises NoSuchComplaint, AlreadyOver, StageSkipped, ChangedMeanwhile.
    """
    complaint = _open(key, by)
    if stage not in NEXT.get(Stage(complaint.stage), ()):
        raise StageSkipped("That stage does not come next.")
    to = Stage(stage)
    _change(complaint, version, by, stage=to, due_at=clock.now() + LIMITS[to], owner_id=owner_id)
    _end_stage(complaint, by)
    _begin(complaint, to, by)
    note(stage=stage)
    return _moved(complaint, stage, version)


@action(Right.HANDLE_COMPLAINTS)
def conclude_complaint(*, key: str, version: int, outcome: str, words: str, by: Actor) -> Moved:
    """End a complaint with an outcome, and words for the resident."""
    complaint = _open(key, by)
    faults = [] if outcome in OUTCOMES else [Fault("outcome", "not one of the choices")]
    if len(words) > 600:
        faults.append(Fault("words", "too long"))
    if faults:
        raise NotAccepted(faults)
    at = clock.now()
    _change(
        complaint,
        version,
        by,
        stage=Stage.ENDED,
        outcome=outcome,
        outcome_words=words.strip(),
        due_at=None,
        ended_at=at,
        expires_at=at + KEPT,
    )
    _end_stage(complaint, by)
    note(outcome=outcome)
    return _moved(complaint, Stage.ENDED, version)


@action(Right.SET_ROUTES)
def load_shipped_bodies(*, by: Actor) -> int:
    """Add the shipped independent bodies that are not there yet; returns how many."""
    known = set(OversightBody.objects.values_list("code", flat=True))
    fresh = [body for body in BODIES if body.code not in known]
    OversightBody.objects.bulk_create(
        OversightBody(
            code=body.code,
            name=body.name,
            name_fr=body.name_fr,
            takes=body.takes,
            takes_fr=body.takes_fr,
            web=body.web,
            position=position,
        )
        for position, body in enumerate(fresh)
    )
    return len(fresh)


def _faults(category: str, words: str, knows: bool) -> list[Fault]:
    faults = [] if category in CATEGORIES else [Fault("category", "not one of the choices")]
    if not words.strip():
        faults.append(Fault("words", "missing"))
    if len(words) > LONGEST:
        faults.append(Fault("words", "too long"))
    if not knows:
        faults.append(Fault("knows_independent_route", "missing"))
    return faults


def _open(key: str, by: Actor) -> Complaint:
    complaint: Complaint | None = Complaint.objects.seen_by(by).filter(key=key).first()
    if complaint is None:
        raise NoSuchComplaint("There is no such complaint.")
    if complaint.ended_at is not None:
        raise AlreadyOver("It is closed.")
    return complaint


def _change(complaint: Complaint, version: int, by: Actor, **changes: object) -> None:
    rows = Complaint.objects.seen_by(by).filter(pk=complaint.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise ChangedMeanwhile("Somebody else changed it meanwhile.")


def _begin(complaint: Complaint, stage: Stage, by: Actor) -> None:
    at = clock.now()
    ComplaintStage.objects.create(
        complaint=complaint,
        stage=stage,
        began_at=at,
        began_by=by.name,
        due_at=at + LIMITS[stage],
    )


def _end_stage(complaint: Complaint, by: Actor) -> None:
    rows = ComplaintStage.objects.seen_by(by).filter(complaint=complaint, ended_at=None)
    rows.update(ended_at=clock.now())


def _moved(complaint: Complaint, stage: str, version: int) -> Moved:
    return Moved(
        complaint.key,
        complaint.number,
        stage,
        complaint.contact_point_id,
        complaint.language,
        version + 1,
    )


# Taking in reads back only the row that it has just written.
_ITSELF = Actor("concerns:complaining", frozenset({Right.KEEP_TIME}))
