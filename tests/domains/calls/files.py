"""Small files of calls for tests, of the two shapes that are known without a mapping."""

from __future__ import annotations

import gzip
from pathlib import Path

COUNTY_HEADER = "lat,lng,desc,zip,title,timeStamp,twp,addr,e"
COUNTY_ROWS = (
    "40.2,-75.1,A ST; ZZPRIVATE,19401,EMS: FALL VICTIM,2016-03-01 10:00:00,NORRISTOWN,A ST,1",
    "40.3,-75.2,B ST; ZZPRIVATE,,Traffic: ROAD OBSTRUCTION -,2016-03-01 10:05:00,ABINGTON,B ST,1",
    "40.3,-75.2,C ST; ZZPRIVATE,,Traffic: ROAD OBSTRUCTION -,2016-03-01 10:05:00,ABINGTON,C ST,1",
)
DISPATCH_HEADER = (
    "CAD Number,Call Type Final,Priority Final,Received DateTime,Dispatch DateTime,"
    "Enroute DateTime,OnScene DateTime,Close DateTime,Disposition,Latitude,Longitude,"
    "OnView Flag,Police District"
)
DISPATCH_ROW = (
    "231,NOISE,C,2023-05-01 20:00:00,2023-05-01 20:04:00,2023-05-01 20:05:00,"
    "2023-05-01 20:11:00,2023-05-01 20:40:00,HAN,45.5,-74.5,N,CENTRAL"
)


def county_file(folder: Path, *more: str, rows: tuple[str, ...] = COUNTY_ROWS) -> Path:
    """A file like a county's, with three rows of which two are one call, and `more`."""
    return text_file(folder, "\n".join((COUNTY_HEADER, *rows, *more, "")))


def dispatch_file(folder: Path, *rows: str) -> Path:
    """A file with usual column names, of one call unless `rows` are given."""
    return text_file(folder, "\n".join((DISPATCH_HEADER, *(rows or (DISPATCH_ROW,)), "")))


def dispatch_row(**changes: str) -> str:
    """The usual row with some columns changed: number, received, dispatched, lat, lon, …"""
    values = DISPATCH_ROW.split(",")
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return ",".join(values)


def text_file(folder: Path, text: str, name: str = "calls.csv") -> Path:
    """A file of UTF-8 text."""
    return bytes_file(folder, text.encode(), name)


def bytes_file(folder: Path, data: bytes, name: str = "calls.csv") -> Path:
    """A file of bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def packed(path: Path, *, cut: int = 0) -> Path:
    """The file as gzip, its last `cut` bytes missing."""
    data = gzip.compress(path.read_bytes())
    target = path.with_name(path.name + ".gz")
    target.write_bytes(data[: len(data) - cut])
    return target


_PLACES = {
    "number": 0,
    "type": 1,
    "priority": 2,
    "received": 3,
    "dispatched": 4,
    "en_route": 5,
    "arrived": 6,
    "closed": 7,
    "disposition": 8,
    "lat": 9,
    "lon": 10,
    "onview": 11,
    "district": 12,
}
