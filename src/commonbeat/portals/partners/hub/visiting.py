"""Filter 4: who goes and when, what came of it, the conclusion, and how it stands later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from commonbeat.core import clock
from commonbeat.domains.hub.access import Right
from commonbeat.domains.hub.actions import concluding, visiting
from commonbeat.domains.hub.actions.concluding import Mobilised
from commonbeat.domains.hub.queries.tables import table as own_table
from commonbeat.domains.hub.queries.visits import Plan, due, later_checks_due, plan
from commonbeat.domains.hub.reading import Card
from commonbeat.portals.partners.hub.live import press, version_in
from commonbeat.portals.partners.hub.picking import options
from commonbeat.portals.partners.hub.situation import simple
from commonbeat.portals.partners.pages import FORM, POST, HubRequest, found, page, render
from commonbeat.portals.partners.words import LATE_REASONS, MOBILISED, choices

YES_NO = [("yes", pgettext_lazy("an answer", "Yes")), ("no", pgettext_lazy("an answer", "No"))]
MOMENT = "%Y-%m-%dT%H:%M"
N_SERVICES = 6


def moment_field(label: Any) -> forms.DateTimeField:
    """A day and a time in the town's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, input_formats=[MOMENT], widget=widget)


class VisitForm(forms.Form):
    """Who goes and when."""

    planned_for = moment_field(gettext_lazy("When?"))
    agencies = forms.MultipleChoiceField(
        label=gettext_lazy("Who goes?"), widget=forms.CheckboxSelectMultiple
    )
    late_reason = forms.ChoiceField(
        label=gettext_lazy("If it is later than the table allows, why?"), required=False
    )

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        going = [(i.agency.code, i.agency.text(language)) for i in card.involvements if i.is_in]
        self.fields["agencies"].choices = going  # type: ignore[attr-defined]
        self.fields["late_reason"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *choices(LATE_REASONS),
        ]


