"""Reading kinds, templates and the apps that may report. Kinds hold nothing of anybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from commonbeat.core.actor import Actor
from commonbeat.core.keys import token_hash
from commonbeat.domains.agencies.names import name_of
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.guarding import may_close
from commonbeat.domains.concerns.models import AppKey, ConcernKind, Question, ReplyTemplate


@dataclass(frozen=True, slots=True)
class AppView:
    """An app that may report, without its key."""

    name: str
    may_update: bool
    opened_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TemplateView:
    """Words that a reply may start from."""

    key: str
    kind: str
    words: str
    words_fr: str


@dataclass(frozen=True, slots=True)
class DeskKind:
    """A kind of concern as the desk sees it; `agency` is the code of who gets it first, or ''."""

    code: str
    name: str
    name_fr: str
    description: str
    description_fr: str
    due_days: int
    agency: str
    agency_name: str
    is_public: bool
    describes_people: bool
    asks_after: bool
    retired_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """What a kind asks, or asked until it was closed; choices are (English, French)."""

    code: str
    words: str
    words_fr: str
    hint: str
    hint_fr: str
    datatype: str
    is_required: bool
    choices: tuple[tuple[str, str], ...]
    may_close: bool
    closed_at: dt.datetime | None


def app_of_token(token: str) -> str | None:
    """The name of the app whose key this is, or None."""
    if not token:
        return None
    return (
        AppKey.objects.filter(key_hash=token_hash(token), closed_at=None)
        .values_list("name", flat=True)
        .first()
    )


def partner_of_token(token: str) -> str | None:
    """The name of the partner whose key this is, one that may send updates; or None."""
    rows = AppKey.objects.filter(key_hash=token_hash(token), closed_at=None, may_update=True)
    return rows.values_list("name", flat=True).first() if token else None


def apps(viewer: Actor) -> list[AppView]:
    """Every app that may or might report."""
    if not viewer.may(Right.SET_KINDS):
        return []
    rows = AppKey.objects.order_by("closed_at", "name")
    return [AppView(row.name, row.may_update, row.opened_at, row.closed_at) for row in rows]


def templates(viewer: Actor, kind: str) -> list[TemplateView]:
    """The words for a reply about this kind ('' for no kind in particular), and those for any."""
    if not viewer.may(Right.HANDLE):
        return []
    return [one for one in _templates() if one.kind in ("", kind)]


def every_template(viewer: Actor) -> list[TemplateView]:
    """The words for every kind, for who sets them."""
    return _templates() if viewer.may(Right.SET_KINDS) else []


def desk_kinds(viewer: Actor) -> list[DeskKind]:
    """Every kind in the town's order, retired ones last."""
    if not any(map(viewer.may, (Right.SEE_CONCERNS, Right.SET_KINDS, Right.COUNT))):
        return []
    rows = ConcernKind.objects.select_related("agency")
    return sorted(map(_desk_kind, rows), key=lambda kind: kind.retired_at is not None)


def desk_kind(viewer: Actor, code: str) -> DeskKind | None:
    """One kind, retired or not."""
    return next((kind for kind in desk_kinds(viewer) if kind.code == code), None)


def desk_questions(viewer: Actor, kind: str) -> list[DeskQuestion]:
    """What a kind asks, in order; what it asked before at the end."""
    if not viewer.may(Right.SET_KINDS):
        return []
    rows = Question.objects.filter(kind__code=kind, asks=True)
    questions = [
        DeskQuestion(
            row.code,
            row.words,
            row.words_fr,
            row.hint,
            row.hint_fr,
            row.datatype,
            row.is_required,
            tuple((one["name"], one["name_fr"]) for one in row.choices),
            may_close(kind, row.code),
            row.closed_at,
        )
        for row in rows
    ]
    return sorted(questions, key=lambda one: one.closed_at is not None)


def _templates() -> list[TemplateView]:
    rows = ReplyTemplate.objects.select_related("kind").order_by("key")
    return [
        TemplateView(row.key, row.kind.code if row.kind else "", row.words, row.words_fr)
        for row in rows
    ]


def _desk_kind(row: ConcernKind) -> DeskKind:
    return DeskKind(
        row.code,
        row.name,
        row.name_fr,
        row.description,
        row.description_fr,
        row.due_days,
        row.agency.code if row.agency else "",
        name_of(row.agency) if row.agency else "",
        row.is_public,
        row.describes_people,
        row.asks_after,
        row.retired_at,
    )
