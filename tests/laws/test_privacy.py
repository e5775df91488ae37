"""Every field of every table is declared, with how long it is kept; keys of people are found."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from commonbeat.core.privacy import Card, Kind, cards, plain
from tests.laws import house

# Tables of libraries that hold nothing of a person, or are not used (see SECURITY.md).
FOREIGN = {
    "contenttypes.ContentType",
    "auth.Permission",
    "auth.Group",
    "axes.AccessLog",
    "axes.AccessFailureLog",
    "axes.AccessAttemptExpiration",
}


def undeclared(tables: list[type[models.Model]], declared: dict[str, Card]) -> list[str]:
    faults = []
    for table in tables:
        card = declared.get(table._meta.label)
        if card is None:
            faults.append(f"{table._meta.label} has no card")
            continue
        real = {field.name for field in table._meta.local_fields}
        faults += [f"{card.model}.{name} is not declared" for name in real - set(card.fields)]
        faults += [f"{card.model}.{name} does not exist" for name in set(card.fields) - real]
    return faults


def leads_to_person(table: type[models.Model]) -> bool:
    return any(
        isinstance(field, models.ForeignKey)
        and field.related_model._meta.label == "contact.ContactPoint"
        for field in table._meta.local_fields
    )


def all_tables() -> list[type[models.Model]]:
    return [t for t in apps.get_models() if t._meta.label not in FOREIGN]


def declared() -> dict[str, Card]:
    return {card.model: card for card in cards()}


def test_every_field_of_every_table_is_declared():
    assert undeclared(all_tables(), declared()) == []


def test_the_law_of_fields_finds_a_forgotten_one_and_a_table_without_card():
    known = dict(declared())
    short = known["places.Area"]
    known["places.Area"] = Card(
        "places.Area", "x", {k: v for k, v in short.fields.items() if k != "population"}
    )
    del known["calls.Feed"]
    faults = undeclared(all_tables(), known)
    assert faults == ["places.Area.population is not declared", "calls.Feed has no card"] or set(
        faults
    ) == {"places.Area.population is not declared", "calls.Feed has no card"}


def test_every_card_says_how_long_or_why_for_ever():
    for card in cards():
        assert card.keep is not None or card.why_kept, card.model
        if card.keep:
            assert card.table._base_manager is not None
            first = card.keep.since.split("__")[0]
            assert first in {f.name for f in card.table._meta.get_fields()}, card.model


def test_every_table_that_points_at_a_person_says_so():
    silent = [card.model for card in cards() if leads_to_person(card.table) and not card.person]
    assert silent == []


def test_no_answer_leads_to_a_person():
    for name in ("HeldAnswer", "Response", "Remark"):
        table = apps.get_model("surveys", name)
        targets = {
            f.related_model._meta.label
            for f in table._meta.local_fields
            if isinstance(f, models.ForeignKey)
        }
        assert targets <= {"surveys.Instrument"}


def test_sealed_fields_are_binary_and_name_their_key():
    for card in cards():
        sealed = list(card.of_kind(Kind.SEALED))
        for name in sealed:
            if card.model.startswith(("keyring.", "otp_totp.")):
                continue
            assert isinstance(card.table._meta.get_field(name), models.BinaryField), card.model
            assert card.key_ref, card.model


def test_foreign_keys_point_only_downstairs():
    assert upward(apps.get_models(), house.STOREYS) == []


def upward(tables: list[type[models.Model]], storeys: dict[str, int]) -> list[str]:
    faults = []
    for table in tables:
        here = table._meta.app_label
        for field in table._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or here not in storeys:
                continue
            there = field.related_model._meta.app_label
            lower = there in storeys and (storeys[there] < storeys[here] or there == here)
            if not lower:
                faults.append(f"{here} → {there}")
    return faults


def test_the_law_of_storeys_finds_a_key_that_points_upstairs():
    turned = {name: 9 - storey for name, storey in house.STOREYS.items()}
    assert "calls → contact" in upward(apps.get_models(), turned)


def test_no_model_says_anything_personal_of_itself():
    for table in all_tables():
        card = declared()[table._meta.label]
        if not table._meta.label.startswith(tuple(f"{d}." for d in house.DOMAINS)):
            continue
        values = {
            name: "ZZPRIVATE"
            for name in card.of_kind(Kind.PERSONAL, Kind.SEALED)
            if isinstance(table._meta.get_field(name), models.CharField | models.TextField)
        }
        row = table(**values)
        assert "ZZPRIVATE" not in str(row) + repr(row), table._meta.label


def test_plain_is_a_shorthand_for_declared_names():
    assert plain("a b") == {"a": Kind.PLAIN, "b": Kind.PLAIN}
