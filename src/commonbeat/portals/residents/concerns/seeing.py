"""What is reported, as everybody may see it: a list of what is open, and a page of each.

They show what the public list of Open311 shows and nothing else: no words of a resident, a place
moved by up to 180 metres, a photo that staff published. What is not shown to everybody answers as
if it did not exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.listing import Shown
from commonbeat.domains.concerns.public import Search
from commonbeat.domains.places.public import areas
from commonbeat.portals.residents.concerns import place_map
from commonbeat.portals.residents.concerns.place_map import Mark, Spot
from commonbeat.portals.residents.concerns.state_words import public_state_words

OPEN = ("received", "looking", "planned")
A_PAGE = 20
LAST_PAGE = 50
NEAR = 3  # how near the map of one looks: an index of place_map.ZOOMS


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list, in words."""

    place: int  # in the list, and on the map
    shown: Shown
    kind: str
    state: str
    area: str


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """What is reported and still open, by area and kind, newest first."""
    search, number = _search(request)
    found = listing.shown(search)
    entries = [_entry(one, place) for place, one in enumerate(found[:A_PAGE], start=1)]
    asked = {"area": "".join(search.areas), "kind": "".join(search.kinds)}
    given = {
        "entries": entries,
        "map": _map_of(entries),
        "filters": _filters(**asked),
        "clear_url": reverse("residents:concerns") if any(asked.values()) else "",
        "earlier": _page(asked, number - 1) if number > 1 else "",
        "later": _page(asked, number + 1) if len(found) > A_PAGE and number < LAST_PAGE else "",
    }
    return _for_everybody(render(request, "residents/concerns/every.html", given))


@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One concern as everybody sees it."""
    if not re.fullmatch(r"\d{2}-\d{7,12}", number, re.ASCII):
        raise Http404
    found = listing.shown(Search(numbers=[number], size=1))
    if not found:
        raise Http404
    [shown] = found
    said = public_state_words()
    steps = [
        {"label": said[told.state], "state": "done", "time": told.at, "note": told.words}
        for told in public.updates_of(number)
    ]
    given = {"entry": _entry(shown, 1), "map": _map_near(shown), "steps": steps}
    return _for_everybody(render(request, "residents/concerns/seen.html", given))


def _search(request: HttpRequest) -> tuple[Search, int]:
    """What the address asks for, and the number of the page; one more row tells of a next page."""
    area, kind = request.GET.get("area", ""), request.GET.get("kind", "")
    text = request.GET.get("page", "1")
    number = int(text) if re.fullmatch(r"\d{1,3}", text, re.ASCII) else 1
    number = min(max(number, 1), LAST_PAGE)
    search = Search(
        areas=[one.code for one in areas() if one.code == area],
        kinds=[one.code for one in public.kinds() if one.code == kind],
        states=OPEN,
        first=(number - 1) * A_PAGE,
        size=A_PAGE + 1,
    )
    return search, number


def _entry(shown: Shown, place: int) -> Entry:
    french = (get_language() or "").startswith("fr")
    labels = {one.name: one.label for one in areas()}
    return Entry(
        place,
        shown,
        shown.kind_name_fr if french else shown.kind_name,
        public_state_words()[shown.state],
        labels.get(shown.area, shown.area),
    )


def _map_of(entries: list[Entry]) -> SafeString | None:
    middle = place_map.start()
    marks = [
        Mark(one.shown.longitude, one.shown.latitude, str(one.place))
        for one in entries
        if one.shown.longitude is not None and one.shown.latitude is not None
    ]
    if middle is None or not marks:
        return None
    title = _("Map of the town. Each number stands near what the list says under it.")
    return place_map.drawn(middle, marks=marks, title=title)


def _map_near(shown: Shown) -> SafeString | None:
    if shown.longitude is None or shown.latitude is None:
        return None
    spot = Spot(shown.longitude, shown.latitude, NEAR)
    mark = Mark(shown.longitude, shown.latitude)
    title = _("Map. It is somewhere near the ring; the exact place is not shown.")
    return place_map.drawn(spot, marks=[mark], title=title)


def _filters(area: str, kind: str) -> list[dict[str, object]]:
    french = (get_language() or "").startswith("fr")
    places = [("", _("The whole town")), *((one.code, one.label) for one in areas())]
    kinds = [
        ("", _("Everything")),
        *((k.code, k.name_fr if french else k.name) for k in public.kinds() if k.is_public),
    ]
    return [
        {"name": "area", "label": _("Part of town"), "choices": _choices(places, area)},
        {"name": "kind", "label": _("Kind"), "choices": _choices(kinds, kind)},
    ]


def _choices(found: list[tuple[str, str]], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, text, value == chosen) for value, text in found]


def _page(asked: dict[str, str], number: int) -> str:
    said = {name: value for name, value in asked.items() if value} | {"page": str(number)}
    return f"?{urlencode(said)}"


def _for_everybody(response: HttpResponse) -> HttpResponse:
    """What is taken back is gone at the next look, and no search engine keeps it."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
