"""Invented rows for every guarded table and what they hang on, found by looking at their fields."""

import contextlib
import datetime as dt
import random
import secrets

from django.db import IntegrityError, models, transaction

from commonbeat.core.guarded import whole_table
from commonbeat.core.wall.tables import guarded_models
from commonbeat.core.wall.viewing import KEEPER, seen_as

NOON = dt.datetime(2026, 5, 12, 16, tzinfo=dt.UTC)
# Where constraints of the database ask for fields that fit each other.
CLOSED = {"is_open": False, "step": "closed", "concluded_at": NOON}
FITTING = {
    "hub.Situation": lambda rng: rng.choice(({}, {}, CLOSED)),
    "hub_sealed.NoteReader": lambda rng: {
        "staff_key": rng.choice(("S1", "S2", "S3")),
        "lost_at": rng.choice((None, None, NOON)),
    },
}
N_ROWS = 6


def invent_rows(rng: random.Random) -> None:
    """Some rows for every guarded table, hanging on each other at random."""
    with seen_as(KEEPER):
        for model in guarded_models():
            for _ in range(N_ROWS):
                invent(model, rng)
        _share_keys(rng)


def invent(model: type[models.Model], rng: random.Random) -> models.Model:
    """One row of a model; what it must hang on is there already, or is invented."""
    for _ in range(3):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            return model._base_manager.create(**_fields(model, rng))
    # Some fields are set together or not at all.
    return model._base_manager.create(**_fields(model, rng, spare=True))


def _fields(
    model: type[models.Model], rng: random.Random, *, spare: bool = False
) -> dict[str, object]:
    given = dict(FITTING.get(model._meta.label, lambda _rng: {})(rng))
    for field in model._meta.concrete_fields:
        if field.name in given or field.primary_key or (spare and field.null):
            continue
        found = _value(field, rng)
        if found is not models.NOT_PROVIDED:
            given[field.name] = found
    return given


def _value(field: models.Field, rng: random.Random) -> object:
    if field.is_relation:
        return _related(field, rng)
    if isinstance(field, models.CharField) and field.unique and not field.choices:
        return secrets.token_hex(8)[: field.max_length]
    if field.has_default():
        return models.NOT_PROVIDED
    if field.null:
        return None
    if field.choices:
        return rng.choice(field.choices)[0]
    return _plain(field, rng)


def _plain(field: models.Field, rng: random.Random) -> object:
    for kind, make in (
        (models.DateTimeField, lambda: NOON),
        (models.DateField, NOON.date),
        (models.BooleanField, lambda: rng.random() < 0.7),
        (models.BinaryField, lambda: b"sealed"),
        (models.FloatField, lambda: rng.random()),
        (models.IntegerField, lambda: rng.randint(1, 10_000)),
        (models.JSONField, dict),
    ):
        if isinstance(field, kind):
            return make()
    return secrets.token_hex(4)[: field.max_length]


def _related(field: models.Field, rng: random.Random) -> models.Model | None:
    model = field.related_model
    if field.null and rng.random() < 0.5:
        return None
    there = list(whole_table(model).all()[:12])
    alone = field.unique or any(
        field.name in constraint.fields
        for constraint in field.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    )
    if model is field.model:
        return None
    if alone or len(there) < 4:
        return invent(model, rng)
    return rng.choice(there)


def _share_keys(rng: random.Random) -> None:
    """Where a table names another by key alone, let the key be one that is there."""
    for model in guarded_models():
        if any(field.name == "table_key" for field in model._meta.fields):
            tables = _named(model, "hub.HubTable")
            for row in whole_table(model):
                whole_table(model).filter(pk=row.pk).update(table_key=rng.choice(tables))


def _named(model: type[models.Model], label: str) -> list[str]:
    table = model._meta.apps.get_model(label)
    return list(table.objects.values_list("key", flat=True))
