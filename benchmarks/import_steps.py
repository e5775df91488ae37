"""Steps of the import benchmark that need Django; each runs in a process of its own."""

from __future__ import annotations

import json
import resource
import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter

import django

django.setup()

import numpy as np  # noqa: E402
import shapely  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from shapely.geometry import mapping as as_mapping  # noqa: E402

from commonbeat.domains.calls.importing.reading import Table  # noqa: E402
from commonbeat.domains.places.actions import import_areas  # noqa: E402
from commonbeat.domains.places.geojson import Properties  # noqa: E402
from commonbeat.roles import Role, actor  # noqa: E402
from commonbeat.workflows.call_import import (  # noqa: E402
    Choices,
    load_calls,
    reading_of,
    readings,
)

OPERATOR = actor(Role.OPERATOR, "benchmark")
CHOICES = Choices(mapping="montgomery_pa")


def prepare(file: Path) -> dict[str, float]:
    """Migrate, and draw an area around the middle of each township, so that points are located."""
    call_command("migrate", verbosity=0)
    middles = _middles(file)
    points = shapely.points(list(middles.values()))
    box = shapely.box(*shapely.total_bounds(points)).buffer(0.2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=box))
    names = {shapely.points(middle): name for name, middle in middles.items()}
    features = []
    for cell in cells:
        name = next(name for point, name in names.items() if shapely.intersects(cell, point))
        border = as_mapping(shapely.segmentize(shapely.intersection(cell, box), 0.002))
        features.append({"type": "Feature", "properties": {"name": name}, "geometry": border})
    import_areas(features=features, mapping=Properties(name="name"), by=OPERATOR)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"areas": len(features)}


def load(file: Path) -> dict[str, float]:
    """Import the file and count the calls of an area, to show that it is finished."""
    start = perf_counter()
    loaded = load_calls(file, CHOICES, by=OPERATOR, on_problem=lambda _problem: None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_id, COUNT(*) FROM calls_call GROUP BY area_id")
        areas = cursor.fetchall()
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": loaded.n_new,
        "seconds": seconds,
        "peak_mb": peak,
        "n_rows read": loaded.n_rows,
        "n_new calls": loaded.n_new,
        "n_repeats": loaded.n_repeated,
        "n_left out": loaded.n_left_out,
        "n_areas with calls": len(areas),
    }


def empty(_file: Path) -> dict[str, float]:
    """Empty the table of calls."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE calls_call CASCADE")
    return {}


def _middles(file: Path) -> dict[str, tuple[float, float]]:
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with Table(file) as table:
        for read in readings(table, reading_of(table, CHOICES)):
            batch = read.batch
            both = zip(batch.longitudes.tolist(), batch.latitudes.tolist(), strict=True)
            for name, point in zip(batch.area_names, both, strict=True):
                if name:
                    found[name].append(point)
    middles = {name: np.nanmedian(np.array(some), axis=0) for name, some in found.items()}
    return {name: (float(x), float(y)) for name, (x, y) in middles.items()}


if __name__ == "__main__":
    steps = {"prepare": prepare, "import": load, "empty": empty}
    print(json.dumps(steps[sys.argv[1]](Path(sys.argv[2]))))
