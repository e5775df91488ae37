"""Privacy declared: every field of every table says what it is and how long it is kept.

Each domain's `privacy.py` holds CARDS. Retention, the register of processing, subject access,
erasure and the log filter all read the same cards; a law refuses a field without one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models


class Kind(StrEnum):
    """What a field is. Public may leave the house; sealed is encrypted under its own key."""

    PUBLIC = "public"
    PLAIN = "plain"
    PERSONAL = "personal"
    SEALED = "sealed"


class Then(StrEnum):
    """What happens when the time is over."""

    DELETE = "delete"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: `days` after the moment in the field `since`, then delete or blank.

    Blanking clears the card's personal and sealed fields and destroys the key it names.
    `setting` names a settings attribute (in days) that a town may change.
    """

    days: int
    since: str
    then: Then = Then.DELETE
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The declaration of one table.

    `person` is the path to the contact point whose data the row is ('' when it is nobody's).
    `key_ref` is the path to the name of the key that seals the row; a path through another table
    (with `__`) reads with that table's key and never destroys it. `keep` None needs `why_kept`.
    """

    model: str
    purpose: str
    fields: Mapping[str, Kind]
    keep: Keep | None = None
    why_kept: str = ""
    person: str = ""
    key_ref: str = ""

    @property
    def table(self) -> type[models.Model]:
        """The model that the card speaks of."""
        return apps.get_model(self.model)

    @property
    def owns_key(self) -> bool:
        """Whether the row's key is its own, so that it goes when the row goes."""
        return bool(self.key_ref) and "__" not in self.key_ref

    def of_kind(self, *kinds: Kind) -> tuple[str, ...]:
        """The names of the fields of these kinds."""
        return tuple(name for name, kind in self.fields.items() if kind in kinds)


def plain(names: str) -> dict[str, Kind]:
    """Fields that say nothing of a person, as one string of names."""
    return dict.fromkeys(names.split(), Kind.PLAIN)


def public(names: str) -> dict[str, Kind]:
    """Fields that anyone may see."""
    return dict.fromkeys(names.split(), Kind.PUBLIC)


def personal(names: str) -> dict[str, Kind]:
    """Fields that say something of a person."""
    return dict.fromkeys(names.split(), Kind.PERSONAL)


def sealed(names: str) -> dict[str, Kind]:
    """Fields that are encrypted under a key of their own."""
    return dict.fromkeys(names.split(), Kind.SEALED)


@cache
def cards() -> tuple[Card, ...]:
    """Every card of every installed domain, and of core itself."""
    found: list[Card] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.{'cards' if config.label == 'core' else 'privacy'}"
        if config.name.startswith("commonbeat.") and find_spec(name) is not None:
            found.extend(getattr(import_module(name), "CARDS", ()))
    return tuple(found)


def keep_for(card: Card, settings: object) -> dt.timedelta | None:
    """How long the rows of a card are kept; None is for ever."""
    if card.keep is None:
        return None
    days = getattr(settings, card.keep.setting, card.keep.days) if card.keep.setting else None
    return dt.timedelta(days=card.keep.days if days is None else days)
