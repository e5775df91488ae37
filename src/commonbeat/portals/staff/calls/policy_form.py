"""The forms of policies and types: shape here, rules in the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.domains.calls.queries.policies import PolicyView, TypeView
from commonbeat.portals.staff.words import TEXT_NAMES

MILESTONES = ("received", "delayed", "en_route", "arrived", "closed")
_DAY = 24 * 60


def _number(label: object, low: int, high: int, help_text: object = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        min_value=low,
        max_value=high,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _time(label: object) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)  # type: ignore[arg-type]


class PolicyForm(forms.Form):
    """What callers of a type are told, and when."""

    tells = forms.BooleanField(label=_("Text the callers of this type"), required=False)
    milestones = forms.MultipleChoiceField(
        label=_("What they are told"),
        choices=[(name, TEXT_NAMES[name]) for name in MILESTONES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    received = _number(
        _("Minutes to wait before “Call received”"),
        0,
        60,
        _("A short wait leaves time for dispatch to correct the type."),
    )
    delay_after = _number(_("Minutes without an officer before “It takes longer”"), 5, _DAY)
    closed = _number(
        _("Minutes to wait before “Closed”"),
        0,
        _DAY,
        _("So that officers are away from the door when the telephone sounds."),
    )
    quiet_from = _time(_("Quiet from"))
    quiet_until = _time(_("Quiet until"))
    surveys = forms.BooleanField(label=_("Ask for a survey after the call"), required=False)
    survey_after = _number(_("Hours between closing and the survey"), 1, 14 * 24)
    follows_up = forms.BooleanField(label=_("Promise a call back when it closes"), required=False)
    follow_up_within = _number(_("Hours within which the officer calls back"), 1, 30 * 24)

    def clean(self) -> dict[str, Any]:
        """Somebody who is told, is told something."""
        given = super().clean() or {}
        if given.get("tells") and not given.get("milestones"):
            self.add_error("milestones", _("Choose at least one, or do not text the callers."))
        return given


def as_initial(policy: PolicyView | None) -> dict[str, object]:
    """A policy as the form shows it; the shipped defaults when there is none."""
    if policy is None:
        return {
            "received": 1,
            "delay_after": 30,
            "closed": 5,
            "quiet_from": dt.time(21),
            "quiet_until": dt.time(8),
            "survey_after": 24,
            "follow_up_within": 72,
        }
    pauses = policy.pauses
    return {
        "tells": policy.tells,
        "milestones": list(pauses),
        "received": _minutes(pauses.get("received", dt.timedelta(minutes=1))),
        "delay_after": _minutes(policy.delay_after),
        "closed": _minutes(pauses.get("closed", dt.timedelta(minutes=5))),
        "quiet_from": policy.quiet_from,
        "quiet_until": policy.quiet_until,
        "surveys": policy.surveys,
        "survey_after": _minutes(policy.survey_after) // 60,
        "follows_up": policy.follows_up,
        "follow_up_within": _minutes(policy.follow_up_within) // 60,
    }


def as_given(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, as the action takes it."""
    return {
        "tells": form["tells"],
        "pauses": {name: dt.timedelta(minutes=form.get(name) or 0) for name in form["milestones"]},
        "delay_after": dt.timedelta(minutes=form["delay_after"]),
        "quiet_from": form["quiet_from"],
        "quiet_until": form["quiet_until"],
        "surveys": form["surveys"],
        "survey_after": dt.timedelta(hours=form["survey_after"]),
        "follows_up": form["follows_up"],
        "follow_up_within": dt.timedelta(hours=form["follow_up_within"]),
    }


def _minutes(duration: dt.timedelta) -> int:
    return int(duration.total_seconds() // 60)


class TypeForm(forms.Form):
    """A type of call as dispatch names it, with our words for it."""

    code = forms.CharField(
        label=_("Code"), max_length=60, help_text=_("Exactly as dispatch sends it.")
    )
    label = forms.CharField(label=_("Name in English"), max_length=120)
    label_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    group = forms.ChoiceField(
        label=_("Group"), help_text=_("Figures and surveys are counted by group.")
    )
    is_sensitive = forms.BooleanField(
        label=_("This type is sensitive: never text its callers"), required=False
    )

    def __init__(
        self,
        *args: Any,
        groups: list[tuple[str, str]],
        known: TypeView | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.known = known
        if known is not None:
            del self.fields["code"]
            # A sensitive type stays sensitive here: that decision is not one press away.
            self.fields["is_sensitive"].disabled = known.is_sensitive
