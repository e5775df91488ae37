"""`commonbeat evidence effect`: the answer, the picture and the refusals, from a plain CSV file."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from commonbeat.commands.evidence import evidence

pytestmark = pytest.mark.arithmetic

AREAS = [f"Area {i:02d}" for i in range(14)]


def calls(
    folder: Path, *, n_areas: int = 14, n_months: int = 48, mean: float = 40, change: float = 0.4
) -> Path:
    """Calls of an invented town, one a row; the first two areas change from 2023-01."""
    rng = np.random.default_rng(7)
    lines = ["Received,Area,Kind"]
    for month in range(n_months):
        for area in range(n_areas):
            part = change if area < 2 and month >= 36 else 1
            for _ in range(rng.poisson(mean * part)):
                day = rng.integers(1, 29) if month % 12 else rng.integers(1, 32)
                when = f"{2020 + month // 12}-{month % 12 + 1:02d}-{day:02d} 10:00:00"
                lines.append(f"{when},{AREAS[area]},THEFT")
        lines.append(f"{2020 + month // 12}-{month % 12 + 1:02d}-28 11:00,{AREAS[0]},NOISE")
        lines.append(f"{2020 + month // 12}-{month % 12 + 1:02d}-28 11:00,,THEFT")
    path = folder / "calls.csv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def run(path: Path, *words: object) -> Result:
    usual = ["--areas", "Area", "--date", "Received", "--treated", "Area 00, Area 01"]
    given = ["effect", str(path), *usual, "--start", "2023-01", *map(str, words)]
    return CliRunner().invoke(evidence, given)


def squares(folder: Path) -> Path:
    """Outlines in a row, so that each area touches the next; the last has none."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": i, "called": name.upper().replace(" ", "-")},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[i, 0], [i + 1, 0], [i + 1, 1], [i, 1], [i, 0]]],
            },
        }
        for i, name in enumerate(AREAS[:-1])
    ]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_real_fall_is_told_with_its_range_and_its_pictures(tmp_path: Path) -> None:
    picture = tmp_path / "out.svg"
    done = run(calls(tmp_path), "--chosen", "at_random", "--picture", picture)
    assert done.exit_code == 0, done.output
    assert "Evidence of a fall" in done.output
    assert "against 12 comparison areas" in done.output
    assert "48 events name no area." in done.output
    assert "sham programmes" in done.output
    for path in (picture, tmp_path / "out-months.svg"):
        assert path.read_text().startswith("<svg")


def test_where_keeps_only_such_rows(tmp_path: Path) -> None:
    done = run(calls(tmp_path, n_months=40), "--where", "Kind=NOISE")
    assert done.exit_code == 1
    assert "No event lies in 'Area 01'. Areas with events: Area 00." in done.output


def test_it_speaks_french(tmp_path: Path) -> None:
    done = run(calls(tmp_path), "--language", "fr", "--chosen", "at_random")
    assert "Indices d’une baisse" in done.output
    assert "faux programmes" in done.output


def test_unsaid_choice_counts_as_need_and_is_told(tmp_path: Path) -> None:
    done = run(calls(tmp_path))
    assert "(--chosen)" in done.output
    assert "worse than usual" in done.output


def test_neighbours_are_told_apart_when_borders_are_given(tmp_path: Path) -> None:
    done = run(calls(tmp_path), "--borders", squares(tmp_path), "--chosen", "at_random")
    assert "Places next door (Area 02)" in done.output
    assert "against 11 comparison areas" in done.output
    assert "Without an outline, so without known neighbours: Area 13." in done.output


def test_a_plan_written_can_be_run_again_and_not_be_changed(tmp_path: Path) -> None:
    path, plan = calls(tmp_path), tmp_path / "plan.json"
    first = run(path, "--chosen", "at_random", "--plan-out", plan)
    words = ["effect", str(path), "--areas", "Area", "--date", "Received", "--plan", str(plan)]
    again = CliRunner().invoke(evidence, words)
    assert again.exit_code == 0, again.output
    assert again.stdout.splitlines()[2] == first.stdout.splitlines()[2]
    plan.write_text(
        plan.read_text().replace('"start_month": "2023-01"', '"start_month": "2023-02"')
    )
    changed = CliRunner().invoke(evidence, words)
    assert changed.exit_code == 1
    assert "differs from the one that was frozen" in changed.output
    plan.write_text("{}")
    assert "not a plan" in CliRunner().invoke(evidence, words).output


def test_counts_a_row_are_added_up_and_partial_months_left_out(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    lines = ["YEAR,MONTH,DAY,Area,n", "2019,12,20,Area 05,1"]
    for month in range(48):
        for name in AREAS:
            lines.append(f"{2020 + month // 12},{month % 12 + 1},28,{name},{rng.poisson(30)}")
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(lines))
    words = ["--areas", "Area", "--treated", AREAS[3], "--start", "2023-01", "--count", "n"]
    done = CliRunner().invoke(evidence, ["effect", str(path), *words])
    assert done.exit_code == 0, done.output
    assert "2020-01 – 2023-12" in done.output
    assert "has only a part of it: 2019-12" in done.output


