"""Files that are packed, marked, damaged, in another encoding or without the needed columns."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from commonbeat.core.actor import Actor
from commonbeat.domains.calls.importing.errors import (
    BadMapping,
    EmptyFile,
    NoSuchMapping,
    WrongColumns,
    WrongEncoding,
)
from commonbeat.domains.calls.importing.mapping import mapping_named, shipped_names
from commonbeat.domains.calls.models import Call, CallType
from commonbeat.workflows.call_import import Choices, area_names_in
from tests.domains.calls.files import (
    DISPATCH_HEADER,
    bytes_file,
    county_file,
    dispatch_file,
    dispatch_row,
    packed,
    text_file,
)
from tests.domains.calls.test_importing import TORONTO, UTC, load

ROWS = "\n".join([DISPATCH_HEADER, *(dispatch_row(number=str(n)) for n in range(3000)), ""])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marks_line_ends_and_delimiters_do_not_matter(
    tmp_path: Path, operator: Actor, mark: bytes, line_end: str, delimiter: str
) -> None:
    text = f"{DISPATCH_HEADER}\n{dispatch_row()}\n".replace(",", delimiter)
    data = mark + text.replace("\n", line_end).encode()
    loaded, problems = load(bytes_file(tmp_path, data), operator)
    assert (loaded.n_new, problems) == (1, [])


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_accents_are_read_in_either_encoding(
    tmp_path: Path, operator: Actor, encoding: str
) -> None:
    text = f"{DISPATCH_HEADER}\n{dispatch_row(type='Bruit excessif à côté')}\n"
    loaded, _ = load(bytes_file(tmp_path, text.encode(encoding)), operator)
    assert CallType.objects.filter(code="Bruit excessif à côté").exists()
    assert loaded.has_latin_1 is (encoding == "latin-1")


def test_a_cut_gzip_keeps_what_is_whole_and_says_so(tmp_path: Path, operator: Actor) -> None:
    loaded, problems = load(packed(text_file(tmp_path, ROWS), cut=2000), operator)
    assert loaded.damage == "the gzip file is cut short"
    assert 0 < loaded.n_new < 3000
    assert problems == []
    assert set(Call.objects.values_list("priority", "area_id")) == {("C", None)}


def test_a_damaged_gzip_keeps_what_came_before(tmp_path: Path, operator: Actor) -> None:
    # Two members, so that the first one is surely whole.
    first, rest = ROWS[: len(ROWS) // 2], ROWS[len(ROWS) // 2 :]
    second = bytearray(gzip.compress(rest.encode()))
    second[len(second) // 2] ^= 0xFF
    second[len(second) // 2 + 1] ^= 0xFF
    data = gzip.compress(first.encode()) + bytes(second)
    loaded, _ = load(bytes_file(tmp_path, data), operator)
    assert loaded.damage
    assert loaded.n_new >= 1400


def test_a_whole_gzip_of_several_members_is_read_to_its_end(
    tmp_path: Path, operator: Actor
) -> None:
    data = gzip.compress(ROWS[:999].encode()) + gzip.compress(ROWS[999:].encode())
    loaded, _ = load(bytes_file(tmp_path, data), operator)
    assert (loaded.n_new, loaded.damage) == (3000, "")


def test_an_open_quote_spoils_its_row_only_and_is_reported(tmp_path: Path, operator: Actor) -> None:
    rows = (dispatch_row(number="1"), dispatch_row(number="2", type='"open'), dispatch_row())
    loaded, problems = load(dispatch_file(tmp_path, *rows), operator)
    assert loaded.n_new == 1
    assert [p.line for p in problems] == [3]


def test_a_field_without_end_stops_the_reading_and_keeps_what_came_before(
    tmp_path: Path, operator: Actor
) -> None:
    path = dispatch_file(tmp_path, dispatch_row(number="1"), '2,"' + "x" * 200_000)
    loaded, _ = load(path, operator)
    assert loaded.n_new == 1
    assert "the file is no CSV" in loaded.damage


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)],
    ids=["nothing", "lines", "mark", "gzip"],
)
def test_an_empty_file_is_refused(tmp_path: Path, operator: Actor, data: bytes) -> None:
    with pytest.raises(EmptyFile, match="empty"):
        load(bytes_file(tmp_path, data), operator)


def test_a_header_alone_is_no_error(tmp_path: Path, operator: Actor) -> None:
    loaded, problems = load(text_file(tmp_path, DISPATCH_HEADER + "\n"), operator)
    assert (loaded.n_rows, loaded.n_new, problems) == (0, 0, [])


def test_utf_16_is_refused_with_what_to_do(tmp_path: Path, operator: Actor) -> None:
    with pytest.raises(WrongEncoding, match="UTF-8"):
        load(bytes_file(tmp_path, ROWS.encode("utf-16")), operator)


def test_wrong_columns_are_refused_with_those_missing_and_found(
    tmp_path: Path, operator: Actor
) -> None:
    with pytest.raises(WrongColumns) as refusal:
        load(text_file(tmp_path, "name,colour\nx,y\n"), operator)
    for word in ("external_id", "received_at", "incident_number", "name", "colour", "--map"):
        assert word in str(refusal.value)


def test_a_named_mapping_says_which_of_its_columns_are_missing(
    tmp_path: Path, operator: Actor
) -> None:
    with pytest.raises(WrongColumns, match=r"timeStamp.*Columns found: CAD Number"):
        load(dispatch_file(tmp_path), operator, Choices(mapping="montgomery_pa"))


def test_a_needed_column_that_stands_twice_is_refused(tmp_path: Path, operator: Actor) -> None:
    text = "call_id,call_id,received\n1,2,2023-05-01 20:00:00\n"
    with pytest.raises(WrongColumns, match="twice"):
        load(text_file(tmp_path, text), operator, TORONTO)


def test_a_town_can_bring_its_own_mapping(tmp_path: Path, operator: Actor) -> None:
    mapping = text_file(
        tmp_path,
        'source = "our-town"\ntime_zone = "Europe/Paris"\nday_first = true\nfinished = false\n'
        '[columns]\nexternal_id = "Nummer"\nreceived_at = ["Wann"]\n',
        "town.toml",
    )
    path = text_file(tmp_path, "Nummer;Wann\n7;01/05/2023 20:00\n")
    load(path, operator, Choices(mapping=str(mapping)))
    call = Call.objects.get()
    assert (call.source, call.status) == ("import:our-town", "received")
    assert call.received_at.isoformat() == "2023-05-01T18:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns", "not TOML"),
        ("colour = 1\n[columns]\n", "nobody reads: colour"),
        ('[columns]\naddress = "addr"\n', "may hold"),
        ("[columns]\nreceived_at = 4\n", "text or a list"),
        ('source = "two words"\n[columns]\nreceived_at = "t"\n', "A source is"),
        ('[columns]\nreceived_at = "t"\n[call_type]\npattern = "("\n', "pattern"),
    ],
)
def test_a_mapping_that_is_not_right_says_why(tmp_path: Path, text: str, reason: str) -> None:
    path = text_file(tmp_path, text, "town.toml")
    with pytest.raises(BadMapping, match=reason):
        mapping_named(str(path))


def test_an_unknown_mapping_lists_those_there_are() -> None:
    with pytest.raises(NoSuchMapping, match="montgomery_pa"):
        mapping_named("atlantis")
    assert shipped_names() == ["montgomery_pa", "police_data_initiative"]


def test_the_area_names_of_a_file_are_counted(tmp_path: Path) -> None:
    assert area_names_in(county_file(tmp_path), UTC) == {"ABINGTON": 2, "NORRISTOWN": 1}