class ReportForm(forms.Form):
    """How a visit ended. Only codes: no word about the person."""

    visited_at = moment_field(gettext_lazy("When was it?"))
    outcome = forms.ChoiceField(label=gettext_lazy("How did it end?"), widget=forms.RadioSelect)
    consent_asked = forms.ChoiceField(
        label=gettext_lazy("Did you ask whether they agree that agencies share?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    consent_given = forms.ChoiceField(
        label=gettext_lazy("Did they agree?"), choices=YES_NO, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    was_coercive = forms.BooleanField(
        label=gettext_lazy("It ended by force of law: apprehended, arrested, or a child taken"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = options("visit")  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    """Why it ends, and which services were mobilised, or are missing."""

    reason = forms.ChoiceField(label=gettext_lazy("Why does it end?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = options("conclusion")  # type: ignore[attr-defined]
        language = get_language() or "en"
        agencies = [(i.agency.code, i.agency.text(language)) for i in card.involvements if i.is_in]
        kinds = [("", "–"), *options("service")]
        hows = [("", "–"), *choices(MOBILISED)]
        for n in range(1, N_SERVICES + 1):
            self.fields[f"service_{n}"] = forms.ChoiceField(
                label=_("Service"), choices=kinds, required=False
            )
            self.fields[f"how_{n}"] = forms.ChoiceField(
                label=_("How"), choices=hows, required=False
            )
            self.fields[f"agency_{n}"] = forms.ChoiceField(
                label=_("Which agency"), choices=[("", "–"), *agencies], required=False
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The lines of services."""
        return [
            (self[f"service_{n}"], self[f"how_{n}"], self[f"agency_{n}"])
            for n in range(1, N_SERVICES + 1)
        ]

    def services(self) -> list[Mobilised]:
        """The services named, once the form is valid."""
        lines = [
            tuple(self.cleaned_data[f"{part}_{n}"] for part in ("service", "how", "agency"))
            for n in range(1, N_SERVICES + 1)
        ]
        return [Mobilised(*line) for line in lines if line[0] or line[1]]


class LaterForm(forms.Form):
    """A code, and not a word more."""

    answer = forms.ChoiceField(label=gettext_lazy("How does it stand?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = options("later")  # type: ignore[attr-defined]


@page(Right.DISCUSS)
def visits(request: HubRequest) -> HttpResponseBase:
    """What one's agency is to visit, to report or to look at again; late ones first."""
    viewer = request.actor
    context = {"table": own_table(viewer), "due": due(viewer), "later": later_checks_due(viewer)}
    return render(request, "hub/visits.html", context)


@page(Right.DISCUSS, methods=FORM)
def plan_visit(request: HubRequest, key: str) -> HttpResponseBase:
    """Plan the visit, or plan it anew."""
    its = _plan(request, key)
    found(its if its.card.step in {"involved", "planned"} else None)
    initial = _planned(its) or {
        "agencies": [i.agency.code for i in its.card.involvements if i.is_in]
    }

    def act(form: Any) -> None:
        visiting.plan_visit(
            situation_key=key,
            version=version_in(request),
            planned_for=form.cleaned_data["planned_for"],
            agencies=form.cleaned_data["agencies"],
            late_reason=form.cleaned_data["late_reason"],
            by=request.actor,
        )

    words = {
        "title": _("Plan the visit"),
        "lead": _("At least two agencies go together. Where and to whom stays in your own files."),
        "submit": _("Save the plan"),
        "done": _("The visit is planned."),
    }
    form = VisitForm(request.POST or None, initial=initial, card=its.card)
    return simple(request, form, its.card, act, words, to="situation")


@page(Right.DISCUSS, methods=FORM)
def report_visit(request: HubRequest, key: str) -> HttpResponseBase:
    """Say how the visit ended."""
    its = _plan(request, key)
    visit = found(its.next_visit if its.card.step == "planned" else None)

    def act(form: Any) -> None:
        given = form.cleaned_data
        visiting.report_visit(
            visit_key=visit.key,
            visited_at=given["visited_at"],
            outcome=given["outcome"],
            consent_asked=given["consent_asked"] == "yes",
            consent_given=given["consent_given"] == "yes",
            was_coercive=given["was_coercive"],
            by=request.actor,
        )

    words = {
        "title": _("Report the visit"),
        "lead": _("Codes only. What was said at the door stays in your own files."),
        "submit": _("Report it"),
        "done": _("The visit is reported. The table hears of it at its next meeting."),
    }
    initial = {"visited_at": timezone.localtime(min(visit.planned_for, clock.now()))}
    form = ReportForm(request.POST or None, initial=initial)
    return simple(request, form, its.card, act, words, to="situation")


@page(Right.DISCUSS, methods=FORM)
def conclude(request: HubRequest, key: str) -> HttpResponseBase:
    """The lead closes the situation; the identity note is destroyed with it."""
    its = _plan(request, key)
    found(its if its.card.is_lead and its.card.is_open else None)

    def act(form: Any) -> None:
        concluding.conclude(
            situation_key=key,
            version=version_in(request),
            reason=form.cleaned_data["reason"],
            services=form.services(),
            by=request.actor,
        )

    words = {
        "title": _("Conclude the situation"),
        "lead": _("The identity note is destroyed at that moment, and no backup can read it."),
        "submit": _("Conclude it"),
        "done": _("It is concluded. You will be asked in 30 and in 90 days how it stands."),
    }
    form = ConcludeForm(request.POST or None, card=its.card)
    return simple(request, form, its.card, act, words, to="situation")


@page(Right.DISCUSS, methods=POST)
def still_elevated(request: HubRequest, key: str) -> HttpResponseBase:
    """The risk is as it was: a new plan."""
    version = version_in(request)
    return press(
        request,
        lambda: concluding.still_elevated(situation_key=key, version=version, by=request.actor),
        key,
    )


@page(Right.DISCUSS, methods=FORM)
def later_check(request: HubRequest, key: str, days: int) -> HttpResponseBase:
    """Thirty or ninety days later: a code; unknown is an answer."""
    its = _plan(request, key)
    found(next((one for one in its.later_checks if one.days == days and one.is_due), None))

    def act(form: Any) -> None:
        answer = form.cleaned_data["answer"]
        concluding.record_later_check(situation_key=key, days=days, answer=answer, by=request.actor)

    words = {
        "title": _("How does it stand after %(n)d days?") % {"n": days},
        "lead": _("A code only. “Not known” is a good answer when nobody knows."),
        "submit": _("Record it"),
        "done": _("Thank you. It is recorded."),
    }
    form = LaterForm(request.POST or None)
    return simple(request, form, its.card, act, words, to="visits")


def _plan(request: HubRequest, key: str) -> Plan:
    return found(plan(request.actor, key))


def _planned(its: Plan) -> dict[str, Any]:
    visit = its.next_visit
    if visit is None:
        return {}
    at: dt.datetime = timezone.localtime(visit.planned_for)
    agencies = [agency.code for agency in visit.agencies]
    return {"planned_for": at, "agencies": agencies, "late_reason": visit.late_reason}
