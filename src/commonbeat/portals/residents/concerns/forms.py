"""The forms of a report: where it is, and what it is; made from the questions of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonbeat.domains.concerns import reports
from commonbeat.domains.concerns.photos import LARGEST_FILE, Clean, NotAPhoto, TooLarge, cleaned
from commonbeat.domains.concerns.public import KindView, QuestionView
from commonbeat.domains.concerns.reports import Answer, Report
from commonbeat.domains.concerns.times import with_zone
from commonbeat.portals.residents.concerns.lines import Lines
from commonbeat.portals.residents.concerns.reaching import reach_field, reached

LISTS = ("singlevaluelist", "multivaluelist")


class TimeField(forms.CharField):
    """A date and a time by the town's clock; where the browser knows no such field, in words."""

    widget = forms.TextInput(attrs={"type": "datetime-local", "dir": "ltr"})

    def __init__(self, **given: Any) -> None:
        example = _("For example: 2026-05-31 16:00.")
        given["help_text"] = f"{given.get('help_text', '')} {example}".strip()
        super().__init__(max_length=40, **given)

    def clean(self, value: Any) -> str:
        """The time with its zone; '' for none."""
        text = str(super().clean(value))
        kept = with_zone(text) if text else ""
        if kept is None:
            raise forms.ValidationError(_("Write a date and a time, like 2026-05-31 16:00."))
        return kept


class WhereForm(forms.Form):
    """Where it is: in words, on the map, or both."""

    address = forms.CharField(required=False, max_length=reports.LONGEST_ADDRESS)
    on_map = forms.BooleanField(required=False)

    def __init__(self, data: object = None, *, has_map: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.fields["address"].label = _("Address, crossing or a place that people know")
        self.fields["address"].help_text = _("For example: Mill Street and Oak Street.")
        self.fields["on_map"].label = _("The cross on the map is the place")
        if not has_map:
            del self.fields["on_map"]

    def clean(self) -> dict[str, object]:
        """One of the two must say where."""
        given = super().clean() or {}
        if not self.errors and not given.get("address") and not given.get("on_map"):
            self.add_error("address", _("Say where it is, here or with the map."))
        return given


class WhatForm(forms.Form):
    """What it is: the kind's questions, more in one's own words, a photo, and how to reach one."""

    def __init__(
        self,
        kind: KindView,
        questions: Sequence[QuestionView],
        data: object = None,
        files: object = None,
    ) -> None:
        super().__init__(data, files)  # type: ignore[arg-type]
        self.kind = kind
        self.asked = [question for question in questions if question.asks]
        for question in self.asked:
            self.fields[f"q_{question.code}"] = _field(question)
        self.fields["description"] = Lines(
            label=_("What else should we know?"),
            required=False,
            max_length=reports.LONGEST,
            help_text=_("Please leave out names of people."),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["photo"] = forms.FileField(
            label=_("Photo"),
            required=False,
            help_text=_(
                "We keep only the picture. Where and when it was taken is removed. We show it to "
                "everybody only after looking that nobody can be recognized by it."
            ),
            widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        )
        self.fields["reach"] = reach_field()

    def clean_photo(self) -> Clean | None:
        """The photo drawn anew, or None."""
        sent = self.cleaned_data.get("photo")
        if not sent:
            return None
        try:
            return cleaned(sent.read(LARGEST_FILE + 1))
        except TooLarge:
            raise forms.ValidationError(_("This photo is too large. Send a smaller one.")) from None
        except NotAPhoto:
            raise forms.ValidationError(
                _("This file is not a photo. Send a JPEG, PNG or WebP picture.")
            ) from None

    def clean_reach(self) -> tuple[str, str]:
        """The number in E.164 and the mail address; one of them or none."""
        return reached(self.cleaned_data.get("reach", ""))

    def report(self, place: WhereForm, spot: tuple[float, float] | None, asked_as: str) -> Report:
        """The report that both forms make."""
        return Report(
            kind=self.kind.code,
            description=self.cleaned_data["description"],
            address=place.cleaned_data["address"],
            longitude=spot[0] if spot else None,
            latitude=spot[1] if spot else None,
            answers=self.answers(),
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
            source="page",
            app="page",
            asked_as=asked_as,
        )

    def answers(self) -> dict[str, Answer]:
        """What was answered, by the question's code."""
        given = {q.code: self.cleaned_data.get(f"q_{q.code}") for q in self.asked}
        return {code: answer for code, answer in given.items() if answer}

    def take_faults(self, faults: Sequence[object]) -> None:
        """Show what the house refused, at the field it is about."""
        for fault in faults:
            name = f"q_{getattr(fault, 'field', '')}"
            field = name if name in self.fields else None
            self.add_error(field, says(getattr(fault, "rule", "")))


def says(rule: str) -> str:
    """A broken rule in plain words."""
    told = {
        reports.MISSING: _("Please answer this."),
        reports.TOO_LONG: _("This is too long."),
        reports.TWO_THINGS: _(
            "Describe at least two things besides ethnicity: clothing, hair, build, vehicle or "
            "what they carried."
        ),
        reports.DANGER: _("This is happening now: call %(emergency)s.")
        % {"emergency": settings.EMERGENCY_NUMBER},
        reports.NOT_A_NUMBER: _("Write a number here, for example 3."),
        reports.NO_PLACE: _("Say where it is, here or with the map."),
    }
    return told.get(rule) or _("Please check this answer.")


def _field(question: QuestionView) -> forms.Field:
    french = (get_language() or "").startswith("fr")
    given: dict[str, Any] = {
        "label": question.words_fr if french else question.words,
        "help_text": question.hint_fr if french else question.hint,
        "required": question.is_required,
        "error_messages": {"required": _("Please answer this.")},
    }
    if question.datatype in LISTS:
        choices = [(key, fr if french else en) for key, en, fr in question.choices]
        if question.datatype == "multivaluelist":
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **given
            )
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
    if question.datatype == "text":
        return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **given)
    if question.datatype == "datetime":
        return TimeField(**given)
    return forms.CharField(max_length=200, **given)
