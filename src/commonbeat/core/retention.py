"""Retention: applies every card's rule. Thin, idempotent, safe to stop and start again."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction

from commonbeat.core import clock, sealed
from commonbeat.core.guarded import whole_table
from commonbeat.core.privacy import Card, Kind, Then, cards, keep_for

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of one table."""

    model: str
    then: Then
    n_rows: int
    n_keys: int = 0


def purge(*, dry_run: bool = False) -> list[Purged]:
    """Delete or blank everything whose time is over; with `dry_run` only count it."""
    done = []
    for card in cards():
        if card.keep is None:
            continue
        done.append(_count(card) if dry_run else _purge(card))
    return done


def blank(card: Card, rows: models.QuerySet[models.Model]) -> int:
    """Destroy the rows' keys, then clear their personal and sealed fields; count the rows.

    The key goes first: what is left after a crash in between is unreadable already.
    """
    _destroy_keys(card, rows)
    return rows.update(**_cleared(card))


def overdue(card: Card) -> models.QuerySet[models.Model]:
    """The rows of a card whose time is over and that still hold something."""
    if card.keep is None:
        raise ValueError(f"{card.model} is kept for ever.")
    limit = keep_for(card, settings)
    if limit is None:
        raise ValueError(f"{card.model} is kept for ever.")
    rows = whole_table(card.table).filter(**{f"{card.keep.since}__lte": clock.now() - limit})
    if card.keep.then is Then.BLANK:
        rows = rows.exclude(**_cleared(card))
    return rows


def _purge(card: Card) -> Purged:
    n_rows = 0
    then = card.keep.then if card.keep else Then.DELETE
    while keys := list(overdue(card).values_list("pk", flat=True)[:BATCH]):
        rows = whole_table(card.table).filter(pk__in=keys)
        with transaction.atomic():
            if then is Then.BLANK:
                n_rows += blank(card, rows)
            else:
                _destroy_keys(card, rows)
                n_rows += len(keys)
                rows.delete()
    return Purged(card.model, then, n_rows)


def _destroy_keys(card: Card, rows: models.QuerySet[models.Model]) -> None:
    if card.owns_key:
        sealed.destroy_keys(ref for ref in rows.values_list(card.key_ref, flat=True) if ref)


def _count(card: Card) -> Purged:
    then = card.keep.then if card.keep else Then.DELETE
    return Purged(card.model, then, overdue(card).count())


def _cleared(card: Card) -> dict[str, object]:
    cleared: dict[str, object] = {}
    for name in card.of_kind(Kind.PERSONAL, Kind.SEALED):
        field = card.table._meta.get_field(name)
        if field.null:
            cleared[name] = None
        elif isinstance(field, models.BinaryField):
            cleared[name] = b""
        elif isinstance(field, models.JSONField):
            cleared[name] = {}
        else:
            cleared[name] = ""
    return cleared
