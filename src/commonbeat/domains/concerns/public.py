"""What anyone may know of concerns: the kinds, and public ones without who and where exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.models import (
    ConcernKind,
    OversightBody,
    Photo,
    Question,
    Update,
)

_ANYBODY = Actor("concerns:public", frozenset({Right.COUNT}))


@dataclass(frozen=True, slots=True)
class KindView:
    """What one may report."""

    code: str
    name: str
    name_fr: str
    description: str
    description_fr: str
    group: str
    group_fr: str
    keywords: str
    answering: str
    is_public: bool
    describes_people: bool
    has_questions: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, with (key, English, French) choices."""

    code: str
    asks: bool
    datatype: str
    is_required: bool
    order: int
    words: str
    words_fr: str
    hint: str
    hint_fr: str
    choices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldAll:
    """What everybody was told of a public concern."""

    key: str
    number: str
    state: str
    words: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class BodyView:
    """An independent body that residents may turn to."""

    code: str
    name: str
    name_fr: str
    takes: str
    takes_fr: str
    web: str
    phone: str
    post: str


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for. `numbers` overrides everything else; times are [since, until]."""

    numbers: Sequence[str] = ()
    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    updated_since: dt.datetime | None = None
    updated_until: dt.datetime | None = None
    areas: Sequence[str] = ()  # their codes
    near: tuple[float, float, float] | None = None  # longitude, latitude, degrees around
    first: int = 0
    size: int = 1000


def kinds() -> list[KindView]:
    """Every kind in use, in the town's order. Two queries."""
    asking = set(Question.objects.filter(closed_at=None).values_list("kind_id", flat=True))
    return [
        KindView(
            row.code,
            row.name,
            row.name_fr,
            row.description,
            row.description_fr,
            row.group,
            row.group_fr,
            row.keywords,
            row.answering,
            row.is_public,
            row.describes_people,
            row.pk in asking,
        )
        for row in ConcernKind.objects.filter(retired_at=None)
    ]


def questions(kind: str) -> list[QuestionView] | None:
    """The questions of a kind in order; None when there is no such kind."""
    row = ConcernKind.objects.filter(code=kind, retired_at=None).first()
    if row is None:
        return None
    return [
        QuestionView(
            asked.code,
            asked.asks,
            asked.datatype,
            asked.is_required,
            asked.order,
            asked.words,
            asked.words_fr,
            asked.hint,
            asked.hint_fr,
            tuple((c["key"], c["name"], c["name_fr"]) for c in asked.choices),
        )
        for asked in row.questions.filter(closed_at=None)
    ]


def photo(key: str) -> bytes | None:
    """The JPEG bytes of a photo that staff looked at and published; None for any other."""
    rows = Photo.objects.seen_by(_ANYBODY).filter(
        key=key,
        is_public=True,
        concern__is_public=True,
        concern__kind__is_public=True,
        expires_at__gt=clock.now(),
    )
    found = rows.values_list("picture", flat=True).first()
    return bytes(found) if found is not None else None


def updates(since: dt.datetime | None, until: dt.datetime | None) -> list[ToldAll]:
    """The public updates of a time, oldest first, 1,000 at the most."""
    times = {name: at for name, at in (("at__gte", since), ("at__lte", until)) if at}
    rows = Update.objects.seen_by(_ANYBODY).filter(
        is_public=True, concern__is_public=True, concern__kind__is_public=True, **times
    )
    values = rows.order_by("at", "pk").values_list("key", "concern__number", "state", "words", "at")
    return [ToldAll(*row) for row in values[:1000]]


def updates_of(number: str) -> list[ToldAll]:
    """The public updates of one public concern, oldest first."""
    rows = Update.objects.seen_by(_ANYBODY).filter(
        is_public=True,
        concern__number=number,
        concern__is_public=True,
        concern__kind__is_public=True,
    )
    values = rows.order_by("at", "pk").values_list("key", "concern__number", "state", "words", "at")
    return [ToldAll(*row) for row in values[:100]]


def oversight_bodies() -> list[BodyView]:
    """The independent bodies, in the town's order."""
    return [
        BodyView(b.code, b.name, b.name_fr, b.takes, b.takes_fr, b.web, b.phone, b.post)
        for b in OversightBody.objects.filter(retired_at=None)
    ]
