import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.counts.csvfile import (
    NoSuchColumn,
    Reading,
    UnreadableDate,
    read_counts,
)


def written(folder, text, name="calls.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_rows_are_counted_by_area_and_month_with_empty_months_between(tmp_path):
    path = written(
        tmp_path,
        "date,beat\n2024-11-01,B\n2024-11-02T10:00,A\n2025/01/31 23:59,A\n2025-01-31,A\n",
    )
    told = read_counts(path, Reading("beat"))
    assert told.panel.areas == ("A", "B")
    assert told.panel.months == ("2024-11", "2024-12", "2025-01")
    assert told.panel.counts.tolist() == [[1, 0, 2], [1, 0, 0]]
    assert told.partial_months == ()


def test_months_within_which_the_file_begins_or_ends_are_left_out(tmp_path):
    path = written(tmp_path, "date,beat\n2024-11-20,A\n2024-12-05,A\n2025-01-09,A\n")
    told = read_counts(path, Reading("beat"))
    assert told.panel.months == ("2024-12",)
    assert told.partial_months == ("2024-11", "2025-01")
    assert (told.first_day.day, told.last_day.day) == (20, 9)


def test_months_without_days_are_whole(tmp_path):
    path = written(tmp_path, "month,beat,n\n2024-11,A,3\n2024-12,A,0\n")
    told = read_counts(path, Reading("beat", count="n"))
    assert told.panel.counts.tolist() == [[3, 0]]


def test_progress_is_told(tmp_path):
    seen = []
    path = written(tmp_path, "date,beat\n" + "2024-11-01,A\n2024-11-30,A\n" * 6000)
    read_counts(path, Reading("beat"), progress=seen.append)
    assert seen == [5000, 10000]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("date,beat,n\n31/01/2024,A,1\n", UnreadableDate),
        ("date,beat,n\n2024-02-30,A,1\n", UnreadableDate),
        ("date,beat,n\n,A,1\n", UnreadableDate),
        ("when,beat,n\n2024-01-01,A,1\n", NoSuchColumn),
        ("date,area,n\n2024-01-01,A,1\n", NoSuchColumn),
        ("", NoSuchColumn),
        ("date,beat,n\n2024-01-01,A,1.5\n", faults.FractionalCount),
        ("date,beat,n\n2024-01-01,A,-2\n", faults.NegativeCount),
        ("date,beat,n\n2024-01-01,A,nan\n", faults.NotFinite),
        ("date,beat,n\n2024-01-01,A\n", faults.Contradiction),
        ("date,beat,n\n", faults.TooFew),
        ("date,beat,n\n2024-01-01,,4\n", faults.TooFew),
        ("date,beat,n\n2024-01-10,A,4\n2024-01-12,A,4\n", faults.TooFew),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, fault):
    with pytest.raises(fault):
        read_counts(written(tmp_path, text), Reading("beat", count="n"))
