"""A partner's page of the concerns of their own agency, and of those that it is offered.

Concerns of others are not found. Who reported one, and how they can be reached, is never shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.core.errors import Refused
from commonbeat.domains.concerns import errors
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.actions import for_agency
from commonbeat.domains.concerns.lines import Line
from commonbeat.domains.concerns.moving import Told
from commonbeat.domains.concerns.queries import concerns as reading
from commonbeat.domains.concerns.queries.concerns import Whole
from commonbeat.domains.concerns.queries.inbox import of_agency
from commonbeat.portals.partners.pages import (
    CHANGED,
    POST,
    REFUSED,
    HubRequest,
    found,
    page,
    render,
    say,
)
from commonbeat.portals.partners.words import CONCERN_ANSWERS, CONCERN_STATES, HAND_BACKS, word
from commonbeat.ui.templatetags.ui import local_time
from commonbeat.workflows import concern_desk


@dataclass(frozen=True, slots=True)
class Row:
    """A concern in words."""

    line: Line
    kind: str


@page(Right.WORK_FOR_AGENCY)
def concerns(request: HubRequest) -> HttpResponseBase:
    """What is offered to one's agency, and what it has; the most pressing first."""
    viewer = request.actor
    context = {
        "offered": [_row(line) for line in of_agency(viewer, offered=True)],
        "own": [_row(line) for line in of_agency(viewer, offered=False)],
    }
    return render(request, "concerns/concerns.html", context)


@page(Right.WORK_FOR_AGENCY)
def concern(request: HubRequest, key: str) -> HttpResponseBase:
    """One concern."""
    return _shown(request, found(reading.whole(request.actor, key)))


@page(Right.WORK_FOR_AGENCY)
def photo(request: HubRequest, key: str) -> HttpResponseBase:
    """A photo; nobody keeps a copy on the way."""
    jpeg = found(reading.photo(request.actor, key))
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@page(Right.WORK_FOR_AGENCY, methods=POST)
def accept(request: HubRequest, key: str) -> HttpResponseBase:
    """Take what one's agency is offered."""
    return _act(
        request,
        key,
        lambda: concern_desk.accept_for_agency(
            key=key, version=_version(request), by=request.actor
        ),
        _("It is yours now, and the resident hears that somebody looks into it."),
    )


@page(Right.WORK_FOR_AGENCY, methods=POST)
def hand_back(request: HubRequest, key: str) -> HttpResponseBase:
    """Hand back what one's agency is offered, with a reason."""
    return _act(
        request,
        key,
        lambda: for_agency.hand_back_for_agency(
            key=key,
            version=_version(request),
            reason=request.POST.get("reason", ""),
            by=request.actor,
        ),
        _("It went back to those who offered it."),
    )


@page(Right.WORK_FOR_AGENCY, methods=POST)
def answer(request: HubRequest, key: str) -> HttpResponseBase:
    """Tell the resident where it stands, or close it."""
    return _act(
        request,
        key,
        lambda: concern_desk.answer_for_agency(
            key=key,
            version=_version(request),
            state=request.POST.get("state", ""),
            words=request.POST.get("words", "").replace("\0", ""),
            by=request.actor,
        ),
        _("It is noted, and the resident can read it."),
    )


def _act(request: HubRequest, key: str, change: Callable[[], Told], said: str) -> HttpResponseBase:
    found(reading.whole(request.actor, key))
    try:
        change()
    except Refused as refusal:
        status = CHANGED if isinstance(refusal, errors.ChangedMeanwhile) else REFUSED
        anew = found(reading.whole(request.actor, key))
        return _shown(request, anew, problem=_why_not(refusal), status=status)
    say(request, said)
    if reading.whole(request.actor, key) is None:  # it was handed back
        return redirect("partners:concerns")
    return redirect("partners:concern", key=key)


def _why_not(refusal: Refused) -> str:
    said: Mapping[type[Refused], str] = {
        errors.ChangedMeanwhile: _(
            "Somebody else changed this concern meanwhile. Nothing was saved, and what you wrote "
            "is still here. Look at what changed, then send again."
        ),
        errors.AlreadyOver: _("Nothing was changed: it is closed."),
        errors.NoSuchConcern: _("Nothing was changed: accept it first."),
        errors.NoSuchOffer: _("Nothing was changed: it is not offered to you."),
        errors.NotAccepted: _("Nothing was changed: something is missing or too long."),
    }
    return said.get(type(refusal), _("Nothing was changed."))


def _shown(
    request: HubRequest, shown: Whole, *, problem: str = "", status: int = 200
) -> HttpResponseBase:
    line = shown.line
    is_offered = bool(line.offered_to) and line in of_agency(request.actor, offered=True)
    facts = [
        (_("Place"), shown.address),
        (_("Area"), line.area_name),
        (_("Received"), local_time(line.received_at)),
        (_("To be done by"), local_time(line.due_at)),
        *((one.label, ", ".join(one.said)) for one in shown.answers),
    ]
    context = {
        "concern": shown,
        "row": _row(line),
        "facts": [(name, value) for name, value in facts if value],
        "steps": _steps(shown),
        "problem": problem,
        "typed": request.POST,
        "is_offered": is_offered,
        "is_own": shown.closed_at is None and line in of_agency(request.actor, offered=False),
        "answers": list(CONCERN_ANSWERS.items()),
        "reasons": list(HAND_BACKS.items()),
    }
    return render(request, "concerns/concern.html", context, status=status)


def _row(line: Line) -> Row:
    french = (get_language() or "").startswith("fr")
    return Row(line, line.kind_name_fr if french else line.kind_name)


def _steps(shown: Whole) -> list[dict[str, object]]:
    steps: list[dict[str, object]] = [
        {
            "label": _("The resident") if told.is_theirs else word(CONCERN_STATES, told.state),
            "state": "done",
            "time": told.at,
            "note": told.words,
        }
        for told in shown.updates
    ]
    if steps and shown.closed_at is None:
        steps[-1]["state"] = "current"
    return steps


def _version(request: HubRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
