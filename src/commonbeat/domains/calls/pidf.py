"""A point out of a PIDF-LO document (RFC 5491), which is XML that came from outside.

Positions are 'latitude longitude', in that order. Documents that declare a type or entities are
refused before they are parsed, so nothing in them can grow or reach out.
"""

from __future__ import annotations

from xml.etree import ElementTree as Xml

_LONGEST = 65_536
_GML = "{http://www.opengis.net/gml}"
_INFO = "{urn:ietf:params:xml:ns:pidf:geopriv10}location-info"
_FLAT, _WITH_HEIGHT = 2, 3


class NotALocation(ValueError):
    """The text cannot be read as a location."""


def point_of(document: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None when the document only holds an address.

    A shape with several corners gives the middle of its corners. Raises NotALocation.
    """
    root = _parsed(document)
    info = root if root.tag == _INFO else root.find(f".//{_INFO}")
    if info is None:
        raise NotALocation
    corners = dict.fromkeys(_positions(info))
    if not corners:
        return None
    latitude = sum(lat for lat, _ in corners) / len(corners)
    longitude = sum(lon for _, lon in corners) / len(corners)
    return longitude, latitude


def _parsed(document: str) -> Xml.Element:
    folded = document.upper()
    if len(document) > _LONGEST or "<!DOCTYPE" in folded or "<!ENTITY" in folded:
        raise NotALocation
    try:
        return Xml.fromstring(document.strip())  # noqa: S314
    except (Xml.ParseError, ValueError):
        raise NotALocation from None


def _positions(info: Xml.Element) -> list[tuple[float, float]]:
    found = [_position((each.text or "").split()) for each in info.iter(f"{_GML}pos")]
    for each in info.iter(f"{_GML}posList"):
        numbers = (each.text or "").split()
        size = _WITH_HEIGHT if each.get("srsDimension") == "3" else _FLAT
        found += [_position(numbers[i : i + size]) for i in range(0, len(numbers), size)]
    return found


def _position(numbers: list[str]) -> tuple[float, float]:
    if len(numbers) not in {_FLAT, _WITH_HEIGHT}:
        raise NotALocation
    try:
        latitude, longitude = float(numbers[0]), float(numbers[1])
    except ValueError:
        raise NotALocation from None
    in_range = abs(latitude) <= 90 and abs(longitude) <= 180  # NaN is not
    if not in_range or (latitude, longitude) == (0, 0):
        raise NotALocation
    return latitude, longitude
