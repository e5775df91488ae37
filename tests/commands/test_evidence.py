"""`commonbeat evidence effect`: the answer, the picture and the refusals, from a plain CSV file."""

from __future__ import annotations

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
        (("--treated", "Nowhere"), "'Nowhere'"),
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
