"""Reading one concern: the resident's own page, and the desk's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.lines import Line, line_of
from commonbeat.domains.concerns.models import Concern, ConcernAnswer, HandOver, Photo, Update
from commonbeat.domains.concerns.models.concerns import OVER
from commonbeat.domains.concerns.moving import RESIDENT
from commonbeat.domains.concerns.queries.inbox import Wanted, inbox, lines_seen_by
from commonbeat.domains.concerns.times import in_words

__all__ = [
    "AnswerView",
    "Followed",
    "Line",
    "OfferView",
    "PhotoToShow",
    "PhotoView",
    "Told",
    "Wanted",
    "Whole",
    "concern_of_photo",
    "followed",
    "inbox",
    "key_of_token",
    "number_of_token",
    "photo",
    "photo_to_show",
    "whole",
]
_WITH_LINK = "caller:"  # what an actor is named who came by the private link


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, as the resident is told it; `is_theirs`: they said it."""

    state: str
    words: str
    at: dt.datetime
    is_theirs: bool = False


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
    is_public: bool
    n_photos: int
    updates: tuple[Told, ...]

    @property
    def subject(self) -> str:
        """What the link holds."""
        return f"concerns.concern:{self.key}"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer to one question, as keys or as written; `names` are (key, English, French)."""

    code: str
    words: str
    words_fr: str
    values: tuple[str, ...]
    names: tuple[tuple[str, str, str], ...] = ()
    datatype: str = "string"

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return self.words_fr if _reads_french() else self.words

    @property
    def said(self) -> tuple[str, ...]:
        """The answer in the reader's language."""
        if self.datatype == "datetime":
            return tuple(in_words(value) for value in self.values)
        names = {key: name_fr if _reads_french() else name for key, name, name_fr in self.names}
        return tuple(names.get(value, value) for value in self.values)


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo of a concern, without the picture."""

    key: str
    width: int
    height: int
    is_public: bool


@dataclass(frozen=True, slots=True)
class PhotoToShow:
    """A photo of a public concern; `concern` is its key."""

    key: str
    width: int
    height: int
    is_public: bool
    concern: str
    number: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """A hand-over: from which agency ('' for ours) to which, and what became of it."""

    key: str
    from_agency: str
    to_agency: str
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
    closed_at: dt.datetime | None
    duplicate_of: str  # its number, '' for none
    answers: tuple[AnswerView, ...]
    photos: tuple[PhotoView, ...]
    updates: tuple[Told, ...]
    offers: tuple[OfferView, ...]


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
        is_public=row.is_public and row.kind.is_public,
        n_photos=Photo.objects.seen_by(viewer).filter(concern=row).count(),
        updates=_updates(viewer, row),
    )


def whole(viewer: Actor, key: str) -> Whole | None:
    """One concern as the desk sees it, or None when absent or hidden.

    A partner sees it so too, but not whom it can be told to.
    """
    if not (viewer.may(Right.SEE_CONCERNS) or viewer.may(Right.WORK_FOR_AGENCY)):
        return None
    row = lines_seen_by(viewer).filter(key=key).first()
    if row is None:
        return None
    return Whole(
        line=line_of(row),
        description=row.description,
        address=row.address,
        language=row.language,
        source=row.source,
        is_public=row.is_public and row.kind.is_public,
        public_words=row.public_words,
        has_contact=row.contact_point_id is not None,
        point_id=row.contact_point_id if viewer.may(Right.HANDLE) else None,
        closed_at=row.closed_at,
        duplicate_of=_number(viewer, row.duplicate_of_id),
        answers=_answers(viewer, row),
        photos=_photos(viewer, row),
        updates=_updates(viewer, row),
        offers=tuple(_offer(o) for o in _offers(viewer).filter(concern=row)),
    )


def photo_to_show(viewer: Actor, key: str) -> PhotoToShow | None:
    """A photo that may be shown to everybody, with its concern; None for any other."""
    if not viewer.may(Right.HANDLE):
        return None
    rows = Photo.objects.seen_by(viewer).filter(
        key=key, concern__is_public=True, concern__kind__is_public=True
    )
    values = ("key", "width", "height", "is_public", "concern__key", "concern__number")
    found = rows.values_list(*values).first()
    return PhotoToShow(*found) if found else None


def concern_of_photo(viewer: Actor, key: str) -> str | None:
    """The key of the concern that a photo belongs to, or None."""
    rows = Photo.objects.seen_by(viewer).filter(key=key)
    return rows.values_list("concern__key", flat=True).first()


def photo(viewer: Actor, key: str) -> bytes | None:
    """The JPEG bytes of a photo, or None when absent or hidden."""
    found = Photo.objects.seen_by(viewer).filter(key=key).values_list("picture", flat=True).first()
    return bytes(found) if found is not None else None


def _offers(viewer: Actor) -> QuerySet[HandOver]:
    rows = HandOver.objects.seen_by(viewer).select_related("from_agency", "to_agency")
    return rows.order_by("offered_at", "pk")


def _offer(row: HandOver) -> OfferView:
    return OfferView(
        row.key,
        name_of(row.from_agency) if row.from_agency else "",
        name_of(row.to_agency),
        row.state,
        row.reason,
        row.offered_at,
        row.settled_at,
    )


def _updates(viewer: Actor, row: Concern) -> tuple[Told, ...]:
    rows = Update.objects.seen_by(viewer).filter(concern=row).order_by("at", "pk")
    return tuple(
        Told(update.state, update.words, update.at, _is_theirs(update.by)) for update in rows
    )


def _is_theirs(by: str) -> bool:
    return by == RESIDENT or by.startswith(_WITH_LINK)


def _photos(viewer: Actor, row: Concern) -> tuple[PhotoView, ...]:
    rows = Photo.objects.seen_by(viewer).filter(concern=row).order_by("pk")
    return tuple(
        PhotoView(*photo) for photo in rows.values_list("key", "width", "height", "is_public")
    )


def _number(viewer: Actor, concern_id: int | None) -> str:
    if concern_id is None:
        return ""
    rows = Concern.objects.seen_by(viewer).filter(pk=concern_id)
    return rows.values_list("number", flat=True).first() or ""


def _answers(viewer: Actor, row: Concern) -> tuple[AnswerView, ...]:
    rows = ConcernAnswer.objects.seen_by(viewer).filter(concern=row).select_related("question")
    return tuple(
        AnswerView(
            answer.question.code,
            answer.question.words,
            answer.question.words_fr,
            tuple(answer.value),
            tuple((c["key"], c["name"], c["name_fr"]) for c in answer.question.choices),
            answer.question.datatype,
        )
        for answer in rows.order_by("question__order")
    )


def _reads_french() -> bool:
    return (get_language() or "").startswith("fr")
