"""Tips at the desk: for the few who answer them. Each reading is written into the ledger."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.core.action import story
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import tips as acting
from commonbeat.domains.concerns.errors import NoSuchTip, NotAccepted, ThreadFull
from commonbeat.domains.concerns.queries import tips as reading
from commonbeat.domains.places.queries import area_names
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import TIP_STATES, TIP_TOPICS, word
from commonbeat.workflows import tip_answers

PASSED_TO = ("patrol", "investigators", "partner")


@page(Right.READ_TIPS)
def tips(request: DeskRequest) -> HttpResponseBase:
    """Every tip that has not expired, those that wait for us first."""
    areas = area_names(request.actor)
    lines = [
        {
            "tip": line,
            "topic": word(TIP_TOPICS, line.topic),
            "state": word(TIP_STATES, line.state),
            "area": areas.get(line.area_id or 0, ""),
        }
        for line in reading.tips(request.actor)
    ]
    return render(request, "concerns/tips.html", {"lines": lines})


@page(Right.READ_TIPS)
def tip(request: DeskRequest, key: str) -> HttpResponseBase:
    """One tip with its thread; that it was read is written down first."""
    try:
        acting.open_tip(key=key, by=request.actor)
    except NoSuchTip:
        raise Http404 from None
    shown = found(reading.thread(request.actor, key))
    context = {
        "thread": shown,
        "topic": word(TIP_TOPICS, shown.topic),
        "state": word(TIP_STATES, shown.state),
        "area": area_names(request.actor).get(shown.area_id or 0, ""),
        "may_be_answered": shown.came_by == "page"
        or reading.alias_of(request.actor, key) is not None,
    }
    return render(request, "concerns/tip.html", context)


@page(Right.READ_TIPS)
def tip_file(request: DeskRequest, key: str) -> HttpResponseBase:
    """A picture that came with a tip."""
    jpeg = found(reading.tip_file(request.actor, key))
    return HttpResponse(jpeg, content_type="image/jpeg")


@page(Right.READ_TIPS, methods=POST)
def answer_tip(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask or tell something."""
    words = request.POST.get("words", "")
    try:
        tip_answers.answer_tip(key=key, words=words, by=request.actor)
    except NoSuchTip:
        raise Http404 from None
    except NotAccepted:
        warn(request, _("Nothing was sent. Write between 1 and 4,000 characters."))
    except ThreadFull:
        warn(request, _("Nothing was sent. This thread is full."))
    else:
        say(request, _("Your words stand in the thread."))
    return redirect("staff:tip", key=key)


@page(Right.READ_TIPS, methods=POST)
def settle_tip(request: DeskRequest, key: str) -> HttpResponseBase:
    """Pass a tip on, or end it; ending deletes its words at once."""
    what = request.POST.get("what", "")
    try:
        with story():
            if what == "end":
                acting.end_tip(key=key, by=request.actor)
            elif what in PASSED_TO:
                acting.pass_on(key=key, to=what, by=request.actor)
            else:
                raise Http404
    except NoSuchTip:
        raise Http404 from None
    if what == "end":
        say(request, _("The tip is gone, with its words, pictures and key."))
        return redirect("staff:tips")
    say(request, _("It is noted that the tip was passed on."))
    return redirect("staff:tip", key=key)
