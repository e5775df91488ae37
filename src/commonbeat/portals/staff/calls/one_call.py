"""One call: where it stands, what each caller was told and why not, messages and follow-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.domains.agencies.queries import own_account
from commonbeat.domains.calls.access import Right
from commonbeat.domains.calls.dispositions import in_plain_words
from commonbeat.domains.calls.queries.desk import CallDetail, Told, call_for_desk
from commonbeat.domains.contact.queries import MessageView, masked, messages_about
from commonbeat.domains.places.queries import area_names
from commonbeat.domains.presence import actions as presence
from commonbeat.domains.presence.access import Right as Presence
from commonbeat.domains.presence.queries import promises_about
from commonbeat.portals.staff.calls.listing import lines_of as lines_of_calls
from commonbeat.portals.staff.pages import POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.presence import lines_of
from commonbeat.portals.staff.words import (
    MESSAGE_KINDS,
    MESSAGES,
    PURPOSES,
    TEXT_NAMES,
    UNSAID,
    without_link,
    word,
)

WITHIN = (
    ("4", gettext_lazy("4 hours")),
    ("24", gettext_lazy("1 day")),
    ("72", gettext_lazy("3 days")),
)


class PromiseForm(forms.Form):
    """By when the caller will be called back."""

    within = forms.ChoiceField(label=gettext_lazy("Call back within"), choices=WITHIN)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the timeline."""

    label: str
    state: str
    time: dt.datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One decision in words, with what became of its message."""

    name: str
    told: bool
    reason: str
    at: dt.datetime
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class CallerOfCall:
    """A caller with everything that was decided for them."""

    point_id: int
    number: str
    said: tuple[Said, ...]
    may_promise: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in words; the private link in its text is cut off, it is the caller's alone."""

    message: MessageView
    text: str
    purpose: str
    state: str
    kind: str
    why: str


@page(Right.SEE_CALLS)
def call(request: DeskRequest, key: str) -> HttpResponseBase:
    """Everything the desk may know of one call."""
    one = found(call_for_desk(request.actor, key))
    sent = messages_about(request.actor, one.subject)
    promises = promises_about(request.actor, one.subject)
    context = {
        "call": one,
        "line": lines_of_calls(request.actor, [one.row])[0],
        "facts": _facts(request.actor, one),
        "steps": _steps(one),
        "callers": _callers(request.actor, one, sent),
        "messages_sent": [_message_line(message) for message in sent],
        "promises": lines_of(request.actor, promises),
        "form": PromiseForm(initial={"within": "24"}),
        "may_keep": request.actor.may(Presence.KEEP_PROMISES),
    }
    return render(request, "calls/call.html", context)


@page(Presence.PROMISE, methods=POST)
def promise(request: DeskRequest, key: str, point_id: int) -> HttpResponseBase:
    """Promise a caller of this call to call them back; one's own from now on."""
    one = found(call_for_desk(request.actor, key))
    form = PromiseForm(request.POST)
    if point_id not in one.callers:
        raise Http404
    if not form.is_valid():
        warn(request, _("Choose by when the caller will be called back."))
        return redirect("staff:call", key)
    own = found(own_account(request.actor))
    promised = presence.promise_follow_up(
        about=one.subject,
        point_id=point_id,
        area_id=one.area_id,
        owner_id=own.id,
        reason="asked",
        due_at=clock.now() + dt.timedelta(hours=int(form.cleaned_data["within"])),
        by=request.actor,
    )
    done = _("The call back is promised, and you look after it.")
    say(request, done if promised.is_new else _("A call back was promised already."))
    return redirect("staff:call", key)


def _facts(viewer: Actor, one: CallDetail) -> list[tuple[str, object]]:
    language = get_language() or "en"
    facts: list[tuple[str, object]] = [
        (_("Number at dispatch"), one.row.number),
        (_("Area"), area_names(viewer).get(one.area_id or 0, "") or _("Not known")),
        (_("Priority"), one.row.priority or "–"),
        (_("Came from"), one.source),
    ]
    if one.row.closed_at:
        facts.append((_("How it ended"), in_plain_words(one.disposition, language)))
    if one.merged_into:
        facts.append((_("Joined with call"), one.merged_into))
    return facts


def _steps(one: CallDetail) -> list[Step]:
    moments = [
        (_("Received"), one.row.received_at),
        (_("An officer was chosen"), one.dispatched_at),
        (_("On the way"), one.en_route_at),
        (_("Officer there"), one.row.arrived_at),
        (_("Closed"), one.row.closed_at),
    ]
    last = max(place for place, (_label, at) in enumerate(moments) if at)
    return [
        Step(label, _state(place, last, at, closed=one.row.closed_at is not None), at)
        for place, (label, at) in enumerate(moments)
        if at or place > last
    ]


def _state(place: int, last: int, at: dt.datetime | None, *, closed: bool) -> str:
    if place == last and not closed:
        return "current"
    return "done" if at else "next"


def _callers(viewer: Actor, one: CallDetail, sent: Sequence[MessageView]) -> list[CallerOfCall]:
    numbers = masked(viewer, list(one.callers))
    states = {message.key: message.state for message in sent}
    promised = {p.point_id for p in promises_about(viewer, one.subject) if p.settled_at is None}
    may_promise = viewer.may(Presence.PROMISE)
    return [
        CallerOfCall(
            point,
            numbers.get(point, ""),
            tuple(_said(told, states) for told in one.row.tellings if told.point_id == point),
            may_promise and point in numbers and point not in promised,
        )
        for point in one.callers
    ]


def _said(told: Told, states: dict[str, str]) -> Said:
    state = states.get(told.message_key, "") if told.told else ""
    return Said(
        name=word(TEXT_NAMES, told.milestone),
        told=told.told,
        reason=word(UNSAID, told.reason) if told.reason else "",
        at=told.decided_at,
        state=word(MESSAGES, state),
        kind=MESSAGE_KINDS.get(state, "neutral"),
    )


def _message_line(message: MessageView) -> MessageLine:
    return MessageLine(
        message,
        without_link(message.text or ""),
        word(PURPOSES, message.purpose),
        word(MESSAGES, message.state),
        MESSAGE_KINDS.get(message.state, "neutral"),
        word(UNSAID, message.reason) if message.reason else "",
    )