def test_too_little_says_what_would_be_enough(tmp_path: Path) -> None:
    done = run(calls(tmp_path, n_areas=6, mean=0.3))
    assert done.exit_code == 1
    assert "There are 4 comparison areas; at least 8 are needed" in done.output
    assert "months would be enough" in done.output
    french = run(calls(tmp_path, n_areas=6, mean=0.3), "--language", "fr")
    assert "il en faut au moins 8" in french.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--areas", "Beat"), "the file's columns are: Received, Area, Kind"),
        (("--date", "Kind"), "line 2: 'THEFT' is not a date"),
        (("--count", "Kind"), "not a finite number"),
        (("--areas", "aera"), "Did you mean 'Area'?"),
        (("--treated", "Nowhere"), "'Nowhere'"),
        (("--treated", "Aera 03"), "Did you mean 'Area 03'?"),
        (("--start", "January"), "--start: 'January' is not a month; write it as 2023-01."),
        (("--start", "2023-13"), "is not a month"),
        (("--start", "2023-01-15"), "is not a month"),
        (("--last", "2031-01"), "'2031-01' is no whole month of the file (2020-01 to 2023-12)"),
        (("--encoding", "martian"), "'martian'"),
        (("--where", "Kind=theft"), "Did you mean 'THEFT'?"),
        (("--date-order", "dmy"), "write it as 31/01/2023"),
        (("--picture", "/nowhere/at/all.svg"), "/nowhere/at/all.svg: No such file"),
        (("--treated", "Area 00,Area 00"), "named twice"),
        (("--start", "2031-01"), "'2031-01'"),
        (("--where", "Kind"), "write COLUMN=VALUE"),
        (("--treated", ""), "Give --treated and --start"),
        (("--first", "2023-01"), "no month lies before the start"),
        (("--start", "2023-11"), "whole months from the start on"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = run(calls(tmp_path, mean=5), *words)
    assert done.exit_code != 0
    assert told in done.output


def test_a_spreadsheet_of_another_country_is_read_when_its_encoding_is_named(
    tmp_path: Path,
) -> None:
    lines = gzip.decompress(calls(tmp_path).read_bytes()).decode().replace(",", ";")
    lines = lines.replace("Area 00", "Évry, centre").replace("Area 01", "Île")
    path = tmp_path / "appels.csv"
    path.write_bytes(lines.replace("\n", "\r\n").encode("cp1252"))
    words = ["--areas", "Area", "--date", "Received", "--start", "2023-1"]
    given = ["effect", str(path), *words, "--treated", '"Évry, centre",Île']
    refused = CliRunner().invoke(evidence, given)
    assert "line 2, is not written in UTF-8; name its encoding, such as cp1252" in refused.output
    done = CliRunner().invoke(evidence, [*given, "--encoding", "cp1252", "--chosen", "at_random"])
    assert done.exit_code == 0, done.output
    assert "Evidence of a fall" in done.stdout


def test_lost_months_and_names_written_alike_are_told(tmp_path: Path) -> None:
    lines = gzip.decompress(calls(tmp_path).read_bytes()).decode().splitlines()
    kept = [line for line in lines if not line.startswith(("2021-03", "2021-04"))]
    path = tmp_path / "calls.csv"
    path.write_text("\n".join([*kept, "2021-05-05,AREA  05,THEFT"]))
    done = run(path, "--chosen", "at_random")
    assert "Without any record, though counted as nought (lost?): 2021-03, 2021-04." in done.stdout
    assert "though written alike (--rename joins them): AREA  05 = Area 05." in done.stdout
    french = run(path, "--chosen", "at_random", "--language", "fr")
    assert "comptés comme zéro (perdus ?) : 2021-03, 2021-04." in french.stdout


def test_areas_are_renamed_and_merged_as_the_list_says(tmp_path: Path) -> None:
    renames = tmp_path / "names.csv"
    renames.write_text("old,new\nArea 01,Area 00\nArea 05,Riverside\nElsewhere,Nowhere\n")
    words = ["--areas", "Area", "--date", "Received", "--treated", "Area 00", "--rename"]
    path = calls(tmp_path)
    given = ["effect", str(path), *words, str(renames), "--start", "2023-01"]
    done = CliRunner().invoke(evidence, given)
    assert done.exit_code == 0, done.output
    assert "in 13 areas" in done.output
    assert "against 12 comparison areas" in done.output
    assert "Names to change that the file does not hold: Elsewhere." in done.output
    named = CliRunner().invoke(evidence, [*given[:-2], "--start", "2023-01", "--language", "fr"])
    assert "Noms à changer que le fichier ne contient pas : Elsewhere." in named.output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("old,new\n", "names in names.csv: 0 is too few"),
        ("Area 01\n", "line 1: needed: old name, new name"),
        ("old,new\nArea 01,\n", "line 2: needed: old name, new name"),
        ("Area 01,A\nArea 01,B\n", "line 2: 'Area 01' has two new names"),
    ],
)
def test_a_list_of_names_that_makes_no_sense_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    renames = tmp_path / "names.csv"
    renames.write_text(text)
    done = run(calls(tmp_path, mean=5), "--rename", renames)
    assert done.exit_code == 1
    assert told in done.output


