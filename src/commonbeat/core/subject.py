"""What is held about one person, found through the cards: to show it to them, or to erase it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction

from commonbeat.core import sealed
from commonbeat.core.guarded import whole_table
from commonbeat.core.privacy import Card, Kind, cards
from commonbeat.core.retention import blank


@dataclass(frozen=True, slots=True)
class Held:
    """One row that is about the person: its table, purpose and readable fields."""

    model: str
    purpose: str
    fields: dict[str, str]


def held_about(person: int, *, contexts: dict[str, str]) -> Iterator[Held]:
    """Every row about the contact point with this primary key, sealed fields opened.

    `contexts` maps 'app.Model.field' of a sealed field to the context it was sealed in.
    """
    for card in _about_people():
        for row in _rows(card, person):
            yield Held(card.model, card.purpose, _readable(card, row, contexts))


def erase(person: int) -> dict[str, int]:
    """Blank every row about the person and destroy the keys; counts of rows by table."""
    with transaction.atomic():
        return {card.model: blank(card, _rows(card, person)) for card in _about_people()}


def _about_people() -> Iterator[Card]:
    return (card for card in cards() if card.person)


def _rows(card: Card, person: int) -> models.QuerySet[models.Model]:
    return whole_table(card.table).filter(**{card.person: person})


def _readable(card: Card, row: models.Model, contexts: dict[str, str]) -> dict[str, str]:
    shown = {}
    for name, kind in card.fields.items():
        # A key to another table is shown as it stands; following it would read that table.
        value = getattr(row, getattr(card.table._meta.get_field(name), "attname", name))
        if kind is Kind.SEALED:
            shown[name] = _opened(card, row, name, contexts)
        elif value not in (None, ""):
            shown[name] = str(value)
    return shown


def _opened(card: Card, row: models.Model, name: str, contexts: dict[str, str]) -> str:
    ref = whole_table(card.table).values_list(card.key_ref, flat=True).get(pk=row.pk)
    blob = getattr(row, name)
    if not ref or not blob:
        return "(forgotten)"
    try:
        context = contexts[f"{card.model}.{name}"]
        return sealed.ring([ref]).unseal(ref, blob, context)
    except sealed.KeyGone:
        return "(forgotten)"
