"""Recommendations at the desk: asking, following, writing down what was answered."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted, Refused
from commonbeat.domains.agencies.queries import staff_in_service
from commonbeat.domains.initiatives import queries
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.actions import recommendations as actions
from commonbeat.domains.initiatives.actions.recommendations import Asked
from commonbeat.portals.staff.initiatives.chain import rows_of
from commonbeat.portals.staff.initiatives.forms import (
    AskForm,
    KeepingForm,
    ReplyForm,
    SentenceForm,
)
from commonbeat.portals.staff.initiatives.issues import may
from commonbeat.portals.staff.initiatives.sending import sent, sentence_of
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say, warn


@page(Right.SEE_INITIATIVES)
def recommendation(request: DeskRequest, key: str) -> HttpResponseBase:
    """One recommendation: whom, by when, the answer, and every step since."""
    view = found(queries.recommendation(request.actor, key))
    context = {"row": rows_of([view])[0], "may": may(request.actor)}
    return render(request, "initiatives/recommendation.html", context)


@page(Right.RECOMMEND, methods=FORM)
def recommend(request: DeskRequest, key: str) -> HttpResponseBase:
    """Ask an organisation to do something."""
    form = _ask_form(request, key)

    def act() -> None:
        actions.recommend(issue_key=key, asked=_asked(form), by=request.actor)

    if request.method == "POST" and sent(form, act):
        say(request, _("The recommendation is made."))
        return redirect("staff:issue", key)
    up = reverse("staff:issue", args=[key])
    return _form(request, form, _("Recommend"), up)


@page(Right.RECOMMEND, methods=FORM)
def supersede(request: DeskRequest, key: str) -> HttpResponseBase:
    """Put another recommendation in its place."""
    view = found(queries.recommendation(request.actor, key))
    form = _ask_form(request, view.issue_key)

    def act() -> None:
        actions.supersede(key=key, asked=_asked(form), by=request.actor)

    done = _("The new recommendation stands. The old one stays on the log.")
    return _filled(request, form, act, key, title=_("Replace it by another"), done=done)


@page(Right.RECORD_REPLIES, methods=FORM)
def reply(request: DeskRequest, key: str) -> HttpResponseBase:
    """Write down what the organisation answered."""
    found(queries.recommendation(request.actor, key))
    today = timezone.localtime(clock.now()).date()
    form = ReplyForm(request.POST or None, initial={"replied_on": today})

    def act() -> None:
        given = form.cleaned_data
        actions.record_reply(
            key=key,
            answer=given["answer"],
            text=form.written("reply"),
            replied_on=given["replied_on"],
            by=request.actor,
        )

    return _filled(
        request, form, act, key, title=_("What they answered"), done=_("The answer is kept.")
    )


@page(Right.NOTE_PROGRESS, methods=FORM)
def progress(request: DeskRequest, key: str) -> HttpResponseBase:
    """Say what was done, or that nothing was."""
    found(queries.recommendation(request.actor, key))
    form = SentenceForm(request.POST or None)

    def act() -> None:
        actions.note_progress(key=key, text=form.written("text"), by=request.actor)

    return _filled(
        request, form, act, key, title=_("What has happened since"), done=_("It is noted.")
    )


@page(Right.RECOMMEND, methods=FORM)
def keeping(request: DeskRequest, key: str) -> HttpResponseBase:
    """Give it another owner or another day."""
    view = found(queries.recommendation(request.actor, key))
    initial = {"owner": view.owner_key, "due_on": view.due_on}
    form = KeepingForm(request.POST or None, initial=initial, people=_people(request.actor))

    def act() -> None:
        given = form.cleaned_data
        if given["owner"] != view.owner_key:
            actions.hand_over(key=key, owner_key=given["owner"], by=request.actor)
        if given["due_on"] != view.due_on:
            actions.move_due_day(key=key, due_on=given["due_on"], by=request.actor)

    return _filled(
        request, form, act, key, title=_("Another owner or day"), done=_("The change is kept.")
    )


@page(Right.RECORD_REPLIES, methods=POST)
def implemented(request: DeskRequest, key: str) -> HttpResponseBase:
    """It was done."""
    found(queries.recommendation(request.actor, key))
    try:
        actions.record_implemented(key=key, by=request.actor)
    except NotPermitted:
        raise
    except Refused as refused:
        warn(request, sentence_of(refused))
    else:
        say(request, _("It is written down as done."))
    return redirect("staff:recommendation", key)


def _ask_form(request: DeskRequest, issue_key: str) -> AskForm:
    issue = found(queries.issue(request.actor, issue_key))
    ideas = [(one.key, one.text[:80]) for one in issue.opportunities]
    return AskForm(request.POST or None, opportunities=ideas, people=_people(request.actor))


def _asked(form: AskForm) -> Asked:
    given = form.cleaned_data
    return Asked(
        text=form.written("text"),
        addressee=form.written("addressee"),
        level=given["level"],
        owner_key=given["owner"],
        due_on=given["due_on"],
        opportunity_key=given["opportunity"],
    )


def _people(viewer: Actor) -> list[tuple[str, str]]:
    return [(one.key, one.display_name) for one in staff_in_service(viewer)]


def _filled(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[], object],
    key: str,
    *,
    title: str,
    done: str,
) -> HttpResponseBase:
    if request.method == "POST" and sent(form, act):
        say(request, done)
        return redirect("staff:recommendation", key)
    return _form(request, form, title, reverse("staff:recommendation", args=[key]))


def _form(request: DeskRequest, form: forms.Form, title: str, up: str) -> HttpResponseBase:
    context = {"form": form, "title": title, "lead": "", "up": up}
    return render(request, "initiatives/form.html", context)
