"""Issues at the desk: what went quiet first, and the chain of each."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonbeat.core.actor import Actor
from commonbeat.core.errors import NotPermitted, Refused
from commonbeat.domains.initiatives import queries
from commonbeat.domains.initiatives.access import Right
from commonbeat.domains.initiatives.actions import evidence, issues
from commonbeat.domains.initiatives.errors import NoSuchIssue
from commonbeat.portals.staff.initiatives.chain import chain_steps, rows_of
from commonbeat.portals.staff.initiatives.forms import (
    DocumentForm,
    IndicatorEvidenceForm,
    IssueForm,
    ReviewForm,
    SentenceForm,
)
from commonbeat.portals.staff.initiatives.sending import sent, sentence_of
from commonbeat.portals.staff.initiatives.words import AFFECTED, ISSUE_STATES, ORIGINS
from commonbeat.portals.staff.pages import FORM, POST, DeskRequest, found, page, render, say, warn
from commonbeat.portals.staff.words import word


@page(Right.SEE_INITIATIVES)
def initiatives(request: DeskRequest) -> HttpResponseBase:
    """Every issue, and every recommendation that needs attention."""
    viewer = request.actor
    waiting = queries.recommendations(viewer, only_open=True)
    context = {
        "issues": [(one, word(ISSUE_STATES, one.state)) for one in queries.issues(viewer)],
        "rows": rows_of(waiting),
        "n_stale": sum(bool(one.stale) for one in waiting),
        "may": may(viewer),
    }
    return render(request, "initiatives/initiatives.html", context)


@page(Right.SEE_INITIATIVES)
def issue(request: DeskRequest, key: str) -> HttpResponseBase:
    """One issue as a chain: found, shown, possible, asked, answered."""
    view = found(queries.issue(request.actor, key))
    planned = next((one for one in view.reviews if one.held_on is None), None)
    context = {
        "issue": view,
        "state": word(ISSUE_STATES, view.state),
        "origin": word(ORIGINS, view.origin),
        "affected": [word(AFFECTED, code) for code in view.affected],
        "steps": chain_steps(view),
        "rows": rows_of(view.recommendations),
        "planned": planned,
        "held": [one for one in view.reviews if one.held_on],
        "may": may(request.actor),
    }
    return render(request, "initiatives/issue.html", context)


@page(Right.RAISE_ISSUES, methods=FORM)
def raise_issue(request: DeskRequest) -> HttpResponseBase:
    """Write a new issue down."""
    form = IssueForm(request.POST or None, initial={"origin": request.GET.get("origin", "hub")})
    made: list[str] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            issues.raise_issue(
                title=form.written("title"),
                statement=form.written("statement"),
                affected=given["affected"],
                origin=given["origin"],
                by=request.actor,
            ).key
        )

    if request.method == "POST" and sent(form, act):
        say(request, _("The issue is written down. Only the desk sees it so far."))
        return redirect("staff:issue", made[0])
    lead = _("A cause behind many cases that no single agency can change.")
    return _form(request, form, title=_("Raise an issue"), lead=lead)


@page(Right.RAISE_ISSUES, methods=FORM)
def change_issue(request: DeskRequest, key: str) -> HttpResponseBase:
    """Word an issue anew."""
    view = found(queries.issue(request.actor, key))
    initial = {
        "title": view.title_en,
        "title_fr": view.title_fr,
        "statement": view.statement_en,
        "statement_fr": view.statement_fr,
        "affected": view.affected,
        "origin": view.origin,
    }
    form = IssueForm(request.POST or None, initial=initial)

    def act() -> None:
        issues.change_issue(
            key=key,
            title=form.written("title"),
            statement=form.written("statement"),
            affected=form.cleaned_data["affected"],
            by=request.actor,
        )

    form.fields.pop("origin")
    return _filled(request, form, act, key, title=_("Word it anew"), done=_("The words are kept."))


@page(Right.RAISE_ISSUES, methods=FORM)
def add_document(request: DeskRequest, key: str) -> HttpResponseBase:
    """Add what a report or a study says."""
    found(queries.issue(request.actor, key))
    form = DocumentForm(request.POST or None)

    def act() -> None:
        evidence.add_document(
            issue_key=key,
            sentence=form.written("sentence"),
            source=form.written("source"),
            covers_from=form.cleaned_data["covers_from"],
            covers_until=form.cleaned_data["covers_until"],
            by=request.actor,
        )

    return _filled(
        request, form, act, key, title=_("Add a document"), done=_("The evidence is added.")
    )


@page(Right.RAISE_ISSUES, methods=FORM)
def add_indicator(request: DeskRequest, key: str) -> HttpResponseBase:
    """Add an indicator with its readings as they are today."""
    found(queries.issue(request.actor, key))
    known = [(one.key, one.name) for one in queries.indicators(request.actor) if one.readings]
    form = IndicatorEvidenceForm(request.POST or None, indicators=known)

    def act() -> None:
        evidence.add_indicator(
            issue_key=key,
            indicator_key=form.cleaned_data["indicator"],
            sentence=form.written("sentence"),
            by=request.actor,
        )

    return _filled(
        request, form, act, key, title=_("Add an indicator"), done=_("The evidence is added.")
    )


@page(Right.RAISE_ISSUES, methods=FORM)
def add_opportunity(request: DeskRequest, key: str) -> HttpResponseBase:
    """Note what could be done."""
    found(queries.issue(request.actor, key))
    form = SentenceForm(request.POST or None)

    def act() -> None:
        evidence.add_opportunity(issue_key=key, text=form.written("text"), by=request.actor)

    return _filled(
        request, form, act, key, title=_("What could be done"), done=_("The opportunity is noted.")
    )


@page(Right.RAISE_ISSUES, methods=FORM)
def plan_review(request: DeskRequest, key: str) -> HttpResponseBase:
    """Set the day to look at the issue again."""
    found(queries.issue(request.actor, key))
    form = ReviewForm(request.POST or None)

    def act() -> None:
        issues.plan_review(key=key, due_on=form.cleaned_data["due_on"], by=request.actor)

    return _filled(
        request, form, act, key, title=_("Plan a review"), done=_("The review is planned.")
    )


@page(Right.RAISE_ISSUES, methods=FORM)
def hold_review(request: DeskRequest, key: str) -> HttpResponseBase:
    """Write down what the review found."""
    found(queries.issue(request.actor, key))
    form = SentenceForm(request.POST or None)

    def act() -> None:
        issues.hold_review(key=key, said=form.written("text"), by=request.actor)

    return _filled(
        request, form, act, key, title=_("What the review found"), done=_("The review is held.")
    )


@page(Right.PUBLISH_LOG, methods=POST)
def publish_issue(request: DeskRequest, key: str) -> HttpResponseBase:
    """Put it on the public log, for good."""
    done = _("The issue is on the public log.")
    return _pressed(request, key, lambda: issues.publish_issue(key=key, by=request.actor), done)


@page(Right.PUBLISH_LOG, methods=POST)
def close_issue(request: DeskRequest, key: str) -> HttpResponseBase:
    """Resolved, or set aside."""
    resolved = request.POST.get("how") == "resolved"

    def act() -> object:
        return issues.close_issue(key=key, was_resolved=resolved, by=request.actor)

    return _pressed(request, key, act, _("The issue is closed. It stays on the public log."))


def may(viewer: Actor) -> dict[str, bool]:
    """What the viewer may do, for buttons."""
    return {right.name.lower(): viewer.may(right) for right in Right}


def _pressed(
    request: DeskRequest, key: str, act: Callable[[], object], done: str
) -> HttpResponseBase:
    try:
        act()
    except NotPermitted:
        raise
    except NoSuchIssue:
        found(None)
    except Refused as refused:
        warn(request, sentence_of(refused))
    else:
        say(request, done)
    return redirect("staff:issue", key)


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
        return redirect("staff:issue", key)
    return _form(request, form, title=title, up=reverse("staff:issue", args=[key]))


def _form(
    request: DeskRequest, form: forms.Form, *, title: str, lead: str = "", up: str = ""
) -> HttpResponseBase:
    context = {"form": form, "title": title, "lead": lead, "up": up}
    return render(request, "initiatives/form.html", context)
