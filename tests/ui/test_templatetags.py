"""Times, durations and shares read as people say them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString

from commonbeat.ui.table import Column
from commonbeat.ui.templatetags.ui import (
    cells,
    columns,
    duration_words,
    local_time,
    percent,
    phone_words,
)


def words(value: str | SafeString) -> str:
    return value.split(">")[1].split("<")[0]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "today 12:00"),
        (-3, "today 9:00"),
        (-13, "yesterday 23:00"),
        (12, "tomorrow 0:00"),
        (-24 * 12, "April 30, 12:00"),
        (-24 * 365, "May 12, 2025, 12:00"),
    ],
)
def test_a_time_is_told_in_the_towns_zone_by_day_and_clock(
    noon: dt.datetime, hours: int, said: str
) -> None:
    assert words(local_time(noon + dt.timedelta(hours=hours))) == said


def test_a_time_carries_its_instant_for_machines(noon: dt.datetime) -> None:
    assert 'datetime="2026-05-12T12:00:00-04:00"' in local_time(noon)


def test_a_time_without_a_zone_is_refused(noon: dt.datetime) -> None:
    with pytest.raises(ValueError, match="naive"):
        local_time(noon.replace(tzinfo=None))


def test_nothing_is_said_of_what_has_not_happened() -> None:
    assert (local_time(None), duration_words(None), percent(None)) == ("", "", "")


def test_an_input_left_out_says_nothing_either() -> None:
    page = Template("{% load ui %}[{{ x|local_time }}{{ x|duration_words }}{{ x|percent }}]")
    assert page.render(Context()) == "[]"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.4, "less than a minute"),
        (1, "1 minute"),
        (12, "12 minutes"),
        (59.6, "1 hour"),
        (65, "1 h 5 min"),
        (120, "2 hours"),
        (47 * 60 + 59, "47 h 59 min"),
        (48 * 60, "2 days"),
        (60 * 24 * 9.6, "10 days"),
    ],
)
def test_a_duration_is_told_no_finer_than_it_matters(minutes: float, said: str) -> None:
    assert duration_words(dt.timedelta(minutes=minutes)) == said
    assert duration_words(minutes * 60) == said


def test_a_share_is_written_as_a_percentage() -> None:
    assert percent(0.643) == "64%"
    assert percent(0.643, 1) == "64.3%"
    assert percent(0.0) == "0%"


def test_each_cell_knows_its_column() -> None:
    headers: list[str | Column] = ["Area", Column("Calls", numeric=True)]
    assert [column.label for column in columns(headers)] == ["Area", "Calls"]
    assert [(cell.value, cell.column.numeric) for cell in cells(["Old Mill", 7], headers)] == [
        ("Old Mill", False),
        (7, True),
    ]


def test_a_row_of_another_length_than_its_headers_is_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        cells(["Old Mill"], ["Area", "Calls"])


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("+18195550110", "+1 819-555-0110"),
        ("311", "311"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_telephone_number_is_written_as_people_read_it(given: str | None, read: str) -> None:
    assert phone_words(given) == read
