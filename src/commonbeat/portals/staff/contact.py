"""Messages at the desk: how the outbox is, and which texts went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from commonbeat.domains.calls.access import Right as Calls
from commonbeat.domains.contact.access import Right
from commonbeat.domains.contact.queries import masked, queue_health, texts_to_review
from commonbeat.domains.contact.queries.troubles import Trouble, troubled_messages
from commonbeat.portals.staff import health
from commonbeat.portals.staff.pages import DeskRequest, page, render
from commonbeat.portals.staff.words import MESSAGE_KINDS, MESSAGES, PURPOSES, word


@dataclass(frozen=True, slots=True)
class Line:
    """A message that went wrong, in words."""

    trouble: Trouble
    number: str
    purpose: str
    state: str
    kind: str
    call_url: str


@page(Right.SEE_MASKED)
def messages(request: DeskRequest) -> HttpResponseBase:
    """The outbox now, and the failed and unknown texts of the last days."""
    viewer = request.actor
    outbox = queue_health(viewer)
    wrong = troubled_messages(viewer)
    numbers = masked(viewer, [one.point_id for one in wrong])
    sees_calls = viewer.may(Calls.SEE_CALLS)
    context = {
        "outbox": outbox,
        "meter": health.meter(outbox),
        "lines": [_line(one, numbers, sees_calls=sees_calls) for one in wrong],
        "to_review": texts_to_review(viewer),
    }
    return render(request, "contact/messages.html", context)


def _line(trouble: Trouble, numbers: dict[int, str], *, sees_calls: bool) -> Line:
    kind, _colon, key = trouble.about.partition(":")
    leads_to_call = sees_calls and kind == "calls.call" and bool(key)
    return Line(
        trouble,
        numbers.get(trouble.point_id, ""),
        word(PURPOSES, trouble.purpose),
        word(MESSAGES, trouble.state),
        MESSAGE_KINDS.get(trouble.state, "neutral"),
        reverse("staff:call", args=[key]) if leads_to_call else "",
    )
