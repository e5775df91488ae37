"""`commonbeat places`: areas from a map, or from the names in a file of calls."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from click.testing import CliRunner, Result

from commonbeat.commands.places import places
from commonbeat.domains.places.models import Area
from tests.domains.calls.files import county_file, text_file
from tests.domains.places.squares import NEIGHBOURS, square

MAP = ("--name", "NAME", "--code", "ID", "--name-fr", "NOM", "--population", "POP")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(places, [str(word) for word in words])


def areas_file(folder: Path, *features: dict[str, object]) -> Path:
    path = folder / "areas.geojson.gz"
    document = {"type": "FeatureCollection", "features": features}
    path.write_bytes(gzip.compress(json.dumps(document).encode()))
    return path


def test_a_packed_map_is_loaded_once(tmp_path: Path) -> None:
    path = areas_file(tmp_path, *NEIGHBOURS)
    assert "2 new, 0 changed, 0 the same" in run("import", path, *MAP).output
    assert "0 new, 0 changed, 2 the same" in run("import", path, *MAP).output
    assert Area.objects.count() == 2
    shown = run("list").output
    assert "Area a" in shown
    assert "Secteur b" in shown


def test_features_left_out_are_told_by_number(tmp_path: Path) -> None:
    path = areas_file(tmp_path, square("a", 0, 0), square("b", 200, 0))
    result = run("import", path, *MAP)
    assert result.exit_code == 0
    assert "Feature 2 left out: a coordinate is not a longitude" in result.output


def test_wrong_properties_are_told_with_those_there_are(tmp_path: Path) -> None:
    result = run("import", areas_file(tmp_path, *NEIGHBOURS))
    assert result.exit_code == 1
    assert "has no property name" in result.output
    assert "ID, NAME, NOM, POP" in result.output


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    result = run("import", text_file(tmp_path, "a,b\n"))
    assert result.exit_code == 1
    assert "not JSON" in result.output


def test_areas_can_be_made_from_the_names_in_a_file_of_calls(tmp_path: Path) -> None:
    path = county_file(tmp_path)
    assert "Areas: 1 new" in run("from-column", path, "--at-least", "2").output
    assert Area.objects.get().name == "Abington"
    assert "Areas: 1 new, 0 changed, 1 the same" in run("from-column", path).output


def test_a_file_of_calls_without_names_of_areas_makes_none(tmp_path: Path) -> None:
    result = run("from-column", text_file(tmp_path, "call_id,received\n"))
    assert result.exit_code == 1
    assert "no column that names areas" in result.output


def test_an_area_is_retired_by_its_code(tmp_path: Path) -> None:
    run("import", areas_file(tmp_path, *NEIGHBOURS), *MAP)
    assert "The area a is out of use." in run("retire", "a").output
    assert Area.objects.get(code="a").retired_by == "operator:command"
    assert "There is no area z" in run("retire", "z").output
