"""Complaints at the desk: the stages with their clocks, and the outcome."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.core.action import story
from commonbeat.domains.agencies.queries import own_account
from commonbeat.domains.concerns.access import Right
from commonbeat.domains.concerns.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    NoSuchComplaint,
    NotAccepted,
    StageSkipped,
)
from commonbeat.domains.concerns.queries import feedback
from commonbeat.domains.concerns.shipped.bodies import OUTCOMES
from commonbeat.domains.places.queries import area_names
from commonbeat.portals import complaint_words
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import COMPLAINT_STAGES, word
from commonbeat.workflows import feedback_intake


@page(Right.HANDLE_COMPLAINTS)
def complaints(request: DeskRequest) -> HttpResponseBase:
    """Complaints, the most pressing first; without their words."""
    ended = request.GET.get("show") == "ended"
    areas = area_names(request.actor)
    lines = [
        {
            "complaint": one,
            "about": word(complaint_words.CATEGORIES, one.category),
            "stage": word(COMPLAINT_STAGES, one.stage),
            "outcome": word(complaint_words.OUTCOMES, one.outcome) if one.outcome else "",
            "area": areas.get(one.area_id or 0, ""),
        }
        for one in feedback.complaints(request.actor, ended=ended)
    ]
    url = reverse("staff:complaints")
    tabs = [
        (_("Open"), url, not ended, None),
        (_("Closed"), f"{url}?show=ended", ended, None),
    ]
    return render(request, "concerns/complaints.html", {"lines": lines, "tabs": tabs})


@page(Right.HANDLE_COMPLAINTS)
def complaint(request: DeskRequest, key: str) -> HttpResponseBase:
    """One complaint: its words, its stages, and what may come next."""
    shown = found(feedback.complaint(request.actor, key))
    steps = [
        {
            "label": word(COMPLAINT_STAGES, stage.stage),
            "state": "done" if stage.ended_at else "current",
            "time": stage.began_at,
            "note": _("Later than it should be.") if stage.is_late else "",
        }
        for stage in shown.stages
    ]
    context = {
        "complaint": shown,
        "about": word(complaint_words.CATEGORIES, shown.category),
        "steps": steps,
        "next": [(stage, word(COMPLAINT_STAGES, stage)) for stage in shown.next_stages],
        "outcomes": [(code, word(complaint_words.OUTCOMES, code)) for code in OUTCOMES],
        "outcome": word(complaint_words.OUTCOMES, shown.outcome) if shown.outcome else "",
        "area": area_names(request.actor).get(shown.area_id or 0, ""),
    }
    return render(request, "concerns/complaint.html", context)


@page(Right.HANDLE_COMPLAINTS, methods=POST)
def move_complaint(request: DeskRequest, key: str) -> HttpResponseBase:
    """The next stage; its clock begins and the resident is told."""
    own = own_account(request.actor)
    return _act(
        request,
        key,
        lambda: feedback_intake.move_on(
            key=key,
            version=_version(request),
            stage=request.POST.get("stage", ""),
            owner_id=own.id if own else None,
            by=request.actor,
        ),
    )


@page(Right.HANDLE_COMPLAINTS, methods=POST)
def conclude_complaint(request: DeskRequest, key: str) -> HttpResponseBase:
    """The outcome, and words for the resident."""
    return _act(
        request,
        key,
        lambda: feedback_intake.conclude(
            key=key,
            version=_version(request),
            outcome=request.POST.get("outcome", ""),
            words=request.POST.get("words", ""),
            by=request.actor,
        ),
    )


def _act(request: DeskRequest, key: str, change: Callable[[], object]) -> HttpResponseBase:
    try:
        with story():
            change()
    except NoSuchComplaint:
        raise Http404 from None
    except ChangedMeanwhile:
        warn(request, _("Nothing was changed: somebody else changed it meanwhile. Look again."))
    except (AlreadyOver, StageSkipped):
        warn(request, _("Nothing was changed: that step does not come next."))
    except NotAccepted:
        warn(request, _("Nothing was changed: choose an outcome, and write 600 letters at most."))
    else:
        say(request, _("The complaint has moved on, and the resident is told."))
    return redirect("staff:complaint", key=key)


def _version(request: DeskRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
