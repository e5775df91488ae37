import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.counts.csvfile import Reading, read_counts
from commonbeat.evidence.counts.dates import UnreadableDate
from commonbeat.evidence.counts.names import NoSuchColumn, NoSuchValue


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


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16"])
def test_cells_are_told_apart_as_the_first_line_does_and_marks_of_the_letters_known(
    tmp_path, sign, end, letters
):
    text = 'date,"beat, or ward",n~2024-11-01,Évry,2~2024-12-31,"Bel, Air",3~'
    path = tmp_path / "calls.csv"
    if sign != ",":
        text = text.replace(",", sign).replace(f"beat{sign} or", "beat, or")
        text = text.replace(f"Bel{sign} Air", "Bel, Air")
    path.write_bytes(text.replace("~", end).encode(letters))
    told = read_counts(path, Reading("beat, or ward", count="n"))
    assert told.panel.areas == ("Bel, Air", "Évry")
    assert told.panel.counts.tolist() == [[0, 3], [2, 0]]


def test_a_file_of_another_encoding_is_read_when_it_is_named_else_refused_with_its_line(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_bytes("date;beat\n2024-01-01;A\n2024-01-31;Évry\n".encode("cp1252"))
    with pytest.raises(faults.Contradiction, match=r"calls\.csv, line 3, is not written") as told:
        read_counts(path, Reading("beat"))
    assert told.value.element == 3
    assert read_counts(path, Reading("beat", encoding="cp1252")).panel.areas == ("A", "Évry")
    with pytest.raises(faults.OutOfRange, match="'martian'"):
        read_counts(path, Reading("beat", encoding="martian"))
    with pytest.raises(faults.Contradiction, match="not written in ascii"):
        read_counts(path, Reading("beat", encoding="ascii"))


@pytest.mark.parametrize(
    "day",
    ["2024-01-05", "2024-1-5", "2024/01/05", "2024.01.05", "20240105", "2024-1-5 9:30",
     "2024-01-05T09:30:00Z", "2024-01-05 09:30:00.000+00:00", " 2024-01-05 ", "20240105T0930"],
)  # fmt: skip
def test_dates_may_be_written_in_every_way_that_begins_with_the_year(tmp_path, day):
    path = written(tmp_path, f"date,beat\n{day},A\n2024-01-01,A\n2024-01-31,A\n")
    assert read_counts(path, Reading("beat")).panel.counts.tolist() == [[3]]


@pytest.mark.parametrize(
    "day",
    ["05/01/2024", "5 Jan 2024", "2024", "2024-13-01", "2024-00-01", "1704412800", "2024-01-0x",
     "2024-01-05x", "0024-01-05", "202401", "2024.0-1.0-5.0", "-2024-01-05"],
)  # fmt: skip
def test_other_dates_are_refused_with_line_and_column_never_guessed(tmp_path, day):
    path = written(tmp_path, f"when,beat\n2024-01-01,A\n{day},A\n")
    with pytest.raises(UnreadableDate, match=r"line 3: .* is not a date \(column when\)"):
        read_counts(path, Reading("beat", date="when"))


def test_a_column_that_stands_twice_is_refused_only_when_it_is_asked_for(tmp_path):
    path = written(tmp_path, "date,beat,note,beat,note\n2024-01-01,A,x,B,y\n2024-01-31,A,x,B,y\n")
    with pytest.raises(faults.Contradiction, match="'beat' stands 2 times") as told:
        read_counts(path, Reading("beat"))
    assert told.value.element == "beat"
    path = written(tmp_path, "date,beat,note,note\n2024-01-01,A,x,y\n2024-01-31,A,x,y\n")
    assert read_counts(path, Reading("beat")).panel.counts.tolist() == [[2]]


def test_a_row_with_a_comma_too_many_is_a_bad_row_and_blank_cells_at_its_end_are_not(tmp_path):
    text = "date,beat\n2024-01-01,A\n2024-01-02,Bel, Air\n2024-01-31,A,,\n\n"
    bad = []
    told = read_counts(
        written(tmp_path, text), Reading("beat"), on_bad=lambda line, fault: bad.append(str(fault))
    )
    assert told.panel.counts.tolist() == [[2]]
    assert bad == ["line 3: more cells than the header"]


def test_lines_are_those_of_the_file_also_after_a_cell_of_several_lines(tmp_path):
    text = 'date,beat,note\n2024-01-01,A,"one\ntwo"\nsoon,A,\n2024-01-31,A,\n'
    with pytest.raises(UnreadableDate) as told:
        read_counts(written(tmp_path, text), Reading("beat"))
    assert told.value.element == 4


def test_a_misspelt_column_is_answered_with_the_nearest_one(tmp_path):
    path = written(tmp_path, "date,Neighbourhood\n2024-01-01,A\n")
    with pytest.raises(NoSuchColumn, match="Did you mean 'Neighbourhood'"):
        read_counts(path, Reading("neighborhood"))


def test_what_is_wrong_with_a_count_names_line_and_column(tmp_path):
    path = written(tmp_path, "date,beat,n\n2024-01-01,A,1\n2024-01-31,A,2.5\n")
    with pytest.raises(faults.FractionalCount, match=r"line 3, column n: .*'2.5'"):
        read_counts(path, Reading("beat", count="n"))


def test_another_order_of_day_and_month_must_be_told(tmp_path):
    path = written(tmp_path, "date,beat\n01/02/2024,A\n29.2.2024 10:00,A\n")
    told = read_counts(path, Reading("beat", order="dmy"))
    assert told.panel.months == ("2024-02",)
    with pytest.raises(UnreadableDate, match=r"'29\.2\.2024 10:00' is not a date"):
        read_counts(path, Reading("beat", order="mdy"))
    with pytest.raises(UnreadableDate, match="'01/02/2024' is not a date"):
        read_counts(path, Reading("beat"))
    with pytest.raises(faults.OutOfRange):
        read_counts(path, Reading("beat", order="ydm"))


def test_months_without_any_record_and_names_written_almost_alike_are_told(tmp_path):
    text = "date,beat,kind\n2024-01-01,A b,x\n2024-02-05,C,y\n2024-05-31,a-B,x\n"
    told = read_counts(written(tmp_path, text), Reading("beat", where={"kind": "x"}))
    assert told.panel.months == ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05")
    assert told.silent_months == ("2024-03", "2024-04")
    assert told.alike == (("A b", "a-B"),)


def test_a_value_that_no_row_has_is_answered_with_the_nearest_one(tmp_path):
    path = written(tmp_path, "date,beat,kind\n2024-01-01,A,Theft from Vehicle\n")
    with pytest.raises(NoSuchValue, match="Did you mean 'Theft from Vehicle'") as told:
        read_counts(path, Reading("beat", where={"kind": "Theft from vehicle"}))
    assert told.value.element == "kind"
