"""Community officers by area, and a map to find one's area on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonbeat.core import clock
from commonbeat.domains.agencies import public as agencies
from commonbeat.domains.agencies.public import PublicOfficer
from commonbeat.domains.places import public as places
from commonbeat.portals.public.area_map import numbered_map
from commonbeat.portals.public.kept import for_everybody, page


@dataclass(frozen=True, slots=True)
class InArea:
    """An area, its number on the map, and who can be reached for it."""

    number: int
    code: str
    name: str
    officers: tuple[PublicOfficer, ...]


@for_everybody
def directory(request: HttpRequest) -> HttpResponse:
    """Every area with its officers; an area without one says so."""
    by_name: dict[str, list[PublicOfficer]] = defaultdict(list)
    for officer in agencies.officers(timezone.localtime(clock.now()).date()):
        by_name[officer.area_name].append(officer)
    areas = sorted(places.areas(), key=lambda area: area.label)
    listed = [
        InArea(number, area.code, area.label, tuple(by_name[area.label]))
        for number, area in enumerate(areas, start=1)
    ]
    numbers = {area.code: area.number for area in listed}
    return page(request, "public/officers.html", {"areas": listed, "map": numbered_map(numbers)})
