"""Filter 1: an agency's own screening, from the ten questions to the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonbeat.core.errors import Refused
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions import screening as actions
from commonbeat.domains.hub.errors import ChangedMeanwhile
from commonbeat.domains.hub.queries.screening import ScreeningView, screening, screenings
from commonbeat.domains.hub.queries.tables import policy
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.portals.partners.hub.carried_form import CarriedForm, as_initial, from_carried
from commonbeat.portals.partners.hub.live import version_for, version_in
from commonbeat.portals.partners.hub.picking import chosen_words, is_search, options
from commonbeat.portals.partners.pages import (
    FORM,
    POST,
    HubRequest,
    at,
    found,
    page,
    refuse,
    render,
    say,
    status_of,
    warn,
)
from commonbeat.portals.partners.sentences import missing_words, sentence_for
from commonbeat.portals.partners.words import ANSWERS, CONSENTS, choices

QUESTION = "check_"


class ScreeningForm(CarriedForm):
    """The ten questions, the ground for disclosing, and the card."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Why may you disclose this?"),
        required=False,
        widget=forms.RadioSelect,
    )
    consent_asked = forms.ChoiceField(
        label=gettext_lazy("Was the person asked?"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("basis", options("basis"))
        self._choices("consent_asked", choices(CONSENTS))
        for code, text in options("check"):
            self.fields[QUESTION + code] = forms.ChoiceField(
                label=text, choices=choices(ANSWERS), required=False, widget=forms.RadioSelect
            )

    def questions(self) -> list[Any]:
        """The ten questions."""
        return [self[name] for name in self.fields if name.startswith(QUESTION)]

    def given(self) -> dict[str, Any]:
        """What the actions take, once the form is valid."""
        data = self.cleaned_data
        said = {name: answer for name, answer in data.items() if name.startswith(QUESTION)}
        answers = {name.removeprefix(QUESTION): answer for name, answer in said.items() if answer}
        return {
            "answers": answers,
            "carried": self.carried(),
            "basis": data["basis"],
            "consent_asked": data["consent_asked"],
        }


@page(Right.SCREEN, Right.APPROVE)
def mine(request: HubRequest) -> HttpResponseBase:
    """The screenings of one's own agency."""
    viewer = request.actor
    context = {
        "table": own_table(viewer),
        "rows": screenings(viewer),
        "may_screen": viewer.may(Right.SCREEN),
    }
    return render(request, "hub/screenings.html", context)


@page(Right.SCREEN, methods=FORM)
def draft(request: HubRequest) -> HttpResponseBase:
    """A new screening."""

    def save(given: dict[str, Any]) -> str:
        return actions.draft_screening(**given, by=request.actor).key

    return _form(request, None, save)


@page(Right.SCREEN, methods=FORM)
def change(request: HubRequest, key: str) -> HttpResponseBase:
    """Change a draft; an approval has to be given anew."""
    one = _draft(request, key)

    def save(given: dict[str, Any]) -> str:
        version = version_in(request)
        actions.change_screening(key=key, version=version, **given, by=request.actor)
        return key

    return _form(request, one, save)


@page(Right.SCREEN, Right.APPROVE)
def show(request: HubRequest, key: str) -> HttpResponseBase:
    """One screening, with what its reader may do with it."""
    return _shown(request, found(screening(request.actor, key)))


@page(Right.APPROVE, methods=POST)
def approve(request: HubRequest, key: str) -> HttpResponseBase:
    """Another person of the agency agrees that it may come to the table."""
    version = version_in(request)
    done = _("It is approved. Whoever drafted it can bring it to the table now.")
    return _do(
        request,
        key,
        lambda: actions.approve_screening(key=key, version=version, by=request.actor),
        done,
    )


@page(Right.SCREEN, methods=POST)
def drop(request: HubRequest, key: str) -> HttpResponseBase:
    """Go no further with it."""
    done = _("The screening is dropped. Nobody outside your agency ever saw it.")
    return _do(request, key, lambda: actions.drop_screening(key=key, by=request.actor), done)


@page(Right.SCREEN, methods=POST)
def submit(request: HubRequest, key: str) -> HttpResponseBase:
    """Bring it to the table: it gets a number and leaves everything else behind."""
    try:
        actions.submit_situation(
            key=key,
            version=version_in(request),
            is_emergency="is_emergency" in request.POST,
            was_reopened="was_reopened" in request.POST,
            by=request.actor,
        )
    except Refused as error:
        return _refused(request, key, error)
    say(request, _("It is in the queue. Only what names nobody went to the table."))
    return redirect(at(request.actor, "live"))


def _form(
    request: HubRequest, one: ScreeningView | None, save: Callable[[dict[str, Any]], str]
) -> HttpResponse | HttpResponseBase:
    rules = policy(request.actor)
    off = rules.switched_off if rules else ()
    if is_search(request):
        form = ScreeningForm(initial=as_initial(request.POST), switched_off=off)
        return _form_page(request, form, one)
    form = ScreeningForm(request.POST or None, initial=_initial(one), switched_off=off)
    if not form.is_valid():
        return _form_page(request, form, one)
    try:
        key = save(form.given())
    except Refused as error:
        status = refuse(form, error)
        newest = screening(request.actor, one.key) if one else None
        is_changed = isinstance(error, ChangedMeanwhile)
        return _form_page(request, form, newest, status=status, is_changed=is_changed)
    say(request, _("The screening is saved. Only your agency can see it."))
    return redirect(at(request.actor, "screening", key))


def _form_page(
    request: HubRequest,
    form: ScreeningForm,
    one: ScreeningView | None,
    *,
    status: int = 200,
    is_changed: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "one": one,
        "version": version_for(request, one.version, is_told=is_changed) if one else 0,
        "table": own_table(request.actor),
        "changed": chosen_words(one.carried) if is_changed and one else None,
    }
    return render(request, "hub/screening_form.html", context, status=status)


def _initial(one: ScreeningView | None) -> dict[str, Any]:
    if one is None:
        return {}
    answers = {QUESTION + code: said for code, said in one.answers.items()}
    given = {"basis": one.basis, "consent_asked": one.consent_asked}
    return given | answers | from_carried(one.carried)


def _draft(request: HubRequest, key: str) -> ScreeningView:
    one = found(screening(request.actor, key))
    return found(one if one.is_open else None)


def _shown(
    request: HubRequest, one: ScreeningView, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.actor
    checks = [(text, one.answers.get(code, "")) for code, text in options("check")]
    context = {
        "one": one,
        "table": own_table(viewer),
        "checks": checks,
        "trouble": trouble,
        "basis": dict(options("basis")).get(one.basis, one.basis),
        "lacking": missing_words(one.missing) if one.is_open else "",
        "pickers": chosen_words(one.carried),
        "may_change": one.is_open and viewer.may(Right.SCREEN),
        "may_approve": one.state == "draft" and viewer.may(Right.APPROVE) and not one.is_mine,
        "needs_other": one.state == "draft" and one.is_mine,
        "may_submit": one.state == "approved" and viewer.may(Right.SCREEN),
    }
    return render(request, "hub/screening.html", context, status=status)


def _do(request: HubRequest, key: str, act: Callable[[], object], done: str) -> HttpResponseBase:
    try:
        act()
    except Refused as error:
        return _refused(request, key, error)
    say(request, done)
    return redirect(at(request.actor, "screenings"))


def _refused(request: HubRequest, key: str, error: Refused) -> HttpResponseBase:
    status = status_of(error)
    one = screening(request.actor, key)
    if one is None:
        warn(request, sentence_for(error))
        return redirect(at(request.actor, "screenings"))
    return _shown(request, one, trouble=sentence_for(error), status=status)
