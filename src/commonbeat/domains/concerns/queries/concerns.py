"""Reading concerns: the resident's own page, the desk's inbox and one concern."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import Concern, ConcernAnswer, HandOver, Photo, Update
from commonbeat.domains.concerns.models.concerns import OVER


@dataclass(frozen=True, slots=True)
class Line:
    """A concern in a list: no words of the resident, no exact place."""

    key: str
    number: str
    kind: str
    kind_name: str
    kind_name_fr: str
    state: str
    area_id: int | None
    area_name: str
    agency_id: int | None
    owner_id: int | None
    received_at: dt.datetime
    due_at: dt.datetime
    updated_at: dt.datetime
    n_not_fixed: int
    is_late: bool
    version: int
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, as the resident is told it."""

    state: str
    words: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """A concern as the holder of its private link sees it."""

    key: str
    number: str
    kind: str
    kind_name: str
    kind_name_fr: str
    state: str
    received_at: dt.datetime
    due_at: dt.datetime
    is_over: bool
    address: str
    description: str
    language: str
    n_photos: int
    updates: tuple[Told, ...]

    @property
    def subject(self) -> str:
        """What the link holds."""
        return f"concerns.concern:{self.key}"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer to one question, as keys or as written."""

    code: str
    words: str
    words_fr: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferView:
    """A hand-over: who offered it to whom, and what became of it."""

    key: str
    from_agency_id: int | None
    to_agency_id: int
    state: str
    reason: str
    offered_at: dt.datetime
    settled_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A concern as the desk sees it."""

    line: Line
    description: str
    address: str
    language: str
    source: str
    is_public: bool
    public_words: str
    has_contact: bool
    point_id: int | None
    answers: tuple[AnswerView, ...]
    photos: tuple[str, ...]
    updates: tuple[Told, ...]
    offers: tuple[OfferView, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an inbox asks for; empty means any."""

    kind: str = ""
    area_id: int | None = None
    agency_id: int | None = None
    owner_id: int | None = None
    state: str = "open"  # open, late, not fixed, over
    number: str = ""


def key_of_token(token: str) -> str | None:
    """The key of the concern that a private link opens today, or None."""
    holder = Actor("concerns:link", frozenset({Right.COUNT}))
    return (
        Concern.objects.seen_by(holder)
        .filter(token_hash=token_hash(token), token_until__gt=clock.now())
        .values_list("key", flat=True)
        .first()
    )


def number_of_token(token: str) -> str | None:
    """The number of the concern that a token was given for, or None."""
    holder = Actor("concerns:link", frozenset({Right.COUNT}))
    return (
        Concern.objects.seen_by(holder)
        .filter(token_hash=token_hash(token), token_until__gt=clock.now())
        .values_list("number", flat=True)
        .first()
    )


def followed(viewer: Actor, key: str) -> Followed | None:
    """One's own concern, or None. Three queries."""
    row = Concern.objects.seen_by(viewer).select_related("kind").filter(key=key).first()
    if row is None:
        return None
    return Followed(
        key=row.key,
        number=row.number,
        kind=row.kind.code,
        kind_name=row.kind.name,
        kind_name_fr=row.kind.name_fr,
        state=row.state,
        received_at=row.received_at,
        due_at=row.due_at,
        is_over=row.state in OVER,
        address=row.address,
        description=row.description,
        language=row.language,
        n_photos=Photo.objects.seen_by(viewer).filter(concern=row).count(),
        updates=_updates(viewer, row),
    )


def inbox(
    viewer: Actor, wanted: Wanted, *, first: int = 0, size: int = 50
) -> tuple[list[Line], int]:
    """The concerns that the desk asks for, most pressing first, and how many there are in all."""
    if not viewer.may(Right.SEE_CONCERNS):
        return [], 0
    asked = {
        "kind__code": wanted.kind,
        "area_id": wanted.area_id,
        "agency_id": wanted.agency_id,
        "owner_id": wanted.owner_id,
        "number": wanted.number,
    }
    given = {name: value for name, value in asked.items() if value}
    rows = Concern.objects.seen_by(viewer).filter(_state(wanted.state), **given)
    shown = rows.select_related("kind", "area").order_by("due_at", "pk")[first : first + size]
    return [_line(row) for row in shown], rows.count()


def whole(viewer: Actor, key: str) -> Whole | None:
    """One concern as the desk sees it, or None when absent or hidden."""
    if not viewer.may(Right.SEE_CONCERNS):
        return None
    rows = Concern.objects.seen_by(viewer).select_related("kind", "area")
    row = rows.filter(key=key).first()
    if row is None:
        return None
    return Whole(
        line=_line(row),
        description=row.description,
        address=row.address,
        language=row.language,
        source=row.source,
        is_public=row.is_public,
        public_words=row.public_words,
        has_contact=row.contact_point_id is not None,
        point_id=row.contact_point_id,
        answers=_answers(viewer, row),
        photos=tuple(
            Photo.objects.seen_by(viewer).filter(concern=row).values_list("key", flat=True)
        ),
        updates=_updates(viewer, row),
        offers=tuple(_offer(o) for o in _offers(viewer).filter(concern=row)),
    )


def photo(viewer: Actor, key: str) -> bytes | None:
    """The JPEG bytes of a photo, or None when absent or hidden."""
    found = Photo.objects.seen_by(viewer).filter(key=key).values_list("picture", flat=True).first()
    return bytes(found) if found is not None else None


def offers_to(viewer: Actor, agency_id: int) -> list[tuple[Line, OfferView]]:
    """What other agencies offer to this one and it has not answered yet."""
    if not viewer.may(Right.HANDLE):
        return []
    rows = _offers(viewer).filter(to_agency_id=agency_id, state="offered")
    found = rows.select_related("concern__kind", "concern__area")
    return [(_line(row.concern), _offer(row)) for row in found]


def _offers(viewer: Actor) -> QuerySet[HandOver]:
    return HandOver.objects.seen_by(viewer).order_by("offered_at")


def _offer(row: HandOver) -> OfferView:
    return OfferView(
        row.key,
        row.from_agency_id,
        row.to_agency_id,
        row.state,
        row.reason,
        row.offered_at,
        row.settled_at,
    )


def _state(state: str) -> Q:
    if state == "over":
        return Q(state__in=OVER)
    if state == "not fixed":
        return Q(n_not_fixed__gt=0)
    still = ~Q(state__in=OVER)
    return still & Q(due_at__lt=clock.now()) if state == "late" else still


def _line(row: Concern) -> Line:
    return Line(
        key=row.key,
        number=row.number,
        kind=row.kind.code,
        kind_name=row.kind.name,
        kind_name_fr=row.kind.name_fr,
        state=row.state,
        area_id=row.area_id,
        area_name=row.area.name if row.area else "",
        agency_id=row.agency_id,
        owner_id=row.owner_id,
        received_at=row.received_at,
        due_at=row.due_at,
        updated_at=row.updated_at,
        n_not_fixed=row.n_not_fixed,
        is_late=row.state not in OVER and row.due_at < clock.now(),
        version=row.version,
        longitude=row.longitude,
        latitude=row.latitude,
    )


def _updates(viewer: Actor, row: Concern) -> tuple[Told, ...]:
    rows = Update.objects.seen_by(viewer).filter(concern=row).order_by("at", "pk")
    return tuple(Told(update.state, update.words, update.at) for update in rows)


def _photos(viewer: Actor, row: Concern) -> tuple[str, ...]:
    rows = Photo.objects.seen_by(viewer).filter(concern=row).order_by("pk")
    return tuple(rows.values_list("key", flat=True))


def _answers(viewer: Actor, row: Concern) -> tuple[AnswerView, ...]:
    rows = ConcernAnswer.objects.seen_by(viewer).filter(concern=row).select_related("question")
    return tuple(
        AnswerView(
            answer.question.code,
            answer.question.words,
            answer.question.words_fr,
            tuple(answer.value),
        )
        for answer in rows.order_by("question__order")
    )
