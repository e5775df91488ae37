"""GeoJSON files, whole and damaged."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from commonbeat.domains.places.geojson import NotGeoJSON, features_in, properties_of
from tests.domains.places.squares import NEIGHBOURS

WHOLE = json.dumps({"type": "FeatureCollection", "features": NEIGHBOURS}).encode()


@pytest.mark.parametrize("data", [WHOLE, gzip.compress(WHOLE, mtime=0), b"\xef\xbb\xbf" + WHOLE])
def test_a_collection_is_read_plain_packed_or_with_a_mark(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "areas.geojson"
    file.write_bytes(data)
    assert features_in(file) == NEIGHBOURS
    assert properties_of(features_in(file)) == ["ID", "NAME", "NOM", "POP"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{", "not JSON"),
        (b"[]", "FeatureCollection"),
        (json.dumps(NEIGHBOURS[0]).encode(), "FeatureCollection"),
        (gzip.compress(WHOLE, mtime=0)[:-20], "cut short"),
    ],
)
def test_another_file_is_refused_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    file = tmp_path / "areas.geojson"
    file.write_bytes(data)
    with pytest.raises(NotGeoJSON, match=reason):
        features_in(file)
