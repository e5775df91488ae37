"""`commonbeat calls import`: what the operator sees."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from commonbeat.commands.calls import calls
from commonbeat.domains.calls.models import Call
from commonbeat.domains.places.models import Area
from tests.domains.calls.files import (
    county_file,
    dispatch_file,
    dispatch_row,
    packed,
    text_file,
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Path:
    """The data folder of the test."""
    settings.DATA = tmp_path / "data"
    return tmp_path / "data"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(calls, ["import", *map(str, words)])


def test_a_file_is_loaded_and_the_figures_are_told(tmp_path: Path, data: Path) -> None:
    result = run(county_file(tmp_path), "--make-areas")
    assert result.exit_code == 0, result.output
    assert "Areas: 2 new, 0 known." in result.output
    assert "2 calls are new" in result.output
    assert "1 were known already or stand in the file twice" in result.output
    assert "0 calls lie in no area" in result.output
    assert set(Area.objects.values_list("name", flat=True)) == {"Norristown", "Abington"}
    assert not data.exists()  # nothing was left out, so there is no list


def test_running_it_again_changes_nothing(tmp_path: Path) -> None:
    path = county_file(tmp_path)
    run(path, "--make-areas")
    before = list(Call.objects.order_by("id").values())
    result = run(path, "--make-areas")
    assert "0 calls are new" in result.output
    assert list(Call.objects.order_by("id").values()) == before


def test_rows_left_out_are_listed_in_a_file_by_line_column_and_rule(
    tmp_path: Path, data: Path
) -> None:
    path = dispatch_file(tmp_path, dispatch_row(), dispatch_row(number="2", lat="ZZPRIVATE"))
    result = run(path, "--time-zone", "America/Toronto")
    assert result.exit_code == 0, result.output
    assert "1 rows left out" in result.output
    assert "Latitude is not a number" in result.output
    listed = data / "calls.csv.rejected.csv"
    assert str(listed) in result.output.replace("\n", "")
    rows = list(csv.reader(listed.read_text().splitlines()))
    assert rows == [
        ["line", "column", "rule", "row"],
        ["3", "Latitude", "is not a number", "left out"],
    ]


def test_the_list_can_go_elsewhere_and_an_old_one_does_not_stay(tmp_path: Path) -> None:
    listed = tmp_path / "here.csv"
    path = dispatch_file(tmp_path, dispatch_row(lat="x"))
    run(path, "--time-zone", "UTC", "--rejects", listed)
    assert listed.exists()
    run(dispatch_file(tmp_path), "--time-zone", "UTC", "--rejects", listed)
    assert not listed.exists()


def test_areas_that_are_not_known_are_named_with_what_to_do(tmp_path: Path) -> None:
    result = run(county_file(tmp_path))
    assert "ABINGTON, NORRISTOWN" in result.output
    assert "--make-areas" in result.output


def test_a_file_that_breaks_off_keeps_what_came_and_ends_with_an_error(
    tmp_path: Path,
) -> None:
    rows = [dispatch_row(number=str(n)) for n in range(2000)]
    result = run(packed(dispatch_file(tmp_path, *rows), cut=900), "--time-zone", "UTC")
    assert result.exit_code == 1
    assert "cut short" in result.output
    assert 0 < Call.objects.count() < 2000


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("", (), "The file is empty"),
        ("a,b\n1,2\n", (), "Columns found: a, b"),
        ("call_id,received\n1,2023-05-01 20:00:00\n", (), "--time-zone"),
        ("call_id,received\n", ("--map", "atlantis"), "There is no mapping atlantis"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_refused_in_one_sentence(
    tmp_path: Path, text: str, options: tuple[str, ...], words: str
) -> None:
    result = run(text_file(tmp_path, text), *options)
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
    assert not Call.objects.exists()
