"""The forms of concerns at the desk. Shape only: actions hold the rules."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.portals.staff.words import CONCERN_ANSWERS

LONGEST = 600
_LOOKED = _("I looked: nothing here leads to anybody")


class AnswerForm(forms.Form):
    """Where it stands, and words for the resident."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8)
    state = forms.ChoiceField(label=_("Where it stands"), choices=list(CONCERN_ANSWERS.items()))
    words = forms.CharField(
        label=_("Words for the resident"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_public = forms.BooleanField(label=_("Everybody may read these words"), required=False)
    looked = forms.BooleanField(label=_LOOKED, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.traces: list[tuple[str, str]] = []


class PublicWordsForm(forms.Form):
    """What everybody may read of a concern."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8)
    words = forms.CharField(
        label=_("What everybody may read"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    looked = forms.BooleanField(label=_LOOKED, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.traces: list[tuple[str, str]] = []


class KindForm(forms.Form):
    """How a kind of concern is dealt with."""

    due_days = forms.IntegerField(
        label=_("Days until it should be done"), min_value=1, max_value=365
    )
    agency = forms.ChoiceField(
        label=_("Who gets it first"),
        required=False,
        help_text=_("New concerns of this kind are theirs from the start."),
    )
    is_public = forms.BooleanField(
        label=_("Show these concerns to everybody"),
        required=False,
        help_text=_("Only the kind, the state, the days, a blurred place and our words are shown."),
    )
    asks_after = forms.BooleanField(
        label=_("Ask residents how it went"),
        required=False,
        help_text=_("Once, a day after it is closed. Nobody can see who said what."),
    )

    def __init__(self, *args: object, agencies: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["agency"].choices = [("", _("We do")), *agencies]  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """Words that a reply may start from, in both languages."""

    kind = forms.ChoiceField(label=_("For which kind"), required=False)
    words = forms.CharField(
        label=_("In English"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    words_fr = forms.CharField(
        label=_("In French"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, kinds: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [("", _("Any kind")), *kinds]  # type: ignore[attr-defined]


class AppForm(forms.Form):
    """An app that may send us reports."""

    name = forms.CharField(label=_("Name of the app"), max_length=120)
    may_update = forms.BooleanField(
        label=_("It may also tell what became of a concern"),
        required=False,
        help_text=_("Only for a partner that works on concerns for us."),
    )
