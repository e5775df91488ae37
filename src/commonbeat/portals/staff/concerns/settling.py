"""What was sent on and was refused, or perhaps never arrived: a person settles it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import settling
from commonbeat.domains.concerns.errors import NoSuchServer, NotAccepted, NotWaiting
from commonbeat.domains.concerns.queries.forwarding import ForwardingView, to_settle
from commonbeat.portals.staff.concerns.set_up import inbox_tabs
from commonbeat.portals.staff.concerns.set_up_words import their_codes, what_happened
from commonbeat.portals.staff.pages import POST, DeskRequest, page, render, say, warn

ACTS = ("again", "number", "keep")


@dataclass(frozen=True, slots=True)
class Unsettled:
    """One of them in words; `wrong` and `typed` when a number was not taken."""

    one: ForwardingView
    happened: str
    codes: str
    wrong: str = ""
    typed: str = ""


@page(Right.FORWARD)
def settle_list(request: DeskRequest) -> HttpResponseBase:
    """Each with what happened, what was kept and what to do."""
    return _listed(request)


@page(Right.FORWARD, methods=POST)
def settle(request: DeskRequest, number: int, what: str) -> HttpResponseBase:
    """Send it again, write down their number, or keep it with us."""
    if what not in ACTS or number >= 2**63:
        raise Http404
    try:
        _act(request, number, what)
    except NotAccepted:
        return _listed(request, wrong=number, typed=request.POST.get("number", "")[:200])
    except NoSuchServer:
        warn(request, _("Nothing was sent: that server was closed. Keep the concern with us."))
    except NotWaiting:
        warn(request, _("Nothing was changed: somebody has settled it already."))
    return redirect("staff:to_settle")


def _act(request: DeskRequest, number: int, what: str) -> None:
    if what == "again":
        settling.send_again(forwarding_id=number, by=request.actor)
        say(request, _("It waits to be sent again."))
    elif what == "number":
        given = request.POST.get("number", "").replace("\0", "")
        settling.note_number(forwarding_id=number, number=given, by=request.actor)
        say(request, _("Their number is noted. We ask them each hour how it stands."))
    else:
        settling.keep_here(forwarding_id=number, by=request.actor)
        say(request, _("It stays with us and is not sent."))


def _listed(request: DeskRequest, *, wrong: int = 0, typed: str = "") -> HttpResponseBase:
    lines = [_in_words(one, typed if one.id == wrong else None) for one in to_settle(request.actor)]
    context = {
        "unknown": [line for line in lines if line.one.state == "unknown"],
        "refused": [line for line in lines if line.one.state == "refused"],
        "tabs": inbox_tabs(request.actor, "to_settle"),
    }
    response = render(request, "concerns/to_settle.html", context)
    response.status_code = 422 if wrong else 200
    return response


def _in_words(one: ForwardingView, typed: str | None) -> Unsettled:
    happened, codes = what_happened(one.last_answer), their_codes(one.last_answer)
    if typed is None:
        return Unsettled(one, happened, codes)
    return Unsettled(one, happened, codes, _("Write their number, 120 characters at most."), typed)
