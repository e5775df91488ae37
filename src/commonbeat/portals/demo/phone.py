"""The demonstration's phones: the texts that callers get, and a box to reply as the caller."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from commonbeat.core.actor import Actor
from commonbeat.domains.contact.queries import (
    Point,
    conversation,
    lately_texted,
    number_of,
    points_by_id,
    points_by_key,
)
from commonbeat.workflows.text_replies import take_text

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text as the phone shows it."""

    direction: str
    text: str
    time: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Phone:
    """One of the phones to choose from."""

    key: str
    number: str
    last: str
    time: datetime | None
    is_stopped: bool


class Reply(forms.Form):
    """What the caller texts back."""

    text = forms.CharField(label=_("Reply as the caller"), max_length=480, strip=False)


@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """The phones that were texted last."""
    viewer = _viewer(request)
    ids = lately_texted(viewer, SHOWN)
    people = points_by_id(viewer, ids)
    found = [_phone(viewer, people[i]) for i in ids if i in people]
    return render(request, "demo/phones.html", {"phones": found})


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, key: str) -> HttpResponse:
    """One phone's thread; a reply goes the way of any text from a resident."""
    viewer = _viewer(request)
    point = points_by_key(viewer, [key]).get(key)
    if point is None:
        raise Http404
    form = Reply(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = number_of(viewer, point.id)
        if number is None:
            raise Http404
        take_text(
            gateway="console",
            gateway_ref=secrets.token_hex(12),
            number=number,
            text=form.cleaned_data["text"],
            by=viewer,
        )
        return redirect("demo:phone", key=key)
    bubbles = [
        Bubble("out" if said.is_ours else "in", said.text or "", said.at, said.state)
        for said in conversation(viewer, point.id)
    ]
    number = number_of(viewer, point.id) or ""
    context = {"key": key, "bubbles": bubbles, "form": form, "number": number, "point": point}
    template = "demo/_thread.html" if getattr(request, "htmx", False) else "demo/phone.html"
    return render(request, template, context)


def _viewer(request: HttpRequest) -> Actor:
    viewer: Actor = request.actor  # type: ignore[attr-defined]
    return viewer


def _phone(viewer: Actor, point: Point) -> Phone:
    said = conversation(viewer, point.id, 1)
    last = said[-1] if said else None
    return Phone(
        point.key,
        number_of(viewer, point.id) or "",
        (last.text or "") if last else "",
        last.at if last else None,
        point.is_stopped,
    )
