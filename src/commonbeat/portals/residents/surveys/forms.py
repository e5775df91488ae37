"""The survey as a form, made from the questions of its questionnaire."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from commonbeat.domains.surveys.queries import AskedQuestion

REMARK_LENGTH = 1_000
TEXT, YES_NO, SATISFIED = "text", "yes_no", "satisfied"


class AnswersForm(forms.Form):
    """One field a question, none of them required; at least one must be answered."""

    def __init__(self, asked: Sequence[AskedQuestion], language: str, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.asked = asked
        for question in asked:
            label = question.text_fr if language.startswith("fr") else question.text
            self.fields[question.code] = _field(question, label)

    def clean(self) -> dict[str, object]:
        """Refuse a page with nothing on it."""
        given = super().clean() or {}
        if not self.errors and not any(str(value).strip() for value in given.values()):
            raise forms.ValidationError(_("Please answer at least one question."))
        return given

    def answers(self) -> dict[str, int]:
        """What was answered: question code → value."""
        return {
            question.code: int(self.cleaned_data[question.code])
            for question in self.asked
            if question.scale != TEXT and self.cleaned_data[question.code] != ""
        }

    def remark(self) -> str:
        """What was written in free words."""
        words = [q.code for q in self.asked if q.scale == TEXT]
        return "\n".join(self.cleaned_data[code] for code in words).strip()

    def rows(self) -> list[tuple[forms.BoundField, str, str]]:
        """Each field with the words at the two ends of its scale ('' when it has none)."""
        return [(self[q.code], *_ends(q.scale)) for q in self.asked]


def _field(question: AskedQuestion, label: str) -> forms.Field:
    if question.scale == TEXT:
        return forms.CharField(
            label=label,
            required=False,
            max_length=REMARK_LENGTH,
            help_text=_("Please leave out names, phone numbers and addresses."),
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    yes_no = [("1", _("Yes")), ("0", _("No"))]
    numbers = [(str(n), str(n)) for n in range(1, 6)]
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=yes_no if question.scale == YES_NO else numbers,
        widget=forms.RadioSelect,
        help_text=_scale_in_words(question.scale),
    )


def _scale_in_words(scale: str) -> str:
    low, high = _ends(scale)
    return _("1 is “%(low)s”, 5 is “%(high)s”.") % {"low": low, "high": high} if low else ""


def _ends(scale: str) -> tuple[str, str]:
    if scale in {YES_NO, TEXT}:
        return "", ""
    if scale == SATISFIED:
        return _("very unhappy"), _("very happy")
    return _("not at all"), _("completely")
