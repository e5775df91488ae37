"""Calls from a file are kept once, with their area and type, and nobody is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted
from commonbeat.core.models import LedgerEntry
from commonbeat.domains.calls.importing.errors import Problem
from commonbeat.domains.calls.models import Call, CallType, Telling
from commonbeat.domains.places.actions import import_areas, name_areas
from commonbeat.domains.places.models import Area
from commonbeat.workflows.call_import import Choices, Loaded, load_calls
from tests.domains.calls.files import county_file, dispatch_file, dispatch_row, packed
from tests.domains.places.squares import MAPPING, NEIGHBOURS

TORONTO = Choices(time_zone="America/Toronto")
UTC = Choices(time_zone="UTC")


def load(path: Path, by: Actor, choices: Choices = UTC) -> tuple[Loaded, list[Problem]]:
    problems: list[Problem] = []
    return load_calls(path, choices, by=by, on_problem=problems.append), problems


def test_usual_column_names_need_no_mapping(tmp_path: Path, operator: Actor) -> None:
    loaded, problems = load(dispatch_file(tmp_path), operator, TORONTO)
    assert (loaded.n_rows, loaded.n_new, problems) == (1, 1, [])
    call = Call.objects.get()
    assert (call.source, call.external_id) == ("import:calls-for-service", "231")
    assert (call.call_type, call.priority, call.disposition) == ("NOISE", "C", "HAN")
    assert (call.latitude, call.longitude) == (45.5, -74.5)
    assert call.received_at == dt.datetime(2023, 5, 2, 0, 0, tzinfo=dt.UTC)
    assert call.closed_at == dt.datetime(2023, 5, 2, 0, 40, tzinfo=dt.UTC)
    assert (call.status, call.officer_initiated, call.merged_into) == ("closed", False, "")
    assert len(call.key) == 14


def test_an_imported_call_is_like_one_that_the_models_made(
    tmp_path: Path, operator: Actor, noon: dt.datetime
) -> None:
    load(dispatch_file(tmp_path), operator)
    call = Call.objects.get()
    assert call.changed_at == noon
    twin = Call(source="test", external_id="1", received_at=noon, changed_at=noon)
    given = {"status", "officer_initiated", "was_sensitive"}
    for field in Call._meta.concrete_fields:
        if field.has_default() and not field.primary_key and field.name not in {"key", *given}:
            assert getattr(call, field.name) == getattr(twin, field.name), field.name


def test_a_county_file_is_recognised_and_its_repeats_are_one_call(
    tmp_path: Path, operator: Actor
) -> None:
    loaded, problems = load(county_file(tmp_path), operator, Choices())
    assert loaded.mapping.source == "montgomery-pa"
    assert (loaded.n_rows, loaded.n_new, loaded.n_repeated) == (3, 2, 1)
    assert problems == []
    assert Call.objects.earliest("received_at").received_at.isoformat() == (
        "2016-03-01T15:00:00+00:00"
    )


def test_titles_become_types_with_a_group_and_no_policy(tmp_path: Path, operator: Actor) -> None:
    load(county_file(tmp_path), operator)
    types = {t.code: t for t in CallType.objects.filter(code__contains=":")}
    assert set(types) == {"EMS: FALL VICTIM", "Traffic: ROAD OBSTRUCTION"}
    road, medical = types["Traffic: ROAD OBSTRUCTION"], types["EMS: FALL VICTIM"]
    assert (road.label, road.group, road.is_sensitive) == ("Road obstruction", "traffic", False)
    assert (medical.group, medical.is_sensitive) == ("medical", True)
    assert not road.policies.exists()
    assert Call.objects.get(call_type=medical.code).was_sensitive
    assert not Call.objects.get(call_type=road.code).was_sensitive


def test_a_type_that_staff_call_sensitive_marks_the_call(tmp_path: Path, operator: Actor) -> None:
    CallType.objects.create(code="ODD", label="Odd", group="other", is_sensitive=True)
    load(dispatch_file(tmp_path, dispatch_row(type="ODD")), operator)
    assert Call.objects.get().was_sensitive
    assert CallType.objects.get(code="ODD").label == "Odd"


def test_the_same_file_again_changes_nothing(tmp_path: Path, operator: Actor) -> None:
    path = packed(county_file(tmp_path))
    load(path, operator)
    before = list(Call.objects.order_by("id").values())
    types = list(CallType.objects.order_by("id").values())
    with clock.moved_by(dt.timedelta(hours=1)):
        loaded, _ = load(path, operator)
    assert (loaded.n_new, loaded.n_repeated, loaded.n_new_types) == (0, 3, 0)
    assert list(Call.objects.order_by("id").values()) == before
    assert list(CallType.objects.order_by("id").values()) == types


def test_addresses_are_never_stored(tmp_path: Path, operator: Actor) -> None:
    load(county_file(tmp_path), operator)
    stored = str(list(Call.objects.values())) + str(list(CallType.objects.values()))
    stored += str(list(LedgerEntry.objects.values()))
    assert "ZZPRIVATE" not in stored
    assert "A ST" not in stored


def test_a_point_inside_a_border_gives_the_area(tmp_path: Path, operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    inside, far = dispatch_row(number="1"), dispatch_row(number="2", lat="10.5")
    loaded, problems = load(dispatch_file(tmp_path, inside, far), operator)
    codes = dict(Call.objects.values_list("external_id", "area__code"))
    assert codes == {"1": "b", "2": None}
    assert (loaded.n_without_area, problems) == (1, [])


def test_without_a_border_the_named_area_is_taken(tmp_path: Path, operator: Actor) -> None:
    name_areas(names=["Norristown"], by=operator)
    loaded, _ = load(county_file(tmp_path), operator)
    assert Call.objects.get(call_type="EMS: FALL VICTIM").area == Area.objects.get()
    assert dict(loaded.unknown_areas) == {"ABINGTON": 2}


def test_the_point_decides_before_the_name(tmp_path: Path, operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    load(dispatch_file(tmp_path, dispatch_row(district="Area a")), operator)
    area = Call.objects.get().area
    assert area is not None
    assert area.code == "b"


def test_a_call_without_a_point_is_kept_and_counted(tmp_path: Path, operator: Actor) -> None:
    rows = (dispatch_row(lat="", lon=""), dispatch_row(number="2", lat="0", lon="0.0"))
    loaded, problems = load(dispatch_file(tmp_path, *rows), operator)
    assert (loaded.n_new, loaded.n_without_point, problems) == (2, 2, [])
    assert set(Call.objects.values_list("latitude", "longitude")) == {(None, None)}


def test_an_import_tells_nobody_and_is_in_the_ledger_by_chunk(
    tmp_path: Path, operator: Actor
) -> None:
    rows = [dispatch_row(number=str(n)) for n in range(5)]
    path = dispatch_file(tmp_path, *rows)
    load_calls(path, UTC, by=operator, on_problem=lambda _p: None, chunk_rows=2)
    lines = LedgerEntry.objects.filter(verb="calls.import_calls")
    assert [line.codes["n_new"] for line in lines.order_by("position")] == [2, 2, 1]
    assert not Telling.objects.exists()


def test_a_chunk_costs_few_questions_however_many_rows(tmp_path: Path, operator: Actor) -> None:
    import_areas(features=NEIGHBOURS, mapping=MAPPING, by=operator)
    counts = []
    for n_rows in (3, 60):
        rows = [dispatch_row(number=f"{n_rows}-{n}", type="T") for n in range(n_rows)]
        path = dispatch_file(tmp_path, *rows)
        with CaptureQueriesContext(connection) as asked:
            load(path, operator)
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_who_may_not_import_is_refused(tmp_path: Path, cho: Actor) -> None:
    with pytest.raises(NotPermitted):
        load(dispatch_file(tmp_path), cho)
    assert not Call.objects.exists()
    assert LedgerEntry.objects.filter(verb="calls.import_calls", outcome="refused").exists()


def test_another_source_keeps_the_same_numbers_apart(tmp_path: Path, operator: Actor) -> None:
    path = dispatch_file(tmp_path)
    load(path, operator)
    load(path, operator, Choices(time_zone="UTC", source="county"))
    assert Call.objects.count() == 2
