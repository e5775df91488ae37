import gzip
import json

import pytest

from commonbeat.evidence import faults
from commonbeat.evidence.borders import read_borders


def square(x, y, **properties):
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def written(folder, *features, name="areas.geojson.gz"):
    path = folder / name
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    path.write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    return path


FEATURES = (
    square(0, 0, id="1", title="Old-Town"),
    square(1.0001, 0, id="2", title="HARBOUR"),
    square(5, 5, id="3", title="Far Hill"),
    square(9, 9, id="4", title="Elsewhere"),
)


def test_areas_touch_across_a_small_gap_and_names_match_whatever_their_writing(tmp_path):
    areas = ("Old Town", "Harbour", "Far-Hill", "Island")
    found = read_borders(written(tmp_path, *FEATURES), areas)
    assert found.touching["Old Town"] == {"Harbour"}
    assert found.touching["Far-Hill"] == frozenset()
    assert found.unknown == ("Island",)
    assert found.around(["Old Town", "Island"]) == ("Harbour",)
    assert found.around(["Old Town", "Harbour"]) == ()


def test_the_property_can_be_named(tmp_path):
    found = read_borders(written(tmp_path, *FEATURES, name="a.json"), ("1", "2"), name="id")
    assert found.touching["2"] == {"1"}


def test_what_is_wrong_is_named(tmp_path):
    with pytest.raises(faults.TooFew):
        read_borders(written(tmp_path, *FEATURES), ("Nowhere",))
    path = tmp_path / "broken.geojson"
    path.write_text("[1]")
    with pytest.raises(faults.Contradiction):
        read_borders(path, ("Harbour",))
