"""The live meeting: one screen for the wall, the laptop and the phone, and every press on it.

Each form carries the version that its reader saw. When somebody else was quicker the answer is
409: the screen as it is now, a sentence that says so, and what was typed is still there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string

from commonbeat.core import clock
from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right, tables_of
from commonbeat.domains.hub.actions import deciding, meetings
from commonbeat.domains.hub.reading import Tests
from commonbeat.portals.partners.hub import screen as screens
from commonbeat.portals.partners.pages import POST, HubRequest, at, page, render, status_of
from commonbeat.portals.partners.sentences import sentence_for
from commonbeat.portals.partners.words import TESTS

Change = Callable[[], object]


@page(Right.SEE_TABLE)
def live(request: HubRequest) -> HttpResponseBase:
    """The whole page."""
    return _answer(request)


@page(Right.SEE_TABLE)
def live_part(request: HubRequest) -> HttpResponseBase:
    """What the script swaps in when the table's stamp has grown."""
    return _part(request)


@page(Right.CHAIR, methods=POST)
def open_meeting(request: HubRequest, key: str) -> HttpResponseBase:
    """Begin a planned meeting."""
    return press(request, lambda: meetings.open_meeting(key=key, by=request.actor))


@page(Right.CHAIR, methods=POST)
def close_meeting(request: HubRequest, key: str) -> HttpResponseBase:
    """End the meeting; what is open waits for the next."""
    return press(request, lambda: meetings.close_meeting(key=key, by=request.actor))


@page(Right.SEE_TABLE, methods=POST)
def call_emergency(request: HubRequest) -> HttpResponseBase:
    """Meet now."""
    return press(request, lambda: meetings.call_emergency(by=request.actor))


@page(Right.SEE_TABLE, methods=POST)
def attend(request: HubRequest) -> HttpResponseBase:
    """Say that one is here, in the room or from afar."""
    meeting = _open_meeting(request)
    how = "remote" if request.POST.get("how") == "remote" else "room"
    return press(request, lambda: meetings.attend(meeting_key=meeting, how=how, by=request.actor))


@page(Right.SEE_TABLE, methods=POST)
def leave(request: HubRequest) -> HttpResponseBase:
    """Say that one goes."""
    meeting = _open_meeting(request)
    return press(request, lambda: meetings.leave(meeting_key=meeting, by=request.actor))


@page(Right.CHAIR, methods=POST)
def note_gone(request: HubRequest) -> HttpResponseBase:
    """Write down that somebody has gone without saying so."""
    meeting, who = _open_meeting(request), request.POST.get("who", "")
    return press(
        request, lambda: meetings.note_gone(meeting_key=meeting, staff_key=who, by=request.actor)
    )


@page(Right.SEE_TABLE, methods=POST)
def present(request: HubRequest, key: str) -> HttpResponseBase:
    """Put a situation on the table."""
    version = version_in(request)
    return press(
        request,
        lambda: meetings.present(situation_key=key, version=version, by=request.actor),
    )


@page(Right.DISCUSS, methods=POST)
def say_agreed(request: HubRequest, key: str) -> HttpResponseBase:
    """One's agency agrees that the risk is acutely elevated, or does not."""
    agrees = request.POST.get("agrees") == "yes"
    return press(
        request,
        lambda: deciding.say_agreed(situation_key=key, agrees=agrees, by=request.actor),
        key,
    )


@page(Right.CHAIR, methods=POST)
def decide(request: HubRequest, key: str) -> HttpResponseBase:
    """The table's decision, with its four tests, or with the reason why not."""
    ticked, reason = request.POST.getlist("tests"), request.POST.get("reason", "")
    typed = {"tests": ticked, "reason": reason}

    def change() -> object:
        return deciding.decide_threshold(
            situation_key=key,
            version=version_in(request),
            is_elevated=request.POST.get("elevated") == "yes",
            tests=Tests(**{name: name in ticked for name in TESTS}),
            reason=reason,
            by=request.actor,
        )

    return press(request, change, key, typed=typed)


@page(Right.DISCUSS, methods=POST)
def say_in(request: HubRequest, key: str) -> HttpResponseBase:
    """One's agency is in."""
    part = request.POST.get("part", "")
    return press(
        request, lambda: deciding.say_in(situation_key=key, part=part, by=request.actor), key
    )


@page(Right.DISCUSS, methods=POST)
def say_out(request: HubRequest, key: str) -> HttpResponseBase:
    """One's agency is out, and loses the identity note at once."""
    return press(request, lambda: deciding.say_out(situation_key=key, by=request.actor), key)


@page(Right.CHAIR, methods=POST)
def begin_plan(request: HubRequest, key: str) -> HttpResponseBase:
    """Who leads is settled; the clock of the visit runs."""

    def change() -> object:
        return deciding.begin_plan(
            situation_key=key,
            version=version_in(request),
            lead=request.POST.get("lead", ""),
            by=request.actor,
        )

    return press(request, change, key)


@page(Right.CHAIR, methods=POST)
def change_lead(request: HubRequest, key: str) -> HttpResponseBase:
    """Another agency that is in takes the lead."""

    def change() -> object:
        return deciding.change_lead(
            situation_key=key,
            version=version_in(request),
            lead=request.POST.get("lead", ""),
            by=request.actor,
        )

    return press(request, change, key)


def version_in(request: HubRequest) -> int:
    """The version that the reader's page showed; 0, which never fits, when it is no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def version_for(request: HubRequest, newest: int, *, is_told: bool) -> int:
    """The version that a form carries on: the one that its reader saw when they began to type.

    The newest takes its place only with a page that tells what changed: else sending the form
    again, after a mistake or a search, would overwrite what nobody had shown them.
    """
    return newest if is_told or request.method != "POST" else version_in(request)


def press(
    request: HubRequest,
    change: Change,
    key: str = "",
    *,
    typed: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """Do what a button asks for and show where it was pressed again, with or without script."""
    try:
        change()
    except Refused as error:
        status = status_of(error)
        return _answer(request, trouble=sentence_for(error), status=status, typed=typed)
    if request.htmx:
        return _part(request)
    if key and request.POST.get("where") == "situation":
        return redirect(at(request.actor, "situation", key))
    return redirect(at(request.actor, "live"))


def _answer(
    request: HubRequest,
    *,
    trouble: str = "",
    status: int = 200,
    typed: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    if request.htmx:  # the script keeps what was typed, at the next change too
        return _part(request, trouble=trouble, status=status)
    # Why a press was refused, and what was ticked, is not read away under the reader's eyes.
    is_paused = "paused" in request.GET or bool(trouble)
    more = {"is_wall": "wall" in request.GET, "is_paused": is_paused}
    context = _context(request, trouble, typed) | more
    return render(request, "hub/live.html", context, status=status)


def _part(request: HubRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    html = render_to_string("partners/hub/_wrapper.html", _context(request, trouble, None))
    return HttpResponse(html, status=status)


def _context(
    request: HubRequest, trouble: str, typed: Mapping[str, object] | None
) -> dict[str, object]:
    get_token(request)
    return {
        "screen": screens.screen(request, typed=typed),
        "here": tables_of(request.actor)[0],
        "now": clock.now().isoformat(),
        "trouble": trouble,
    }


def _open_meeting(request: HubRequest) -> str:
    return screens.open_meeting_key(request.actor)