def spoiled(path: Path, n_bad: int) -> Path:
    """The same calls with rows among them that cannot be read."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    for i in range(n_bad):
        lines.insert(10 + i, f"soon,{AREAS[3]},THEFT" if i % 2 else "2020-01-05 10:00")
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


def test_bad_rows_are_all_told_and_the_good_ones_kept(tmp_path: Path) -> None:
    done = run(spoiled(calls(tmp_path), 3), "--chosen", "at_random")
    assert done.exit_code == 0, done.output
    assert "Evidence of a fall" in done.stdout
    assert "3 rows could not be read." in done.stdout
    assert "11: line 11: fewer cells than the header" in done.stderr
    assert "12: line 12: 'soon' is not a date" in done.stderr
    assert "13: line 13" in done.stderr


def test_many_bad_rows_are_listed_in_a_file(tmp_path: Path) -> None:
    path, listed = spoiled(calls(tmp_path), 30), tmp_path / "bad.csv"
    done = run(path, "--chosen", "at_random")
    assert "and 18 more; --bad-rows FILE lists them all." in done.stderr
    done = run(path, "--chosen", "at_random", "--bad-rows", listed, "--language", "fr")
    assert "Lignes illisibles : 30." in done.stderr
    with listed.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["line"] for row in rows] == [str(i) for i in range(11, 41)]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("Received,Area\n2020-01-01,Évry\n".encode("latin-1"), "is not written in UTF-8"),
        (gzip.compress(b"Received,Area\n2020-01-01,A\n", mtime=0)[:-6], "is damaged"),
        (b"", "the file's columns are: none"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, raw: bytes, told: str
) -> None:
    path = tmp_path / ("calls.csv.gz" if raw[:2] == b"\x1f\x8b" else "calls.csv")
    path.write_bytes(raw)
    done = run(path)
    assert done.exit_code == 1
    assert told in done.output


def ask(path: Path, *words: object) -> Result:
    usual = ["--areas", "Area", "--date", "Received"]
    return CliRunner().invoke(evidence, ["power", str(path), *usual, *map(str, words)])


def test_before_the_start_it_says_what_could_be_seen_and_what_not(tmp_path: Path) -> None:
    path = calls(tmp_path, change=1)
    done = ask(path, "--treated", "Area 00,Area 01")
    assert done.exit_code == 0, done.output
    assert "24 months before the start against 12 from it on" in done.stdout
    assert "With these areas and months you could see a fall of" in done.stdout
    assert "would be seen only" in done.stdout
    assert "A fall of 50%: seen 100% of the time." in done.stdout
    assert "After 24 months: a fall of" in done.stdout
    french = ask(path, "--treated", "Area 00", "--language", "fr")
    assert "on pourrait voir une baisse de" in french.stdout


def test_more_areas_see_smaller_falls_and_neighbours_are_left_out(tmp_path: Path) -> None:
    path = calls(tmp_path, change=1)

    def smallest(*words: object) -> int:
        told = ask(path, *words).stdout
        return int(told.split("could see a fall of ")[1].split("%")[0])

    assert smallest("--treated", ",".join(AREAS[:4])) < smallest("--treated", AREAS[0])
    near = ask(path, "--treated", AREAS[0], "--borders", squares(tmp_path))
    assert near.exit_code == 0, near.output
    short = ask(path, "--treated", AREAS[0], "--before", 12, "--after", 6)
    assert "Fewer than 24 months before the start." in short.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--treated", "Nowhere"), "No event lies in 'Nowhere'"),
        (("--treated", "Area 00", "--before", 60), "at least 72 needed"),
        (("--treated", "Area 00", "--after", 48), "at least 72 needed"),
        (("--treated", "Area 00,Area 00"), "each area once"),
        (("--treated", ",".join(AREAS[:8])), "comparison areas: 6 is too few"),
        (("--treated", "Area 00", "--chance", "0.2"), "0.5<=x<=0.99"),
        (("--treated", "Area 00", "--first", "2031-01"), "'2031-01'"),
        ((), "--treated"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    tmp_path: Path, words: tuple[object, ...], told: str
) -> None:
    done = ask(calls(tmp_path, mean=3, change=1), *words)
    assert done.exit_code != 0
    assert told in done.output


def test_it_needs_neither_settings_nor_a_database(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("COMMONBEAT", "DJANGO"))}
    code = (
        "import sys; from commonbeat.commands.main import main\n"
        "try: main(['evidence', 'effect', '--help'])\n"
        "except SystemExit: pass\n"
        "from django.conf import settings; assert not settings.configured"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "--treated" in done.stdout
