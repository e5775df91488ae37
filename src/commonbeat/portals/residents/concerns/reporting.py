"""A resident reports a concern: what kind, where, what; then a private page says its number.

No account, no cookie. Both pages live at one address and are sent with POST, so that nothing of
a report stands in an address; what was given travels in the form.
"""

from __future__ import annotations

import datetime as dt
import math

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core import clock
from commonbeat.core.floods import is_flood, place_of
from commonbeat.domains.concerns import listing, public
from commonbeat.domains.concerns.errors import NotAccepted
from commonbeat.domains.concerns.listing import Shown
from commonbeat.domains.concerns.public import KindView, Search
from commonbeat.domains.places.locator import is_far
from commonbeat.portals.residents.concerns import place_map
from commonbeat.portals.residents.concerns.flooding import flooded
from commonbeat.portals.residents.concerns.forms import WhatForm, WhereForm
from commonbeat.portals.residents.concerns.place_map import Spot
from commonbeat.portals.residents.concerns.repeating import new_form, same_form
from commonbeat.roles import Role, actor
from commonbeat.workflows import concern_intake

MOST_AN_HOUR = 20  # reports from one place
NEAR = 0.002  # degrees: about two hundred metres
RECENT = dt.timedelta(days=180)
MOVES = (*place_map.MOVES, "nearer", "farther")


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """What one may report, and where to turn with other things."""
    given = {"kinds": public.kinds(), "sender": settings.TEXT_SENDER}
    return render(request, "residents/concerns/kinds.html", given)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask where and what, step by step, and take the report in."""
    found = next((one for one in public.kinds() if one.code == kind), None)
    if found is None:
        raise Http404
    answer = _answer(request, found)
    answer.headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=()"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _answer(request: HttpRequest, kind: KindView) -> HttpResponse:
    spot = _spot(request)
    if request.method != "POST":
        return _ask_where(request, kind, spot, WhereForm(has_map=spot is not None))
    press = request.POST.get("press", "next")
    if spot is not None and press in MOVES:
        # Somebody who moves the map means the place under the cross.
        pressed = request.POST.copy()
        pressed["on_map"] = "" if _is_elsewhere(request) else "on"
        place = WhereForm(pressed, has_map=True)
        return _ask_where(request, kind, place_map.moved(spot, press), place)
    place = WhereForm(request.POST, has_map=spot is not None)
    if press == "back" or not place.is_valid():
        return _ask_where(request, kind, spot, place)
    if press == "next":
        form = WhatForm(kind, public.questions(kind.code) or [])
        return _ask_what(request, kind, spot, place, form)
    return _take(request, kind, spot, place)


def _take(
    request: HttpRequest, kind: KindView, spot: Spot | None, place: WhereForm
) -> HttpResponse:
    form = WhatForm(kind, public.questions(kind.code) or [], request.POST, request.FILES)
    if not form.is_valid():
        return _ask_what(request, kind, spot, place, form)
    if is_flood("report", place_of(request), most=MOST_AN_HOUR):
        return _ask_what(request, kind, spot, place, form, has_flood=True)
    point = (spot.longitude, spot.latitude) if spot and place.cleaned_data.get("on_map") else None
    number, mail = form.cleaned_data["reach"]
    photo = form.cleaned_data["photo"]
    try:
        raised = concern_intake.take_report(
            report=form.report(place, point, same_form(request)),
            number=number,
            mail=mail,
            photos=[photo] if photo else [],
            by=actor(Role.ANYBODY, "page"),
        )
    except NotAccepted as refused:
        form.take_faults(refused.faults)
        return _ask_what(request, kind, spot, place, form)
    answer = redirect("residents:concern", token=raised.token)
    answer.status_code = 303
    return answer


def _ask_where(
    request: HttpRequest, kind: KindView, spot: Spot | None, form: WhereForm
) -> HttpResponse:
    given = {
        "kind": kind,
        "form": form,
        "spot": spot,
        "map": place_map.drawn(spot) if spot else None,
        "area": place_map.area_under(spot) if spot else "",
        "moves": place_map.move_words(),
        "is_elsewhere": _is_elsewhere(request),
        "pressed": request.POST.get("press", ""),
        "asked_as": same_form(request) or new_form(),
    }
    shows_errors = form.is_bound and request.POST.get("press") in ("next", "send", None)
    if not shows_errors:
        form.errors.clear()
    status = 422 if shows_errors and form.errors else 200
    return render(request, "residents/concerns/where.html", given, status=status)


def _ask_what(
    request: HttpRequest,
    kind: KindView,
    spot: Spot | None,
    place: WhereForm,
    form: WhatForm,
    *,
    has_flood: bool = False,
) -> HttpResponse:
    given = {
        "kind": kind,
        "form": form,
        "spot": spot,
        "place": place.cleaned_data,
        "alike": _alike(kind, spot, place),
        "asked_as": same_form(request),
        "emergency": settings.EMERGENCY_NUMBER,
        "is_flood": has_flood,
        "lost_photo": has_flood and bool(request.FILES),
    }
    status = 422 if form.errors else 200
    answer = render(request, "residents/concerns/what.html", given, status=status)
    return flooded(answer) if has_flood else answer


def _alike(kind: KindView, spot: Spot | None, place: WhereForm) -> list[Shown]:
    """Open public concerns of this kind nearby: perhaps somebody has reported it already."""
    if spot is None or not place.cleaned_data.get("on_map") or not kind.is_public:
        return []
    near = (spot.longitude, spot.latitude, NEAR)
    states = ("received", "looking", "planned")
    since = clock.now() - RECENT  # an older one is hardly the same, and need not be looked through
    return listing.shown(Search(kinds=[kind.code], states=states, since=since, near=near, size=3))


def _spot(request: HttpRequest) -> Spot | None:
    """Where the cross is: as the form says, or the middle of the town."""
    start, point = place_map.start(), _point(request)
    if start is None or point is None or is_far(*point):
        return start
    zoom = request.POST.get("zoom", "")[:3]
    nearest = len(place_map.ZOOMS) - 1
    return Spot(*point, min(int(zoom) if zoom.isdecimal() else 0, nearest))


def _is_elsewhere(request: HttpRequest) -> bool:
    point = _point(request)
    return point is not None and is_far(*point)


def _point(request: HttpRequest) -> tuple[float, float] | None:
    """The longitude and latitude that the form carries, or None."""
    try:
        longitude, latitude = float(request.POST["long"]), float(request.POST["lat"])
    except (KeyError, ValueError):
        return None
    return (longitude, latitude) if math.isfinite(longitude + latitude) else None
